"""Events: what coverage counts, and which of them a row, a cell or a reader asks for.

An *event* is a story, or an article that is in none. Everything is told from articles' own times;
the days are those of Beirut.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple

from archive.archive import Outline
from archive.article import EDITION_LANGUAGES
from archive.notes import Note
from index.dates import BEIRUT, WrongDateError
from stories.store import StoryFilter

Key = Literal["day", "week", "month", "section"]
EDITIONS = tuple(EDITION_LANGUAGES)
WITHOUT = "(none)"
"""Label of what has no date, or no section."""


class Spot(NamedTuple):
    """All that decides where an article is counted."""

    day: date | None
    """In Beirut."""
    section: str
    edition: str


class Event(NamedTuple):
    """A story, or a single article."""

    id: str
    """Of the story; of an article that is in none its own."""
    is_story: bool
    articles: Sequence[Outline]
    """The earliest first; those without a date last."""
    first: Mapping[str, Outline]
    """The first article of each edition that carried it, the earliest first."""

    @property
    def earliest(self) -> Outline:
        """The first article of all."""
        return self.articles[0]


class Events(NamedTuple):
    """All of an archive."""

    stories: Sequence[Event]
    singles: Sequence[Outline]
    """Articles that are in no story: most of them, so an event is made of one only when asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter(StoryFilter):
    """Which events are wanted; the default is all stories.

    Time and section are those of one article of each: the first of all, or of one edition.
    """

    of: str = ""
    """An edition: that article is its first one. ``""``: whichever edition's."""
    on: str = ""
    """A label of :data:`LABELS`: ``2024-02-01``, ``2024-W05``, ``2024-02``, :data:`WITHOUT`."""
    section: str = ""
    """A label, too."""
    first: str = ""
    """An edition: of those in ``editions`` it came first; of all that carry it, if there are none
    but it."""
    singles: bool = False
    """Whether articles in no story are wanted, too."""

    def __post_init__(self) -> None:
        """Refuse what is no label.

        Raises:
            WrongDateError: ``on`` is none.
        """
        if self.on:
            time_key(self.on)

    @property
    def is_plain(self) -> bool:
        """Whether stories can be chosen without looking at the articles of each."""
        return not (self.of or self.on or self.section or self.first or self.singles)


def others_than(edition: str) -> tuple[str, ...]:
    """Return the editions that must lack what one alone carried."""
    return tuple(each for each in EDITIONS if each != edition)


def events_of(articles: Iterable[Outline], stories: Mapping[str, Sequence[str]]) -> Events:
    """Return the events that some articles make.

    Args:
        articles: All of the archive.
        stories: The ids of the articles of each story, by its own id; no article is in two. Ids
            that are not among the articles are left out.
    """
    known = {each.id: each for each in articles}
    found = []
    for story, ids in stories.items():
        if outlines := [known.pop(id) for id in ids if id in known]:
            outlines.sort(key=_order)
            found.append(_story(story, outlines))
    return Events(found, list(known.values()))


def select_events(events: Events, wanted: EventFilter) -> list[Event]:
    """Return the events that are wanted, those that began last first, undated ones in the end."""

    def order(event: Event) -> tuple[bool, float, str]:
        is_undated, time, _ = _order(event.earliest)
        return is_undated, -time, event.id

    singles = events.singles if wanted.singles else ()
    every = chain(events.stories, map(_single, singles))
    return sorted(_wanted(every, wanted), key=order)


def spot_of(outline: Outline) -> Spot:
    """Return where an article is counted; days begin with an hour of UTC."""
    time = outline.published
    day = None if time is None else _day(time.toordinal(), time.hour)
    return Spot(day, outline.section, outline.edition)


def is_within(outline: Outline, since: datetime | None, until: datetime | None) -> bool:
    """Whether an article was published in a span; without a date it is in the open span alone."""
    time = outline.published
    if time is None:
        return since is None and until is None
    return (since is None or since <= time) and (until is None or time < until)


