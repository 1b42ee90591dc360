"""``scrapy savepage``: make a test folder of a page, for review."""

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from archive.article import EDITION_LANGUAGES
from crawler.arguments import ArgumentError, read_arguments, site_of_mirror
from crawler.page_spider import PageSpider
from crawler.route import Route
from crawler.saved_pages import SLUG, save_page, slug_of

PAGES = Path(__file__).resolve().parents[2] / "tests" / "pages"


class Command(ScrapyCommand):
    """Exits 1 if the page cannot be had, or its folder cannot be written."""

    requires_project = True

    def syntax(self) -> str:
        """Return what may follow the command's name."""
        return "[options] EDITION URL"

    def short_desc(self) -> str:
        """Return the line for ``scrapy --help``."""
        return "Fetch a page and make a test folder of it, for review"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--site", default="", metavar="URL", help="fetch from this mirror")
        parser.add_argument("--slug", default="", help="name of the page's folder")
        parser.add_argument(
            "--folder", type=Path, default=PAGES, help="of the saved pages (%(default)s)"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything that the user gave before anything is fetched."""
        super().process_options(args, opts)
        if len(args) != 2 or args[0] not in EDITION_LANGUAGES:  # noqa: PLR2004  edition and address
            known = ", ".join(EDITION_LANGUAGES)
            raise UsageError(f"give an edition ({known}) and an address", print_help=False)
        if opts.slug and not SLUG.fullmatch(opts.slug):
            raise UsageError("--slug takes small letters, digits and hyphens", print_help=False)
        if self.settings is None:
            raise UsageError("there are no settings")
        opts.edition, given = args
        opts.route = _route(opts.edition, opts.site, self.settings)
        opts.url = _address(opts.route, given)
        opts.target = opts.folder / opts.edition / (opts.slug or slug_of(opts.edition, opts.url))
        if opts.target.exists():
            raise UsageError(f"{opts.target} is there: give another --slug", print_help=False)
        self.settings.set("LOG_LEVEL", "CRITICAL", priority="project")  # one line says it all

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002  Scrapy's
        """Fetch the page and write its folder."""
        process = self.crawler_process
        if process is None:
            raise UsageError("there is no crawler process")
        crawler = process.create_crawler(PageSpider)
        process.crawl(crawler, route=opts.route, url=opts.url)
        process.start()
        spider = crawler.spider
        if not isinstance(spider, PageSpider) or spider.page is None:
            why = spider.failure if isinstance(spider, PageSpider) else "the crawl did not start"
            raise SystemExit(f"{opts.url} could not be fetched: {why}")
        try:
            found = save_page(opts.target, spider.page, opts.edition)
        except OSError as error:
            raise SystemExit(f"{opts.target} cannot be written: {error.strerror}") from error
        print(f"{opts.target}: {found}; now hold what it expects against the page")  # noqa: T201


def _route(edition: str, site: str, settings: Settings) -> Route:
    try:
        if not site and settings["NEWS_MIRROR"]:
            site = site_of_mirror(settings["NEWS_MIRROR"], edition)
        return Route(edition, read_arguments(site=site).site)
    except ArgumentError as error:
        raise UsageError(f"--{error}", print_help=False) from error


def _address(route: Route, given: str) -> str:
    try:
        url = route.canonical(given)
    except ValueError:
        url = None
    if url is None:
        raise UsageError(f"no address of the {route.edition} edition: {given}", print_help=False)
    return url
