"""Fetches one page as the crawl would: from the same place, as politely, within the same bounds."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Self

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from archive import RawPage
from crawler.downloads import headers_of
from crawler.outcomes import end_of_failure, end_of_status
from crawler.page_tree import MAX_BYTES
from crawler.route import Route


class PageSpider(scrapy.Spider):
    """Holds the page when it has ended, or says why there is none."""

    name = "page"
    page: RawPage | None = None
    failure: str = "not asked for"
    """Why there is no page, under the names of :mod:`crawler.outcomes`."""

    def __init__(self, route: Route, url: str) -> None:
        """Take where to ask, and the canonical address of the page."""
        super().__init__()
        self.route = route
        self.allowed_domains = route.hosts
        self._url = url

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider, which names the one who runs it, and opens no archive and no index."""
        crawler.settings.set("ITEM_PIPELINES", {}, priority="spider")
        if contact := crawler.settings["NEWS_CONTACT"]:
            agent = f"{crawler.settings['USER_AGENT']} (+{contact})"
            crawler.settings.set("USER_AGENT", agent, priority="spider")
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        """Yield the one request."""
        url = self.route.request_url(self._url)
        meta = {"download_maxsize": MAX_BYTES}
        yield scrapy.Request(url, self.keep, errback=self.fail, meta=meta)

    def keep(self, response: Response) -> None:
        """Keep the page, if it is one."""
        end = end_of_status(response.status)
        if end is not None:
            self.failure = end.key
            return
        self.page = RawPage(
            url=self._url,
            status=response.status,
            headers=headers_of(response),
            body=response.body,
            fetched=datetime.now(UTC).replace(microsecond=0),
        )

    def fail(self, failure: Failure) -> None:
        """Remember why there was no response."""
        self.failure = end_of_failure(failure.value or RuntimeError("no error")).key