def time_key(label: str) -> Key:
    """Return what a label of a time names.

    >>> time_key("2024-W05"), time_key("2024-02")
    ('week', 'month')

    Raises:
        WrongDateError: It names none.
    """
    for key, shape in _SHAPES.items():
        if shape.fullmatch(label) or label == WITHOUT:
            return key
    value, like = label[:40], "2024-01-31, 2024-W05, 2024-01"
    sentence = f"{value!r} is not a day, week or month such as {like}"
    raise WrongDateError(Note("not-a-date", sentence, value=value, like=like))


def label_of_time(key: Key, time: datetime) -> str:
    """Return the label of a day, week or month that a time is in.

    >>> label_of_time("week", datetime(2024, 1, 31, 22, 30, tzinfo=BEIRUT))
    '2024-W05'
    """
    return LABELS[key](spot_of(Outline("", "", "", time.astimezone(UTC))))


def _wanted(events: Iterable[Event], wanted: EventFilter) -> Iterator[Event]:
    labels = [(LABELS[time_key(wanted.on)], wanted.on)] if wanted.on else []
    labels += [(LABELS["section"], wanted.section)] if wanted.section else []
    for event in events:
        article = event.first.get(wanted.of) if wanted.of else event.earliest
        if (
            article is not None
            and len(event.first) >= wanted.min_editions
            and event.first.keys() >= set(wanted.editions)
            and event.first.keys().isdisjoint(wanted.missing)
            and (not wanted.first or _is_first(event, wanted))
            and is_within(article, wanted.since, wanted.until)
            and all(label(spot_of(article)) == name for label, name in labels)
        ):
            yield event


def _is_first(event: Event, wanted: EventFilter) -> bool:
    """Whether an edition came before all that it is compared with; not if a date is missing."""
    others = {*wanted.editions} - {wanted.first} or event.first.keys() - {wanted.first}
    times = [event.first[each].published for each in (wanted.first, *others) if each in event.first]
    known = [time for time in times if time is not None]
    return len(known) == 1 + len(others) > 1 and known[0] < min(known[1:])


def _story(id: str, articles: Sequence[Outline]) -> Event:
    first: dict[str, Outline] = {}
    for outline in articles:
        first.setdefault(outline.edition, outline)
    return Event(id, True, articles, first)


def _single(outline: Outline) -> Event:
    return Event(outline.id, False, (outline,), {outline.edition: outline})


def _order(outline: Outline) -> tuple[bool, float, str]:
    time = outline.published
    return (time is None, 0.0 if time is None else time.timestamp(), outline.id)


@lru_cache(maxsize=1 << 14)
def _day(ordinal: int, hour: int) -> date:
    """Return the day in Beirut of an hour of UTC."""
    begun = datetime.fromordinal(ordinal).replace(hour=hour, tzinfo=UTC)
    return begun.astimezone(BEIRUT).date()


def _day_label(spot: Spot) -> str:
    return WITHOUT if spot.day is None else spot.day.isoformat()


def _week_label(spot: Spot) -> str:
    if spot.day is None:
        return WITHOUT
    year, week, _ = spot.day.isocalendar()
    return f"{year:04}-W{week:02}"


def _month_label(spot: Spot) -> str:
    return _day_label(spot).rpartition("-")[0] or WITHOUT


def _section_label(spot: Spot) -> str:
    """Return the last part of a section's path: editions have different ones before it.

    >>> _section_label(Spot(None, "news/politics", "english"))
    'politics'
    """
    return spot.section.rstrip("/ ").rpartition("/")[2].strip() or WITHOUT


LABELS: Mapping[Key, Callable[[Spot], str]] = {
    "day": _day_label,
    "week": _week_label,
    "month": _month_label,
    "section": _section_label,
}
_SHAPES: Mapping[Key, re.Pattern[str]] = {
    "day": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    "week": re.compile(r"\d{4}-W\d\d", re.ASCII),
    "month": re.compile(r"\d{4}-\d\d", re.ASCII),
}
