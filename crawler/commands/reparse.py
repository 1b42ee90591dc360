"""``scrapy reparse``: read the stored pages again with today's parser, and mend what it reads."""

import argparse
import os
from pathlib import Path
from time import monotonic

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive import ArchiveError
from archive.article import EDITION_LANGUAGES
from crawler.arguments import ArgumentError, read_arguments
from crawler.reparse import ReparseError, Summary, read_archive, reparse
from crawler.reparse_table import print_summary, watching


class Command(ScrapyCommand):
    """Exits 1 if a page now gives another article's id, or the archive fails."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what may follow the command's name."""
        return "[options]"

    def short_desc(self) -> str:
        """Return the line for ``scrapy --help``."""
        return "Read the stored pages again with today's parser, without the network"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--edition", default="", choices=EDITION_LANGUAGES)
        parser.add_argument(
            "--since",
            default="",
            metavar="YYYY-MM-DD",
            help="only articles published on this day, in Beirut, or later",
        )
        parser.add_argument("--dry-run", action="store_true", help="mend nothing, only tell")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything that the user gave."""
        super().process_options(args, opts)
        if args:
            raise UsageError(f"reparse takes options only, not {args[0]!r}", print_help=False)
        try:
            opts.days = read_arguments(since=opts.since).days
        except ArgumentError as error:
            raise UsageError(f"--{error}", print_help=False) from error

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002  Scrapy's
        """Read, mend, and print what changed."""
        start = monotonic()
        try:
            summary = self._reparse(opts)
        except (ArchiveError, ReparseError) as error:
            raise SystemExit(str(error)) from error
        except KeyboardInterrupt:
            raise SystemExit("stopped; what was mended stays mended") from None
        seconds = monotonic() - start
        print_summary(summary, dry_run=opts.dry_run, seconds=seconds, as_json=opts.json)
        self.exitcode = 1 if summary.outcomes["fault"] else 0

    def _reparse(self, opts: argparse.Namespace) -> Summary:
        if self.settings is None:
            raise UsageError("there are no settings")
        folder = Path(self.settings["NEWS_DATA_DIR"])
        cores = os.cpu_count() or 1
        readings = read_archive(
            folder, edition=opts.edition, since=opts.days.since, processes=cores
        )
        with watching() as watch:
            return reparse(folder, readings, dry_run=opts.dry_run, on_progress=watch.show)
