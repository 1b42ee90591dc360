"""What happens to every article on its way into the archive, in this order."""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile
from typing import Any, Self

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from archive import RawPage, Stored
from archive.article import Article, with_content_hash
from archive.frontier import Visit
from archive.intake import build_article, normalise, tag_language
from archive.sqlite import Arrival
from crawler.coverage import fields_present
from crawler.discovery import MAX_VALIDATOR_CHARS
from crawler.edition_spider import EditionSpider
from crawler.outcomes import End

logger = logging.getLogger(__name__)


class _Dropped(DropItem):
    """Ends an item's way. The spider has counted and logged why; Scrapy would log all of it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, log_level="DEBUG")


class DuplicateArticle(_Dropped):
    """The archive has this content under another address."""


class InvalidArticle(_Dropped):
    """The values of the page make no article."""


class NotArchived(_Dropped):
    """The archive could not be written; the crawl ends."""


class NormalisePipeline:
    """Cleans texts; see :func:`archive.intake.normalise`."""

    def process_item(self, item: Any) -> Any:
        """Return the item with its texts as readers see them."""
        normalise(ItemAdapter(item))
        return item


class _SpiderPipeline:
    """A pipeline that works with the edition's spider."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the pipeline of a crawl."""
        return cls(crawler)

    @property
    def spider(self) -> EditionSpider:
        """The spider, which holds the archive."""
        spider = self._crawler.spider
        if not isinstance(spider, EditionSpider):
            raise TypeError(f"these pipelines serve EditionSpider, not {type(spider).__name__}")
        return spider


class LanguagePipeline(_SpiderPipeline):
    """Tags the language, and counts where page, edition and detector disagree."""

    def process_item(self, item: Any) -> Any:
        """Return the item with its language and the three votes."""
        tag_language(vars(item), page=item.page_language)
        if len(set(filter(None, item.language_votes.values()))) > 1:
            self.spider.count("language-disagreements")
        return item


class DeduplicationPipeline(_SpiderPipeline):
    """Drops an article without post id that the archive has under another address.

    With a post id, the id itself keeps one article one: an address that leads to it again is
    remembered as its alias when it is stored.
    """

    def process_item(self, item: Any) -> Any:
        """Return the item.

        Raises:
            DuplicateArticle: It is there already.
        """
        if not item.postid:
            _refuse_duplicate(_article(item, self.spider), item, self.spider)
        return item


class _Arrival:
    """An article on its way to the disk."""

    def __init__(self, parts: Arrival) -> None:
        self.parts = parts
        self.is_waiting = True
        self.stored: Stored | None = None
        """What became of it; ``None`` as long as it is not on the disk."""


class ArchivePipeline(_SpiderPipeline):
    """Stores article, raw page and the end of the address's wait in one transaction.

    While the disk writes some, others are downloaded and read, and then written in one go.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._turn = asyncio.Lock()
        self._arrivals: deque[_Arrival] = deque()

    async def process_item(self, item: Any) -> Any:
        """Return the item with its id and version, and without its raw page.

        Raises:
            InvalidArticle: Its values make no article.
            DuplicateArticle: It has come to be there while this one waited.
            NotArchived: The archive failed; the crawl ends.
        """
        article = _article(item, self.spider)
        arrival = _Arrival(Arrival(article, item.page, self._visit(article, item.page)))
        self._arrivals.append(arrival)
        async with self._turn:
            if arrival.is_waiting:  # else one before it has taken it along
                self._arrivals.remove(arrival)
                _refuse_duplicate(article, item, self.spider)
                await self._store_from(arrival)
        if arrival.stored is None:
            raise NotArchived(article.url)
        self._tell(item, article, arrival.stored)
        return item

    def _visit(self, article: Article, page: RawPage) -> Visit:
        return replace(
            self.spider.visit(page.url, End("new", ""), article.published),
            etag=_header(page, "etag"),
            last_modified=_header(page, "last-modified"),
        )

    async def _store_from(self, first: _Arrival) -> None:
        """Store an article, and with it those behind it that need not be looked up before."""
        behind = takewhile(lambda each: each.parts.article.postid, self._arrivals)
        together = [first, *behind]
        with self.spider.guarded():
            stored, commit = self._begin(together)
            for each in together[1 : len(stored)]:
                each.is_waiting = False
                self._arrivals.popleft()
            await asyncio.to_thread(commit)
            for each, its_own in zip(together, stored, strict=False):
                each.stored = its_own

    def _begin(self, together: list[_Arrival]) -> tuple[list[Stored], Callable[[], None]]:
        archive = self.spider.archive
        parts = [each.parts for each in together]
        try:
            return archive.begin_to_store(parts)
        except (ValueError, TypeError, OverflowError, sqlite3.Error):
            # A fault of this program. Alone, only the article that has it fails.
            return archive.begin_to_store(parts[:1])

    def _tell(self, item: Any, article: Article, stored: Stored) -> None:
        spider = self.spider
        spider.count(stored.outcome)
        for name in fields_present(article):
            spider.count_field(name)
        item.id, item.version = stored.id, stored.version
        item.content_hash = article.content_hash
        item.page = None


def _refuse_duplicate(article: Article, item: Any, spider: EditionSpider) -> None:
    if article.postid:
        return
    other = None
    with spider.guarded():
        other = spider.archive.id_of_content(article.content_hash, article.edition)
    if other is not None and other != article.id:
        spider.finish(item.page.url, End("duplicate", ""), article.published)
        raise DuplicateArticle(f"{article.url} has the content of {other}")


def _header(page: RawPage, name: str) -> str:
    found = (value for key, value in page.headers.items() if key.lower() == name)
    value = next(found, "")
    return value if len(value) <= MAX_VALIDATOR_CHARS else ""


def _article(item: Any, spider: EditionSpider) -> Article:
    try:
        return with_content_hash(build_article(vars(item)))
    except ValueError as error:
        logger.warning("%s: %s: %s", spider.name, item.page.url, error)
        spider.finish(item.page.url, End("refused", "invalid-article"))
        raise InvalidArticle(f"{item.url}: {error}") from error
