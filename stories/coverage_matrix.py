"""Coverage by time and section as one table: a row a time, and columns for each edition."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stories.coverage import Carried, Coverage, Row
from stories.coverage_events import EDITIONS, WITHOUT


class Column(NamedTuple):
    """Sections of an edition, or all of it."""

    edition: str
    section: str
    """``""``: all of the edition, whatever the section."""


class MatrixRow(NamedTuple):
    """A day, week or month."""

    label: str
    begun: int
    """Different events whose first article is in it."""
    cells: tuple[Carried, ...]
    """One for each column."""


class Matrix(NamedTuple):
    """A table of what was carried."""

    columns: tuple[Column, ...]
    """Of every edition in turn: all of it, then its largest sections."""
    rows: tuple[MatrixRow, ...]
    """In time."""
    most: int
    """Events of the largest cell of a section; at least 1."""


def matrix_of(coverage: Coverage, most_sections: int) -> Matrix:
    """Return coverage whose rows are sections of times as a table.

    Args:
        coverage: By a time and ``section``.
        most_sections: So many of each edition at most, those with most events.
    """
    columns = tuple(_columns(coverage.rows, most_sections))
    by_label: dict[str, list[Row]] = defaultdict(list)
    for row in coverage.rows:
        by_label[row.label].append(row)
    rows = tuple(_row(label, parts, columns) for label, parts in by_label.items())
    sizes = (
        cell.events
        for row in rows
        for column, cell in zip(columns, row.cells, strict=True)
        if column.section
    )
    return Matrix(columns, rows, max(sizes, default=0) or 1)


def _columns(rows: Iterable[Row], most_sections: int) -> Iterator[Column]:
    events: Counter[Column] = Counter()
    for row in rows:
        for each in row.carried:
            events[Column(each.edition, row.section)] += each.events

    def order(column: Column) -> tuple[bool, int, str]:
        return column.section == WITHOUT, -events[column], column.section

    for edition in EDITIONS:
        yield Column(edition, "")
        own = [column for column in events if column.edition == edition and events[column]]
        yield from sorted(own, key=order)[:most_sections]


def _row(label: str, parts: Iterable[Row], columns: Iterable[Column]) -> MatrixRow:
    cells: dict[Column, Carried] = {}
    begun = 0
    for row in parts:
        begun += row.begun
        for each in row.carried:
            cells[Column(each.edition, row.section)] = each
            whole = Column(each.edition, "")
            cells[whole] = _sum(cells.get(whole, Carried(edition=each.edition)), each)
    found = tuple(cells.get(each, Carried(edition=each.edition)) for each in columns)
    return MatrixRow(label, begun, found)


def _sum(one: Carried, other: Carried) -> Carried:
    return Carried(
        edition=one.edition,
        articles=one.articles + other.articles,
        events=one.events + other.events,
        alone=one.alone + other.alone,
    )
