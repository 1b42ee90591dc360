"""What each edition carried, what only one did or one lacked, who came first and by how long."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.article import EDITION_LANGUAGES
from index.periods import parse_period
from stories.coverage import BY, Carried, Coverage, Lag, Row
from stories.coverage_folder import cover_folder
from stories.folder import list_stories, stories_state
from stories.store import StoryFilter
from webui.answers import Answer, json_answer
from webui.asked import Asked
from webui.failures import WrongRequestError
from webui.interface import Interface
from webui.passages import label_of
from webui.reading import Reader
from webui.rendering import Link, View, html_answer

MAX_ROWS = 40
"""Rows on a page: the last ones, and of sections the largest."""
BAR = 100
"""Length of the longest bar."""
_BLIND_LEAST = 2
"""So many others must carry a story that an edition is said to lack; one edition alone may have
what is its own business."""
_LONG_MIN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """What one edition carried in a row: a number, and a bar beside it."""

    edition: str
    articles: str
    alone: str
    """Events that no other edition carried."""
    bar: str
    """Length of the bar, 0 to :data:`BAR`."""
    alone_bar: str
    """Of the part of it that is in no other edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """A day, week, month or section."""

    name: str
    address: str
    """Of the stories of that day or month; ``""`` where they cannot be listed."""
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    """The stories that two others have and one edition lacks."""

    edition: str
    name: str
    count: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLag:
    """How two editions follow one another."""

    names: str
    events: str
    first: str
    """How often the one, and the other, came first."""
    gap: str
    """How far apart they mostly are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage:
    """The context of ``coverage.html``."""

    problem: str
    """Why stories are not counted, in English; ``""`` when they are."""
    choices: tuple[Link, ...]
    """By day, week, month, section."""
    address: str
    by: str
    since: str
    until: str
    editions: tuple[tuple[str, str], ...]
    """Name for programs and for readers, the heads of the table."""
    rows: tuple[CoverageRow, ...]
    is_cut: bool
    blind: tuple[Blind, ...]
    lags: tuple[ShownLag, ...]


def answer(asked: Asked, reader: Reader) -> Answer:
    """Return the coverage of a span of time; parameters as of ``search_cli.py coverage``."""
    since, until = asked.one("since"), asked.one("until")
    by = next(each for each in BY if each == asked.one_of("by", BY))
    try:
        period = parse_period(since, until, now=asked.now)
    except (ValueError, OverflowError) as error:
        raise WrongRequestError(f"since or until: {error}") from error
    found = cover_folder(reader.site.folder, by=by, since=period.since, until=period.until)
    if asked.wants_json:
        return json_answer(found.as_json())
    interface = asked.interface
    problem = stories_state(reader.site.folder).problem
    page = CoveragePage(
        problem=label_of(problem).replace(str(reader.site.folder), "…"),
        choices=tuple(_choices(asked, by)),
        address=asked.page("/coverage").path,
        by=by,
        since=since,
        until=until,
        editions=tuple((each, interface.named("edition", each)) for each in EDITION_LANGUAGES),
        rows=tuple(_rows(asked, found)),
        is_cut=len(found.rows) > MAX_ROWS,
        blind=() if problem else tuple(_blind(asked, reader)),
        lags=tuple(_lag(interface, each) for each in found.lags if each.events),
    )
    title = interface.words["coverage"]["title"]
    return html_answer(asked, View(template="coverage", title=title, page=page))


def _choices(asked: Asked, by: str) -> Iterator[Link]:
    words = asked.interface.words["coverage"]
    here = asked.page("/coverage").setting("since", asked.one("since"))
    here = here.setting("until", asked.one("until"))
    for name in BY:
        yield Link(name=words[name], address=str(here.setting("by", name)), is_here=name == by)


def _rows(asked: Asked, found: Coverage) -> Iterator[CoverageRow]:
    rows = found.rows[:MAX_ROWS] if found.by == "section" else found.rows[-MAX_ROWS:]
    most = max((each.events for row in rows for each in row.carried), default=0) or 1
    for row in rows:
        yield CoverageRow(
            name=label_of(row.label),
            address=_stories_of(asked, found, row),
            cells=tuple(_cell(asked.interface, each, most) for each in row.carried),
        )


def _stories_of(asked: Asked, found: Coverage, row: Row) -> str:
    if found.by not in {"day", "month"} or not row.label[:1].isdigit():
        return ""
    days = asked.page("/stories").setting("since", row.label).setting("until", row.label)
    return str(days)


def _cell(interface: Interface, carried: Carried, most: int) -> CoverageCell:
    return CoverageCell(
        edition=carried.edition,
        articles=interface.number(carried.events),
        alone=interface.number(carried.alone),
        bar=str(round(BAR * carried.events / most)),
        alone_bar=str(round(BAR * carried.alone / most)),
    )


def _blind(asked: Asked, reader: Reader) -> Iterator[Blind]:
    period = parse_period(asked.one("since"), asked.one("until"), now=asked.now)
    for edition in EDITION_LANGUAGES:
        wanted = StoryFilter(
            since=period.since,
            until=period.until,
            missing=(edition,),
            min_editions=_BLIND_LEAST,
        )
        _, total = list_stories(reader.site.folder, wanted, limit=1)
        address = asked.page("/stories").setting("missing", edition)
        for name in ("since", "until"):
            address = address.setting(name, asked.one(name))
        for other in EDITION_LANGUAGES:
            address = address if other == edition else address.adding("edition", other)
        name = asked.interface.named("edition", edition)
        count = asked.interface.count("stories", total)
        yield Blind(edition=edition, name=name, count=count, address=str(address))


def _lag(interface: Interface, lag: Lag) -> ShownLag:
    words = interface.words["coverage"]
    one, other = (interface.named("edition", each) for each in (lag.edition, lag.other))
    first = (
        f"{one} {interface.number(lag.edition_first)} · {other} {interface.number(lag.other_first)}"
    )
    minutes = round(lag.median_gap_minutes or 0)
    unit = words["minutes" if minutes < _LONG_MIN else "hours"]
    number = minutes if minutes < _LONG_MIN else round(minutes / 60)
    return ShownLag(
        names=f"{one} – {other}",
        events=interface.count("stories", lag.events),
        first=first,
        gap=unit.format(n=interface.number(number)),
    )
