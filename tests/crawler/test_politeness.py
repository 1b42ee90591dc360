"""Crawl-delay and Retry-After: what a site asks of its crawlers."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser

from crawler.politeness import (
    MAX_CRAWL_DELAY_S,
    MAX_RETRY_AFTER_S,
    CrawlDelay,
    RetryAfterMiddleware,
    retry_after_s,
)
from tests.crawler.crawls import a_crawler

NOON = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
URL = "https://english.almayadeen.net/news/a"
HOST = "english.almayadeen.net"


class Downloader:
    """Has the slots of Scrapy's own, and no network."""

    def __init__(self) -> None:
        self.slots: dict[str, Slot] = {}
        self.per_slot_settings: dict[str, dict[str, Any]] = {}

    def get_slot_key(self, _request: Request) -> str:
        """Return the host."""
        return HOST


class Engine:
    """Can be paused."""

    def __init__(self) -> None:
        self.downloader = Downloader()
        self.paused = False
        self.goes_on = asyncio.Event()

    def pause(self) -> None:
        """Take no request from the queue."""
        self.paused = True

    def unpause(self) -> None:
        """Go on."""
        self.paused = False
        self.goes_on.set()


def _crawler(folder: Path, **settings: Any) -> Crawler:
    crawler = a_crawler(folder / "data")
    crawler.settings.frozen = False
    crawler.settings.setdict(settings, priority="cmdline")
    crawler.engine = Engine()  # type: ignore[assignment]  # all that is asked of one
    throttle = crawler.get_extension(AutoThrottle)
    assert throttle is not None
    throttle.mindelay, throttle.maxdelay = 1.0, 3.0  # as they are when the spider has opened
    return crawler


def _engine(crawler: Crawler) -> Engine:
    assert isinstance(crawler.engine, Engine)
    return crawler.engine


def _response(status: int = 503, retry_after: str = "") -> Response:
    headers = {"Retry-After": retry_after} if retry_after else {}
    return Response(URL, status=status, headers=headers)


# --- Retry-After ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "value", "wait_s"),
    [
        (503, "7", 7),
        (429, "7", 7),
        (503, " 7 ", 7),
        (503, "0", 0),
        (503, "86400", MAX_RETRY_AFTER_S),
        (503, "9" * 400, MAX_RETRY_AFTER_S),
        (503, "Tue, 05 Mar 2024 12:00:30 GMT", 30),
        (503, "Tue, 05 Mar 2024 11:59:30 GMT", 0),
        (503, "Tue, 05 Mar 2074 12:00:30 GMT", MAX_RETRY_AFTER_S),
        (503, "Tue, 05 Mar 2024 12:00:30", 0),
        (503, "Tue, 99 Mar 2024 12:00:30 GMT", 0),
        (503, "", 0),
        (503, "-7", 0),
        (503, "7.5", 0),
        (503, "soon", 0),
        (503, "٧", 0),
        (503, "nan", 0),
        (200, "7", 0),
        (301, "7", 0),
        (403, "7", 0),
        (500, "7", 0),
    ],
)
def test_how_long_a_site_asks_to_be_left_alone(status: int, value: str, wait_s: float) -> None:
    assert retry_after_s(_response(status, value), now=NOON) == wait_s


def test_a_busy_site_is_left_alone_and_asked_again(tmp_path: Path) -> None:
    crawler = _crawler(tmp_path)
    engine = _engine(crawler)
    slot = engine.downloader.slots[HOST] = Slot(1, 1.0, 0.0)
    middleware = RetryAfterMiddleware.from_crawler(crawler)
    request = Request(URL)

    async def answer() -> None:
        began = monotonic()
        again = middleware.process_response(request, _response(503, "600"))
        assert isinstance(again, Request)
        assert again.url == URL
        assert engine.paused
        assert slot.lastseen >= began + 600  # what was handed to the downloader waits, too
        middleware.process_response(request, _response(503, "600"))  # once is enough

    asyncio.run(answer())
    stats = crawler.stats
    assert stats is not None
    assert stats.get_value("news/pauses") == 1


def test_the_crawl_goes_on_when_the_time_has_come(tmp_path: Path) -> None:
    crawler = _crawler(tmp_path)
    engine = _engine(crawler)
    middleware = RetryAfterMiddleware.from_crawler(crawler)

    async def answer() -> None:
        middleware._pause(0.001)
        assert engine.paused
        await engine.goes_on.wait()

    asyncio.run(asyncio.wait_for(answer(), 60))


