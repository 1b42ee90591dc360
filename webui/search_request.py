"""The parameters of a search in an address: the options of the command line, and their bounds."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, cast

from archive.article import EDITION_LANGUAGES, KINDS
from archive.notes import Code, Note
from index import SORTS, Query, parse_query
from index.labels import label_key
from index.tree import Fuzzy, Prefix, leaves
from webui.asked import Asked, wrong_value
from webui.failures import WrongRequestError

PAGE_SIZE = 10
MAX_LIMIT = 100
"""Hits on one page, at most."""
MAX_WINDOW = 1_000
"""Hits that can be paged through: to find the next page costs as much as all before it."""
MAX_WILDCARDS = 4
"""Words of a query that end in ``*`` or ``~``: each stands for many."""
MAX_FILTERS = 24
"""Values of all filters."""
FACETS = ("edition", "language", "kind", "section", "tag", "month")
SORT_NAMES: Mapping[str, str] = {"relevance": "relevance", "newest": "-date", "oldest": "date"}
"""Names in the interface, and what :class:`index.Query` calls them."""
FORMATS = ("html", "json", "csv", "atom")

if TYPE_CHECKING:
    from index.query import Sort

_CODE = re.compile("[a-z]{2,3}")
_SLASHES = re.compile("[^/]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A parameter that leaves some articles out; of several values one is enough."""

    field: str
    """Of :class:`index.Query`."""
    accepts: Callable[[str], object]
    """Whether there can be such a value."""
    usage: str
    wrong: Code = "not-one-of"
    """What is said when there cannot."""


FILTERS: Mapping[str, Filter] = {
    "edition": Filter(
        field="editions",
        accepts=EDITION_LANGUAGES.__contains__,
        usage=", ".join(EDITION_LANGUAGES),
    ),
    "lang": Filter(
        field="languages",
        accepts=_CODE.fullmatch,
        usage="a code such as ar, en, es",
        wrong="not-a-language",
    ),
    "kind": Filter(field="kinds", accepts=KINDS.__contains__, usage=", ".join(sorted(KINDS))),
    "section": Filter(
        field="sections",
        accepts=_SLASHES.search,
        usage="a name such as news/politics",
        wrong="no-label",
    ),
    "tag": Filter(
        field="tags",
        accepts=label_key,
        usage="a whole tag, with a letter or digit",
        wrong="no-label",
    ),
    "author": Filter(field="authors", accepts=label_key, usage="a whole name", wrong="no-label"),
    "country": Filter(
        field="countries",
        accepts=label_key,
        usage="a country as the site has it",
        wrong="no-label",
    ),
}
"""By the name of the parameter, as the command line calls them."""
PARAMETERS = (
    "q", *FILTERS, "since", "until", "versions", "across", "sort", "page", "limit", "format",
)  # fmt: skip
"""All that a search heeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A search, as its address asks for it."""

    query: Query
    since: str
    """As given; ``""`` when it is not."""
    until: str
    page: int
    """From 1."""
    format: str
    """One of :data:`FORMATS`."""
    across: bool
    """Whether to look in all languages, whatever that of the query."""

    @property
    def first(self) -> int:
        """The rank of the first hit on the page, from 1."""
        return self.query.offset + 1


def read_search(asked: Asked) -> SearchRequest:
    """Return the search that is asked for; parameters that it does not have are not heeded.

    Raises:
        WrongRequestError: A value that cannot be, or more than is allowed.
        QuerySyntaxError: The query cannot be read.
    """
    text = asked.one("q")
    _check_cost(text)
    limit = asked.number("limit", PAGE_SIZE, most=MAX_LIMIT)
    page = asked.number("page", 1, most=MAX_WINDOW // limit)
    period = asked.period()
    query = Query(
        text=text,
        **_filters(asked),
        since=period.since,
        until=period.until,
        sort=_sort(asked),
        versions=asked.one_of("versions", ("0", "1")) == "1",
        limit=limit,
        offset=(page - 1) * limit,
        facets=FACETS,
    )
    format_ = asked.one_of("format", FORMATS)
    across = asked.one_of("across", ("0", "1")) == "1"
    if across and query.versions:
        sentence = "across finds newest versions: leave it out, or versions"
        raise WrongRequestError(Note("across-versions", sentence))
    return SearchRequest(
        query=query,
        since=asked.one("since"),
        until=asked.one("until"),
        page=page,
        format=format_,
        across=across,
    )


def _check_cost(text: str) -> None:
    terms = (each.leaf for each in leaves(parse_query(text), negated=True))
    if sum(isinstance(term, Prefix | Fuzzy) for term in terms) > MAX_WILDCARDS:
        sentence = f"the query has more than {MAX_WILDCARDS} words with * or ~: take some away"
        raise WrongRequestError(Note("query-wildcards", sentence, most=MAX_WILDCARDS))


def _filters(asked: Asked) -> dict[str, tuple[str, ...]]:
    values = {name: asked.many(name) for name in FILTERS}
    if len(list(chain.from_iterable(values.values()))) > MAX_FILTERS:
        sentence = f"more than {MAX_FILTERS} filters: take some away"
        raise WrongRequestError(Note("filters-many", sentence, most=MAX_FILTERS))
    for name, given in values.items():
        for value in given:
            if not FILTERS[name].accepts(value):
                raise wrong_value(name, value, FILTERS[name].usage, FILTERS[name].wrong)
    return {FILTERS[name].field: given for name, given in values.items()}


def _sort(asked: Asked) -> "Sort":
    return cast("Sort", asked.one_of("sort", SORTS))
