"""Searching in all languages at once: by meaning, by words, and by what is named.

Three lists of articles are made, each in its own way, and an article of any of them gets a score
from all three. Sums of scores do better than ranks (reciprocal rank fusion): most articles share
some word or number with a query, and a rank does not say how little that is. The weights were
chosen on XQuAD, the figures are in ``docs/stories.md``.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Literal

from archive.archive import Archive
from archive.article import Article
from index.engine import SearchIndex
from index.highlight import MAX_SNIPPET, Snippet, snippet, title_marks
from index.matching import matches
from index.query import Query
from index.search import Hit, Results
from index.tree import All, And, Field, Leaf, Node, Not, Or, Word, leaves
from meaning.article_sentences import article_language, article_sentences
from stories.across_keys import Naming
from stories.across_meaning import Meanings, Near
from stories.across_query import AcrossQuery, Named, find_named, is_filtered, part_query, spoken
from stories.keys import article_text

Way = Literal["story", "words", "meaning", "names"]
"""How an article was found: in the same story, by the query's words, by what it says, by what both
name."""

WORDS_WEIGHT = 0.2
"""Of the words' score, relative to the best one's, beside cosines."""
BEST_WEIGHT = 0.75
"""Of the cosine of an article's nearest sentence, beside the whole article's 1."""
LEADERS = 3
"""So many articles found by words lead to others like them."""
LEADERS_WEIGHT = 0.6
NAMES_WEIGHT = 0.06
"""Of how telling shared keys are, in natural logarithms. The same among 240 articles and 2,700."""
CANDIDATES = 300
"""So many articles each of words and names bring in."""
SHOWN = 0.75
"""A query is shown what is so much less near than a possible link: nineteen of twenty right answers
are nearer, and so is one in a hundred wrong ones."""
NEAREST_SHARE = 0.5
"""What is less than half as near as the nearest article is no answer beside it."""
_FEWEST_WORDS = 4
"""What has fewer says nothing that could be near to a query."""
_LIKELY = 0.1
"""An article whose one sentence is not so near will not be shown for it."""
_WRITTEN = 3
"""A word in fewer articles may be a name."""
_COMMON = 20
"""Keys are no reason to show an article if more than one in so many has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where articles are looked for."""

    archive: Archive
    index: SearchIndex
    meanings: Meanings | None
    """``None``: there is no encoder."""
    naming: Callable[[Collection[str]], Naming]
    """Finds out which articles have some keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """An article that was found."""

    id: str
    score: float
    ways: tuple[Way, ...]
    sentence: int | None = None
    """The one that is nearest in meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What three ways of looking found, by article."""

    words: Mapping[str, float]
    """Relative to the best."""
    names: Mapping[str, float]
    """In units of the score."""
    names_shown: float
    """From this on names alone are a reason to show an article."""
    near: Mapping[str, Near]
    nearness: Callable[[Near], float]
    near_least: float
    """From this nearness on meaning alone is a reason to show an article."""

    @property
    def near_shown(self) -> float:
        """The same, if the nearest article is not much nearer than that."""
        nearest = max(map(self.nearness, self.near.values()), default=0.0)
        return max(self.near_least, NEAREST_SHARE * nearest)

    def scored(self, among: Collection[str] | None) -> list[Scored]:
        """Return the articles there is any reason to show, best first.

        Args:
            among: Only these; ``None`` for all.
        """
        ids = self.words.keys() | self.names.keys() | self.near.keys()
        shown = self.near_shown
        found = (self._scored(id, shown) for id in ids if among is None or id in among)
        return sorted(
            (each for each in found if each.ways), key=lambda each: (-each.score, each.id)
        )

    def _scored(self, id: str, near_shown: float) -> Scored:
        near, words, names = self.near.get(id), self.words.get(id, 0.0), self.names.get(id, 0.0)
        nearness = 0.0 if near is None else self.nearness(near)
        shown: dict[Way, bool] = {
            "words": words > 0,
            "meaning": near is not None and nearness >= near_shown,
            "names": 0 < names >= self.names_shown,
        }
        return Scored(
            id=id,
            score=round(nearness + names + WORDS_WEIGHT * words, 4),
            ways=tuple(way for way, is_shown in shown.items() if is_shown),
            sentence=None if near is None else near.sentence,
        )


