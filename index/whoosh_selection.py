"""Which of the rows that match are shown, in what order, and what is counted over all of them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import Any

from index.engine import Located
from index.labels import FACET_FIELDS, MAX_TAGS, code_filters, label_filters, section_filter
from index.query import Query
from index.whoosh_schema import (
    NUMBER,
    PUBLISHED,
    TAG_SEPARATOR,
    UNDATED,
    microseconds_between,
)
from index.whoosh_storage import Snapshot
from index.whoosh_words import Scores

_SCORE_DIGITS = 6
"""Scores that differ by less are equal."""


def passing(scores: Scores, query: Query, snapshot: Snapshot) -> Scores:
    """Return the rows that pass a query's filters. Only columns that it filters by are read."""
    rows: Collection[int] = scores
    for label, wanted in label_filters(query):
        labelled = {each.row for key in wanted for each in snapshot.postings(label, key)}
        rows = [row for row in rows if row in labelled]
    for field, accepts in _filters(query):
        column = snapshot.column(field)
        rows = [row for row in rows if accepts(column[row])]
    return scores if rows is scores else {row: scores[row] for row in rows}


def page(scores: Scores, query: Query, snapshot: Snapshot) -> list[Located]:
    """Return the asked slice, in the asked order, ties broken by id and version."""
    dates = snapshot.column(PUBLISHED)
    keys = [(*_key(query.sort, score, dates[row]), row) for row, score in scores.items()]
    first = nsmallest(query.offset + query.limit, keys)
    if not first:
        return []
    last = first[-1][:2]
    first_ones = [
        (*key[:2], snapshot.text("id", key[2]), -snapshot.number(NUMBER, key[2]), key[2])
        for key in keys
        if key[:2] <= last
    ]
    shown = sorted(first_ones)[query.offset : query.offset + query.limit]
    return [
        Located(id_, -number, round(scores[row], _SCORE_DIGITS)) for _, _, id_, number, row in shown
    ]


def counts(rows: Collection[int], names: Sequence[str], snapshot: Snapshot) -> dict[str, Any]:
    """Return, of each facet, its values and in how many rows they are, most frequent first."""
    return {name: _count(rows, name, snapshot) for name in names}


def _filters(query: Query) -> Iterator[tuple[str, Callable[[Any], bool]]]:
    if query.since is not None or query.until is not None:
        yield PUBLISHED, microseconds_between(query.since, query.until).__contains__
    for field, wanted in code_filters(query):
        yield field, frozenset(wanted).__contains__
    if query.sections:
        yield "section_name", section_filter(query.sections)


def _key(sort: str, score: float, date: int) -> tuple[float, float]:
    """Return what sorts first what is shown first."""
    if sort == "relevance":
        return -round(score, _SCORE_DIGITS), -date
    if sort == "date":
        return float(date == UNDATED), date
    return -date, 0


def _count(rows: Collection[int], name: str, snapshot: Snapshot) -> Mapping[str, int]:
    field = FACET_FIELDS[name]
    if name == "tag":
        tags = (tag for row in rows for tag in snapshot.text(field, row).split(TAG_SEPARATOR))
        counted = Counter(tags)
    else:
        counted = Counter(map(snapshot.column(field).__getitem__, rows))
    del counted[""]
    order = sorted(counted) if name == "month" else sorted(counted, key=lambda v: (-counted[v], v))
    return {value: counted[value] for value in order[: MAX_TAGS if name == "tag" else None]}
