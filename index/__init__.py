"""Full-text search: queries, hits, indexes, and the engines behind them.

Importing this loads no engine and no parser.
"""

from index.engine import (
    Found,
    IndexAccessError,
    IndexBusyError,
    IndexMissingError,
    IndexOutdatedError,
    Located,
    QuerySyntaxError,
    SearchError,
    SearchIndex,
)
from index.highlight import Snippet, snippet, title_marks
from index.opening import engines, open_index
from index.query import FACETS, SORTS, Query
from index.search import Hit, Results, search
from index.sync import rebuild, sync
from index.syntax import parse_query

__all__ = [
    "FACETS",
    "SORTS",
    "Found",
    "Hit",
    "IndexAccessError",
    "IndexBusyError",
    "IndexMissingError",
    "IndexOutdatedError",
    "Located",
    "Query",
    "QuerySyntaxError",
    "Results",
    "SearchError",
    "SearchIndex",
    "Snippet",
    "engines",
    "open_index",
    "parse_query",
    "rebuild",
    "search",
    "snippet",
    "sync",
    "title_marks",
]
