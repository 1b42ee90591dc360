"""A drawing of how costs grow with the number of articles: lines on logarithmic axes, as SVG."""

from collections.abc import Iterator, Mapping
from html import escape
from math import log10

PANELS: Mapping[str, str] = {
    "page": "a page with dates, two facets and ten snippets, ms",
    "one word": "one word, ms",
    "open": "opening after a commit, ms",
    "command": "the command, cold, ms",
    "articles/CPU-s": "articles indexed in a second of processor time",
    "MB on disk": "index on the disk, MB",
}
_COLOURS = ("#b3541e", "#d9a441", "#1f6f8b", "#7a5195", "#3c8d40")
_WIDTH, _HEIGHT, _MARGIN = 360, 230, 46
_COLUMNS = 3

Values = Mapping[int, Mapping[str, Mapping[str, float]]]
"""By number of articles, engine, and what was done."""


def plot(by_size: Values) -> str:
    """Return an SVG drawing with a panel for each of :data:`PANELS`."""
    rows = -(-len(PANELS) // _COLUMNS)
    engines = list(dict.fromkeys(engine for each in by_size.values() for engine in each))
    width, height = _COLUMNS * _WIDTH, rows * _HEIGHT + 40
    panels = "".join(
        f'<g transform="translate({place % _COLUMNS * _WIDTH},{place // _COLUMNS * _HEIGHT})">'
        f"{''.join(_panel(by_size, engines, task, title))}</g>"
        for place, (task, title) in enumerate(PANELS.items())
    )
    legend = "".join(
        f'<text x="{20 + 210 * place}" y="{height - 14}" fill="{colour}">■ {escape(name)}</text>'
        for place, (name, colour) in enumerate(zip(engines, _COLOURS, strict=False))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>'
        f"{panels}{legend}</svg>\n"
    )


def _panel(by_size: Values, engines: list[str], task: str, title: str) -> Iterator[str]:
    lines = {
        engine: {
            size: each[engine][task]
            for size, each in by_size.items()
            if task in each.get(engine, {})
        }
        for engine in engines
    }
    values = [value for line in lines.values() for value in line.values()]
    across, up = _Axis(by_size, _MARGIN, _WIDTH - 14), _Axis(values, _HEIGHT - 30, 30)
    yield f'<text x="{_MARGIN}" y="16" font-weight="bold">{escape(title)}</text>'
    for size in by_size:
        yield (
            f'<text x="{across.place(size):.0f}" y="{_HEIGHT - 12}" text-anchor="middle">'
            f"{size / 1000:g}k</text>"
        )
    for tick in up.ticks():
        y = up.place(tick)
        yield f'<path d="M{_MARGIN} {y:.1f}H{_WIDTH - 14}" stroke="#ddd"/>'
        yield f'<text x="{_MARGIN - 5}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>'
    for (_, line), colour in zip(lines.items(), _COLOURS, strict=False):
        points = [(across.place(size), up.place(value)) for size, value in line.items()]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)


class _Axis:
    """A logarithmic axis."""

    def __init__(self, values: "Mapping[int, object] | list[float]", first: int, last: int) -> None:
        self._low = log10(min(values, default=1))
        self._high = max(log10(max(values, default=10)), self._low + 0.3)
        self._first, self._last = first, last

    def place(self, value: float) -> float:
        """Return where a value is."""
        share = (log10(value) - self._low) / (self._high - self._low)
        return self._first + share * (self._last - self._first)

    def ticks(self) -> list[float]:
        """Return round numbers on the axis."""
        numbers = (digit * 10.0**power for power in range(-3, 7) for digit in (1, 2, 5))
        return [each for each in numbers if self._low <= log10(each) <= self._high]
