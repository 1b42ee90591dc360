"""Which of the rows that match are shown, in what order, and what is counted over all of them.

Tantivy leaves equal scores and equal dates in the order of its files. So as many rows are asked for
as it takes until one comes that is not equal to the last one shown; then they are put in order.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tantivy import DocAddress, Order
from tantivy import Query as Tantivys

from index.engine import Located
from index.labels import FACET_FIELDS, MAX_TAGS
from index.query import Query
from index.tantivy_schema import PUBLISHED, schema
from index.tantivy_snapshot import MOST_BUCKETS, Snapshot, every, unscored

_SCORE_DIGITS = 5
"""Scores with the same first ones are equal: Tantivy's have seven, the last by chance."""
_MORE = 4
"""How many times as many rows are asked for when the first ones do not suffice."""
_RESERVE = 10
_UNDATED = float("inf")


class Page(NamedTuple):
    """A slice of the hits."""

    total: int
    hits: tuple[Located, ...]


class _Row(NamedTuple):
    first: float
    """What rows are put in order by, the lowest first."""
    second: float
    place: DocAddress


class _Shown(NamedTuple):
    first: float
    second: float
    id: str
    minus_number: int
    """So that the highest comes first."""
    place: DocAddress


def page(query: Query, wanted: Tantivys, snapshot: Snapshot, weight: str | None) -> Page:
    """Return the asked slice, in the asked order, ties broken by id and version.

    Args:
        query: Which slice, and in which order.
        wanted: What is looked for.
        snapshot: Where.
        weight: The field of what scores are multiplied with; ``None``: all scores are equal.
    """
    end = min(query.offset + query.limit, snapshot.rows)
    if not query.limit or not end:
        return Page(snapshot.count(wanted), ())
    by_date = query.sort != "relevance" or weight is None
    if by_date:
        total, rows = _first(wanted, snapshot, end, query.sort)
    else:
        total, rows = _best(wanted, snapshot, end, weight)
    shown = _in_order(rows, snapshot, end)[query.offset :]
    if not by_date:
        scores = [-row.first for row in shown]
    else:
        scores = _scores(shown, wanted, snapshot, weight)
    found = zip(shown, scores, strict=True)
    return Page(total, tuple(Located(row.id, -row.minus_number, score) for row, score in found))


def counts(
    wanted: Tantivys, names: Sequence[str], snapshot: Snapshot
) -> dict[str, Mapping[str, int]]:
    """Return, of each facet, its values and in how many rows they are, most frequent first."""
    counted = snapshot.facets(wanted, names)
    return {name: _ordered(name, counted[name], wanted, snapshot) for name in names}


def _ordered(
    name: str, counted: Sequence[tuple[str, int]], wanted: Tantivys, snapshot: Snapshot
) -> Mapping[str, int]:
    most = MAX_TAGS if name == "tag" else None
    if len(counted) >= MOST_BUCKETS and (most is None or counted[most][1] == counted[-1][1]):
        counted = snapshot.most_frequent(FACET_FIELDS[name], wanted, most)
    if name == "month":
        return dict(sorted(counted))
    return dict(sorted(counted, key=lambda each: (-each[1], each[0]))[:most])


def _best(
    wanted: Tantivys, snapshot: Snapshot, end: int, weight: str | None
) -> tuple[int, list[_Row]]:
    """Return the rows with the best scores, all of those with the last one's among them."""
    limit = end + _RESERVE
    while True:
        total, hits = snapshot.best(wanted, limit, weight=weight)
        keys = [-_rounded(score) for score, _ in hits]
        if len(hits) >= total or keys[-1] > keys[end - 1]:
            break
        limit *= _MORE
    last = keys[min(end, len(keys)) - 1] if keys else 0.0
    places = [place for _, place in hits[: bisect_right(keys, last)]]
    return total, [
        _Row(key, _UNDATED if date is None else -date, place)
        for key, date, place in zip(keys, snapshot.values(PUBLISHED, places), places, strict=False)
    ]


def _first(wanted: Tantivys, snapshot: Snapshot, end: int, sort: str) -> tuple[int, list[_Row]]:
    """Return the oldest or newest rows, all of those with the last one's date among them."""
    order, sign = (Order.Asc, 1) if sort == "date" else (Order.Desc, -1)
    limit = end + _RESERVE
    while True:
        total, hits = snapshot.first(wanted, limit, order)
        if len(hits) >= total or hits[-1][0] != hits[end - 1][0]:
            break
        limit *= _MORE
    return total, [
        _Row(_UNDATED if date is None else sign * date, 0, place) for date, place in hits
    ]


def _in_order(rows: Sequence[_Row], snapshot: Snapshot, end: int) -> list[_Shown]:
    """Return the first rows in their order; ids and numbers are read of those alone."""
    kept = rows
    if len(rows) > end:
        last = sorted([row[:2] for row in rows])[end - 1]
        kept = [row for row in rows if row[:2] <= last]
    places = [row.place for row in kept]
    read = zip(kept, snapshot.ids(places), snapshot.numbers(places), strict=True)
    shown = [_Shown(row.first, row.second, id_, -number, row.place) for row, id_, number in read]
    return sorted(shown, key=lambda row: row[:4])[:end]


def _scores(
    shown: Sequence[_Shown], wanted: Tantivys, snapshot: Snapshot, weight: str | None
) -> list[float]:
    """Return the scores of rows that were found by their dates; 0 without a weight."""
    if weight is None or not shown:
        return [0.0] * len(shown)
    ids = sorted({row.id for row in shown})
    these = every([wanted, unscored(Tantivys.term_set_query(schema(), "id", ids))])
    total, hits = snapshot.best(these, len(shown), weight=weight)
    if total > len(shown):  # other versions of theirs
        _, hits = snapshot.best(these, total, weight=weight)
    scores = {(place.segment_ord, place.doc): _rounded(score) for score, place in hits}
    return [scores[row.place.segment_ord, row.place.doc] for row in shown]


def _rounded(score: float) -> float:
    return float(f"{score:.{_SCORE_DIGITS}g}")
