"""Several articles about one story, set side by side: as data, before anything is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from archive.article import EDITION_LANGUAGES, Article
from meaning.encoder import Thresholds, Vectors
from stories.alignment import NAMES_THRESHOLD, Alignment, align, sentence_similarities
from stories.comparison_json import comparison_json
from stories.conflicts import find_conflicts
from stories.figures import NumberRow, find_figures, number_rows
from stories.lexicon import Lexicon, TermRow, term_rows
from stories.likeness import Evidence, evidence_of
from stories.links import Link
from stories.named import NamedRow, country_rows, name_rows
from stories.quoted import QuotedRow, quoted_rows
from stories.tellings import (
    Similarities,
    Telling,
    have_vectors,
    meanings,
    names_in_common,
    read_telling,
)

MOST_ARTICLES = 20
_NEVER = datetime.max.replace(tzinfo=UTC)

Method = Literal["meaning", "names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When an article was published."""

    id: str
    published: datetime | None
    minutes_after_first: int | None
    """After the earliest of them, whole minutes; ``None``: not dated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What each of several articles says, and what only one of them does.

    Sentences are numbered from 0 in each article: title, lead, body.
    """

    story: str | None
    """Id of the story; ``None``: the articles were chosen."""
    confidence: float | None
    """Of the story: the score of the weakest link that holds it together."""
    method: Method
    """What sentences were compared by: meaning, or shared names and numbers alone."""
    tellings: tuple[Telling, ...]
    """Oldest first, undated ones last."""
    timing: tuple[Timing, ...]
    """In the same order."""
    missing: tuple[str, ...]
    """Editions that have none of the articles."""
    evidence: tuple[Evidence, ...]
    """Of each two articles, the strongest first."""
    alignment: Alignment
    numbers: tuple[NumberRow, ...]
    """Conflicts first."""
    countries: tuple[NamedRow, ...]
    names: tuple[NamedRow, ...]
    quoted: tuple[QuotedRow, ...]
    terms: tuple[TermRow, ...]

    def as_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return comparison_json(self)

    def telling(self, id: str) -> Telling:
        """Return one of the articles."""
        return next(telling for telling in self.tellings if telling.id == id)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFacts:
    """What is known of the story whose articles are compared."""

    id: str
    confidence: float | None


def compare(
    articles: Sequence[Article],
    *,
    vectors: Mapping[str, Vectors] | None = None,
    links: Sequence[Link] = (),
    thresholds: Thresholds | None = None,
    story: StoryFacts | None = None,
    lexicon: Lexicon = (),
) -> Comparison:
    """Return the comparison of articles. Pure; half a second for three of usual length.

    Args:
        articles: In any order; one is enough. Of several with one id the first is taken, and of
            more than :data:`MOST_ARTICLES` so many.
        vectors: Centred sentence vectors by id. If those of any article are missing, or are of
            another version, sentences are compared by the names and numbers in them.
        links: Between any of them; of other pairs the evidence is computed from these articles.
        thresholds: Of the encoder of the vectors.
        story: The one that they tell; ``None``: they were chosen.
        lexicon: The terms to count.
    """
    tellings = _tellings(articles, vectors or {})
    thresholds = thresholds or Thresholds()
    by_meaning, by_names = meanings(tellings), names_in_common(tellings)
    method: Method = "meaning" if have_vectors(tellings) else "names"
    alignment = align(
        {telling.id: len(telling.sentences) for telling in tellings},
        sentence_similarities(by_meaning, by_names) if method == "meaning" else by_names,
        _threshold(tellings, thresholds) if method == "meaning" else _names_threshold,
    )
    likeness = _added(by_names, by_meaning) if method == "meaning" else by_names
    numbers, names = _numbers(tellings, alignment, likeness), name_rows(tellings)
    countries = country_rows(tellings)
    return Comparison(
        story=story.id if story else None,
        confidence=story.confidence if story else None,
        method=method,
        tellings=tellings,
        timing=_timing(tellings),
        missing=_missing(tellings),
        evidence=evidence_of(tellings, links, thresholds, (numbers, countries, names)),
        alignment=alignment,
        numbers=numbers,
        countries=countries,
        names=names,
        quoted=quoted_rows(tellings, names),
        terms=term_rows(tellings, lexicon),
    )


def _tellings(articles: Sequence[Article], vectors: Mapping[str, Vectors]) -> tuple[Telling, ...]:
    different: dict[str, Article] = {}
    for article in articles:
        different.setdefault(article.id, article)
    chosen = list(different.values())[:MOST_ARTICLES]
    chosen.sort(key=lambda article: (article.published or _NEVER, article.id))
    return tuple(read_telling(article, vectors.get(article.id)) for article in chosen)


def _threshold(tellings: Sequence[Telling], thresholds: Thresholds) -> Callable[[str, str], float]:
    languages = {telling.id: telling.language for telling in tellings}
    return lambda one, other: thresholds.aligned(languages[one], languages[other])


def _names_threshold(_one: str, _other: str) -> float:
    return NAMES_THRESHOLD


def _added(these: Similarities, others: Similarities) -> Similarities:
    return {pair: these[pair] + others[pair] for pair in these}


def _numbers(
    tellings: Sequence[Telling], alignment: Alignment, likeness: Similarities
) -> tuple[NumberRow, ...]:
    figures = {telling.id: find_figures(telling) for telling in tellings}
    conflicts = find_conflicts(tellings, figures, alignment.rows, likeness)
    return number_rows([each for found in figures.values() for each in found], conflicts)


def _timing(tellings: Sequence[Telling]) -> tuple[Timing, ...]:
    times = [telling.article.published for telling in tellings]
    first = next(filter(None, times), None)
    return tuple(
        Timing(
            id=telling.id,
            published=time,
            minutes_after_first=int((time - first).total_seconds() // 60)
            if time and first
            else None,
        )
        for telling, time in zip(tellings, times, strict=True)
    )


def _missing(tellings: Sequence[Telling]) -> tuple[str, ...]:
    carriers = {telling.article.edition for telling in tellings}
    return tuple(edition for edition in EDITION_LANGUAGES if edition not in carriers)
