"""Which of the rows that match are shown, in what order, and what is counted over all of them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import Any

from index.engine import Located
from index.labels import label_key
from index.query import Query
from index.whoosh_schema import (
    FACET_COLUMNS,
    NUMBER,
    PUBLISHED,
    TAG_SEPARATOR,
    UNDATED,
    WHOLE_LABELS,
    microseconds_between,
    whole_field,
)
from index.whoosh_storage import Snapshot
from index.whoosh_words import Scores

MAX_TAGS = 50
"""Of the facet of tags, the most frequent ones."""

_SCORE_DIGITS = 6
"""Scores that differ by less are equal."""


def passing(scores: Scores, query: Query, snapshot: Snapshot) -> Scores:
    """Return the rows that pass a query's filters. Only columns that it filters by are read."""
    rows: Collection[int] = scores
    for label, wanted in _labels(query):
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


def _labels(query: Query) -> Iterator[tuple[str, list[str]]]:
    """Yield the fields of whole labels that a query filters by, and the keys it lets pass."""
    for label, option in WHOLE_LABELS.items():
        if labels := getattr(query, option):
            yield whole_field(label), [label_key(each) for each in labels]


def _filters(query: Query) -> Iterator[tuple[str, Callable[[Any], bool]]]:
    if query.since is not None or query.until is not None:
        yield PUBLISHED, microseconds_between(query.since, query.until).__contains__
    for field, wanted in (
        ("lang", query.languages),
        ("edition", query.editions),
        ("kind", query.kinds),
    ):
        if wanted:
            yield field, frozenset(wanted).__contains__
    if query.sections:
        inside = [f"/{section.strip('/').lower()}/" for section in query.sections]
        yield "section_name", lambda name: any(part in f"/{name.lower()}/" for part in inside)


def _key(sort: str, score: float, date: int) -> tuple[float, float]:
    """Return what sorts first what is shown first."""
    if sort == "relevance":
        return -round(score, _SCORE_DIGITS), -date
    if sort == "date":
        return float(date == UNDATED), date
    return -date, 0


def _count(rows: Collection[int], name: str, snapshot: Snapshot) -> Mapping[str, int]:
    field = FACET_COLUMNS[name]
    if name == "tag":
        tags = (tag for row in rows for tag in snapshot.text(field, row).split(TAG_SEPARATOR))
        counted = Counter(tags)
    else:
        counted = Counter(map(snapshot.column(field).__getitem__, rows))
    del counted[""]
    order = sorted(counted) if name == "month" else sorted(counted, key=lambda v: (-counted[v], v))
    return {value: counted[value] for value in order[: MAX_TAGS if name == "tag" else None]}