@pytest.mark.parametrize(("status", "value"), [(200, "9"), (503, ""), (404, "9"), (429, "soon")])
def test_who_does_not_ask_is_not_left_alone(tmp_path: Path, status: int, value: str) -> None:
    crawler = _crawler(tmp_path)
    middleware = RetryAfterMiddleware.from_crawler(crawler)
    middleware.process_response(Request(URL), _response(status, value))
    assert not _engine(crawler).paused


def test_after_a_few_times_a_busy_page_has_failed(tmp_path: Path) -> None:
    crawler = _crawler(tmp_path)
    middleware = RetryAfterMiddleware.from_crawler(crawler)
    response = _response(503)
    tries, result = 0, middleware.process_response(Request(URL), response)
    while isinstance(result, Request):
        tries, result = tries + 1, middleware.process_response(result, response)
    assert tries == crawler.settings.getint("RETRY_TIMES")
    assert result is response


# --- Crawl-delay ----------------------------------------------------------------------------------


def _obey(crawler: Crawler, robots: str) -> None:
    extension = CrawlDelay.from_crawler(crawler)
    parser = ProtegoRobotParser(robots.encode(), None)
    extension.obey(parser, Request(URL))


@pytest.mark.parametrize(
    ("robots", "delay_s"),
    [
        ("User-agent: *\nCrawl-delay: 5", 5.0),
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 3600", MAX_CRAWL_DELAY_S),
        ("User-agent: *\nCrawl-delay: 9\nUser-agent: triptych\nCrawl-delay: 4", 4.0),
        ("User-agent: *\nCrawl-delay: 4\nUser-agent: otherbot\nCrawl-delay: 9", 4.0),
        ("User-agent: *\nCrawl-delay: 0.8", 1.0),  # ours is longer, but for its jitter
        ("User-agent: *\nCrawl-delay: 0", None),
        ("User-agent: *\nCrawl-delay: nan", None),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nCrawl-delay: -5", None),
        ("User-agent: *\nAllow: /", None),
        ("", None),
    ],
)
def test_the_delay_that_robots_txt_asks_for(
    tmp_path: Path, robots: str, delay_s: float | None
) -> None:
    crawler = _crawler(tmp_path)
    slot = Slot(8, 1.0, 0.5)
    _engine(crawler).downloader.slots[HOST] = slot
    _obey(crawler, robots)
    asked = _engine(crawler).downloader.per_slot_settings
    if delay_s is None:
        assert asked == {}
        assert (slot.concurrency, slot.delay, slot.jitter) == (8, 1.0, 0.5)
    else:
        # For the slot of now, and for one that is made anew.
        assert asked == {HOST: {"concurrency": 1, "delay": delay_s, "jitter": 0.0}}
        assert (slot.concurrency, slot.delay, slot.jitter) == (1, delay_s, 0.0)


def test_a_longer_delay_of_now_is_kept(tmp_path: Path) -> None:
    crawler = _crawler(tmp_path)
    slot = _engine(crawler).downloader.slots[HOST] = Slot(1, 30.0, 0.5)
    _obey(crawler, "User-agent: *\nCrawl-delay: 5")
    assert slot.delay == 30.0


def test_autothrottle_never_goes_below_it(tmp_path: Path) -> None:
    crawler = _crawler(tmp_path)
    throttle = crawler.get_extension(AutoThrottle)
    assert throttle is not None
    _obey(crawler, "User-agent: *\nCrawl-delay: 5")
    assert (throttle.mindelay, throttle.maxdelay) == (5.0, 5.0)


def test_who_does_not_obey_robots_txt_needs_no_delay(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured):
        CrawlDelay.from_crawler(_crawler(tmp_path, ROBOTSTXT_OBEY=False))


# --- Settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "is_polite"),
    [
        ("", True),
        ("http://192.0.2.7:8000", True),
        ("https://mirror.example", True),
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000", False),
    ],
)
def test_only_this_machine_is_crawled_at_full_speed(
    tmp_path: Path, site: str, is_polite: bool
) -> None:
    settings = a_crawler(tmp_path / "data", **({"site": site} if site else {})).settings
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert (settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1) is is_polite
    assert settings.getint("CONCURRENT_REQUESTS") == (1 if is_polite else 8)
    assert (settings.getfloat("DOWNLOAD_DELAY") >= 1) is is_polite
    assert settings.getbool("AUTOTHROTTLE_ENABLED") is is_polite
