"""Why two articles of a comparison are taken to tell the same story."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from archive.article import Article
from meaning.encoder import Thresholds, unit
from stories.figures import NumberRow
from stories.keys import article_keys, shared
from stories.links import EVIDENCE, Link, pair_of
from stories.links import Evidence as Kind
from stories.named import NamedRow
from stories.numbers import write_number
from stories.rarity import key_frequencies
from stories.tellings import Telling

_MOST = 40
"""Of each kind of evidence."""
Rows = tuple[Sequence[NumberRow], Sequence[NamedRow], Sequence[NamedRow]]
"""Numbers, countries, names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What two articles have in common."""

    a: str
    """The lesser id."""
    b: str
    score: float
    cosine: float | None
    """``None``: without an encoder."""
    names: float
    hours_apart: float | None
    """``None``: one of them is not dated."""
    grade: str | None
    """As the link's; ``None``: the two are not linked, and the score is computed from the compared
    articles alone, so that it is no more than a hint."""
    shared: Mapping[Kind, tuple[str, ...]]

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return {
            "a": self.a,
            "b": self.b,
            "score": round(self.score, 4),
            "cosine": None if self.cosine is None else round(self.cosine, 4),
            "names": round(self.names, 4),
            "hours_apart": None if self.hours_apart is None else round(self.hours_apart, 2),
            "grade": self.grade,
            "shared": {kind: list(self.shared.get(kind, ())) for kind in EVIDENCE},
        }


def evidence_of(
    tellings: Sequence[Telling], links: Iterable[Link], thresholds: Thresholds, rows: Rows
) -> tuple[Evidence, ...]:
    """Return the evidence of each two articles, the strongest first."""
    linked = {link.pair: link for link in links}
    names = _names_cosines(tellings)
    found = []
    for one, other in combinations(tellings, 2):
        pair = pair_of(one.id, other.id)
        if pair in linked:
            found.append(_of_link(linked[pair], _hours_apart(one.article, other.article)))
        else:
            found.append(_computed(one, other, names[pair], thresholds, rows))
    return tuple(sorted(found, key=lambda each: (-each.score, each.a, each.b)))


def _of_link(link: Link, hours_apart: float | None) -> Evidence:
    return Evidence(
        a=link.a,
        b=link.b,
        score=link.score,
        cosine=link.cosine,
        names=link.names,
        hours_apart=hours_apart,
        grade=link.grade,
        shared=link.shared,
    )


def _computed(
    one: Telling, other: Telling, names: float, thresholds: Thresholds, rows: Rows
) -> Evidence:
    cosine = _cosine(one, other)
    a, b = pair_of(one.id, other.id)
    weighted = names * thresholds.names_weight
    return Evidence(
        a=a,
        b=b,
        score=names if cosine is None else cosine + weighted,
        cosine=cosine,
        names=names,
        hours_apart=_hours_apart(one.article, other.article),
        grade=None,
        shared=_shared(one, other, rows),
    )


def _cosine(one: Telling, other: Telling) -> float | None:
    if one.vectors is None or other.vectors is None:
        return None
    if not len(one.vectors) or not len(other.vectors):
        return 0.0
    means = [unit(np.asarray(each.mean(axis=0))) for each in (one.vectors, other.vectors)]
    return float(means[0] @ means[1])


def _names_cosines(tellings: Sequence[Telling]) -> Mapping[tuple[str, str], float]:
    sentences = [(telling.language, keys) for telling in tellings for keys in telling.keys]
    idf = key_frequencies(sentences).idf
    keys = {telling.id: article_keys(telling.article) for telling in tellings}
    return {
        pair_of(one.id, other.id): shared(keys[one.id], keys[other.id], idf)
        for one, other in combinations(tellings, 2)
    }


def _hours_apart(one: Article, other: Article) -> float | None:
    if one.published is None or other.published is None:
        return None
    return abs((one.published - other.published).total_seconds()) / 3600


def _shared(one: Telling, other: Telling, rows: Rows) -> Mapping[Kind, tuple[str, ...]]:
    numbers, countries, names = rows
    both = {one.id, other.id}
    values = (
        write_number(row.value.number) + "%" * row.value.percent
        for row in numbers
        if both <= row.sentences.keys()
    )
    return {
        "names": tuple(_printed(row) for row in names if both <= row.sentences.keys())[:_MOST],
        "numbers": tuple(values)[:_MOST],
        "countries": tuple(row.key for row in countries if both <= row.sentences.keys())[:_MOST],
        "tags": tuple(_shared_tags(one, other))[:_MOST],
    }


def _printed(row: NamedRow) -> str:
    texts = sorted(row.printed.items(), key=lambda item: item[0].startswith("ar:"))
    return texts[0][1][0]


def _shared_tags(one: Telling, other: Telling) -> Iterator[str]:
    """Yield the tags of one article that have a key with any tag of the other."""
    others = {key for key in article_keys(other.article) if key.startswith("t:")}
    for tag in one.article.tags[:_MOST]:
        alone = Article(
            id=one.id,
            edition=one.article.edition,
            url="",
            title="",
            tags=(tag,),
            language=one.language,
        )
        if any(key in others for key in article_keys(alone)):
            yield tag
