"""The picture of :mod:`printing.coverage_svg` as PNG, through matplotlib: the extra ``plot``."""

import unicodedata
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING

from languages import clean_text
from printing.coverage_svg import COLORS, TITLE, shown_rows

if TYPE_CHECKING:
    from stories.coverage import Coverage

_DPI = 150
_WIDTH_INCHES = 9.0
_ROW_INCHES = 0.45
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
    rows = shown_rows(coverage)[::-1]
    figure = figures.Figure(figsize=(_WIDTH_INCHES, 1.2 + _ROW_INCHES * len(rows)), dpi=_DPI)
    axes = figure.subplots()
    step = 0.8 / len(coverage.totals)
    for number, total in enumerate(coverage.totals):
        places = [place - step * (number - 1) for place in range(len(rows))]
        carried = [row.carried[number] for row in rows]
        shared = [each.events - each.alone for each in carried]
        color = COLORS[total.edition]
        axes.barh(places, shared, step, color=color, label=total.edition)
        axes.barh(places, [each.alone for each in carried], step, shared, color=color, alpha=0.4)
    labels = [plain_label(row.label, len(rows) - place) for place, row in enumerate(rows)]
    axes.set_yticks(range(len(rows)), labels)
    axes.set_title(TITLE, fontsize=11)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.legend()
    picture = BytesIO()
    figure.savefig(picture, format="png", bbox_inches="tight")
    return picture.getvalue()


def plain_label(label: str, number: int) -> str:
    """Return a label as matplotlib can draw it.

    It neither joins Arabic letters nor writes them from the right: such a label is the number of
    its row, from the top.

    >>> plain_label("politics", 1), plain_label("سياسة", 2)
    ('politics', 'row 2')
    """
    shown = clean_text(label)[:_MOST_LABEL]
    if any(unicodedata.bidirectional(each) in {"R", "AL"} for each in shown):
        return f"row {number}"
    return shown.replace("$", r"\$")
