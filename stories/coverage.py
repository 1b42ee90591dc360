"""What each edition carried: how much, what only one did, who came first and by how long.

An *event* is a story, or an article that is in none. Everything is counted from articles' own
times; the days are those of Beirut.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import combinations
from statistics import median
from typing import Any, Literal, NamedTuple, get_args

from archive.archive import Outline
from archive.article import EDITION_LANGUAGES
from index.dates import BEIRUT

By = Literal["day", "week", "month", "section"]
BY: tuple[By, ...] = get_args(By)
EDITIONS = tuple(EDITION_LANGUAGES)
WITHOUT = "(none)"
"""Label of what has no date, or no section."""
_MINUTE_S = 60


class Event(NamedTuple):
    """A story, or a single article."""

    first: Mapping[str, Outline]
    """The first article of each edition that carried it; those without a date come last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one edition carried."""

    edition: str
    articles: int = 0
    events: int = 0
    """Different ones, each counted when the edition first carried it."""
    alone: int = 0
    """Events that no other edition carried, at any time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A day, week, month or section."""

    label: str
    """``2024-02-01``, ``2024-W05``, ``2024-02``, ``politics``, or :data:`WITHOUT`."""
    carried: tuple[Carried, ...]
    """Of every edition, in the order of :data:`EDITIONS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How two editions follow one another."""

    edition: str
    other: str
    events: int
    """Carried by both, with both times known."""
    edition_first: int
    other_first: int
    """The rest came out in the same second."""
    median_minutes: float | None
    """From the edition's first article to the other's; negative: the other is mostly earlier.
    ``None`` without events."""
    median_gap_minutes: float | None
    """The same without its sign for each event: how far apart they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the editions carried in a span of time."""

    by: By
    since: datetime | None
    """Aware, inclusive; ``None``: from the beginning."""
    until: datetime | None
    """Aware, exclusive."""
    rows: tuple[Row, ...]
    """In time; sections: those with most articles first. What has no date or section is last."""
    totals: tuple[Carried, ...]
    """Of every edition."""
    shared: int
    """Events that two editions or more carried."""
    leads: Mapping[str, int]
    """How many of these each edition had first."""
    lags: tuple[Lag, ...]
    """Of every two editions."""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values; times as RFC 3339."""
        times = {"since": self.since, "until": self.until}
        return asdict(self) | {name: time and time.isoformat() for name, time in times.items()}


def cover(
    articles: Iterable[Outline],
    stories: Iterable[Sequence[str]],
    *,
    by: By = "day",
    since: datetime | None = None,
    until: datetime | None = None,
) -> Coverage:
    """Return what each edition carried.

    Args:
        articles: All of the archive; also those outside of the span, which say who else carried
            an event.
        stories: The ids of the articles of each story; no article is in two. Ids that are not
            among the articles are left out.
        by: What a row is.
        since: Only what was published then or later. Aware.
        until: Only what was published before then.
    """
    known = {each.id: each for each in articles}
    events = list(_events(known, stories))

    def is_in(outline: Outline) -> bool:
        time = outline.published
        if time is None:
            return since is None and until is None
        return (since is None or since <= time) and (until is None or time < until)

    counted = [each for each in known.values() if is_in(each)]
    begun = [event for event in events if is_in(_earliest(event))]
    carried = [
        (event, outline) for event in events for outline in event.first.values() if is_in(outline)
    ]
    shared = [event for event in begun if len(event.first) > 1]
    return Coverage(
        by=by,
        since=since,
        until=until,
        rows=tuple(_rows(counted, carried, by)),
        totals=_carried(counted, carried),
        shared=len(shared),
        leads=_leads(shared),
        lags=tuple(_lag(shared, *pair) for pair in combinations(EDITIONS, 2)),
    )


def _events(known: Mapping[str, Outline], stories: Iterable[Sequence[str]]) -> Iterator[Event]:
    told: set[str] = set()
    for ids in stories:
        outlines = [known[id] for id in ids if id in known]
        told.update(outline.id for outline in outlines)
        if outlines:
            yield _event(outlines)
    for id, outline in known.items():
        if id not in told:
            yield _event([outline])


def _event(outlines: Iterable[Outline]) -> Event:
    first: dict[str, Outline] = {}
    for outline in sorted(outlines, key=_order):
        first.setdefault(outline.edition, outline)
    return Event(first)


def _order(outline: Outline) -> tuple[bool, float, str]:
    time = outline.published
    return (time is None, 0.0 if time is None else time.timestamp(), outline.id)


def _earliest(event: Event) -> Outline:
    return min(event.first.values(), key=_order)


def _rows(
    counted: Iterable[Outline], carried: Iterable[tuple[Event, Outline]], by: By
) -> Iterator[Row]:
    label = _LABELS[by]
    articles: dict[str, list[Outline]] = defaultdict(list)
    events: dict[str, list[tuple[Event, Outline]]] = defaultdict(list)
    for outline in counted:
        articles[label(outline)].append(outline)
    for event, outline in carried:
        events[label(outline)].append((event, outline))

    def order(name: str) -> tuple[bool, int, str]:
        return (name == WITHOUT, -len(articles[name]) if by == "section" else 0, name)

    for name in sorted(articles, key=order):
        yield Row(label=name, carried=_carried(articles[name], events[name]))


def _carried(
    counted: Iterable[Outline], carried: Iterable[tuple[Event, Outline]]
) -> tuple[Carried, ...]:
    articles = Counter(outline.edition for outline in counted)
    events: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for event, outline in carried:
        events[outline.edition] += 1
        alone[outline.edition] += len(event.first) == 1
    return tuple(
        Carried(edition=each, articles=articles[each], events=events[each], alone=alone[each])
        for each in EDITIONS
    )


def _leads(shared: Iterable[Event]) -> dict[str, int]:
    leads = dict.fromkeys(EDITIONS, 0)
    for event in shared:
        first = _earliest(event)
        if first.published is not None:
            leads[first.edition] += 1
    return leads


def _lag(shared: Iterable[Event], edition: str, other: str) -> Lag:
    gaps = list(_gaps(shared, edition, other))
    return Lag(
        edition=edition,
        other=other,
        events=len(gaps),
        edition_first=sum(gap > 0 for gap in gaps),
        other_first=sum(gap < 0 for gap in gaps),
        median_minutes=round(median(gaps), 1) if gaps else None,
        median_gap_minutes=round(median(map(abs, gaps)), 1) if gaps else None,
    )


def _gaps(shared: Iterable[Event], edition: str, other: str) -> Iterator[float]:
    """Yield the minutes from one edition's first article to the other's."""
    for event in shared:
        if edition in event.first and other in event.first:
            one, two = event.first[edition].published, event.first[other].published
            if one is not None and two is not None:
                yield (two - one).total_seconds() / _MINUTE_S


def _time_label(form: str) -> Callable[[Outline], str]:
    def label(outline: Outline) -> str:
        time = outline.published
        return WITHOUT if time is None else time.astimezone(BEIRUT).strftime(form)

    return label


def _section_label(outline: Outline) -> str:
    """Return the last part of a section's path: editions have different ones before it.

    >>> _section_label(Outline("en:1", "english", "news/politics", None))
    'politics'
    """
    return outline.section.rstrip("/").rpartition("/")[2] or WITHOUT


_LABELS: Mapping[By, Callable[[Outline], str]] = {
    "day": _time_label("%Y-%m-%d"),
    "week": _time_label("%G-W%V"),
    "month": _time_label("%Y-%m"),
    "section": _section_label,
}
