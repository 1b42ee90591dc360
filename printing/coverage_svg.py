"""A picture of what each edition carried, as SVG: bars of every row, one for each edition."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar
from xml.sax.saxutils import escape

from languages import clean_text

if TYPE_CHECKING:
    from stories.coverage import Carried, Coverage, Row

_Row = TypeVar("_Row")

COLORS = {"english": "#2b6cb0", "arabic": "#23694a", "spanish": "#a34709"}
"""Those of the pages in the browser, in the light; the order tells editions apart, too."""
MOST_ROWS = 120
TITLE = "Events that each edition carried; the pale part only that one did"

_WIDTH, _MARGIN, _LABEL, _BAR, _GAP, _TOP = 900, 20, 150, 12, 10, 70
_VALUE = 90
"""Room for the numbers behind a bar."""
MOST_LABEL = 22
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.t{font-size:15px;font-weight:600}"
    ".v{fill:#555;font-size:11px}"
)


def shown_rows(coverage: "Coverage", rows: Sequence[_Row]) -> Sequence[_Row]:
    """Return the rows that a picture has: of very many the last, or the largest, ones."""
    return rows[:MOST_ROWS] if coverage.by == "section" else rows[-MOST_ROWS:]


def render_svg(coverage: "Coverage") -> str:
    """Return the picture. Text is text; nothing is loaded from anywhere."""
    rows = shown_rows(coverage, coverage.rows)
    step = _BAR * len(coverage.totals) + _GAP
    most = max((each.events for row in rows for each in row.carried), default=0) or 1
    parts = [*_legend([each.edition for each in coverage.totals])]
    for number, row in enumerate(rows):
        parts += _row(row, _TOP + step * number, (_WIDTH - _LABEL - _VALUE - _MARGIN) / most)
    return framed(TITLE, parts, width=_WIDTH, height=_TOP + step * len(rows) + _MARGIN)


def framed(title: str, parts: Iterable[str], *, width: int, height: int) -> str:
    """Return a picture with its title above; ``parts`` begin below."""
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{title}">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text class="t" x="{_MARGIN}" y="28">{escape(title)}</text>',
    ]
    return "\n".join([*head, *parts, "</svg>"]) + "\n"


def _legend(editions: list[str]) -> Iterator[str]:
    for number, edition in enumerate(editions):
        x = _MARGIN + 110 * number
        yield _rect(x, 42, 12, COLORS[edition], 1)
        yield f'<text x="{x + 18}" y="52">{escape(edition)}</text>'


def _row(row: "Row", top: int, scale: float) -> Iterator[str]:
    label = escape(clean_text(row.label)[:MOST_LABEL])
    yield (
        f'<text x="{_LABEL - 10}" y="{top + _BAR * 2 - 2}" text-anchor="end" '
        f'style="unicode-bidi:plaintext">{label}</text>'
    )
    for number, each in enumerate(row.carried):
        yield from _bar(each, top + _BAR * number, scale)


def _bar(carried: "Carried", top: int, scale: float) -> Iterator[str]:
    color = COLORS[carried.edition]
    shared = (carried.events - carried.alone) * scale
    only = f" ({carried.alone} only here)" if carried.alone else ""
    yield _rect(_LABEL, top, shared, color, 1)
    yield _rect(_LABEL + shared, top, carried.alone * scale, color, 0.4)
    if carried.events:
        x = _LABEL + carried.events * scale + 5
        yield f'<text class="v" x="{x:.1f}" y="{top + _BAR - 2}">{carried.events}{only}</text>'


def _rect(x: float, y: float, width: float, color: str, opacity: float) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR - 2}" '
        f'fill="{color}" fill-opacity="{opacity}"/>'
    )
