"""How the web pages do when many ask at once, while a crawl brings new articles.

    python -m benchmarks.load --size 20000 --engine tantivy
    python -m benchmarks.load --articles FILE.jsonl.gz --engine whoosh --seconds 120

An archive is made, with its index and its stories (by names alone), and shown by ``serve``, a
process of its own. First the functions behind the pages are called one at a time, in this process,
while nothing else runs. Then so many ask at once, each the next thing as soon as it has its answer,
while a crawl of the replica adds articles that become findable. All times are by the clock. Memory
is what the server has for itself, mapped files left out, and is only known on Linux; how much more
of it there is in the end than after a third of the time is held against a floor, as are errors, the
heaviest page, and articles that did not arrive. Exit status 1 when a floor of ``floors.json`` is
not reached.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from archive import open_archive
from archive.data_folder import index_folder
from benchmarks.articles import write_articles
from benchmarks.crawl import Setting, crawl
from benchmarks.floors import report
from benchmarks.load_questions import MIX, Questions
from benchmarks.load_server import Answered, Server, ask_at_once, watch_memory
from benchmarks.processes import ProcessError
from benchmarks.search_corpus import fill_archive
from index import engines, open_index
from index.folder import rebuild_folder
from replica.process import running_replica
from stories.folder import sync_stories
from webui.reading import Reader
from webui.site import Site

CHANGED = 100
"""Articles at most that have a second version."""
ALONE = 20
"""Calls of the function behind each kind of page."""
CRAWLED_EACH_S = 5
"""Articles a second that the crawl may ask for: a crawl at full speed would take all there is."""
MEMORY_EACH_S = 10.0


class Times(NamedTuple):
    """Medians and 95th percentiles, in milliseconds."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What came of a load."""

    alone: Mapping[str, Times]
    """Of the functions behind the pages, by kind."""
    answered: Sequence[Answered]
    memory_mb: Sequence[float]
    """Of the server, from the beginning to the end; empty where it is not known."""
    seconds: float
    cpu_s: float
    """Processor time of the server, its start included."""
    crawled: int
    """Articles that the crawl was to bring."""
    arrived: int
    """Articles of them that are in the archive in the end."""
    findable: int
    """And in the index."""


