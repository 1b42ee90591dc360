"""The pictures of coverage in SVG as PNG, through matplotlib: the extra ``plot``."""

import unicodedata
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from languages import clean_text
from printing import coverage_matrix_svg as matrix_svg
from printing.coverage_svg import COLORS, TITLE, shown_rows
from stories.coverage_matrix import matrix_of

if TYPE_CHECKING:
    from stories.coverage import Coverage

_DPI = 150
_WIDTH_INCHES = 9.0
_ROW_INCHES = 0.45
_CELL_INCHES = 0.5
_MOST_LABEL = 22


class PictureError(Exception):
    """There can be no picture, in one sentence that says what to do."""


def render_png(coverage: "Coverage") -> bytes:
    """Return the picture.

    Raises:
        PictureError: Matplotlib is not installed.
    """
    try:
        figures = import_module("matplotlib.figure")
    except ImportError as error:
        sentence = "--png needs matplotlib: `pip install 'triptych[plot]'`, or use --svg"
        raise PictureError(sentence) from error
    draw = _draw_matrix if "," in coverage.by else _draw_bars
    picture = BytesIO()
    draw(coverage, figures.Figure).savefig(picture, format="png", bbox_inches="tight", dpi=_DPI)
    return picture.getvalue()


def _draw_bars(coverage: "Coverage", new_figure: Any) -> Any:
    rows = shown_rows(coverage, coverage.rows)[::-1]
    figure = new_figure(figsize=(_WIDTH_INCHES, 1.2 + _ROW_INCHES * len(rows)))
    axes = figure.subplots()
    step = 0.8 / len(coverage.totals)
    for number, total in enumerate(coverage.totals):
        places = [place - step * (number - 1) for place in range(len(rows))]
        carried = [row.carried[number] for row in rows]
        shared = [each.events - each.alone for each in carried]
        color = COLORS[total.edition]
        axes.barh(places, shared, step, color=color, label=total.edition)
        axes.barh(places, [each.alone for each in carried], step, shared, color=color, alpha=0.4)
    labels = [plain_label(row.label, f"row {len(rows) - place}") for place, row in enumerate(rows)]
    axes.set_yticks(range(len(rows)), labels)
    axes.set_title(TITLE, fontsize=11)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.legend()
    return figure


def _draw_matrix(coverage: "Coverage", new_figure: Any) -> Any:
    matrix = matrix_of(coverage, matrix_svg.MOST_SECTIONS)
    rows = shown_rows(coverage, matrix.rows)
    columns = matrix.columns
    size = (1.5 + _CELL_INCHES * len(columns), 1.5 + _CELL_INCHES / 2 * len(rows))
    figure = new_figure(figsize=size)
    axes = figure.subplots()
    for y, row in enumerate(rows):
        for x, cell in enumerate(row.cells):
            if cell.events:
                shade = matrix_svg.shade(matrix, x, row)
                axes.barh(y, 0.94, 0.9, x - 0.47, color=COLORS[cell.edition], alpha=shade)
                axes.text(x, y, str(cell.events), ha="center", va="center", fontsize=8)
    names = [
        plain_label(each.section, f"column {place + 1}") if each.section else f"{each.edition}:"
        for place, each in enumerate(columns)
    ]
    axes.set_xticks(range(len(columns)), names, rotation=45, ha="left")
    axes.set_yticks(range(len(rows)), [row.label for row in rows])
    axes.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    axes.xaxis.tick_top()
    axes.set_title(matrix_svg.TITLE, fontsize=11)
    return figure


def plain_label(label: str, place: str) -> str:
    """Return a label as matplotlib can draw it.

    It neither joins Arabic letters nor writes them from the right: instead of such a label its
    place is named.

    >>> plain_label("politics", "row 1"), plain_label("سياسة", "row 2")
    ('politics', 'row 2')
    """
    shown = clean_text(label)[:_MOST_LABEL]
    if any(unicodedata.bidirectional(each) in {"R", "AL"} for each in shown):
        return place
    return shown.replace("$", r"\$")
