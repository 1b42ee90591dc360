"""Coverage as tables of numbers, each with the address where that which it counts can be read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar, cast

from archive.article import EDITION_LANGUAGES
from stories.coverage import Carried, Coverage, Lag, Row
from stories.coverage_events import WITHOUT, Key, label_of_time
from stories.coverage_matrix import Matrix, MatrixRow, matrix_of
from webui.addresses import Address
from webui.asked import MAX_VALUE, Asked
from webui.passages import label_of

MAX_ROWS = 40
"""Rows on a page: the last ones, and of sections the largest."""
MAX_MATRIX_ROWS = 31
MAX_SECTIONS = 4
"""Columns of each edition, besides the one of all its sections."""
MAX_CHARACTERS = 40_000
"""Of the addresses of all cells, and what is around them."""
MAX_BLIND_CHARACTERS = 6_000
BAR = 100
"""Length of the longest bar."""
_LEVELS = 5
_AROUND, _EMPTY, _AROUND_BAR = 40, 10, 160
_ESCAPED = 5
"""Characters that one of a name may come to."""
_LONG_MIN = 120
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number, and where that which it counts can be read."""

    number: str
    address: str
    """``""`` of nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """What one edition carried in a row: two numbers, and a bar for both."""

    edition: str
    events: Count
    alone: Count
    """Events that no other edition carried."""
    bar: str
    """Length of the bar, 0 to :data:`BAR`."""
    alone_bar: str
    """Of the part of it that is in no other edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """A day, week, month or section."""

    name: str
    begun: Count
    """Different events, of whichever edition."""
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """A cell of the table by time and section."""

    events: Count
    style: str
    """The edition's first letter and how dark it is, ``e0`` to ``e5``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadedRow:
    """A day, week or month."""

    name: str
    begun: Count
    cells: tuple[Shade, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMatrix:
    """The table by time and section."""

    groups: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Of each edition its name for programs, for readers, and its columns."""
    rows: tuple[ShadedRow, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionTotal:
    """What one edition carried in the whole span."""

    edition: str
    name: str
    articles: Count
    events: Count
    alone: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    """The stories that two others have and one edition lacks."""

    edition: str
    name: str
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLag:
    """How two editions follow one another."""

    names: str
    events: Count
    first: tuple[tuple[str, Count], ...]
    """How often the one, and the other, came first."""
    bars: tuple[tuple[str, str, str], ...]
    """The same as a picture: edition, where its part begins, and how long it is."""
    gap: str
    """How far apart they mostly are."""


def with_span(asked: Asked, address: Address) -> Address:
    """Return an address with the span that was asked for."""
    for name in ("since", "until"):
        address = address.setting(name, asked.one(name))
    return address


def _cut(found: Coverage) -> Iterator[str]:
    """Yield the weeks or months that may reach beyond the span, which is one of whole days."""
    key = found.by.partition(",")[0]
    for time in (found.since, found.until and found.until - timedelta(seconds=1)):
        if time is not None and key in {"week", "month"}:
            yield label_of_time(cast("Key", key), time)


class CoverageTables:
    """Coverage as the page shows it."""

    def __init__(self, asked: Asked, found: Coverage) -> None:
        self._interface = asked.interface
        self._words = asked.interface.words["coverage"]
        self._bare = asked.page("/stories")
        self._stories = with_span(asked, self._bare)
        self._cut = set(_cut(found))
        self._search = with_span(asked, asked.page("/search"))

    def rows(self, found: Coverage) -> Sequence[CoverageRow]:
        """Return the rows of coverage by one key that there is room for."""
        is_time = found.by != "section"
        key = "on" if is_time else "section"
        rows = found.rows[: -MAX_ROWS - 1 : -1] if is_time else found.rows[:MAX_ROWS]
        most = max((each.events for row in rows for each in row.carried), default=0) or 1
        shown = _fitting((self._row(row, key, most) for row in rows), _weight, MAX_CHARACTERS)
        return shown[::-1] if is_time else shown

    def matrix(self, found: Coverage, most_sections: int = MAX_SECTIONS) -> ShownMatrix:
        """Return coverage by time and section: as many sections as there is room for."""
        matrix = matrix_of(found, most_sections)
        last = [self._shaded(matrix, row) for row in matrix.rows[: -MAX_MATRIX_ROWS - 1 : -1]]
        rows = _fitting(last, _weight, MAX_CHARACTERS)
        if len(rows) < len(last) and most_sections > 1:
            return self.matrix(found, most_sections - 1)
        return ShownMatrix(
            groups=tuple(self._groups(matrix)),
            rows=tuple(rows[::-1]),
            is_cut=len(rows) < len(matrix.rows),
        )

    def total(self, carried: Carried) -> EditionTotal:
        """Return what an edition carried in all."""
        edition = carried.edition
        articles = self._interface.count("found", carried.articles)
        events = self._interface.count("events", carried.events)
        alone = self._words["only_here"].format(n=self._interface.number(carried.alone))
        return EditionTotal(
            edition=edition,
            name=self._interface.named("edition", edition),
            articles=Count(number=articles, address=str(self._search.adding("edition", edition))),
            events=replace(self._count(carried.events, {"of": edition}), number=events),
            alone=replace(self._count(carried.alone, {"only": edition}), number=alone),
        )

    def blind(self, found: Coverage) -> Iterator[Blind]:
        """Yield what each edition lacks in all."""
        for edition in EDITION_LANGUAGES:
            number = sum(each.lacked[edition] for each in found.blind)
            told = self._interface.count("stories", number)
            count = replace(self._led(number, self._lacking(edition)), number=told)
            name = self._interface.named("edition", edition)
            yield Blind(edition=edition, name=name, count=count)

    def blind_rows(self, found: Coverage) -> Sequence[tuple[str, tuple[Count, ...]]]:
        """Return by section a count for each edition, those where most is lacked first."""
        return _fitting(self._blind_rows(found), _blind_weight, MAX_BLIND_CHARACTERS)

    def _blind_rows(self, found: Coverage) -> Iterator[tuple[str, tuple[Count, ...]]]:
        for each in found.blind:
            addresses = (self._lacking(edition) for edition in each.lacked)
            counts = (
                self._led(number, address.adding("section", each.section))
                for number, address in zip(each.lacked.values(), addresses, strict=True)
            )
            yield self._name(each.section), tuple(counts)

    def lag(self, lag: Lag) -> ShownLag:
        """Return how two editions follow one another."""
        named = {each: self._interface.named("edition", each) for each in (lag.edition, lag.other)}
        both = self._stories.adding("edition", lag.edition).adding("edition", lag.other)
        told = self._interface.count("stories", lag.events)
        ends = (0, round(BAR * lag.edition_first / lag.events))
        lengths = (ends[1], round(BAR * lag.other_first / lag.events))
        numbers = zip(named, (lag.edition_first, lag.other_first), strict=True)
        return ShownLag(
            names=" – ".join(named.values()),
            events=Count(number=told, address=str(both)),
            first=tuple(
                (named[each], self._led(number, both.adding("first", each)))
                for each, number in numbers
            ),
            bars=tuple(zip(named, map(str, ends), map(str, lengths), strict=True)),
            gap=self._duration(lag.median_gap_minutes),
        )

    def _duration(self, minutes: float | None) -> str:
        if minutes is None:
            return ""
        unit, number = ("minutes", minutes) if minutes < _LONG_MIN else ("hours", minutes / 60)
        return self._words[unit].format(n=self._interface.number(round(number)))

    def _row(self, row: Row, key: str, most: int) -> CoverageRow:
        place = {key: row.label}
        return CoverageRow(
            name=self._name(row.label),
            begun=self._count(row.begun, place),
            cells=tuple(self._cell(each, place, most) for each in row.carried),
        )

    def _cell(self, carried: Carried, place: dict[str, str], most: int) -> CoverageCell:
        return CoverageCell(
            edition=carried.edition,
            events=self._count(carried.events, {"of": carried.edition} | place),
            alone=self._count(carried.alone, {"only": carried.edition} | place),
            bar=str(round(BAR * carried.events / most)),
            alone_bar=str(round(BAR * carried.alone / most)),
        )

    def _groups(self, matrix: Matrix) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        for edition in EDITION_LANGUAGES:
            sections = (each.section for each in matrix.columns if each.edition == edition)
            names = tuple(self._name(each) if each else self._words["all"] for each in sections)
            yield edition, self._interface.named("edition", edition), names

    def _shaded(self, matrix: Matrix, row: MatrixRow) -> ShadedRow:
        return ShadedRow(
            name=self._name(row.label),
            begun=self._count(row.begun, {"on": row.label}),
            cells=tuple(self._shades(matrix, row)),
        )

    def _shades(self, matrix: Matrix, row: MatrixRow) -> Iterator[Shade]:
        for column, cell in zip(matrix.columns, row.cells, strict=True):
            place = {"of": column.edition, "on": row.label, "section": column.section}
            level = -(-_LEVELS * cell.events // matrix.most) if column.section else 0
            style = f"{column.edition[0]}{level}"
            yield Shade(events=self._count(cell.events, place), style=style)

    def _count(self, number: int, place: dict[str, str]) -> Count:
        """Return a number of events with the address that lists them."""
        on = place.get("on", "")
        address = self._stories if on in self._cut or not on else self._bare
        for name, value in place.items():
            address = address.setting(name, value)
        return self._led(number, address.adding("events", "1"))

    def _led(self, number: int, address: Address) -> Count:
        is_asked = all(len(value) <= MAX_VALUE for _, value in address.parameters)
        return Count(
            number=self._interface.number(number),
            address=str(address) if number and is_asked else "",
        )

    def _lacking(self, edition: str) -> Address:
        address = self._stories.adding("missing", edition)
        for other in EDITION_LANGUAGES:
            address = address if other == edition else address.adding("edition", other)
        return address

    def _name(self, label: str) -> str:
        return self._words["without"] if label == WITHOUT else label_of(label)


def _fitting(rows: Iterable[_Row], weigh: Callable[[_Row], int], most: int) -> Sequence[_Row]:
    """Return the first rows that are together not too heavy, at least one."""
    found: list[_Row] = []
    for row in rows:
        most -= weigh(row)
        if found and most < 0:
            break
        found.append(row)
    return found


def _weight(row: CoverageRow | ShadedRow) -> int:
    weight = _weight_of(row.name, row.begun)
    for cell in row.cells:
        counts = (cell.events, cell.alone) if isinstance(cell, CoverageCell) else (cell.events,)
        weight += _weight_of("", *counts) + _AROUND_BAR * (len(counts) - 1)
    return weight


def _blind_weight(row: tuple[str, tuple[Count, ...]]) -> int:
    return _weight_of(row[0], *row[1])


def _weight_of(name: str, *counts: Count) -> int:
    """Return about how many characters a name and numbers that lead somewhere are, escaped."""
    addresses = (each.address for each in counts)
    escaped = sum(
        len(each) + 4 * each.count("&") + (_AROUND if each else _EMPTY) for each in addresses
    )
    return escaped + _ESCAPED * len(name)
