"""What each edition carried: tables, and bars that need no colour to be told apart."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from languages import clean_text
from printing.lines import FAINT, paint, width_of
from printing.tables import render_table
from printing.terminal import Terminal

if TYPE_CHECKING:
    from stories.coverage import Carried, Coverage, Lag, Row

_PLAIN_WIDTH = 80
_LEAST_BAR = 10
_SHARED, _ALONE = "█", "░"
_MOST_ROWS = 60
_MOST_LABEL = 24
_HOUR_MINUTES = 60
_DAY_MINUTES = 24 * 60


def render_coverage(coverage: "Coverage", terminal: Terminal) -> str:
    """Return totals, every row, what editions lack, and how they follow one another."""
    if not any(each.articles for each in coverage.totals):
        return ""
    rows = _matrix if "," in coverage.by else _bars
    parts = (part(coverage, terminal) for part in (_totals, rows, _blind, _lags))
    return "\n\n".join(filter(None, parts))


def _totals(coverage: "Coverage", terminal: Terminal) -> str:
    heads = ("edition", "articles", "events", "only here", "first")
    rows = [
        (each.edition, each.articles, each.events, each.alone, coverage.leads[each.edition])
        for each in coverage.totals
    ]
    return render_table(heads, rows, terminal)


def _shown(coverage: "Coverage", terminal: Terminal) -> tuple[Sequence["Row"], list[str]]:
    """Return rows, of very many the last or the largest ones, and a line on the others."""
    rows = coverage.rows[-_MOST_ROWS:] if coverage.by != "section" else coverage.rows[:_MOST_ROWS]
    left_out = len(coverage.rows) - len(rows)
    told = f"{left_out} rows left out: use --json"
    return rows, [paint(told, FAINT, terminal)] if left_out else []


def _matrix(coverage: "Coverage", terminal: Terminal) -> str:
    """Return a line for each section of each time: events, and how many of them only here."""
    rows, lines = _shown(coverage, terminal)
    heads = ("", "section", *(each.edition for each in coverage.totals))
    cells = [
        (label, row.section[:_MOST_LABEL], *map(_events, row.carried))
        for row, label in zip(rows, _labels(rows), strict=True)
    ]
    legend = paint("events (only here)", FAINT, terminal)
    return "\n".join([legend, *lines, render_table(heads, cells, terminal)])


def _labels(rows: Iterable["Row"]) -> Iterator[str]:
    """Yield the labels, each only where it is another than before."""
    before = None
    for row in rows:
        yield "" if row.label == before else row.label
        before = row.label


def _events(carried: "Carried") -> str:
    only = f" ({carried.alone})" if carried.alone else ""
    return f"{carried.events}{only}" if carried.articles else ""


def _bars(coverage: "Coverage", terminal: Terminal) -> str:
    """Return a block for each row."""
    rows, left_out = _shown(coverage, terminal)
    most = max((each.events for row in rows for each in row.carried), default=0)
    if not most:
        return ""
    editions = [each.edition for each in coverage.totals]
    label_width = min(_MOST_LABEL, max(width_of(clean_text(row.label)) for row in rows))
    name_width = max(map(len, editions))
    taken = label_width + name_width + 2 * len("  ") + len(f"  {most} ({most} only here)")
    room = max(_LEAST_BAR, (terminal.width or _PLAIN_WIDTH) - taken)
    legend = f"events: {_SHARED} carried by others, too  {_ALONE} only here"
    lines = [paint(legend, FAINT, terminal), *left_out]
    for row in rows:
        lines += _row_lines(row, label_width, name_width, room / most)
    return "\n".join(lines)


def _row_lines(row: "Row", label_width: int, name_width: int, scale: float) -> Iterator[str]:
    label = clean_text(row.label)[:_MOST_LABEL]
    for each in row.carried:
        yield f"{_filled(label, label_width)}  {each.edition:{name_width}}  {_bar(each, scale)}"
        label = ""


def _bar(carried: "Carried", scale: float) -> str:
    whole = round(carried.events * scale) or bool(carried.events)
    alone = min(whole, round(carried.alone * scale) or bool(carried.alone))
    only = f" ({carried.alone} only here)" if carried.alone else ""
    return f"{_SHARED * (whole - alone)}{_ALONE * alone} {carried.events}{only}".lstrip()


def _filled(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def _blind(coverage: "Coverage", terminal: Terminal) -> str:
    if not coverage.blind:
        return ""
    editions = [each.edition for each in coverage.totals]
    heads = ("carried by all but", *editions)
    rows: list[tuple[str | int, ...]] = [
        (each.section[:_MOST_LABEL], *each.lacked.values()) for each in coverage.blind
    ]
    sums = [sum(each.lacked[edition] for each in coverage.blind) for edition in editions]
    return render_table(heads, [("(all)", *sums), *rows[:_MOST_ROWS]], terminal)


def _lags(coverage: "Coverage", terminal: Terminal) -> str:
    if not coverage.shared:
        return ""
    heads = ("editions", "both", "first was", "apart (median)", "lag (median)")
    rows = [tuple(_lag_cells(lag)) for lag in coverage.lags if lag.events]
    return render_table(heads, rows, terminal)


def _lag_cells(lag: "Lag") -> Iterable[str | int]:
    yield f"{lag.edition}, {lag.other}"
    yield lag.events
    yield f"{lag.edition} {lag.edition_first}, {lag.other} {lag.other_first}"
    yield "" if lag.median_gap_minutes is None else duration(lag.median_gap_minutes)
    yield "" if lag.median_minutes is None else _who_leads(lag, lag.median_minutes)


def _who_leads(lag: "Lag", minutes: float) -> str:
    if not round(minutes):
        return "none"
    later = lag.other if minutes > 0 else lag.edition
    return f"{later} {duration(abs(minutes))} later"


def duration(minutes: float) -> str:
    """Return a span of time, to be read.

    >>> duration(7), duration(95), duration(3000)
    ('7 min', '1 h 35 min', '2 d 2 h')
    """
    whole = round(minutes)
    if whole < _HOUR_MINUTES:
        return f"{whole} min"
    if whole < _DAY_MINUTES:
        return f"{whole // _HOUR_MINUTES} h {whole % _HOUR_MINUTES} min"
    return f"{whole // _DAY_MINUTES} d {whole % _DAY_MINUTES // _HOUR_MINUTES} h"
