"""Articles like one, in all languages."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from time import perf_counter

from archive.article import Article
from index.query import Query
from index.search import Results
from index.similar import telling_tree
from index.tree import All
from stories.across import (
    CANDIDATES,
    Evidence,
    Scored,
    Sources,
    allowed_ids,
    relative_words,
    results_of,
    telling,
)
from stories.across_keys import NameScores, Naming
from stories.across_meaning import Meanings, Near
from stories.across_query import AcrossQuery
from stories.keys import article_keys

NAMES_WEIGHT = 1.0
"""Of what two articles name, from 0 to 1, as in the score of a link."""


def find_similar_across(
    sources: Sources, article: Article, query: Query, partners: Sequence[str] = ()
) -> Results:
    """Return the articles in all languages that are most like one, without itself.

    Args:
        sources: Where to look.
        article: The one to compare with; without a vector in the store it is compared by words
            and names.
        query: Filters, and which slice of the hits; its text is not heeded.
        partners: Ids of the articles of the same story: they come first, in this order.

    Raises:
        SearchError: The index cannot be used.
        MeaningError: The vectors cannot be used.
    """
    started = perf_counter()
    tree = telling_tree(sources.index, article)
    among = allowed_ids(sources.index, query, AcrossQuery(text="", words=All(), conditions=()))
    words = relative_words(sources.index, replace(query, text="", limit=CANDIDATES), tree)
    naming = sources.naming(article_keys(article))
    names = _names(naming)
    meanings = sources.meanings
    named = names.best(CANDIDATES, among)
    near = _near(meanings, article.id, [*words, *named, *partners], among)
    evidence = Evidence(
        words=words,
        names=names.of({*words, *near, *named}),
        names_shown=max(telling(naming) ** 2 / _whole(naming), 0.1),
        near=near,
        nearness=lambda near: near.whole,
        near_least=0.0 if meanings is None else meanings.thresholds.possible,
    )
    found = [each for each in evidence.scored(among) if each.id != article.id]
    ordered = _partners_first(found, [id for id in partners if id != article.id], among)
    results = results_of(sources, replace(query, text="", versions=False), ordered, tree)
    return replace(results, took_ms=round(1000 * (perf_counter() - started), 1))


def _names(naming: Naming) -> NameScores:
    """Return which part of what the article names others name, too."""
    whole = _whole(naming)
    weights = {key: NAMES_WEIGHT * worth / whole for key, worth in naming.worth.items()}
    return naming.scored(weights)


def _whole(naming: Naming) -> float:
    return sum(worth**2 for worth in naming.worth.values()) or 1.0


def _near(
    meanings: Meanings | None, id: str, others: Sequence[str], among: Collection[str] | None
) -> dict[str, Near]:
    vector = None if meanings is None else meanings.of_article(id)
    if meanings is None or vector is None:
        return {}
    return meanings.distances(vector, {*meanings.nearest(vector, among), *others})


def _partners_first(
    found: Sequence[Scored], partners: Sequence[str], among: Collection[str] | None
) -> list[Scored]:
    by_id = {each.id: each for each in found}
    first = []
    for id in partners:
        if among is None or id in among:
            known = by_id.pop(id, Scored(id=id, score=0.0, ways=()))
            first.append(replace(known, ways=("story", *known.ways)))
    return [*first, *by_id.values()]
