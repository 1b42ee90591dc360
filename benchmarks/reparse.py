"""How fast stored pages are read again, on one core: ``scrapy reparse`` without its processes.

    python -m benchmarks.reparse
    python -m benchmarks.reparse FILE.jsonl.gz … --limit 2000

An archive is made of the articles of the files (the replica's own newsroom without one), each with
its page as the replica renders it; every tenth is stored with another title, so that there is
something to mend. Then all of it is read again, and mended, in this process, several times over.
"""

import argparse
import logging
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from archive import RawPage, open_archive
from benchmarks.floors import report
from benchmarks.parse import FETCHED
from benchmarks.rendered import Rendered, render
from crawler.reparse import Summary, read_archive, read_page, reparse

MENDED_EVERY = 10


def fill(folder: Path, pages: Iterable[Rendered]) -> None:
    """Make an archive of pages, of which some have been read otherwise."""
    with closing(open_archive(folder, create=True)) as archive:
        for number, each in enumerate(pages):
            page = RawPage(url=each.url, status=200, headers={}, body=each.html, fetched=FETCHED)
            article = read_page(page, each.page.edition)
            mark = "" if number % MENDED_EVERY else " ?"
            archive.store(replace(article, title=article.title + mark), page)


def measure(folder: Path, *, dry_run: bool) -> tuple[Summary, float]:
    """Read an archive again; return what it came to, and the seconds of processor time."""
    began = process_time()
    summary = reparse(folder, read_archive(folder, processes=1), dry_run=dry_run)
    return summary, process_time() - began


def main() -> int:
    """Measure and print; 0 when the floor is reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE")
    parser.add_argument("--limit", type=int, default=700, help="pages of each edition; 0: all")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    best = 0.0
    with TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, render(options.files, limit=options.limit))
        for number in range(options.rounds):
            mends = number == options.rounds - 1
            summary, seconds = measure(folder, dry_run=not mends)
            best = max(best, summary.versions / seconds)
            outcomes = ", ".join(f"{count} {key}" for key, count in summary.outcomes.items())
            print(f"{summary.versions / seconds:6.0f} pages a second: {outcomes}")
    return report({"pages a second": best}, "reparse")


if __name__ == "__main__":
    sys.exit(main())
