"""What each edition carried: how much, what only one did or lacked, who came first, by how long.

Counted are :mod:`stories.coverage_events`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import combinations
from statistics import median
from typing import Any, Literal, NamedTuple, cast, get_args

from archive.archive import Outline
from stories.coverage_events import (
    EDITIONS,
    LABELS,
    WITHOUT,
    Event,
    Events,
    Key,
    Spot,
    is_within,
    spot_of,
)

By = Literal["day", "week", "month", "section", "day,section", "week,section", "month,section"]
BY: tuple[By, ...] = get_args(By)
_COARSER: Mapping[str, str] = {"day": "week", "week": "month"}
_MINUTE_S = 60


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
    """A day, week, month or section; or a section of one of the others."""

    label: str
    """``2024-02-01``, ``2024-W05``, ``2024-02``, ``politics``, or :data:`WITHOUT`."""
    section: str
    """Within a day, week or month; ``""`` when it is whole."""
    begun: int
    """Events whose first article of all is in it: different ones, each in one row."""
    carried: tuple[Carried, ...]
    """Of every edition, in the order of :data:`EDITIONS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    """What editions lack of a section."""

    section: str
    """Of the event's first article."""
    lacked: Mapping[str, int]
    """Of each edition the events that all the others carried, and it did not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How two editions follow one another."""

    edition: str
    other: str
    events: int
    """Carried by both."""
    edition_first: int
    other_first: int
    """The rest came out in the same second, or when is not known."""
    median_minutes: float | None
    """From the edition's first article to the other's; negative: the other is mostly earlier.
    ``None`` when no times are known."""
    median_gap_minutes: float | None
    """The same without its sign for each event: how far apart they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the editions carried in a span of time."""

    by: By
    """What a row is; with a comma: each time, and in it each section."""
    since: datetime | None
    """Aware, inclusive; ``None``: from the beginning."""
    until: datetime | None
    """Aware, exclusive."""
    rows: tuple[Row, ...]
    """In time; sections: those with most articles first. What has no date or section is last."""
    totals: tuple[Carried, ...]
    """Of every edition."""
    begun: int
    """Different events whose first article is in the span."""
    shared: int
    """Those of them that two editions or more carried."""
    leads: Mapping[str, int]
    """How many of these each edition had first."""
    blind: tuple[Blind, ...]
    """By section, those where most is lacked first."""
    lags: tuple[Lag, ...]
    """Of every two editions."""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values; times as RFC 3339."""
        times = {"since": self.since, "until": self.until}
        return asdict(self) | {name: time and time.isoformat() for name, time in times.items()}


class _Place(NamedTuple):
    """A row."""

    label: str
    section: str = ""


def cover(
    events: Events,
    *,
    by: By = "day",
    since: datetime | None = None,
    until: datetime | None = None,
    most_times: int | None = None,
) -> Coverage:
    """Return what each edition carried.

    Args:
        events: All of the archive; also those outside of the span, which say who else carried one.
        by: What a row is.
        since: Only what was published then or later. Aware.
        until: Only what was published before then.
        most_times: If there are more days, or weeks, rows are of weeks, or months.
    """

    def count(articles: Iterable[Outline]) -> Counter[Spot]:
        return Counter(spot_of(each) for each in articles if is_within(each, since, until))

    stories = events.stories
    singles = count(events.singles)
    counts = {
        "articles": singles + count(each for event in stories for each in event.articles),
        "events": singles + count(each for event in stories for each in event.first.values()),
        "alone": singles + count(event.earliest for event in stories if len(event.first) == 1),
        "begun": singles + count(event.earliest for event in stories),
    }
    tally = _Tally(_fitting(by, counts["articles"], most_times), counts)
    shared = [
        event
        for event in stories
        if len(event.first) > 1 and is_within(event.earliest, since, until)
    ]
    return Coverage(
        by=tally.by,
        since=since,
        until=until,
        rows=tuple(tally.rows()),
        totals=tally.totals(),
        begun=counts["begun"].total(),
        shared=len(shared),
        leads=_leads(shared),
        blind=tuple(_blind(shared)),
        lags=tuple(_lag(shared, *pair) for pair in combinations(EDITIONS, 2)),
    )


def _fitting(by: By, spots: Iterable[Spot], most: int | None) -> By:
    key, comma, section = by.partition(",")
    while most is not None and key in _COARSER:
        label = LABELS[cast("Key", key)]
        if len(set(map(label, spots))) <= most:
            break
        key = _COARSER[key]
    return cast("By", f"{key}{comma}{section}")


class _Tally:
    """Counts by row and edition."""

    def __init__(self, by: By, counts: Mapping[str, Mapping[Spot, int]]) -> None:
        """Add up what was counted where, by the names of what it is."""
        self.by = by
        labels = [LABELS[cast("Key", key)] for key in by.split(",")]
        self._places = {
            spot: _Place(*(label(spot) for label in labels)) for spot in counts["articles"]
        }
        self._counts: dict[str, Counter[tuple[_Place, str]]] = defaultdict(Counter)
        for name, spots in counts.items():
            for spot, number in spots.items():
                self._counts[name][self._places[spot], spot.edition] += number

    def rows(self) -> Iterator[Row]:
        sizes: Counter[str] = Counter()
        for (place, _), number in self._counts["articles"].items():
            sizes[place.section or place.label] += number
        is_time = self.by != "section"

        def order(place: _Place) -> tuple[Any, ...]:
            label = (place.label == WITHOUT, 0 if is_time else -sizes[place.label], place.label)
            section = (place.section == WITHOUT, -sizes[place.section], place.section)
            return *label, *section

        for place in sorted(set(self._places.values()), key=order):
            yield Row(
                label=place.label,
                section=place.section,
                begun=sum(self._sum("begun", edition, [place]) for edition in EDITIONS),
                carried=tuple(self._carried(edition, [place]) for edition in EDITIONS),
            )

    def totals(self) -> tuple[Carried, ...]:
        places = set(self._places.values())
        return tuple(self._carried(edition, places) for edition in EDITIONS)

    def _carried(self, edition: str, places: Collection[_Place]) -> Carried:
        return Carried(
            edition=edition,
            articles=self._sum("articles", edition, places),
            events=self._sum("events", edition, places),
            alone=self._sum("alone", edition, places),
        )

    def _sum(self, name: str, edition: str, places: Iterable[_Place]) -> int:
        return sum(self._counts[name][place, edition] for place in places)


def _leads(shared: Iterable[Event]) -> dict[str, int]:
    leads = dict.fromkeys(EDITIONS, 0)
    for event in shared:
        if event.earliest.published is not None:
            leads[event.earliest.edition] += 1
    return leads


def _blind(shared: Iterable[Event]) -> Iterator[Blind]:
    lacked: dict[str, Counter[str]] = defaultdict(Counter)
    for event in shared:
        missing = set(EDITIONS).difference(event.first)
        if len(missing) == 1:
            lacked[LABELS["section"](spot_of(event.earliest))].update(missing)

    def order(section: str) -> tuple[bool, int, str]:
        return section == WITHOUT, -lacked[section].total(), section

    for section in sorted(lacked, key=order):
        yield Blind(section=section, lacked={each: lacked[section][each] for each in EDITIONS})


def _lag(shared: Iterable[Event], edition: str, other: str) -> Lag:
    both = [event for event in shared if edition in event.first and other in event.first]
    gaps = list(_gaps(both, edition, other))
    return Lag(
        edition=edition,
        other=other,
        events=len(both),
        edition_first=sum(gap > 0 for gap in gaps),
        other_first=sum(gap < 0 for gap in gaps),
        median_minutes=round(median(gaps), 1) if gaps else None,
        median_gap_minutes=round(median(map(abs, gaps)), 1) if gaps else None,
    )


def _gaps(both: Iterable[Event], edition: str, other: str) -> Iterator[float]:
    """Yield the minutes from one edition's first article to the other's."""
    for event in both:
        one, two = event.first[edition].published, event.first[other].published
        if one is not None and two is not None:
            yield (two - one).total_seconds() / _MINUTE_S
