"""Lists of addresses as a site serves them, and what a crawl makes of them."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response

from archive.database import FILE_NAME
from crawler.discovery import Place
from crawler.edition_spider import EditionSpider

EN = "https://english.almayadeen.net"
ALL = f"{EN}/sitemaps/all.xml"
INDEX = Place("sitemap", "/sitemaps/all.xml")
AUGUST = f"{EN}/sitemaps/all/sitemap-2024-8.xml"


def an_answer(body: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(ALL, status=status, body=body.encode(), headers=dict(headers or {}))


def a_list(*urls: str, lastmod: str = "") -> str:
    entries = (f"<url><loc>{url}</loc><lastmod>{lastmod}</lastmod></url>" for url in urls)
    return f"<urlset>{''.join(entries)}</urlset>"


def an_index(*urls: str) -> str:
    entries = (f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"<sitemapindex>{''.join(entries)}</sitemapindex>"


def read_place(spider: EditionSpider, body: str, place: Place = INDEX) -> list[Request]:
    return list(spider.discovery.parse_place(an_answer(body), place))


def read_month(
    spider: EditionSpider, answer: Response, url: str = AUGUST, month: str = "2024-08"
) -> list[Request]:
    return list(spider.discovery.parse_month(answer, url, month))


def months(requests: list[Request]) -> list[str]:
    return [each.cb_kwargs["month"] for each in requests if "month" in each.cb_kwargs]


def urls_of(requests: list[Request]) -> list[str]:
    return [each.url for each in requests]


def sighted(folder: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "data" / FILE_NAME)) as connection:
        return connection.execute(
            "SELECT url, month, lastmod FROM frontier ORDER BY url"
        ).fetchall()
