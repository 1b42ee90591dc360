"""A comparison as JSON values."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from archive.article import Article, write_time
from stories.alignment import Alone, Row
from stories.figures import NumberRow, Value
from stories.lexicon import TermRow
from stories.named import NamedRow
from stories.quoted import QuotedRow
from stories.tellings import Telling

if TYPE_CHECKING:
    from stories.comparison import Comparison

_PLACES = 4
_TAKEN = (
    "id",
    "edition",
    "language",
    "url",
    "title",
    "lead",
    "section",
    "kind",
    "authors",
    "source",
    "country",
    "published",
    "modified",
    "version",
    "image_url",
    "image_caption",
)
"""Of an article's own fields."""


def comparison_json(comparison: "Comparison") -> dict[str, Any]:
    """Return what ``compare --json`` prints. Sentences are given by their numbers, from 0."""
    ids = [telling.id for telling in comparison.tellings]
    texts = {telling.id: telling.texts for telling in comparison.tellings}
    return {
        "story": {
            "id": comparison.story,
            "confidence": comparison.confidence,
            "evidence": [each.as_json() for each in comparison.evidence],
            "editions": list(_editions(comparison.tellings)),
            "missing": list(comparison.missing),
        },
        "compared_by": comparison.method,
        "articles": [_article(each, comparison) for each in comparison.tellings],
        "timing": [
            {
                "id": each.id,
                "published": write_time(each.published) if each.published else None,
                "minutes_after_first": each.minutes_after_first,
            }
            for each in comparison.timing
        ],
        "alignment": [_row(each) for each in comparison.alignment.rows],
        "only_in": {
            id: [_alone(each, texts[id]) for each in alone]
            for id, alone in comparison.alignment.alone.items()
        },
        "numbers": [_number(each, ids) for each in comparison.numbers],
        "countries": [_country(each, ids) for each in comparison.countries],
        "names": [_name(each, ids) for each in comparison.names],
        "quoted": [_quoted(each, ids) for each in comparison.quoted],
        "terms": [_term(each) for each in comparison.terms],
        "tags": {telling.id: list(telling.article.tags) for telling in comparison.tellings},
    }


def number_value(value: Decimal) -> int | float:
    """Return a number as JSON has it.

    >>> number_value(Decimal("1500000.0")), number_value(Decimal("2.5"))
    (1500000, 2.5)
    """
    return int(value) if value == value.to_integral_value() else float(value)


@cache
def country_name(code: str) -> str:
    """Return the English name of a country, its code if there is none.

    >>> country_name("YE"), country_name("XX")
    ('Yemen', 'XX')
    """
    from babel import Locale

    return str(Locale("en").territories.get(code, code))


def image_file(article: Article) -> str:
    """Return the name of an article's image file, without folders; ``""`` if there is none."""
    try:
        return PurePosixPath(unquote(urlsplit(article.image_url).path)).name
    except ValueError:  # no address
        return ""


def _editions(tellings: Iterable[Telling]) -> Iterable[str]:
    return dict.fromkeys(telling.article.edition for telling in tellings)


def _article(telling: Telling, comparison: "Comparison") -> dict[str, Any]:
    article = telling.article
    values = article.as_json()
    alone = comparison.alignment.alone[telling.id]
    return {
        **{name: values[name] for name in _TAKEN},
        "language": telling.language,
        "image_file": image_file(article),
        "words": article.word_count or len(article.body.split()),
        "aligned_sentences": len(telling.sentences) - len(alone),
        "sentences": [{"part": each.part, "text": each.text} for each in telling.sentences],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "sentences": _numbers(row.sentences),
        "similarity": round(row.similarity, _PLACES),
    }


def _alone(alone: Alone, texts: tuple[str, ...]) -> dict[str, Any]:
    nearest = alone.nearest
    return {
        "sentence": alone.sentence,
        "text": texts[alone.sentence],
        "best_similarity": round(alone.best_similarity, _PLACES),
        "nearest": nearest and {"id": nearest.id, "sentence": nearest.sentence},
    }


def _number(row: NumberRow, ids: Iterable[str]) -> dict[str, Any]:
    return {
        **_value(row.value),
        **_places(row.sentences, ids),
        "conflict": bool(row.against),
        "against": [_value(each) for each in row.against],
        "printed": {id: list(texts) for id, texts in row.printed.items()},
    }


def _value(value: Value) -> dict[str, Any]:
    return {"value": number_value(value.number), "percent": value.percent}


def _country(row: NamedRow, ids: Iterable[str]) -> dict[str, Any]:
    return {"code": row.key, "name": country_name(row.key), **_named(row, ids)}


def _name(row: NamedRow, ids: Iterable[str]) -> dict[str, Any]:
    return {"name": shown_name(row.printed), "code": row.key or None, **_named(row, ids)}


def _quoted(row: QuotedRow, ids: Iterable[str]) -> dict[str, Any]:
    return {
        "name": shown_name(row.printed),
        "named": row.is_named,
        **_places(row.sentences, ids),
        "printed": {id: list(texts) for id, texts in row.printed.items()},
        "quotations": {id: list(texts) for id, texts in row.quotations.items()},
    }


def shown_name(printed: Mapping[str, Iterable[str]]) -> str:
    """Return how a name is shown for all: the longest form, in Latin letters if there is one."""
    latin = [text for id, texts in printed.items() if not id.startswith("ar:") for text in texts]
    return max(latin or [text for texts in printed.values() for text in texts], key=len)


def _named(row: NamedRow, ids: Iterable[str]) -> dict[str, Any]:
    return {
        **_places(row.sentences, ids),
        "printed": {id: list(texts) for id, texts in row.printed.items()},
    }


def _places(sentences: Mapping[str, Iterable[int]], ids: Iterable[str]) -> dict[str, Any]:
    return {
        "in": [id for id in ids if id in sentences],
        "not_found_in": [id for id in ids if id not in sentences],
        "sentences": _numbers(sentences),
    }


def _term(row: TermRow) -> dict[str, Any]:
    forms = {id: dict(each) for id, each in row.forms.items()}
    return {"term": row.name, "counts": dict(row.counts), "forms": forms}


def _numbers(sentences: Mapping[str, Iterable[int]]) -> dict[str, list[int]]:
    return {id: list(numbers) for id, numbers in sentences.items()}
