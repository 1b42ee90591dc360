"""What the spiders of all editions have in common: from sitemaps to articles."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from archive import ArchiveError, RawPage, SqliteArchive, open_archive
from archive.frontier import Sighting, Visit, Waiting
from crawler.arguments import ArgumentError, read_arguments, site_of_mirror
from crawler.coverage import FIELD_PREFIX
from crawler.discovery import Discovery, is_conditional, validators
from crawler.downloads import headers_of
from crawler.editions import SITES
from crawler.health import Report, examine
from crawler.items import RefusedPageError
from crawler.outcomes import End, end_of_failure, end_of_status
from crawler.page_tree import MAX_BYTES
from crawler.pages import parse_page
from crawler.patience import Patience
from crawler.route import Route
from crawler.runs import Run, is_alive

logger = logging.getLogger(__name__)

LOCAL_SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
}
"""For a mirror on this machine, where there is nobody to be polite to."""


GARBAGE_THRESHOLD = 10_000
"""Pages leave next to no cycles; to look for some as often as Python does takes a crawl longer."""


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
        self._patience = Patience()
        self.discovery = Discovery(self)
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider; a mirror on this machine is crawled at full speed."""
        kwargs.setdefault("mirror", crawler.settings["NEWS_MIRROR"])
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.route.is_local:
            crawler.settings.setdict(LOCAL_SETTINGS, priority="spider")
        # One host is asked: more requests would only stand in the downloader's queue, where neither
        # an early end nor a pause for Retry-After reaches them.
        in_transit = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        crawler.settings.set("CONCURRENT_REQUESTS", in_transit, priority="spider")
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
        first = self._given_requests() if self.arguments.urls else self.discovery.ask()
        for request in first:
            yield request

    # --- Articles -----------------------------------------------------------------------------

    def parse_article(self, response: Response, waiting: Waiting) -> Iterator[Any]:
        """Yield the item of an article's page, or record why there is none."""
        self._asked -= 1
        end = end_of_status(response.status, conditional=is_conditional(response.request))
        if end is None:
            yield from self._read_page(response, waiting.url)
        else:
            self.finish(waiting.url, end, asked=waiting)
        self.stop_when_in_vain(end)
        yield from self.refill()

    def fail_article(self, failure: Failure) -> Iterator[scrapy.Request]:
        """Record that an address gave no response."""
        self._asked -= 1
        waiting: Waiting = failure.request.cb_kwargs["waiting"]  # type: ignore[attr-defined]
        end = end_of_failure(failure.value or RuntimeError("no error"))
        self.finish(waiting.url, end, asked=waiting)
        self.stop_when_in_vain(end)
        yield from self.refill()

    def finish(
        self,
        url: str,
        end: End,
        published: datetime | None = None,
        asked: Waiting | None = None,
    ) -> None:
        """Record and count the outcome of an address that stores no article."""
        visit = self.visit(url, end, published)
        if asked is not None and end.outcome != "gone":  # else it could come back unseen, by a 304
            etag, last_modified = asked.etag, asked.last_modified
            visit = replace(visit, etag=etag, last_modified=last_modified)
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

    def count_field(self, name: str) -> None:
        """Count an article that has a field; see :mod:`crawler.coverage`."""
        self.crawler.stats.inc_value(f"{FIELD_PREFIX}{name}")

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """End the crawl with one clear line when the archive fails; what it has is whole."""
        try:
            yield
        except ArchiveError as error:
            self.archive.stop_waiting()
            self.stop("archive-error", str(error))

    def stop(self, reason: str, line: str) -> None:
        """End the crawl early and say why in one line; the frontier stays for the next run."""
        if self._closing is None:
            logger.error("%s: %s", self.name, line)
            self.count("stopped", line)
            closing = self.crawler.engine.close_spider_async(reason=reason)
            self._closing = asyncio.get_running_loop().create_task(closing)

    @property
    def is_ending(self) -> bool:
        """Whether the crawl was stopped early."""
        return self._closing is not None

    def stop_when_in_vain(self, end: End | None) -> None:
        """Stop when this is one refusal or failed connection too many in a row.

        Args:
            end: How a request ended; ``None``: there was something to read.
        """
        if lost := self._patience.lost_at(end, self.settings):
            self.stop(*lost)

    def own(self, url: str) -> str | None:
        """Return the canonical address if it is the edition's own."""
        try:
            return self.route.canonical(url)
        except ValueError:
            return None

    def refill(self) -> Iterator[scrapy.Request]:
        """Take more addresses from the frontier when few are left of the last ones."""
        size = self.settings.getint("NEWS_FEED_SIZE")
        is_over = self.arguments.urls or self.is_ending or not hasattr(self, "run")
        if is_over or self._asked > size // 2:
            return
        with self.guarded():
            days = self.arguments.days
            for each in self.archive.frontier.take(self.name, self.run.id, days, size):
                yield self._article_request(each)

    def refill_when_idle(self) -> None:
        """Ask for more when nothing is under way.

        Raises:
            DontCloseSpider: There was more.
        """
        requests = list(self.refill())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def count_item_error(self) -> None:
        """Count an article that a pipeline failed on: a fault of this program."""
        self.count("item-errors")

    def end_run(self, reason: str) -> None:
        """Let go of what was taken and not finished; keep the report of the run."""
        past = self._let_go() if hasattr(self, "run") else []
        self.report = examine(
            self.name,
            self.crawler.stats.get_stats(),
            started=self._started,
            finish_reason=reason,
            past=past,
        )
        for complaint in self.report.complaints:
            logger.warning("%s: unhealthy: %s", self.name, complaint)
        if hasattr(self, "run"):
            self._keep_report()

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
            self._reopen(folder)
            gc.set_threshold(GARBAGE_THRESHOLD)
        except (ArchiveError, OSError) as error:
            logger.error("%s: %s", self.name, error)  # noqa: TRY400  one line says it all
            self.count("stopped", str(error))
            raise CloseSpider("archive-error") from error

    def _reopen(self, folder: Path) -> None:
        frontier, now = self.archive.frontier, datetime.now(UTC)
        for holder in frontier.holders(self.name):
            if not is_alive(folder, holder):
                frontier.release(holder)
        frontier.reopen(
            self.name,
            published_since=now - timedelta(days=self.settings.getfloat("NEWS_RECHECK_DAYS")),
            visited_before=now - timedelta(hours=self.settings.getfloat("NEWS_RECHECK_HOURS")),
            gone_before=now - timedelta(days=self.settings.getfloat("NEWS_GONE_AGAIN_DAYS")),
        )

    def _let_go(self) -> list[dict[str, Any]]:
        try:
            self.archive.frontier.release(self.run.id)
            self.count("waiting", self._count_waiting())
            return self.archive.runs.latest(self.name)
        except ArchiveError as error:
            self.count("stopped", str(error))
            return []

    def _keep_report(self) -> None:
        report = self.report.as_json()
        for keep in (partial(self.archive.runs.record, self.run.id), self.run.write_report):
            try:
                keep(report)
            except (ArchiveError, OSError) as error:
                logger.error("%s: the report is not kept: %s", self.name, error)  # noqa: TRY400
        self.archive.close()
        self.run.end()

    def _given_requests(self) -> Iterator[scrapy.Request]:
        own = [self.own(url) for url in self.arguments.urls]
        sightings = [Sighting(url) for url in dict.fromkeys(filter(None, own))]
        self.count("found", len(sightings))
        self.count("refused/foreign-host", own.count(None))
        with self.guarded():
            self.archive.frontier.sight(self.name, sightings, refresh=True)
            for sighting in sightings:
                yield self._article_request(Waiting(sighting.url))

    def _article_request(self, waiting: Waiting) -> scrapy.Request:
        self._asked += 1
        asked = {} if self.arguments.refresh else validators(waiting.etag, waiting.last_modified)
        return scrapy.Request(
            self.route.request_url(waiting.url),
            self.parse_article,
            errback=self.fail_article,
            cb_kwargs={"waiting": waiting},
            headers=asked,
            meta={"download_maxsize": MAX_BYTES},
        )

    def _read_page(self, response: Response, url: str) -> Iterator[Any]:
        fetched = datetime.now(UTC)
        page = RawPage(
            url=url,
            status=response.status,
            headers=headers_of(response),
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

    def _count_waiting(self) -> int:
        if self.arguments.urls:
            return max(self._asked, 0)
        return self.archive.frontier.waiting_count(self.name, self.arguments.days)


def _html(response: Response) -> str:
    if not isinstance(response, TextResponse):
        raise RefusedPageError("not-html")
    return response.text
