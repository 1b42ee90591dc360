"""How fast pages become articles that can be found, beside plain Scrapy on the same pages.

    python -m benchmarks.crawl --pages 2000 --rounds 5
    python -m benchmarks.crawl --articles FILE.jsonl.gz --edition arabic

The variants take turns, so that what else the machine does touches all of them alike; a round's
ratios are taken within the round, and the medians of the rounds are shown. The replica, which
serves the pages, is a process of its own: its processor time is not counted, but it uses a core.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from archive import open_archive
from archive.article import EDITION_LANGUAGES
from archive.data_folder import index_folder
from benchmarks.articles import TooFewArticlesError, write_articles
from benchmarks.crawl_stages import INDEX, measure_stages
from benchmarks.floors import report
from benchmarks.processes import ROOT, Cost, ProcessError, run
from crawler.settings import ITEM_PIPELINES
from index import open_index
from replica.process import running_replica

SPIDER = Path(__file__).with_name("reference_spider.py")
INDEXING = "index.pipeline.IndexingPipeline"
REFERENCE = "Scrapy, parsel, feed"
JUDGED = ("to the archive", "with the index")
"""Variants whose pages per second are judged, as a share of :data:`REFERENCE`."""
_ASKED = re.compile(r"'downloader/response_status_count/200': (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where the pages of one benchmark are, and where a run may write."""

    edition: str
    site: str
    folder: Path

    @property
    def data_folder(self) -> Path:
        """Of our crawls."""
        return self.folder / "data"

    @property
    def feed(self) -> Path:
        """Of the reference."""
        return self.folder / "feed.jsonl"

    @property
    def log(self) -> Path:
        """Of any crawl."""
        return self.folder / "crawl.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way to crawl the pages."""

    name: str
    run: Callable[[Setting], Cost]
    count: Callable[[Setting], int]
    """Returns what it has at the end: pages, rows, articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One run of one variant."""

    pages: int
    cost: Cost

    @property
    def pages_per_s(self) -> float:
        """From the start of the process to its end."""
        return self.pages / self.cost.wall_s

    @property
    def cpu_ms(self) -> float:
        """Processor time of a page, in milliseconds."""
        return self.cost.cpu_s / self.pages * 1000


def _download(setting: Setting) -> Cost:
    return _run_reference(setting)


def _parse_to_feed(setting: Setting) -> Cost:
    return _run_reference(setting, "-a", "parse=1", "-O", str(setting.feed))


def _run_reference(setting: Setting, *more: str) -> Cost:
    site = f"site={setting.site}"
    arguments = ("-m", "scrapy", "runspider", str(SPIDER), "-a", site, *_settings(setting), *more)
    return run(*arguments, folder=setting.folder, environment={})


def crawl_to_archive(setting: Setting, *more: str) -> Cost:
    """Crawl without indexing; ``more``: further arguments of ``scrapy crawl``."""
    steps = {name: place for name, place in ITEM_PIPELINES.items() if name != INDEXING}
    return crawl(setting, "-s", f"ITEM_PIPELINES={json.dumps(steps)}", *more)


def crawl(setting: Setting, *more: str) -> Cost:
    """Crawl until everything can be found; ``more``: further arguments of ``scrapy crawl``."""
    site = f"site={setting.site}"
    arguments = ("-m", "scrapy", "crawl", setting.edition, "-a", site, *_settings(setting), *more)
    return run(*arguments, folder=ROOT, environment={"NEWS_DATA_DIR": str(setting.data_folder)})


def _settings(setting: Setting) -> list[str]:
    values = {
        "LOG_FILE": setting.log,
        "LOG_LEVEL": "INFO",
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "REMOTE_CONTROL_ENABLED": 0,
        "TELNETCONSOLE_ENABLED": 0,
    }
    return [part for name, value in values.items() for part in ("-s", f"{name}={value}")]


def _count_answers(setting: Setting) -> int:
    found = _ASKED.search(setting.log.read_text(encoding="utf-8"))
    return int(found[1]) if found else 0


