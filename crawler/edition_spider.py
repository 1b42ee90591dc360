"""What the spiders of all editions have in common: from sitemaps to articles."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from archive import ArchiveError, RawPage, SqliteArchive, open_archive
from archive.frontier import Sighting, Visit
from crawler.arguments import ArgumentError, read_arguments, site_of_mirror
from crawler.editions import SITES
from crawler.health import Report, examine
from crawler.items import RefusedPageError
from crawler.outcomes import End, end_of_failure, end_of_status
from crawler.pages import parse_page
from crawler.route import Route
from crawler.runs import Run, is_alive
from crawler.sitemaps import Entry, is_sitemap, month_of_sitemap, read_sitemap, utc_lastmod

logger = logging.getLogger(__name__)

SITEMAP_PRIORITY = 100
"""Sitemaps go before articles, so that a crawl knows early what there is."""
LOCAL_SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
}
"""For a mirror on this machine, where there is nobody to be polite to."""
OK = 200


class EditionSpider(scrapy.Spider):
    """Finds the addresses of an edition and yields an ``ArticleItem`` for each article.

    Spider arguments (``-a``): ``since`` and ``until`` (days of publication, inclusive, Beirut),
    ``urls`` (just these, or ``@FILE``), ``site`` (a mirror), ``refresh=1`` (known ones again).
    """

    archive: SqliteArchive
    """Open from the first request to the end of the crawl."""
    run: Run
    report: Report
    """There when the crawl has ended."""

    def __init__(self, *, mirror: str = "", **arguments: str) -> None:
        super().__init__()
        self.wrong_argument = ""
        try:
            if mirror and not arguments.get("site"):
                arguments["site"] = site_of_mirror(mirror, self.name)
            self.arguments = read_arguments(**arguments)
        except (ArgumentError, TypeError) as error:
            self.wrong_argument = str(error).replace("read_arguments() got an ", "")
            self.arguments = read_arguments()
        self.route = Route(self.name, self.arguments.site)
        self.allowed_domains = self.route.hosts
        self._started = datetime.now(UTC)
        self._asked = 0
        self._blocked_in_a_row = 0
        self._sources = list(SITES[self.name].sitemaps)
        self._tried: list[str] = []
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider; a mirror on this machine is crawled at full speed."""
        kwargs.setdefault("mirror", crawler.settings["NEWS_MIRROR"])
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.route.is_local:
            crawler.settings.setdict(LOCAL_SETTINGS, priority="spider")
        if contact := crawler.settings["NEWS_CONTACT"]:
            agent = f"{crawler.settings['USER_AGENT']} (+{contact})"
            crawler.settings.set("USER_AGENT", agent, priority="spider")
        crawler.signals.connect(spider.refill_when_idle, signals.spider_idle)
        crawler.signals.connect(spider.count_item_error, signals.item_error)
        crawler.signals.connect(spider.end_run, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Yield the first requests: the addresses that the user gave, or the first sitemap.

        Raises:
            CloseSpider: An argument is wrong, or there is no archive to write to.
        """
        self._begin()
        first = self._given_requests() if self.arguments.urls else self._source_request()
        for request in first:
            yield request

    # --- Discovery ----------------------------------------------------------------------------

    def parse_source(self, response: Response, path: str) -> Iterator[scrapy.Request]:
        """Read a sitemap index, or a single sitemap, and ask for the months that are wanted."""
        entries = list(read_sitemap(response.body)) if response.status == OK else []
        if not entries:
            found = "no sitemap" if response.status == OK else str(response.status)
            yield from self._next_source(path, found)
            return
        self.count("source", path)
        logger.info("%s: addresses come from %s", self.name, path)
        self._sight([entry for entry in entries if not entry.is_sitemap], month="")
        months = {each.url: month_of_sitemap(each.url) for each in entries if each.is_sitemap}
        for url, month in sorted(months.items(), key=lambda each: each[1], reverse=True):
            if self.arguments.days.touches_month(month):
                yield from self._month_request(url, month)
        yield from self._refill()

    def fail_source(self, failure: Failure) -> Iterator[scrapy.Request]:
        """Go on to the next place where addresses may be listed."""
        yield from self._next_source(_told(failure, "path"), _end(failure).reason)

    def parse_month(self, response: Response, month: str) -> Iterator[scrapy.Request]:
        """Take in the addresses of one month."""
        if response.status != OK:
            self._lose_month(month, str(response.status))
            return
        entries = [each for each in read_sitemap(response.body) if not each.is_sitemap]
        if entries or is_sitemap(response.body):
            self._sight(entries, month)
            yield from self._refill()
        else:
            self._lose_month(month, "no sitemap")

    def fail_month(self, failure: Failure) -> None:
        """Count a month whose sitemap could not be had."""
        self._lose_month(_told(failure, "month"), _end(failure).reason)

    # --- Articles -----------------------------------------------------------------------------

    def parse_article(self, response: Response, url: str) -> Iterator[Any]:
        """Yield the item of an article's page, or record why there is none."""
        self._asked -= 1
        end = end_of_status(response.status)
        if end is None:
            yield from self._read_page(response, url)
        else:
            self.finish(url, end)
        self._stop_when_blocked(end)
        yield from self._refill()

    def fail_article(self, failure: Failure) -> Iterator[scrapy.Request]:
        """Record that an address gave no response."""
        self._asked -= 1
        self.finish(_told(failure, "url"), _end(failure))
        yield from self._refill()

    def finish(self, url: str, end: End, published: datetime | None = None) -> None:
        """Record and count the outcome of an address that stores no article."""
        visit = self.visit(url, end, published)
        with self.guarded():
            self.archive.frontier.finish(visit)
            self.count(end.key)
        level = logging.WARNING if end.outcome == "failed" else logging.DEBUG
        logger.log(level, "%s: %s: %s", self.name, end.key, url)

    def visit(self, url: str, end: End, published: datetime | None = None) -> Visit:
        """Return the end of the wait of an address, now."""
        return Visit(
            edition=self.name,
            url=url,
            outcome=end.outcome,
            reason=end.reason,
            at=datetime.now(UTC),
            published=published,
        )

    def count(self, name: str, value: int | str = 1) -> None:
        """Count something of this run; a text is noted instead."""
        stats = self.crawler.stats
        if isinstance(value, str):
            stats.set_value(f"news/{name}", value)
        else:
            stats.inc_value(f"news/{name}", value)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """End the crawl with one clear line when the archive fails; what it has is whole."""
        try:
            yield
        except ArchiveError as error:
            self.stop("archive-error", str(error))

    def stop(self, reason: str, line: str) -> None:
        """End the crawl early and say why in one line; the frontier stays for the next run."""
        if self._closing is None:
            logger.error("%s: %s", self.name, line)
            self.count("stopped", line)
            closing = self.crawler.engine.close_spider_async(reason=reason)
            self._closing = asyncio.get_running_loop().create_task(closing)

    def refill_when_idle(self) -> None:
        """Ask for more when nothing is under way.

        Raises:
            DontCloseSpider: There was more.
        """
        requests = list(self._refill())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def count_item_error(self) -> None:
        """Count an article that a pipeline failed on: a fault of this program."""
        self.count("item-errors")

    def end_run(self, reason: str) -> None:
        """Let go of what was taken and not finished; write the report of the run."""
        if hasattr(self, "run"):
            try:
                self.archive.frontier.release(self.run.id)
                self.count("waiting", self._count_waiting())
            except ArchiveError as error:
                self.count("stopped", str(error))
            self.archive.close()
        stats = self.crawler.stats.get_stats()
        self.report = examine(self.name, stats, started=self._started, finish_reason=reason)
        for complaint in self.report.complaints:
            logger.warning("%s: unhealthy: %s", self.name, complaint)
        if hasattr(self, "run"):
            self.run.write_report(self.report.as_json())
            self.run.end()

    # --- Inside -------------------------------------------------------------------------------

    def _begin(self) -> None:
        if self.wrong_argument:
            logger.error("%s: %s", self.name, self.wrong_argument)
            self.count("stopped", self.wrong_argument)
            raise CloseSpider("wrong-argument")
        folder = Path(self.settings["NEWS_DATA_DIR"])
        try:
            self.archive = open_archive(folder, create=True)
            self.run = Run(folder, self.name)
            for holder in self.archive.frontier.holders(self.name):
                if not is_alive(folder, holder):
                    self.archive.frontier.release(holder)
        except (ArchiveError, OSError) as error:
            logger.error("%s: %s", self.name, error)  # noqa: TRY400  one line says it all
            self.count("stopped", str(error))
            raise CloseSpider("archive-error") from error

    def _given_requests(self) -> Iterator[scrapy.Request]:
        own = self._own_urls(Entry(url, "", is_sitemap=False) for url in self.arguments.urls)
        sightings = {url: Sighting(url) for url, _ in own}
        self.count("found", len(sightings))
        with self.guarded():
            self.archive.frontier.sight(self.name, sightings.values(), refresh=True)
            yield from map(self._article_request, sightings)

    def _source_request(self) -> Iterator[scrapy.Request]:
        path = self._sources.pop(0)
        yield scrapy.Request(
            self.route.request_url(self.route.source_url(path)),
            self.parse_source,
            errback=self.fail_source,
            cb_kwargs={"path": path},
            priority=SITEMAP_PRIORITY,
        )

    def _next_source(self, path: str, why: str) -> Iterator[scrapy.Request]:
        self._tried.append(f"{path} ({why})")
        if self._sources:
            yield from self._source_request()
            return
        base = self.arguments.site or f"https://{self.route.host}"
        line = f"no list of articles at {base}: {', '.join(self._tried)}"
        self.stop("no-source", f"{line}; nothing is lost, run it again later")

    def _month_request(self, url: str, month: str) -> Iterator[scrapy.Request]:
        own = self._own(url)
        if own is None:
            self.count("refused/foreign-sitemap")
            return
        yield scrapy.Request(
            self.route.request_url(own),
            self.parse_month,
            errback=self.fail_month,
            cb_kwargs={"month": month},
            priority=SITEMAP_PRIORITY,
        )

    def _lose_month(self, month: str, why: str) -> None:
        self.count("sitemaps-failed")
        logger.warning("%s: the sitemap of %s could not be read: %s", self.name, month, why)

    def _sight(self, entries: Iterable[Entry], month: str) -> None:
        own = self._own_urls(entries)
        sightings = {url: Sighting(url, month, utc_lastmod(entry.lastmod)) for url, entry in own}
        self.count("found", len(sightings))
        with self.guarded():
            known = self.archive.frontier.sight(
                self.name,
                sightings.values(),
                refresh=self.arguments.refresh,
            )
            self.count("known", known)

    def _own_urls(self, entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
        for entry in entries:
            own = self._own(entry.url)
            if own is None:
                self.count("refused/foreign-host")
            else:
                yield own, entry

    def _own(self, url: str) -> str | None:
        try:
            return self.route.canonical(url)
        except ValueError:
            return None

    def _refill(self) -> Iterator[scrapy.Request]:
        size = self.settings.getint("NEWS_FEED_SIZE")
        if self.arguments.urls or self._asked > size // 2 or self._closing is not None:
            return
        if not hasattr(self, "run"):
            return
        with self.guarded():
            days = self.arguments.days
            for each in self.archive.frontier.take(self.name, self.run.id, days, size):
                yield self._article_request(each.url)

    def _article_request(self, url: str) -> scrapy.Request:
        self._asked += 1
        return scrapy.Request(
            self.route.request_url(url),
            self.parse_article,
            errback=self.fail_article,
            cb_kwargs={"url": url},
        )

    def _read_page(self, response: Response, url: str) -> Iterator[Any]:
        fetched = datetime.now(UTC)
        page = RawPage(
            url=url,
            status=response.status,
            headers={str(k): str(v) for k, v in response.headers.to_unicode_dict().items()},
            body=response.body,
            fetched=fetched,
        )
        try:
            html = _html(response)
            item = parse_page(html, url, SITES[self.name], fetched=fetched)
        except RefusedPageError as error:
            self.finish(url, End("refused", error.reason))
            return
        if item.published is not None and item.published not in self.arguments.days:
            self.finish(url, End("out-of-range", ""), item.published)
            return
        item.page = page
        yield item

    def _stop_when_blocked(self, end: End | None) -> None:
        blocked = end is not None and end.outcome == "blocked"
        self._blocked_in_a_row = self._blocked_in_a_row + 1 if blocked else 0
        if self._blocked_in_a_row >= self.settings.getint("NEWS_STOP_AFTER_BLOCKED"):
            self.stop(
                "blocked",
                f"the site refused {self._blocked_in_a_row} pages in a row; "
                "what is left waits for the next run",
            )

    def _count_waiting(self) -> int:
        if self.arguments.urls:
            return max(self._asked, 0)
        return self.archive.frontier.waiting_count(self.name, self.arguments.days)


def _html(response: Response) -> str:
    if not isinstance(response, TextResponse):
        raise RefusedPageError("not-html")
    return response.text


def _told(failure: Failure, name: str) -> str:
    # Scrapy gives an errback the request, not its callback's arguments.
    return str(failure.request.cb_kwargs[name])  # type: ignore[attr-defined]


def _end(failure: Failure) -> End:
    return end_of_failure(failure.value or RuntimeError("no error"))
