"""From a query to hits with their articles: what the command line and the web pages show."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from archive.archive import Archive
from archive.article import Article, write_time
from index.chains import article_language
from index.engine import SearchIndex
from index.highlight import Snippet, snippet, title_marks
from index.matching import Mark
from index.query import Query
from index.syntax import parse_query
from index.tree import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that matches."""

    article: Article
    score: float
    """Higher is better; 0 when nothing in the query scores. Comparable within one search."""
    rank: int
    """From 1, over all slices."""
    snippet: Snippet
    title_marks: tuple[Mark, ...]
    """Where the title matches: start and end (exclusive), in characters."""

    def as_json(self) -> dict[str, Any]:
        """Return the hit as JSON values; ``published`` is null without a date."""
        article = self.article
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
            "score": self.score,
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
    """How many articles match, on all slices."""
    took_ms: float
    """Wall time from the query's text to the last snippet."""
    hits: tuple[Hit, ...]
    """The asked slice."""
    facets: Mapping[str, Mapping[str, int]]
    """Facet name to value to number of matching articles, most frequent first (months in order)."""

    def as_json(self) -> dict[str, Any]:
        """Return the results as JSON values; places of matches are in characters, end exclusive."""
        return {
            "query": self.query.text,
            "total": self.total,
            "took_ms": self.took_ms,
            "hits": [hit.as_json() for hit in self.hits],
            "facets": {name: dict(values) for name, values in self.facets.items()},
        }


def search(archive: Archive, index: SearchIndex, query: Query) -> Results:
    """Return what a query finds, with articles from the archive.

    An article that the archive no longer has is left out of the hits, though not of the total.

    Raises:
        QuerySyntaxError: The query's text cannot be read.
        SearchError: The index cannot be used.
    """
    started = perf_counter()
    tree = parse_query(query.text)
    found = index.find(query, tree)
    articles = archive.articles([id_ for id_, _ in found.hits])
    hits = tuple(
        _hit(articles[id_], score, rank, tree)
        for rank, (id_, score) in enumerate(found.hits, query.offset + 1)
        if id_ in articles
    )
    return Results(
        query=query,
        tree=tree,
        total=found.total,
        took_ms=round(1000 * (perf_counter() - started), 1),
        hits=hits,
        facets=found.facets,
    )


def _hit(article: Article, score: float, rank: int, tree: Node) -> Hit:
    return Hit(
        article=article,
        score=score,
        rank=rank,
        snippet=snippet(article, tree),
        title_marks=title_marks(article, tree),
    )
