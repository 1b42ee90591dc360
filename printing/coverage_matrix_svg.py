"""A picture of what each edition carried by time and section, as SVG: a shaded table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from languages import clean_text
from printing.coverage_svg import COLORS, MOST_LABEL, framed, shown_rows
from stories.coverage_matrix import Matrix, MatrixRow, matrix_of

if TYPE_CHECKING:
    from stories.coverage import Coverage

MOST_SECTIONS = 6
"""Of each edition."""
TITLE = "Events that each edition carried, in all and in its largest sections"
_TOP, _ROW, _LABEL, _CELL, _SPACE, _MARGIN = 150, 20, 110, 44, 10, 20


def render_matrix_svg(coverage: "Coverage") -> str:
    """Return the picture of coverage by a time and ``section``. Text is text."""
    matrix = matrix_of(coverage, MOST_SECTIONS)
    rows = shown_rows(coverage, matrix.rows)
    places = list(_places(matrix))
    width = max([*places, _LABEL]) + _CELL + 4 * _MARGIN
    parts = [*_heads(matrix, places)]
    for number, row in enumerate(rows):
        parts += _row(row, matrix, places, _TOP + _ROW * number)
    return framed(TITLE, parts, width=width, height=_TOP + _ROW * len(rows) + _MARGIN)


def shade(matrix: Matrix, place: int, row: MatrixRow) -> float:
    """Return how dark a cell is, 0 to 0.6; the sums of editions are not shaded."""
    share = row.cells[place].events / matrix.most
    return 0.6 * share if matrix.columns[place].section else 0.0


def _places(matrix: Matrix) -> Iterator[int]:
    """Yield where each column begins: a little apart from that of another edition."""
    x = _LABEL
    for column in matrix.columns:
        x += 0 if column.section else _SPACE
        yield x
        x += _CELL


def _heads(matrix: Matrix, places: list[int]) -> Iterator[str]:
    for column, x in zip(matrix.columns, places, strict=True):
        name = clean_text(column.section)[:MOST_LABEL] if column.section else column.edition
        bold = "" if column.section else ";font-weight:600"
        at = f"{x + _CELL // 2},{_TOP - 8}"
        yield (
            f'<text transform="translate({at}) rotate(-45)" '
            f'style="unicode-bidi:plaintext{bold}">{escape(name)}</text>'
        )


def _row(row: MatrixRow, matrix: Matrix, places: list[int], top: int) -> Iterator[str]:
    label = escape(clean_text(row.label)[:MOST_LABEL])
    yield f'<text x="{_LABEL}" y="{top + 14}" text-anchor="end">{label}</text>'
    for place, (cell, x) in enumerate(zip(row.cells, places, strict=True)):
        if cell.events:
            color, opacity = COLORS[cell.edition], shade(matrix, place, row)
            yield (
                f'<rect x="{x}" y="{top}" width="{_CELL - 2}" height="{_ROW - 2}" '
                f'fill="{color}" fill-opacity="{opacity:.2f}"/>'
            )
            middle = x + _CELL // 2 - 1
            yield f'<text x="{middle}" y="{top + 14}" text-anchor="middle">{cell.events}</text>'
