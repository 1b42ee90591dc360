"""The fast ways of search are still there: beside stock Whoosh, in one run, on a few articles.

``make bench`` measures the same where it counts (``benchmarks.search_speed``, 20,000 articles), and
how well a search ranks (``benchmarks.search_quality``; its guard is ``tests/index/test_quality``).
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from statistics import median
from time import process_time

import pytest

from archive import Archive, open_archive
from benchmarks import search_speed
from benchmarks.floors import bounds, report
from benchmarks.search_corpus import NEWEST, fill_archive
from benchmarks.search_speed import FAST, OURS, STOCK
from benchmarks.search_speed_tasks import DAYS, ENGINES, queries

ARTICLES = 600
NAMES = (STOCK, OURS, FAST)
COMMITS = 9
PAGES = 12
COMMANDS = 3
Times = Mapping[str, list[float]]
"""Of each engine, in seconds of processor time (commands: milliseconds)."""


def measure_opening(archive: Archive, folders: Mapping[str, Path]) -> Times:
    """Open each index after a commit and search for a word, the engines in turn."""
    times: Times = {name: [] for name in NAMES}
    article = next(iter(archive.every_article()))
    word = next(text for kind, text in queries(archive) if kind == "one word")
    for number in range(COMMITS):
        for name in NAMES:
            add = ENGINES[name].add
            assert add
            add(folders[name], replace(article, title=f"{article.title} {number}"))
            started = process_time()
            with ENGINES[name].opened(archive, folders[name]) as index:
                index.find(word)
                times[name].append(process_time() - started)
    return times


def measure_pages(archive: Archive, folders: Mapping[str, Path]) -> Times:
    """Make pages with a filter of dates, facets and snippets, the engines in turn."""
    times: Times = {name: [] for name in NAMES}
    words = [text for kind, text in queries(archive) if kind == "one word"]
    since, until = NEWEST - timedelta(days=DAYS), NEWEST + timedelta(days=1)
    with ExitStack() as stack:
        opened = {
            name: stack.enter_context(ENGINES[name].opened(archive, folders[name]))
            for name in NAMES
        }
        some = words[:: len(words) // PAGES]
        for word, index in product(some, opened.values()):  # what is read once belongs to no page
            index.page(word, since, until)
        for word in some:
            for name, index in opened.items():
                started = process_time()
                index.page(word, since, until)
                times[name].append(process_time() - started)
    return times


def measure_commands(folder: Path) -> Times:
    """Run whole processes that print such a page, the engines in turn."""
    times: Times = {name: [] for name in NAMES}
    for _ in range(COMMANDS):
        for name in NAMES:
            times[name].append(search_speed._cold(name, folder / "data", folder)["command"])
    return times


def times_faster(times: Times) -> dict[str, float]:
    """Return how many times as fast as stock Whoosh ours are."""
    return {name: median(times[STOCK]) / median(times[name]) for name in (OURS, FAST)}


def measure(folder: Path, names: Sequence[str] = NAMES) -> dict[str, float]:
    fill_archive(folder / "data", ARTICLES)
    folders = {name: search_speed._index_of(folder, name) for name in names}
    with closing(open_archive(folder / "data")) as archive:
        for name in names:
            ENGINES[name].index(archive, folders[name])
        measured = {
            "open": measure_opening(archive, folders),
            "page": measure_pages(archive, folders),
        }
    measured["command"] = measure_commands(folder)
    return {
        f"{task}, {name}": ratio
        for task, times in measured.items()
        for name, ratio in times_faster(times).items()
    }


def test_the_fast_ways_are_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failed = report(measure(tmp_path), "search_small")
    assert not failed, capsys.readouterr().out


def test_a_figure_of_stock_whoosh_would_fail() -> None:
    """Whatever is no faster than stock Whoosh is below a floor, but for the start of a process."""
    floors = bounds("floors", "search_small")
    assert {name for name, floor in floors.items() if floor.holds(1.0)} == {
        f"command, {name}" for name in (OURS, FAST)
    }
