"""How long it takes to read a page: ours, lxml alone, parsel, trafilatura, newspaper4k.

    python -m benchmarks.parse
    python -m benchmarks.parse --articles FILE.jsonl.gz --pages 200

All read the same pages of the replica. They take turns after every few pages, so that what else the
machine does touches all alike, and each reads as it would in a crawl, one page after another. Shown
are medians of processor time; a ratio is the median of the pages' own ratios.
"""

import argparse
import gc
import logging
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

from lxml.html import document_fromstring
from scrapy.http import HtmlResponse

from archive.urls import request_url
from benchmarks.floors import report
from benchmarks.reference_spider import ReferenceSpider
from benchmarks.rendered import Rendered, render
from benchmarks.rivals import NEWSPAPER_MISSING, Extractor, rivals
from crawler.editions import SITES
from crawler.items import RefusedPageError
from crawler.pages import parse_page

FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
PAGES_A_TURN = 20
ALONE, OURS = "lxml.html alone", "ours"
Reader = Callable[[Rendered], object]
Times = Mapping[str, Sequence[float]]
"""By reader, seconds of each page: the median of its rounds."""


def readers() -> dict[str, Reader]:
    """Return what is compared, by name."""
    spider = ReferenceSpider(site="")
    extractors = {name: partial(_extract, each) for name, each in rivals().items()}
    return {
        ALONE: lambda each: document_fromstring(each.html),
        OURS: _parse,
        "parsel, same fields": lambda each: next(spider.parse_article(_response(each))),
        **extractors,
    }


def measure(pages: Sequence[Rendered], reading: Mapping[str, Reader], rounds: int) -> Times:
    """Let the readers take turns, each with the same few pages, as often as there are rounds."""
    times: dict[str, list[float]] = defaultdict(list)
    for start in range(0, len(pages), PAGES_A_TURN):
        some = pages[start : start + PAGES_A_TURN]
        turns = [{name: _read(some, each) for name, each in reading.items()} for _ in range(rounds)]
        for name in reading:
            times[name] += map(median, zip(*(turn[name] for turn in turns), strict=True))
    return times


def _read(pages: Sequence[Rendered], read: Reader) -> list[float]:
    seconds = []
    for page in pages:
        before = process_time()
        read(page)
        seconds.append(process_time() - before)
    return seconds


def ratio(times: Times, name: str, other: str) -> float:
    """Return how many times as long one reader takes as another."""
    return median(a / b for a, b in zip(times[name], times[other], strict=True))


def print_table(times: Times) -> None:
    """Print the medians, as times and as ratios."""
    print(f"{'':22}{'CPU ms/page':>12}{'of lxml':>10}{'of ours':>10}")
    for name, seconds in times.items():
        shown = f"{median(seconds) * 1000:12.2f}{ratio(times, name, ALONE):10.2f}"
        print(f"{name:22}{shown}{ratio(times, name, OURS):10.2f}")


def _extract(extract: Extractor, page: Rendered) -> object:
    return extract(page.html, page.url)


def _parse(page: Rendered) -> object:
    try:
        return parse_page(page.html, page.url, SITES[page.page.edition], fetched=FETCHED)
    except RefusedPageError as error:
        return error


def _response(page: Rendered) -> HtmlResponse:
    return HtmlResponse(request_url(page.url), body=page.html, encoding="utf-8")


def main() -> int:
    """Measure and print; 0 when the floors are reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--pages", type=int, default=40, help="of each edition")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    reading = readers()
    pages = list(render(options.articles, limit=options.pages))
    for each in reading.values():  # what is loaded and compiled once belongs to no page
        each(pages[0])
    gc.freeze()
    times = measure(pages, reading, options.rounds)
    size = median(len(each.html) for each in pages) / 1024
    print(f"{len(pages)} pages of {size:.0f} kB, {options.rounds} rounds")
    print_table(times)
    if "newspaper4k" not in reading:
        print(NEWSPAPER_MISSING)
    reached = {
        "times lxml": ratio(times, OURS, ALONE),
        "trafilatura, times ours": ratio(times, "trafilatura", OURS),
    }
    return report(reached, "parse")


if __name__ == "__main__":
    sys.exit(main())
