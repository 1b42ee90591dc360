"""What the crawl is measured against: a plain Scrapy spider, as its documentation teaches it.

Run with Scrapy's own settings (``scrapy runspider``), from the same sitemaps and pages as ours.
``-a parse=1``: the same fields by parsel, for a feed; without it, pages are downloaded only.
"""

import json
from collections.abc import Iterator
from typing import Any

from scrapy.http import Response
from scrapy.spiders import SitemapSpider

EDITION_HOST = "almayadeen.net/"
_BODY = "div.p-content > p, div.p-content > h2, div.p-content > h3"
_RELATED = "div.p-content div.dual-related a::attr(href)"


class ReferenceSpider(SitemapSpider):
    """Follows the sitemaps of a mirror; yields a dict for each article."""

    name = "reference"

    def __init__(self, site: str, parse: str = "") -> None:
        self.sitemap_urls = [f"{site}/sitemaps/all.xml"]
        self.sitemap_rules = [("", self.parse_article if parse else self.look_at)]
        super().__init__()
        self._site = site

    def sitemap_filter(self, entries: Any) -> Iterator[dict[str, Any]]:
        """Send the addresses of the real host to the mirror."""
        for entry in entries:
            path = entry["loc"].partition(EDITION_HOST)[2]
            yield entry | {"loc": f"{self._site}/{path}"}

    def look_at(self, response: Response) -> None:
        """Do nothing with a page."""

    def parse_article(self, response: Response) -> Iterator[dict[str, Any]]:
        """Yield the fields that ``crawler.pages.parse_page`` reads."""
        own = _object(response, "script#tawsiyat-metadata::text")
        linked = _object(response, 'script[type="application/ld+json"]::text')
        classes = {each["mapping"]: each["value"] for each in own.get("classes", ())}
        meta = _meta(response)
        yield {
            "url": response.url,
            "canonical": response.css('link[rel="canonical"]::attr(href)').get(),
            "postid": own.get("postid") or meta.get("postid"),
            "kind": classes.get("posttype"),
            "section": response.css("nav.breadcrumb a::attr(href)").getall()[-1:],
            "title": _text(response, "div.details-white-box h1"),
            "lead": _text(response, "p.lg_para"),
            "body": "\n\n".join(_texts(response, _BODY)),
            "authors": own.get("author") or meta.get("author"),
            "source": _text(response, "ul.article-info li.source"),
            "date_line": _text(response, "ul.article-info li.date"),
            "tags": own.get("keywords") or meta.get("keywords"),
            "country": classes.get("country"),
            "coverage": classes.get("coverage"),
            "published": own.get("published_time") or linked.get("datePublished"),
            "modified": own.get("last_updated") or linked.get("dateModified"),
            "image_url": own.get("thumbnail") or meta.get("og:image"),
            "image_caption": _text(response, "figure figcaption"),
            "video_duration_s": own.get("video_duration"),
            "related_urls": response.css(_RELATED).getall(),
            "language": response.css("html::attr(lang)").get(),
        }


def _object(response: Response, selector: str) -> dict[str, Any]:
    text = response.css(selector).get()
    values = json.loads(text) if text else {}
    return values if isinstance(values, dict) else {}


def _meta(response: Response) -> dict[str, str]:
    return {
        each.attrib.get("name") or each.attrib.get("property", ""): each.attrib.get("content", "")
        for each in response.css("head meta[content]")
    }


def _text(response: Response, selector: str) -> str:
    return next(iter(_texts(response, selector)), "")


def _texts(response: Response, selector: str) -> list[str]:
    texts = ("".join(each.css("::text").getall()).strip() for each in response.css(selector))
    return [text for text in texts if text]