def prepare(folder: Path, options: argparse.Namespace) -> int:
    """Make archive, index and stories of a data folder; return how many articles were changed."""
    started = time.perf_counter()
    fill_archive(folder, options.size, options.articles)
    changed: int = min(CHANGED, options.size // 2)
    with closing(open_archive(folder)) as archive:
        ids = [each.id for each in archive.changes(0, changed)]
        for article in archive.articles(ids).values():
            first, _, rest = article.body.partition("\n\n")
            archive.store(replace(article, body=f"{rest}\n\n{first}", content_hash=""))
    rebuild_folder(folder, options.engine)
    sync_stories(folder, "none")
    took = time.perf_counter() - started
    print(f"{options.size:,} articles indexed with {options.engine}, linked: {took:.0f} s")
    return changed


def call_alone(folder: Path, engine: str, questions: Questions, count: int) -> dict[str, Times]:
    """Return how long the functions behind the pages take, one call after the other."""
    reader = Reader(Site(folder=folder, engine=engine))
    times: dict[str, list[float]] = {kind: [] for kind in MIX}
    with closing(reader):
        for kind, taken in times.items():
            questions.ask(kind).work(reader)  # the first of a kind reads tables and columns
            for _ in range(count):
                question = questions.ask(kind)
                started = time.perf_counter()
                question.work(reader)
                taken.append(1000 * (time.perf_counter() - started))
    return {kind: times_of(taken) for kind, taken in times.items()}


def times_of(milliseconds: Sequence[float]) -> Times:
    """Return median and 95th percentile; zeros of nothing."""
    if not milliseconds:
        return Times(0, 0)
    twice = [*milliseconds] * 2  # of one value, too
    return Times(median(twice), quantiles(twice, n=20, method="inclusive")[-1])


def measure(folder: Path, options: argparse.Namespace) -> Load:
    """Make everything that is needed, and put the load on it.

    Raises:
        ProcessError: Server or crawl failed.
    """
    setting = Setting(edition="english", site="", folder=folder)
    data = setting.data_folder
    questions = Questions(data, prepare(data, options))
    alone = call_alone(data, options.engine, questions, min(ALONE, options.size // 10))
    before, found_before = _held(data, options.engine)
    articles = folder / "articles.jsonl"
    crawled = round(options.seconds * CRAWLED_EACH_S)
    write_articles(articles, setting.edition, crawled)
    with running_replica("--articles", articles) as sites, ThreadPoolExecutor(1) as pool:
        setting = replace(setting, site=sites[setting.edition])
        with Server(data, options.engine) as server:
            more = ("-s", f"NEWS_ENGINE={options.engine}")
            pace = ("-s", f"DOWNLOAD_DELAY={1 / CRAWLED_EACH_S}")
            crawling = pool.submit(crawl, setting, *more, *pace)
            answered, memory = asyncio.run(_load(server, questions, options))
            crawling.result()
    held, found = _held(data, options.engine)
    return Load(
        alone=alone,
        answered=answered,
        memory_mb=memory,
        seconds=options.seconds,
        cpu_s=server.cpu_s,
        crawled=crawled,
        arrived=held - before,
        findable=found - found_before,
    )


async def _load(
    server: Server, questions: Questions, options: argparse.Namespace
) -> tuple[list[Answered], list[float]]:
    each_s = min(MEMORY_EACH_S, options.seconds / 6)
    watching = asyncio.create_task(watch_memory(server.pid, options.seconds, each_s))
    answered = await ask_at_once(
        server.address, questions.endless(), at_once=options.at_once, seconds=options.seconds
    )
    return answered, await watching


def _held(data: Path, engine: str) -> tuple[int, int]:
    with (
        closing(open_archive(data)) as archive,
        closing(open_index(index_folder(data), engine)) as index,
    ):
        return sum(each.articles for each in archive.counts()), index.count()


def print_load(load: Load) -> None:
    """Print a line for each kind of page, memory, and what arrived meanwhile."""
    print(f"\n{'':18}{'asked':>7}{'errors':>8}{'p50 ms':>9}{'p95 ms':>9}", end="")
    print(f"{'alone p50':>11}{'alone p95':>11}{'kB at most':>12}")
    for kind in MIX:
        print(_line(kind, [each for each in load.answered if each.kind == kind], load.alone[kind]))
    print(_line("all", load.answered, Times(0, 0)).partition("    0.0")[0])
    count = len(load.answered)
    cpu_ms = 1000 * load.cpu_s / max(count, 1)
    print(f"\n{count / load.seconds:.1f} pages a second, {cpu_ms:.0f} ms of processor time each")
    memory = " ".join(f"{each:.0f}" for each in load.memory_mb) or "not known here"
    print(f"memory of the server, MB: {memory}")
    told = f"{load.crawled} articles crawled meanwhile: {load.arrived} arrived"
    print(f"{told}, {load.findable} can be found")
    for error in dict.fromkeys(
        f"{each.kind}: {each.error}" for each in load.answered if each.error
    ):
        print(error)


def _line(name: str, answered: Sequence[Answered], alone: Times) -> str:
    times = times_of([each.ms for each in answered])
    errors = sum(bool(each.error) for each in answered)
    heaviest = max((each.size for each in answered), default=0)
    asked = f"{name:18}{len(answered):7}{errors:8}{times.p50:9.0f}{times.p95:9.0f}"
    return f"{asked}{alone.p50:11.1f}{alone.p95:11.1f}{heaviest / 1000:12.1f}"


def figures(load: Load) -> dict[str, float]:
    """Return what the floors are about, by name."""
    memory = load.memory_mb or [0.0]
    return {
        "errors": sum(bool(each.error) for each in load.answered) if load.answered else 1,
        "kB of a page": max((each.size for each in load.answered), default=0) / 1000,
        "MB of memory more": memory[-1] - memory[len(memory) // 3],
        "articles not arrived": load.crawled - min(load.arrived, load.findable),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=Path, help="Arabic articles: JSON Lines, plain or .gz")
    parser.add_argument("--size", type=int, default=20_000, help="articles before the crawl")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--engine", choices=engines(), default="whoosh")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when the floors are reached."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        try:
            load = measure(Path(name), options)
        except ProcessError as error:
            print(error, file=sys.stderr)
            return 1
    print_load(load)
    return report(figures(load), "load")


if __name__ == "__main__":
    sys.exit(main())
