"""From a query to hits with their articles: what the command line and the web pages show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from archive.archive import Archive
from archive.article import Article, write_time
from index.chains import article_language
from index.engine import Found, SearchIndex
from index.highlight import Snippet, snippet, title_marks
from index.matching import Mark
from index.query import Query
from index.syntax import parse_query
from index.tree import Node

if TYPE_CHECKING:
    from index.explanation import Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that matches, or one version of it."""

    article: Article
    newest: bool
    """Whether it is the newest version."""
    score: float
    """Higher is better; 0 when nothing in the query scores. Comparable within one search."""
    rank: int
    """From 1, over all slices."""
    snippet: Snippet
    title_marks: tuple[Mark, ...]
    """Where the title matches: start and end (exclusive), in characters."""
    found: tuple[str, ...] = ()
    """How it was found, by a search across languages (:data:`stories.across.Way`)."""

    def as_json(self) -> dict[str, Any]:
        """Return the hit as JSON values; ``published`` and ``gone`` are null without a date.

        ``found`` is there when it says something.
        """
        article = self.article
        found = {"found": list(self.found)} if self.found else {}
        published = None if article.published is None else write_time(article.published)
        return {
            "id": article.id,
            "edition": article.edition,
            "language": article_language(article),
            "url": article.url,
            "title": article.title,
            "lead": article.lead,
            "published": published,
            "section": article.section,
            "kind": article.kind,
            "version": article.version,
            "newest": self.newest,
            "gone": None if article.gone is None else write_time(article.gone),
            "score": self.score,
            **found,
            "snippet": self.snippet.text,
            "matches": {
                "snippet": [list(mark) for mark in self.snippet.marks],
                "title": [list(mark) for mark in self.title_marks],
            },
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a search found."""

    query: Query
    tree: Node
    """What was understood of the query's text."""
    total: int
    """How many articles match, on all slices; of a query for versions, how many versions."""
    took_ms: float
    """Wall time from the query's tree to the last snippet."""
    hits: tuple[Hit, ...]
    """The asked slice."""
    facets: Mapping[str, Mapping[str, int]]
    """Facet name to value to number of matches, most frequent first (months in order)."""
    did_you_mean: str = ""
    """Another query, which has hits, when this one has none; ``""`` when there is none to tell."""
    explanation: "Explanation | None" = None
    """``None`` unless it was asked for."""

    def as_json(self) -> dict[str, Any]:
        """Return the results as JSON values; places of matches are in characters, end exclusive.

        ``did_you_mean`` and ``explain`` are there when there is something to tell.
        """
        told: dict[str, Any] = {}
        if self.did_you_mean:
            told["did_you_mean"] = self.did_you_mean
        if self.explanation is not None:
            told["explain"] = self.explanation.as_json()
        return {
            "query": self.query.text,
            "total": self.total,
            "took_ms": self.took_ms,
            "hits": [hit.as_json() for hit in self.hits],
            "facets": {name: dict(values) for name, values in self.facets.items()},
            **told,
        }


def search(
    archive: Archive, index: SearchIndex, query: Query, *, explained: bool = False
) -> Results:
    """Return what a query finds, with articles from the archive; without hits, a better query.

    An article that the archive no longer has is left out of the hits, though not of the total.

    Args:
        archive: Where the articles are.
        index: Where they are looked for.
        query: What is looked for.
        explained: Whether to say what was understood.

    Raises:
        QuerySyntaxError: The query's text cannot be read.
        SearchError: The index cannot be used.
    """
    tree = parse_query(query.text)
    results = answer(archive, index, query, tree)
    if not results.total:
        from index.suggestion import suggest

        results = replace(results, did_you_mean=suggest(archive, index, query, tree))
    if explained:
        from index.explanation import explain

        results = replace(results, explanation=explain(index, query, tree))
    return results


def answer(archive: Archive, index: SearchIndex, query: Query, tree: Node) -> Results:
    """Return what a query finds whose text has been parsed to ``tree``.

    Raises:
        SearchError: The index cannot be used.
    """
    started = perf_counter()
    found = index.find(query, tree)
    return Results(
        query=query,
        tree=tree,
        total=found.total,
        took_ms=round(1000 * (perf_counter() - started), 1),
        hits=tuple(_hits(archive, found, query, tree)),
        facets=found.facets,
    )


def _hits(archive: Archive, found: Found, query: Query, tree: Node) -> Iterator[Hit]:
    newest = archive.articles([located.id for located in found.hits])
    for rank, located in enumerate(found.hits, query.offset + 1):
        article = newest.get(located.id)
        is_newest = article is None or not query.versions or article.version == located.version
        if not is_newest:
            article = archive.article(located.id, located.version)
        if article is not None:
            yield Hit(
                article=article,
                newest=is_newest,
                score=located.score,
                rank=rank,
                snippet=snippet(article, tree),
                title_marks=title_marks(article, tree),
            )
