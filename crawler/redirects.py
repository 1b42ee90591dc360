"""Redirects stay on the edition's host, or on its mirror."""

from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from crawler.outcomes import ForeignRedirect
from crawler.route import Route

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class EditionRedirectMiddleware(RedirectMiddleware):
    """Follows redirects inside the edition; others end the visit with a name."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware, which looks for nobody to set a Referer: none is sent."""
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        return middleware

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002  Scrapy's signature
    ) -> Request | Response:
        """Return the next request, or the response when it is none of ours to follow.

        Raises:
            ForeignRedirect: The page sends to another host.
        """
        try:
            result = super().process_response(request, response)
        except ValueError as error:
            where = (response.headers.get("Location") or b"")[:200]
            raise ForeignRedirect(f"redirected to no web address: {where!r}") from error
        if isinstance(result, Request) and isinstance(route := _route(self), Route):
            return result.replace(url=_own(result.url, route))
        if result is response and response.status in _REDIRECTS and "Location" in response.headers:
            where = (response.headers["Location"] or b"")[:200]
            raise ForeignRedirect(f"redirected to no web address: {where!r}")
        return result


def _route(middleware: RedirectMiddleware) -> object:
    return getattr(middleware.crawler.spider, "route", None)


def _own(url: str, route: Route) -> str:
    try:
        canonical = route.canonical(url)
    except ValueError as error:
        raise ForeignRedirect(f"redirected to no web address: {url[:200]!r}") from error
    if canonical is None:
        raise ForeignRedirect(f"redirected off the edition's host: {url[:200]}")
    return route.on_host(url)  # not its canonical form: that may be what redirects here
