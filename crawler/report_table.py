"""The table at the end of a crawl."""

import json
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.health import OUTCOMES, Report

MAX_WIDTH = 1_000


def print_reports(reports: Sequence[Report], *, log_file: str, as_json: bool) -> None:
    """Print what the runs came to: the table, or JSON, to standard output; complaints to error."""
    if as_json:
        text = json.dumps([report.as_json() for report in reports], ensure_ascii=False, indent=2)
        sys.stdout.write(text + "\n")
    else:
        _print_whole(outcome_table(reports))
    errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    for report in reports:
        for complaint in report.complaints:
            errors.print(f"{report.edition}: {complaint}")
    if log_file and not all(report.is_healthy for report in reports):
        errors.print(f"the log has more: {log_file}")


def outcome_table(reports: Sequence[Report]) -> Table:
    """Return one row an edition and one column an outcome; empty columns are left out."""
    table = Table(title="What became of every address", title_justify="left")
    table.add_column("edition")
    used = [name for name in OUTCOMES if any(report.counts[name] for report in reports)]
    for name in used:
        table.add_column(name, justify="right")
    table.add_column("seconds", justify="right")
    table.add_column("health")
    for report in reports:
        counts = [str(report.counts[name]) for name in used]
        health = "healthy" if report.is_healthy else "UNHEALTHY"
        table.add_row(report.edition, *counts, f"{report.elapsed_s:.0f}", health)
    table.caption = Text("\n".join(_reasons(reports)))
    table.caption_justify = "left"
    return table


def _print_whole(table: Table) -> None:
    # A number that is cut off is a wrong number: in a narrow place, lines may break instead.
    console = Console()
    wanted = console.measure(table, options=console.options.update(max_width=MAX_WIDTH)).maximum
    console.width = max(console.width, wanted)
    console.print(table, crop=False)


def _reasons(reports: Sequence[Report]) -> list[str]:
    return [
        f"{report.edition}: " + ", ".join(f"{name} {n}" for name, n in report.reasons.items())
        for report in reports
        if report.reasons
    ]
