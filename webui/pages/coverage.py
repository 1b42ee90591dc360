"""What each edition carried, what only one did or one lacked, who came first and by how long.

Every number leads to the stories, or the articles, that it counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from stories.coverage import BY, By, Coverage
from stories.coverage_folder import cover_folder
from stories.folder import stories_state
from webui.answers import Answer, json_answer
from webui.asked import Asked
from webui.coverage_tables import (
    MAX_MATRIX_ROWS,
    MAX_ROWS,
    Blind,
    Count,
    CoverageRow,
    CoverageTables,
    EditionTotal,
    ShownLag,
    ShownMatrix,
    with_span,
)
from webui.notes import say_problem
from webui.passages import Passage
from webui.reading import Reader
from webui.rendering import Link, View, html_answer

_COARSER = {"week": "coarser_week", "month": "coarser_month"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePage:
    """The context of ``coverage.html``."""

    problem: Passage | None
    """Why stories are not counted, if they are not."""
    choices: tuple[Link, ...]
    """By day, week, month, section."""
    notice: str
    """Why rows are longer spans than were asked for; ``""`` if they are not."""
    address: str
    by: str
    since: str
    until: str
    totals: tuple[EditionTotal, ...]
    rows: tuple[CoverageRow, ...]
    """Empty if there is a matrix."""
    matrix: ShownMatrix | None
    is_cut: bool
    blind: tuple[Blind, ...]
    blind_rows: tuple[tuple[str, tuple[Count, ...]], ...]
    """By section, a count for each edition."""
    lags: tuple[ShownLag, ...]


def answer(asked: Asked, reader: Reader) -> Answer:
    """Return the coverage of a span of time; parameters as of ``search_cli.py coverage``."""
    by = next(each for each in BY if each == asked.one_of("by", BY))
    period = asked.period()
    most = None if asked.wants_json else MAX_MATRIX_ROWS if "," in by else MAX_ROWS
    found = cover_folder(
        reader.site.folder, by=by, since=period.since, until=period.until, most_times=most
    )
    if asked.wants_json:
        return json_answer(found.as_json())
    problem = stories_state(reader.site.folder).problem
    page = _page(asked, found, by, say_problem(asked.interface, problem, reader.site.folder))
    title = asked.interface.words["coverage"]["title"]
    return html_answer(asked, View(template="coverage", title=title, page=page))


def _page(asked: Asked, found: Coverage, by: By, problem: Passage | None) -> CoveragePage:
    tables = CoverageTables(asked, found)
    words = asked.interface.words["coverage"]
    matrix = tables.matrix(found) if "," in found.by else None
    rows = () if matrix else tuple(tables.rows(found))
    return CoveragePage(
        problem=problem,
        choices=tuple(_choices(asked, by)),
        notice="" if found.by == by else words[_COARSER[found.by.partition(",")[0]]],
        address=asked.page("/coverage").path,
        by=by,
        since=asked.one("since"),
        until=asked.one("until"),
        totals=tuple(map(tables.total, found.totals)),
        rows=rows,
        matrix=matrix,
        is_cut=matrix.is_cut if matrix else len(rows) < len(found.rows),
        blind=() if problem else tuple(tables.blind(found)),
        blind_rows=() if problem else tuple(tables.blind_rows(found)),
        lags=tuple(tables.lag(each) for each in found.lags if each.events),
    )


def _choices(asked: Asked, by: str) -> Iterator[Link]:
    words = asked.interface.words["coverage"]
    here = with_span(asked, asked.page("/coverage"))
    for name in BY:
        yield Link(name=words[name], address=str(here.setting("by", name)), is_here=name == by)