def search_across(sources: Sources, query: Query, tree: Node) -> Results:
    """Return the articles in all languages that a query in one finds, the best first.

    Dates, labels and ``-words`` of the query and all its filters hold; of its other words an
    article needs none. A hit says how it was found.

    Args:
        sources: Where to look.
        query: What is looked for. Older versions are never found.
        tree: Its text, parsed; with something to look for in it.

    Raises:
        SearchError: The index cannot be used.
        MeaningError: The vectors cannot be used.
    """
    started = perf_counter()
    parted = part_query(tree)
    among = allowed_ids(sources.index, query, parted)
    languages = spoken(parted.text)
    named = find_named(parted.text)
    naming = sources.naming(frozenset().union(*(each.keys for each in named)))
    real = [each.keys for each in named if not _is_ordinary(each, sources, naming, languages)]
    names = naming.scored_once(real, NAMES_WEIGHT)
    words = relative_words(sources.index, replace(query, limit=CANDIDATES), parted.candidates)
    best_named = names.best(CANDIDATES, among)
    near = _near_text(sources, parted, languages, [*words, *best_named], among)
    evidence = Evidence(
        words=words,
        names=names.of({*words, *near, *best_named}),
        names_shown=NAMES_WEIGHT * telling(naming),
        near=near,
        nearness=lambda near: BEST_WEIGHT * near.best + near.whole,
        near_least=_shown(sources.meanings),
    )
    results = results_of(
        sources, replace(query, versions=False), evidence.scored(among), parted.words
    )
    return replace(results, tree=tree, took_ms=round(1000 * (perf_counter() - started), 1))


def _shown(meanings: Meanings | None) -> float:
    """Return from which nearness on meaning alone is a reason to show an article."""
    possible = 0.0 if meanings is None else meanings.thresholds.possible
    return SHOWN * possible * (1 + BEST_WEIGHT) / 2


def results_of(sources: Sources, query: Query, scored: Sequence[Scored], words: Node) -> Results:
    """Return the asked slice of what was found, with articles and snippets.

    Args:
        sources: Where the articles are.
        query: Which slice, and in what order.
        scored: Best first.
        words: What to mark in the texts.
    """
    ordered = _in_order(sources.archive, query, scored)
    page = ordered[query.offset : query.offset + query.limit]
    articles = sources.archive.articles([each.id for each in page])
    return Results(
        query=query,
        tree=words,
        total=len(scored),
        took_ms=0.0,
        hits=tuple(_hits(page, articles, words, query.offset)),
        facets=_facets(sources.index, query, scored),
    )


def telling(naming: Naming) -> float:
    """Return how telling is what one article in twenty names, in the language with fewest."""
    articles = min(naming.articles.values(), default=0)
    return math.log((articles + 1) / (max(1.0, articles / _COMMON) + 0.5))


def relative_words(index: SearchIndex, query: Query, tree: Node) -> dict[str, float]:
    """Return the query's best articles by words with their scores, the best one's being 1."""
    wanted = replace(query, offset=0, sort="relevance", facets=(), versions=False)
    hits = index.find(wanted, tree).hits
    most = max((hit.score for hit in hits), default=0.0) or 1.0
    return {hit.id: hit.score / most for hit in hits}


def _is_ordinary(
    named: Named, sources: Sources, naming: Naming, languages: tuple[str, ...]
) -> bool:
    """Whether what was taken for a name is a word that the query's own language mostly has as one.

    (`exchange` is like many a name in other letters, and in hardly any article one itself.)
    """
    if not named.guess:
        return False
    written = sources.index.find(Query(limit=0, languages=languages), Word(named.guess)).total
    return written >= _WRITTEN and 2 * naming.count(named.keys, languages) < written


