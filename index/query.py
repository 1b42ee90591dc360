"""What a search is asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Sort = Literal["relevance", "date", "-date"]
Facet = Literal["edition", "section", "kind", "month", "tag", "language"]
FACETS: tuple[str, ...] = get_args(Facet)
SORTS: tuple[str, ...] = get_args(Sort)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search: words, filters, order, and which slice of the hits.

    Of several values of one filter an article needs any; an empty filter lets all pass.
    """

    text: str = ""
    """In the language of :func:`index.syntax.parse_query`; empty: every article."""
    languages: tuple[str, ...] = ()
    """Only articles in these languages (``en``); empty: all, words read as their script allows."""
    editions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Whole sections (``news/politics``) or parts between slashes (``politics``)."""
    tags: tuple[str, ...] = ()
    """Whole tags, as :func:`index.labels.label_key` compares them; so are the next two."""
    authors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    since: datetime | None = None
    """Published then or later. Aware."""
    until: datetime | None = None
    """Published before then. Aware."""
    sort: Sort = "relevance"
    """``date``: oldest first; ``-date``: newest first. Articles without a date come last."""
    limit: int = 10
    offset: int = 0
    versions: bool = False
    """Whether older versions are hits of their own, and counted, too."""
    facets: tuple[str, ...] = ()
    """Which counts over all hits to make, of :data:`FACETS`."""

    def __post_init__(self) -> None:
        """Refuse what no engine can answer.

        Raises:
            ValueError: A negative limit or offset, an unknown facet or order, a time without zone.
        """
        if self.limit < 0 or self.offset < 0:
            raise ValueError("limit and offset cannot be negative")
        if self.sort not in SORTS:
            raise ValueError(f"unknown order {self.sort!r}: use {', '.join(SORTS)}")
        if unknown := sorted(set(self.facets) - set(FACETS)):
            raise ValueError(f"unknown facet {unknown[0]!r}: use {', '.join(FACETS)}")
        for time in (self.since, self.until):
            if time is not None and time.utcoffset() is None:
                raise ValueError("since and until need a time zone")
