"""What ``scrapy reparse`` prints."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status
from rich.table import Table

from crawler.reparse import OUTCOMES, Summary


def print_summary(summary: Summary, *, dry_run: bool, seconds: float, as_json: bool) -> None:
    """Print the counts, and what changed by field, to standard output."""
    if as_json:
        values = {"dry_run": dry_run, "seconds": round(seconds, 3), **summary.as_json()}
        sys.stdout.write(json.dumps(values, ensure_ascii=False, indent=2) + "\n")
        return
    console = Console(soft_wrap=True, highlight=False)
    counts = (f"{summary.outcomes[name]} {name}" for name in OUTCOMES if summary.outcomes[name])
    pages = summary.versions - summary.outcomes["without-page"]
    speed = f"{pages} pages in {seconds:.1f} s, {pages / max(seconds, 0.001):.0f} a second"
    console.print(f"{summary.versions} versions: {', '.join(counts) or 'none'} ({speed})")
    for title, counted in (("field", summary.fields), ("reason", summary.reasons)):
        if counted:
            console.print(_table(title, counted, summary))
    if dry_run and summary.fields:
        console.print("nothing was mended: run it again without --dry-run")


@contextmanager
def watching() -> Iterator["Watch"]:
    """Show on a terminal how far it has come; nothing elsewhere."""
    console = Console(stderr=True)
    with console.status("reading stored pages") as status:
        yield Watch(status)


class Watch:
    """Says how far it has come."""

    def __init__(self, status: Status) -> None:
        self._status = status

    def show(self, summary: Summary) -> None:
        """Show what there is so far."""
        counts = f"{summary.versions} versions read, {summary.outcomes['changed']} changed"
        self._status.update(counts)


def _table(title: str, counts: Counter[str], summary: Summary) -> Table:
    table = Table(title, "versions", "for example", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for name, count in counts.most_common():
        table.add_row(name, str(count), _joined(summary.examples[name]))
    return table


def _joined(examples: Sequence[str]) -> str:
    return ", ".join(examples)