def _count_rows(setting: Setting) -> int:
    with setting.feed.open("rb") as file:
        return sum(1 for _ in file)


def _count_archived(setting: Setting) -> int:
    with closing(open_archive(setting.data_folder)) as archive:
        return sum(each.articles for each in archive.counts())


def _count_findable(setting: Setting) -> int:
    with closing(open_index(index_folder(setting.data_folder))) as index:
        return index.count()


VARIANTS = (
    Variant(name="Scrapy, download only", run=_download, count=_count_answers),
    Variant(name=REFERENCE, run=_parse_to_feed, count=_count_rows),
    Variant(name="to the archive", run=crawl_to_archive, count=_count_archived),
    Variant(name="with the index", run=crawl, count=_count_findable),
)
Round = Mapping[str, Result]


def measure(setting: Setting, pages: int, variants: Sequence[Variant] = VARIANTS) -> Round:
    """Run each variant once, one after the other, each from nothing.

    Raises:
        ProcessError: One of them failed, or has less than nearly all pages in the end.
    """
    results = {}
    for variant in variants:
        with tempfile.TemporaryDirectory(dir=setting.folder) as folder:
            own = Setting(edition=setting.edition, site=setting.site, folder=Path(folder))
            cost = variant.run(own)
            # A file of real articles may hold a few that are none, such as pages of writers.
            if (count := variant.count(own)) < 0.95 * pages:
                raise ProcessError(f"{variant.name}: {count} of {pages} pages in the end")
            results[variant.name] = Result(pages=pages, cost=cost)
    return results


def print_table(rounds: Sequence[Round]) -> None:
    """Print the medians of the rounds."""
    print(f"{'':24}{'pages/s':>9}{'CPU ms/page':>13}{'MB':>7}{'of reference':>14}")
    for name in rounds[0]:
        each = [round_[name] for round_ in rounds]
        print(
            f"{name:24}{median(r.pages_per_s for r in each):9.1f}"
            f"{median(r.cpu_ms for r in each):13.2f}{median(r.cost.memory_mb for r in each):7.0f}"
            f"{_ratio(rounds, name):14.2f}"
        )


def print_stages(rounds: Sequence[Round], stages: Mapping[str, float]) -> None:
    """Print where the processor time of a page goes.

    Args:
        rounds: What was measured of whole crawls.
        stages: Milliseconds of a page by stage, from :func:`measure_stages`.
    """
    whole = median(round_["to the archive"].cpu_ms for round_ in rounds)
    inside = {name: ms for name, ms in stages.items() if name != INDEX}
    rows = {"download, Scrapy, start": whole - sum(inside.values()), **stages}
    print(f"\n{'CPU of a page':24}{'ms':>9}")
    for name, ms in rows.items():
        print(f"{name:24}{ms:9.2f}")


def _ratio(rounds: Sequence[Round], name: str) -> float:
    return median(r[name].pages_per_s / r[REFERENCE].pages_per_s for r in rounds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=Path, metavar="FILE", help="instead of the newsroom")
    parser.add_argument("--edition", default="english", choices=EDITION_LANGUAGES)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    return parser


def main() -> int:
    """Measure and print; 0 when the floors are reached."""
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles = folder / "articles.jsonl"
        try:
            write_articles(articles, options.edition, options.pages, options.articles)
            with running_replica("--articles", articles) as sites:
                setting = Setting(
                    edition=options.edition, site=sites[options.edition], folder=folder
                )
                rounds = [measure(setting, options.pages) for _ in range(options.rounds)]
                print_table(rounds)
                crawl_to_archive(setting)
                print_stages(rounds, measure_stages(setting.data_folder, folder / "again"))
        except (TooFewArticlesError, ProcessError) as error:
            print(error, file=sys.stderr)
            return 1
    return report({name: _ratio(rounds, name) for name in JUDGED}, "crawl")


if __name__ == "__main__":
    sys.exit(main())
