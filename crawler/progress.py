"""How far a crawl is: in place on a terminal, else one line a minute."""

import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table
from scrapy.crawler import Crawler

from crawler.health import OUTCOMES, PREFIX

LINE_EVERY_S = 60.0
_VISITED = tuple(name for name in OUTCOMES if name not in {"known", "waiting"})


class _Progress:
    """Reads the counts of running crawls whenever it is drawn."""

    def __init__(self, crawlers: Mapping[str, Crawler]) -> None:
        self._crawlers = crawlers
        self._started = time.monotonic()

    def __rich__(self) -> Table:
        table = Table("edition", "found", "known", "fetched", "new", "remaining", box=None)
        for edition in self._crawlers:
            table.add_row(edition, *self._cells(edition))
        return table

    def line(self) -> str:
        """Return the state of all editions in one line."""
        return "; ".join(
            f"{edition}: {cells[2]} fetched, {cells[3]} new, {cells[4]}"
            for edition in self._crawlers
            for cells in [self._cells(edition)]
        )

    def _cells(self, edition: str) -> list[str]:
        counts = _counts(self._crawlers[edition])
        found, known = counts.get("found", 0), counts.get("known", 0)
        fetched = sum(counts.get(name, 0) for name in _VISITED)
        left = max(found - known - fetched, 0)
        return [*map(str, (found, known, fetched, counts.get("new", 0))), self._eta(fetched, left)]

    def _eta(self, fetched: int, left: int) -> str:
        if not fetched or not left:
            return f"{left} left"
        seconds = left * (time.monotonic() - self._started) / fetched
        minutes, seconds = divmod(int(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{left} left, about {hours}:{minutes:02}:{seconds:02}"


@contextmanager
def watch(crawlers: Mapping[str, Crawler]) -> Iterator[None]:
    """Show the progress of crawls on standard error while the body runs."""
    progress = _Progress(crawlers)
    console = Console(stderr=True)
    if console.is_terminal:
        with Live(progress, console=console, refresh_per_second=2, transient=True):
            yield
        return
    ended = threading.Event()
    thread = threading.Thread(target=_write_lines, args=(progress, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _write_lines(progress: _Progress, ended: threading.Event) -> None:
    while not ended.wait(LINE_EVERY_S):
        sys.stderr.write(progress.line() + "\n")


def _counts(crawler: Crawler) -> dict[str, int]:
    stats = getattr(crawler, "_stats", None)  # `stats` itself raises before the crawl starts
    values = dict(stats.get_stats()) if stats is not None else {}
    counts: dict[str, int] = {}
    for name, value in values.items():
        if name.startswith(PREFIX) and isinstance(value, int):
            key = name.removeprefix(PREFIX).split("/")[0]
            counts[key] = counts.get(key, 0) + value
    return counts
