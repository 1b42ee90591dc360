"""What a site asks of its crawlers: Crawl-delay in robots.txt, and Retry-After."""

import asyncio
import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

MAX_CRAWL_DELAY_S = 60.0
"""A longer Crawl-delay is cut to this: ten thousand pages take a week even so."""
MAX_RETRY_AFTER_S = 600.0
BUSY = frozenset({429, 503})
"""Statuses that Retry-After comes with."""


class CrawlDelay:
    """Waits between two requests as long as robots.txt asks, which Scrapy leaves to extensions."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        crawler.signals.connect(self.obey, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension of a crawl."""
        return cls(crawler)

    def obey(self, robotparser: RobotParser, request: Request) -> None:
        """Never ask more often than robots.txt allows, whatever AutoThrottle finds."""
        agent = request.headers.get(b"User-Agent") or self._crawler.settings["USER_AGENT"]
        asked = robotparser.crawl_delay(agent) or 0.0
        if not asked > 0:
            return
        own = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        # Also when ours is longer: with its jitter it may be half as long.
        delay_s = max(min(asked, MAX_CRAWL_DELAY_S), own)
        logger.info("robots.txt asks for %s s between requests", asked)
        self._crawler.stats.set_value("news/crawl-delay-s", delay_s)
        throttle = self._crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = delay_s
            throttle.maxdelay = max(throttle.maxdelay, delay_s)
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        # The slot of now, and one that is made anew after a minute without requests.
        downloader.per_slot_settings[key] = {"concurrency": 1, "delay": delay_s, "jitter": 0.0}
        if slot := downloader.slots.get(key):
            slot.concurrency, slot.jitter = 1, 0.0
            slot.delay = max(slot.delay, delay_s)


class RetryAfterMiddleware(RetryMiddleware):
    """Retries as Scrapy does, but first leaves the site alone for as long as it asks."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002  Scrapy's signature
    ) -> Request | Response:
        """Return the response, or the request that tries again."""
        wait_s = retry_after_s(response, now=datetime.now(UTC))
        if wait_s > 0:
            self._pause(wait_s)
        return super().process_response(request, response)

    def _pause(self, wait_s: float) -> None:
        engine = self.crawler.engine
        if engine.paused:
            return
        logger.info("the site asks to be left alone for %.0f s", wait_s)
        self.crawler.stats.inc_value("news/pauses")
        engine.pause()
        for slot in engine.downloader.slots.values():  # what has left the queue of the engine
            slot.lastseen = monotonic() + wait_s
        asyncio.get_running_loop().call_later(wait_s, engine.unpause)


def retry_after_s(response: Response, *, now: datetime) -> float:
    """Return how long a busy site asks to be left alone, in seconds; 0 when it does not.

    Args:
        response: Any.
        now: Aware; for the form of Retry-After that names a time.
    """
    value = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if response.status not in BUSY or not value:
        return 0.0
    if value.isascii() and value.isdigit():
        return min(float(value), MAX_RETRY_AFTER_S)
    try:
        wait_s = (parsedate_to_datetime(value) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(max(wait_s, 0.0), MAX_RETRY_AFTER_S)
