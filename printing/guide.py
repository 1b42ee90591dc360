"""The language of queries, for those who write them."""

from collections.abc import Iterator

from index.syntax_guide import EXAMPLES, Example
from printing.lines import TITLE, isolated, paint, render_text, width_of
from printing.terminal import Terminal

_INDENT = "  "
_DEEPER = "      "
_GAP = "  "


def render_guide(terminal: Terminal) -> str:
    """Return what a query may have, an example a line; on a narrow terminal, two lines."""
    widest = max(width_of(example.query) for _, some in EXAMPLES for example in some)
    longest = max(width_of(example.meaning) for _, some in EXAMPLES for example in some)
    is_narrow = 0 < terminal.width < len(_INDENT + _GAP) + widest + longest
    paragraphs = (
        [_render_about(about, terminal), *_render(some, terminal, 0 if is_narrow else widest)]
        for about, some in EXAMPLES
    )
    return "\n\n".join("\n".join(lines) for lines in paragraphs)


def _render_about(about: str, terminal: Terminal) -> str:
    return render_text(about, _without_isolates(terminal), style=TITLE)


def _render(some: tuple[Example, ...], terminal: Terminal, width: int) -> Iterator[str]:
    for query, meaning in some:
        shown = isolated(paint(query, TITLE, terminal), terminal)
        if width:
            yield f"{_INDENT}{shown}{' ' * (width - width_of(query))}{_GAP}{meaning}"
        else:
            yield f"{_INDENT}{shown}"
            yield render_text(meaning, _without_isolates(terminal), indent=_DEEPER)


def _without_isolates(terminal: Terminal) -> Terminal:
    return Terminal(color=terminal.color, width=terminal.width)