def _near_text(
    sources: Sources,
    parted: AcrossQuery,
    languages: tuple[str, ...],
    others: Sequence[str],
    among: Collection[str] | None,
) -> dict[str, Near]:
    """Return the articles that are near to what a query says, and to what it finds by words."""
    meanings = sources.meanings
    if meanings is None:
        return {}
    vector = meanings.of_text(parted.text, languages)
    vector = meanings.led(vector, _leaders(sources, parted, languages), LEADERS_WEIGHT)
    near = meanings.distances(vector, {*meanings.nearest(vector, among), *others})
    return _telling_something(sources.archive, near)


def _telling_something(archive: Archive, near: Mapping[str, Near]) -> dict[str, Near]:
    """Leave out articles of a word or two, such as a video's title: they are near to any query."""
    single = [id for id, each in near.items() if each.sentences == 1 and each.best > _LIKELY]
    articles = archive.articles(single)
    brief = {id for id, each in articles.items() if len(article_text(each).split()) < _FEWEST_WORDS}
    return {id: each for id, each in near.items() if id not in brief}


def _leaders(sources: Sources, parted: AcrossQuery, languages: tuple[str, ...]) -> dict[str, float]:
    """Return the articles that say in a query's own language what it is about.

    A few words are little to understand; articles that have many of them, whatever else is asked
    for, say more: a third of them, and no fewer than two. (In another language the same letters
    are other words.)
    """
    own = Query(limit=LEADERS, languages=languages)
    found = relative_words(sources.index, own, parted.words)
    wanted = dict(enumerate(each.leaf for each in leaves(parted.words)))
    least = min(len(wanted), max(2, len(wanted) / 3))
    return {
        id: found[id]
        for id, article in sources.archive.articles(list(found)).items()
        if len(_matched(article, wanted)) >= least
    }


def _matched(article: Article, wanted: Mapping[int, Leaf]) -> set[int]:
    """Return which of some words an article has."""
    found = matches(article_text(article), article_language(article), wanted)
    return {match.leaf for match in found}


def allowed_ids(index: SearchIndex, query: Query, parted: AcrossQuery) -> set[str] | None:
    """Return the ids of all articles that may be hits; ``None`` if all may."""
    if not is_filtered(query, parted):
        return None
    return index.ids(replace(query, versions=False), parted.condition)


def _in_order(archive: Archive, query: Query, scored: Sequence[Scored]) -> Sequence[Scored]:
    if query.sort == "relevance":
        return scored
    articles = archive.articles([each.id for each in scored])
    times = {id: each.published.timestamp() for id, each in articles.items() if each.published}
    sign = -1 if query.sort == "-date" else 1
    return sorted(scored, key=lambda each: (each.id not in times, sign * times.get(each.id, 0.0)))


def _facets(
    index: SearchIndex, query: Query, scored: Sequence[Scored]
) -> Mapping[str, Mapping[str, int]]:
    if not query.facets:
        return {}
    tree = Or(tuple(Field("id", Word(each.id)) for each in scored)) if scored else Not(All())
    return index.find(replace(query, limit=0, offset=0), And((tree,))).facets


def _hits(
    page: Sequence[Scored], articles: Mapping[str, Article], words: Node, offset: int
) -> Iterator[Hit]:
    for rank, each in enumerate(page, offset + 1):
        article = articles.get(each.id)
        if article is not None:
            yield Hit(
                article=article,
                newest=True,
                score=each.score,
                rank=rank,
                snippet=_snippet(article, each.sentence, words),
                title_marks=title_marks(article, words),
                found=each.ways,
            )


def _snippet(article: Article, sentence: int | None, words: Node) -> Snippet:
    """Return where the words are; if there are none, the sentence nearest in meaning."""
    shown = snippet(article, words)
    if shown.marks or not sentence:  # the first one is the title, which is shown anyway
        return shown
    sentences = article_sentences(article)
    if sentence >= len(sentences):  # of another version
        return shown
    text = " ".join(sentences[sentence].text.split())
    if len(text) > MAX_SNIPPET:
        text = text[: MAX_SNIPPET - 1].rpartition(" ")[0] + "…"
    return Snippet(text, ())
