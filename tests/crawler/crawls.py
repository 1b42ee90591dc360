"""Crawls that ask nobody: a spider with a real archive, and an engine that only takes note."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from inspect import isawaitable
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_reactor_settings

from archive import RawPage, open_archive
from archive.frontier import Days, Sighting
from archive.urls import HOSTS
from crawler.edition_spider import EditionSpider
from crawler.items import ArticleItem
from crawler.pipelines import (
    ArchivePipeline,
    DeduplicationPipeline,
    LanguagePipeline,
    NormalisePipeline,
)
from crawler.runs import Run
from crawler.spiders.arabic import ArabicSpider
from crawler.spiders.english import EnglishSpider
from crawler.spiders.spanish import SpanishSpider

NOON = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
SPIDERS: dict[str, type[EditionSpider]] = {
    "english": EnglishSpider,
    "arabic": ArabicSpider,
    "spanish": SpanishSpider,
}
PIPELINES = [NormalisePipeline, LanguagePipeline, DeduplicationPipeline, ArchivePipeline]
"""All but the index's, in their order."""


class Engine:
    """Takes note of why it was to close."""

    def __init__(self) -> None:
        self.closed: list[str] = []

    async def close_spider_async(self, *, reason: str) -> None:
        """Close, says the spider."""
        self.closed.append(reason)


def a_crawler(data_folder: Path, edition: str = "english", **arguments: str) -> Crawler:
    """Return a crawler with the project's settings and its spider, without network."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.setdict(get_reactor_settings() | {"NEWS_DATA_DIR": str(data_folder)})
    for name in ("NEWS_MIRROR", "NEWS_CONTACT"):
        settings.set(name, "")
    crawler = Crawler(SPIDERS[edition], settings)
    crawler.spider = crawler._create_spider(**arguments)
    crawler._apply_settings()
    crawler.engine = Engine()  # type: ignore[assignment]  # all that a spider asks of one
    return crawler


@contextmanager
def a_crawl(
    data_folder: Path, edition: str = "english", **arguments: str
) -> Iterator[EditionSpider]:
    """Return a spider in the middle of its crawl."""
    spider = a_crawler(data_folder, edition, **arguments).spider
    assert isinstance(spider, EditionSpider)
    with closing(open_archive(data_folder, create=True)) as archive:
        spider.archive, spider.run = archive, Run(data_folder, edition)
        yield spider
        spider.run.end()


def in_a_loop(work: Callable[[], Any]) -> Any:
    """Call something as a crawl does, with a running event loop, and let it finish its tasks."""

    async def call() -> Any:
        try:
            return work()
        finally:
            await asyncio.sleep(0)

    return asyncio.run(call())


def process_together(
    spider: EditionSpider, *items: ArticleItem
) -> Sequence[ArticleItem | BaseException]:
    """Send items through the pipelines at the same time; return them, or why they failed."""
    pipelines = [build_from_crawler(pipeline, spider.crawler) for pipeline in PIPELINES]

    async def process(item: ArticleItem) -> ArticleItem:
        result = item
        for pipeline in pipelines:
            result = pipeline.process_item(result)
            result = await result if isawaitable(result) else result
        assert isinstance(result, ArticleItem)
        return result

    async def process_all() -> Sequence[ArticleItem | BaseException]:
        try:
            return await asyncio.gather(*map(process, items), return_exceptions=True)
        finally:
            await asyncio.sleep(0)

    return asyncio.run(process_all())


def wait_for(spider: EditionSpider, *urls: str) -> None:
    """Have addresses wait, and take them."""
    spider.archive.frontier.sight(spider.name, [Sighting(url) for url in urls])
    assert len(spider.archive.frontier.take(spider.name, spider.run.id, Days())) == len(urls)


def frontier_rows(spider: EditionSpider) -> dict[str, tuple[Any, ...]]:
    """Return outcome, reason, publication and holder of every address, as another process sees."""
    query = "SELECT url, outcome, reason, published, held_by FROM frontier"
    with closing(sqlite3.connect(spider.archive.path)) as connection:
        return {url: tuple(rest) for url, *rest in connection.execute(query)}


def counts(spider: EditionSpider) -> dict[str, Any]:
    """Return what the spider has counted, by name without prefix."""
    stats = spider.crawler.stats
    assert stats is not None
    values = stats.get_stats().items()
    return {name[5:]: value for name, value in values if name.startswith("news/")}


def closed(spider: EditionSpider) -> list[str]:
    """Return the reasons for which the engine was to close."""
    assert isinstance(spider.crawler.engine, Engine)
    return spider.crawler.engine.closed


def an_item(number: int = 1, edition: str = "english", **changes: Any) -> ArticleItem:
    """Return an item as a page gives it, apart from what ``changes`` say."""
    url = f"https://{HOSTS[edition]}/news/culture/lantern-market-{number}"
    values: dict[str, Any] = {
        "edition": edition,
        "url": url,
        "postid": str(number),
        "kind": "news",
        "section": "news/culture",
        "title": f"Lantern market of Wadi Sarmal opens for the {number}th time",
        "lead": "Four hundred lanterns hang over the old canal this week.",
        "body": "The market opened at dusk with a parade of boats.\n\nIt closes on Sunday evening.",
        "published": NOON,
        "fetched": NOON,
        "page_language": "en",
    }
    page = RawPage(url=url, status=200, headers={}, body=b"<p>Lanterns</p>" * 99, fetched=NOON)
    return ArticleItem(**values | {"page": page} | changes)
