"""Small tables: drawn on a terminal, plain columns elsewhere."""

from collections.abc import Sequence
from typing import Literal

from languages import clean_text
from printing.lines import width_of
from printing.terminal import Terminal

_GAP = "  "
Row = Sequence[str | int]


def render_table(heads: Sequence[str], rows: Sequence[Row], terminal: Terminal) -> str:
    """Return a table; numbers stand to the right.

    Args:
        heads: The names of the columns.
        rows: As many values each.
        terminal: What may be written.
    """
    cells = [[clean_text(str(value)) for value in row] for row in rows]
    is_number = [all(isinstance(row[place], int) for row in rows) for place in range(len(heads))]
    draw = _drawn if terminal.width else _plain
    return draw(heads, cells, is_number, terminal)


def _plain(heads: Sequence[str], cells: list[list[str]], is_number: list[bool], _: Terminal) -> str:
    lines = [list(heads), *cells]
    widths = [max(width_of(line[place]) for line in lines) for place in range(len(heads))]
    return "\n".join(_GAP.join(map(_aligned, line, widths, is_number)).rstrip() for line in lines)


def _aligned(cell: str, width: int, is_number: bool) -> str:
    filling = " " * (width - width_of(cell))
    return filling + cell if is_number else cell + filling


def _drawn(
    heads: Sequence[str], cells: list[list[str]], is_number: list[bool], terminal: Terminal
) -> str:
    from io import StringIO

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for head, right in zip(heads, is_number, strict=True):
        justify: Literal["left", "right"] = "right" if right else "left"
        table.add_column(head, justify=justify, overflow="fold", no_wrap=" " not in head)
    for row in cells:
        table.add_row(*row)
    text = StringIO()
    console = Console(
        file=text,
        width=terminal.width,
        force_terminal=terminal.color,
        no_color=not terminal.color,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())
