"""Which of the rows that match are shown, in what order, and what is counted over all of them.

Tantivy leaves equal scores and equal dates in the order of its files. So as many rows are asked for
as it takes until one comes that is not equal to the last one shown; then they are put in order.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import repeat
from operator import neg
from typing import Any, NamedTuple

from tantivy import DocAddress, Order
from tantivy import Query as Tantivys

from index.engine import Located
from index.labels import FACET_FIELDS, MAX_TAGS
from index.query import Query
from index.tantivy_schema import PUBLISHED, schema
from index.tantivy_snapshot import MOST_BUCKETS, Snapshot, every, unscored

_MORE = 4
"""How many times as many rows are asked for when the first ones do not suffice."""
_RESERVE = 10
_UNDATED = float("inf")

_Key = tuple[float, float]
"""What rows are put in order by, the lowest first."""
_Shown = tuple[_Key, str, int, DocAddress]
"""The same, id, number (below 0, so that the highest comes first) and place of a row."""


class Page(NamedTuple):
    """A slice of the hits."""

    total: int
    hits: tuple[Located, ...]


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
        total, keys, places = _by_date(wanted, snapshot, end, query.sort)
    else:
        total, keys, places = _by_score(wanted, snapshot, end, weight)
    shown = _in_order(keys, places, snapshot, end)[query.offset :]
    if by_date:
        scores = _scores(shown, wanted, snapshot, weight)
    else:
        scores = [-score for (score, _), *_ in shown]
    found = zip(shown, scores, strict=True)
    return Page(total, tuple([Located(id_, -minus, score) for (_, id_, minus, _), score in found]))


def counts(
    wanted: Tantivys, names: Sequence[str], snapshot: Snapshot
) -> dict[str, Mapping[str, int]]:
    """Return, of each facet, its values and in how many rows they are, most frequent first."""
    if not names:
        return {}
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


def _by_score(
    wanted: Tantivys, snapshot: Snapshot, end: int, weight: str | None
) -> tuple[int, list[_Key], list[DocAddress]]:
    """Return how many rows there are, and :func:`_enough` of those with the best scores."""
    total, scores, places = _enough(partial(snapshot.best, wanted, weight=weight), _rounded, end)
    if len(set(scores)) == len(scores):
        return total, list(zip(map(neg, scores), repeat(0.0), strict=False)), places
    dates = [_UNDATED if date is None else -date for date in snapshot.values(PUBLISHED, places)]
    return total, [(-score, date) for score, date in zip(scores, dates, strict=True)], places


def _by_date(
    wanted: Tantivys, snapshot: Snapshot, end: int, sort: str
) -> tuple[int, list[_Key], list[DocAddress]]:
    """Return how many rows there are, and :func:`_enough` of the oldest or newest ones."""
    order, sign = (Order.Asc, 1) if sort == "date" else (Order.Desc, -1)
    total, dates, places = _enough(
        partial(snapshot.first, wanted, order=order),
        lambda date: _UNDATED if date is None else sign * date,
        end,
    )
    return total, [(date, 0.0) for date in dates], places


def _enough(
    find: Callable[[int], tuple[int, list[tuple[Any, DocAddress]]]],
    value: Callable[[Any], float],
    end: int,
) -> tuple[int, list[float], list[DocAddress]]:
    """Return how many rows there are; of the first and the last's equals, values and places."""
    limit = end + _RESERVE
    while True:
        total, hits = find(limit)
        values = [value(each) for each, _ in hits[:end]]
        while len(values) < len(hits) and value(hits[len(values)][0]) == values[-1]:
            values.append(values[-1])
        if len(values) < len(hits) or len(hits) >= total:
            return total, values, [place for _, place in hits[: len(values)]]
        limit *= _MORE


def _in_order(
    keys: list[_Key], places: list[DocAddress], snapshot: Snapshot, end: int
) -> list[_Shown]:
    """Return the first rows in their order; ids and numbers are read of those alone."""
    if len(keys) > end:
        last = sorted(keys)[end - 1]
        places = [place for key, place in zip(keys, places, strict=True) if key <= last]
        keys = [key for key in keys if key <= last]
    minus_numbers = map(neg, snapshot.numbers(places))
    return sorted(zip(keys, snapshot.ids(places), minus_numbers, places, strict=True))[:end]


def _scores(
    shown: Sequence[_Shown], wanted: Tantivys, snapshot: Snapshot, weight: str | None
) -> list[float]:
    """Return the scores of rows that were found by their dates; 0 without a weight."""
    if weight is None or not shown:
        return [0.0] * len(shown)
    ids = sorted({id_ for _, id_, *_ in shown})
    these = every([wanted, unscored(Tantivys.term_set_query(schema(), "id", ids))])
    total, hits = snapshot.best(these, len(shown), weight=weight)
    if total > len(shown):  # other versions of theirs
        _, hits = snapshot.best(these, total, weight=weight)
    scores = {(place.segment_ord, place.doc): _rounded(score) for score, place in hits}
    return [scores[place.segment_ord, place.doc] for *_, place in shown]


def _rounded(score: float) -> float:
    """Return the first digits of a score: Tantivy's have seven, the last by chance."""
    return float(f"{score:.5g}")
