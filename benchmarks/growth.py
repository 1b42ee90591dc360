"""What a crawl costs when nearly everything is known already.

    python -m benchmarks.growth --articles 10000 --known 10000 1000000

First, a second and unchanged crawl of the same articles: it should ask for none of them, and take
hardly any of the first one's time. Then, the memory of a crawl and the time
of the frontier's own work, with few and with many addresses in the frontier.
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from archive import open_archive
from archive.database import FILE_NAME, connect, transaction
from archive.frontier import Days, Sighting, Visit
from archive.sqlite_frontier import SqliteFrontier
from archive.urls import HOSTS
from benchmarks.articles import write_articles
from benchmarks.crawl import Setting, crawl, crawl_to_archive
from benchmarks.floors import report
from benchmarks.processes import Cost, ProcessError
from replica.process import running_replica

EDITION = "english"
NEW_ARTICLES = 600
"""Crawled beside the known addresses when memory is measured."""
A_MONTH = 2_600
"""Addresses of a month's sitemap."""
WAITING_EACH = 10
"""One known address of so many waits, the others are settled."""
TAKEN = 200
REPEATS = 5
SINCE = "2026-06-01"
"""The new articles are of these days, the known ones of earlier ones."""
_NEWEST = datetime(2026, 4, 30, tzinfo=UTC)
_BATCH = 10_000
_ASKED = re.compile(r"Crawled \(\d+\) <GET \w+://[^/]+(/[^>]*)>")
_LISTS = ("/robots.txt", "/sitemaps/")


# --- The same crawl again ---------------------------------------------------------------------


def crawl_twice(folder: Path, count: int) -> dict[str, float]:
    """Crawl articles twice and print what that took; return what the second cost."""
    articles = folder / "articles.jsonl"
    write_articles(articles, EDITION, count)
    with running_replica("--articles", articles) as sites:
        setting = Setting(edition=EDITION, site=sites[EDITION], folder=folder)
        first = crawl(setting)
        setting.log.unlink()
        second = crawl(setting, "-s", "LOG_LEVEL=DEBUG")
    asked = _ASKED.findall(setting.log.read_text(encoding="utf-8"))
    again = [path for path in asked if not path.startswith(_LISTS)]
    print(f"{'':24}{'s':>9}{'CPU s':>9}{'articles asked':>16}{'lists asked':>13}")
    print(f"{f'first, {count:,} articles':24}{first.wall_s:9.1f}{first.cpu_s:9.1f}")
    print(
        f"{'second, unchanged':24}{second.wall_s:9.1f}{second.cpu_s:9.1f}"
        f"{len(again):16}{len(asked) - len(again):13}"
    )
    share = second.wall_s / first.wall_s
    return {"articles asked again": len(again), "second crawl, share of the first's time": share}


# --- Few and many known addresses -------------------------------------------------------------


def fill(data_folder: Path, count: int) -> None:
    """Put addresses into the frontier of an archive that is made: most of them settled."""
    with closing(connect(data_folder, create=True)) as connection:
        path = data_folder / FILE_NAME
        frontier = SqliteFrontier(connection, path)
        for start in range(0, count, _BATCH):
            numbers = range(start, min(start + _BATCH, count))
            frontier.sight(EDITION, map(known, numbers))
            with transaction(connection, path):
                for number in numbers:
                    if number % WAITING_EACH:
                        frontier.settle(_visit(number), outcome="new")


def known(number: int) -> Sighting:
    """Return one of the made addresses; each month has :data:`A_MONTH` of them."""
    day = _NEWEST - timedelta(days=30 * (number // A_MONTH))
    url = f"https://{HOSTS[EDITION]}/news/politics/an-article-of-a-past-month-{number}"
    return Sighting(url, f"{day:%Y-%m}")


def _visit(number: int) -> Visit:
    published = _NEWEST - timedelta(days=30 * (number // A_MONTH))
    return Visit(
        edition=EDITION,
        url=known(number).url,
        outcome="new",
        at=published + timedelta(days=20),
        published=published,
        etag=f"{number:016x}",
    )


def time_frontier(data_folder: Path) -> dict[str, float]:
    """Return what the frontier's work takes, in milliseconds: medians of :data:`REPEATS`."""
    month = [known(number) for number in range(A_MONTH)]
    oldest = Days(until=_NEWEST - timedelta(days=60))
    with closing(open_archive(data_folder)) as archive:
        frontier = archive.frontier
        return {
            f"sight {A_MONTH:,} known": _time(lambda: frontier.sight(EDITION, month)),
            "reopen": _time(lambda: _reopen(frontier)),
            f"take {TAKEN}": _time(lambda: frontier.take(EDITION, "run", Days(), TAKEN)),
            f"take {TAKEN} older ones": _time(lambda: frontier.take(EDITION, "run", oldest, TAKEN)),
            "count the waiting": _time(lambda: frontier.waiting_count(EDITION, Days())),
            "release": _time(lambda: frontier.release("run")),
        }


def _reopen(frontier: SqliteFrontier) -> None:
    now = datetime.now(UTC)
    frontier.reopen(
        EDITION,
        published_since=now - timedelta(days=3),
        visited_before=now - timedelta(hours=1),
    )


def _time(do: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        do()
        times.append(time.perf_counter() - started)
    return median(times) * 1000


def crawl_beside(folder: Path, site: str) -> Cost:
    """Crawl the new articles into an archive that knows others; the waiting ones stay."""
    setting = Setting(edition=EDITION, site=site, folder=folder)
    return crawl_to_archive(setting, "-a", f"since={SINCE}")


def compare_sizes(folder: Path, sizes: Sequence[int]) -> dict[str, float]:
    """Print memory and times by number of known addresses; return how memory grows."""
    articles = folder / "new.jsonl"
    write_articles(articles, EDITION, NEW_ARTICLES)
    memory: dict[int, float] = {}
    times: dict[int, Mapping[str, float]] = {}
    with running_replica("--articles", articles) as sites:
        for size in sizes:
            own = folder / str(size)
            own.mkdir()
            fill(own / "data", size)
            times[size] = time_frontier(own / "data")
            memory[size] = crawl_beside(own, sites[EDITION]).memory_mb
    rows = {"memory of a crawl, MB": memory} | {
        f"{name}, ms": {size: times[size][name] for size in sizes} for name in times[sizes[0]]
    }
    print(f"\n{'known addresses':28}" + "".join(f"{size:>12,}" for size in sizes))
    for name, values in rows.items():
        print(f"{name:28}" + "".join(f"{values[size]:12.1f}" for size in sizes))
    return {"memory of a crawl, last / first": memory[sizes[-1]] / memory[sizes[0]]}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=10_000, help="0: leave this part out")
    parser.add_argument("--known", type=int, nargs="+", default=[10_000, 1_000_000])
    return parser


def main() -> int:
    """Measure and print; 0 when the floors are reached."""
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            reached = crawl_twice(folder, options.articles) if options.articles else {}
            reached |= compare_sizes(folder, options.known)
        except ProcessError as error:
            print(error, file=sys.stderr)
            return 1
    return report(reached, "growth", judged=reached)


if __name__ == "__main__":
    sys.exit(main())
