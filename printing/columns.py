"""Texts beside one another on a wide terminal, each in its own direction."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from printing.lines import render_text, width_of
from printing.terminal import Terminal

_GAP = "  "
_NARROWEST = 28
"""Columns of a readable cell."""


class Cell(NamedTuple):
    """A paragraph of a row."""

    text: str
    right_to_left: bool = False
    style: str = ""
    """Select Graphic Rendition."""


def column_width(count: int, terminal: Terminal, indent: str = "") -> int:
    """Return how wide each of several columns is; 0 if they do not fit side by side."""
    if not terminal.width or count < 1:
        return 0
    width = (terminal.width - len(indent) - len(_GAP) * (count - 1)) // count
    return width if width >= _NARROWEST and count > 1 else 0


def render_columns(cells: Sequence[Cell], terminal: Terminal, width: int, indent: str = "") -> str:
    """Return cells side by side; what runs right to left stands on the right of its column."""
    columns = [_lines(cell, terminal, width) for cell in cells]
    rows = zip_longest(*columns, fillvalue=" " * width)
    return "\n".join((indent + _GAP.join(row)).rstrip() for row in rows)


def _lines(cell: Cell, terminal: Terminal, width: int) -> list[str]:
    """Return the lines of a cell, all of one width."""
    looks = replace(terminal, width=width)
    shown = render_text(cell.text, looks, style=cell.style, right_to_left=cell.right_to_left)
    # The same lines without colour and marks tell how wide they are.
    plain = render_text(cell.text, Terminal(width=width), right_to_left=cell.right_to_left)
    lines = []
    for line, bare in zip(shown.split("\n"), plain.split("\n"), strict=True):
        filling = " " * max(0, width - width_of(bare))
        lines.append(filling + line if cell.right_to_left else line + filling)
    return lines
