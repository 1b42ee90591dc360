"""``scrapy update``: crawl editions together, and say whether the archive can be relied on."""

import argparse
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from archive.article import EDITION_LANGUAGES
from archive.data_folder import runs_folder
from crawler.arguments import ArgumentError, read_arguments, site_of_mirror
from crawler.health import Report
from crawler.progress import watch
from crawler.report_table import print_reports


class Command(ScrapyCommand):
    """Crawls several editions in one process; exits 1 unless all of them are healthy."""

    requires_project = True

    def syntax(self) -> str:
        """Return what may follow the command's name."""
        return "[options] [english] [arabic] [spanish]"

    def short_desc(self) -> str:
        """Return the line for ``scrapy --help``."""
        return "Crawl editions (all unless named) into the archive and report on each"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument(
            "-a",
            dest="spargs",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="spider argument, such as since=2024-01-01 (may be repeated)",
        )
        parser.add_argument(
            "--mirror",
            metavar="FILE.json",
            help='fetch from mirrors instead of the real hosts: {"english": "http://HOST:PORT", …}',
        )
        parser.add_argument("--json", action="store_true", help="print the reports as JSON")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything that the user gave before anything is fetched."""
        super().process_options(args, opts)
        opts.editions = _editions(args)
        opts.arguments = _spider_arguments(opts.spargs)
        self._set_mirror(opts.mirror, opts.editions)
        self._log_to_file()

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002  Scrapy's
        """Crawl, then print the table."""
        process = self.crawler_process
        if process is None:
            raise UsageError("there is no crawler process")
        crawlers: dict[str, Crawler] = {}
        for edition in opts.editions:
            crawlers[edition] = process.create_crawler(edition)
            process.crawl(crawlers[edition], **opts.arguments)
        with _quiet_end(), watch(crawlers):
            process.start()
        reports = [_report(edition, crawler) for edition, crawler in crawlers.items()]
        print_reports(reports, log_file=self._log_file(), as_json=opts.json)
        self.exitcode = 0 if all(report.is_healthy for report in reports) else 1

    def _set_mirror(self, file: str | None, editions: list[str]) -> None:
        if not file or self.settings is None:
            return
        try:
            for edition in editions:
                site_of_mirror(file, edition)
        except ArgumentError as error:
            raise UsageError(f"--{error}", print_help=False) from error
        self.settings.set("NEWS_MIRROR", file, priority="cmdline")

    def _log_file(self) -> str:
        return str(self.settings["LOG_FILE"] or "") if self.settings else ""

    def _log_to_file(self) -> None:
        # Where nothing else is said the log goes beside the reports: the terminal is for people.
        if self.settings is None or self.settings.getpriority("LOG_FILE"):
            return
        folder = runs_folder(Path(self.settings["NEWS_DATA_DIR"]))
        path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-update.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.touch()
        except OSError as error:
            message = f"data folder {folder}: {error.strerror}: choose another with NEWS_DATA_DIR"
            raise SystemExit(message) from error  # 1: the folder has failed, not the user
        logging.raiseExceptions = False  # a log that a full disk cuts off is no news by itself
        self.settings.set("LOG_FILE", str(path), priority="command")


@contextmanager
def _quiet_end() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        Console(stderr=True).print("stopped; what is left waits for the next run")


def _editions(args: list[str]) -> list[str]:
    unknown = [name for name in args if name not in EDITION_LANGUAGES]
    if unknown:
        known = ", ".join(EDITION_LANGUAGES)
        raise UsageError(f"no edition {unknown[0]!r}: there are {known}", print_help=False)
    return list(dict.fromkeys(args)) or list(EDITION_LANGUAGES)


def _spider_arguments(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    arguments = {name: value for name, _, value in pairs}
    if not all(is_pair for _, is_pair, _ in pairs):
        raise UsageError("-a takes NAME=VALUE", print_help=False)
    try:
        read_arguments(**arguments)
    except (ArgumentError, TypeError) as error:
        message = str(error).replace("read_arguments() got an ", "")
        raise UsageError(f"-a {message}", print_help=False) from error
    return arguments


def _report(edition: str, crawler: Crawler) -> Report:
    report = getattr(crawler.spider, "report", None)
    if isinstance(report, Report):
        return report
    return Report.of_failed_start(edition)
