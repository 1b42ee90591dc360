"""From lists of addresses to requests: whatever a site's sitemaps say."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.database import FILE_NAME
from archive.frontier import Days
from crawler.edition_spider import EditionSpider
from tests.crawler.crawls import a_crawl, closed, counts, in_a_loop

EN = "https://english.almayadeen.net"
ALL = f"{EN}/sitemaps/all.xml"


@pytest.fixture
def spider(tmp_path: Path) -> Iterator[EditionSpider]:
    """A spider of the English edition, with an empty archive."""
    with a_crawl(tmp_path / "data") as opened:
        yield opened


def _answer(body: str, status: int = 200) -> Response:
    return Response(ALL, status=status, body=body.encode())


def _list(*urls: str, lastmod: str = "") -> str:
    entries = (f"<url><loc>{url}</loc><lastmod>{lastmod}</lastmod></url>" for url in urls)
    return f"<urlset>{''.join(entries)}</urlset>"


def _index(*urls: str) -> str:
    entries = (f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"<sitemapindex>{''.join(entries)}</sitemapindex>"


def _months(requests: list[Request]) -> list[str]:
    return [each.cb_kwargs["month"] for each in requests if "month" in each.cb_kwargs]


def _urls(requests: list[Request]) -> list[str]:
    return [each.url for each in requests]


def _sighted(folder: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "data" / FILE_NAME)) as connection:
        return connection.execute(
            "SELECT url, month, lastmod FROM frontier ORDER BY url"
        ).fetchall()


def test_months_newest_first(spider: EditionSpider) -> None:
    names = ["all/sitemap-2024-8", "all/sitemap-2023-12", "all/sitemap-2024-10", "pages"]
    answer = _answer(_index(*(f"{EN}/sitemaps/{name}.xml" for name in names)))
    requests = list(spider.parse_source(answer, "/sitemaps/all.xml"))
    assert _months(requests) == ["2024-10", "2024-08", "2023-12", ""]
    assert counts(spider)["source"] == "/sitemaps/all.xml"


def test_all_sitemaps_are_asked_though_they_name_one_month_or_none(spider: EditionSpider) -> None:
    names = ["a", "b", "c", "all/sitemap-2024-8", "news/sitemap-2024-08", "a"]
    urls = [f"{EN}/sitemaps/{name}.xml" for name in names]
    requests = list(spider.parse_source(_answer(_index(*urls)), "/sitemaps/all.xml"))
    assert sorted(_urls(requests)) == sorted({*urls})


def test_only_the_months_that_were_asked_for(tmp_path: Path) -> None:
    urls = [f"{EN}/sitemaps/all/sitemap-2024-{month}.xml" for month in range(1, 13)]
    with a_crawl(tmp_path / "data", since="2024-03-31", until="2024-05-01") as spider:
        requests = list(spider.parse_source(_answer(_index(*urls)), "/sitemaps/all.xml"))
        assert _months(requests) == ["2024-05", "2024-04", "2024-03"]


def test_a_mirror_is_asked_for_the_sitemaps_of_the_host(tmp_path: Path) -> None:
    mirror = "http://127.0.0.1:8123"
    urls = [f"{EN}/sitemaps/all/sitemap-2024-8.xml", f"{mirror}/sitemaps/all/sitemap-2024-7.xml"]
    with a_crawl(tmp_path / "data", site=mirror) as spider:
        requests = list(spider.parse_source(_answer(_index(*urls)), "/sitemaps/all.xml"))
    assert _urls(requests) == [url.replace(EN, mirror) for url in urls]


def test_sitemaps_of_others_are_not_asked(spider: EditionSpider) -> None:
    urls = ["https://example.com/s.xml", "https://www.almayadeen.net/s.xml", "javascript:1", ALL]
    requests = list(spider.parse_source(_answer(_index(*urls)), "/sitemaps/all.xml"))
    assert _urls(requests) == [ALL]
    assert counts(spider)["refused/foreign-sitemap"] == 3


def test_addresses_of_a_month(spider: EditionSpider, tmp_path: Path) -> None:
    listed = _list(
        f"{EN}/news/a%3A-b",
        f"{EN}/news/a:-b/",
        f"{EN}/news/سوق",
        "https://www.almayadeen.net/news/a",
        "news/relative",
        lastmod="2024-03-05T12:00:00+02:00",
    )
    requests = list(spider.parse_month(_answer(listed), "2024-03"))
    assert _urls(requests) == [f"{EN}/news/a:-b", f"{EN}/news/%D8%B3%D9%88%D9%82"]
    assert [each.cb_kwargs["url"] for each in requests] == [f"{EN}/news/a:-b", f"{EN}/news/سوق"]
    assert _sighted(tmp_path) == [
        (f"{EN}/news/a:-b", "2024-03", "2024-03-05T10:00:00Z"),
        (f"{EN}/news/سوق", "2024-03", "2024-03-05T10:00:00Z"),
    ]
    assert counts(spider) == {"found": 2, "known": 0, "refused/foreign-host": 2}


def test_a_source_that_lists_articles_itself(spider: EditionSpider, tmp_path: Path) -> None:
    requests = list(spider.parse_source(_answer(_list(f"{EN}/news/a")), "/sitemaps/news.xml"))
    assert _urls(requests) == [f"{EN}/news/a"]
    assert _sighted(tmp_path) == [(f"{EN}/news/a", "", "")]


def test_an_index_that_names_itself(spider: EditionSpider, tmp_path: Path) -> None:
    index = _index(ALL)
    (request,) = spider.parse_source(_answer(index), "/sitemaps/all.xml")
    assert request.url == ALL
    assert list(spider.parse_month(_answer(index), "")) == []
    assert _sighted(tmp_path) == []
    assert counts(spider)["sitemaps-failed"] == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (_list(f"{EN}/news/a"), 503),
        (_list(f"{EN}/news/a"), 404),
        ("<html><title>Just a moment</title><p>Are you human?</p></html>", 200),
        ("", 200),
    ],
)
def test_a_month_that_is_lost_is_counted(
    spider: EditionSpider,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    body: str,
    status: int,
) -> None:
    assert list(spider.parse_month(_answer(body, status), "2024-03")) == []
    assert counts(spider) == {"sitemaps-failed": 1}
    assert _sighted(tmp_path) == []
    assert "2024-03" in caplog.text


def test_an_empty_month_is_not_lost(spider: EditionSpider) -> None:
    assert list(spider.parse_month(_answer("<urlset/>"), "2024-03")) == []
    assert counts(spider) == {"found": 0, "known": 0}


@pytest.mark.parametrize(("body", "status"), [("<html/>", 200), (_index(ALL), 403), ("", 500)])
def test_the_next_source_is_asked(spider: EditionSpider, body: str, status: int) -> None:
    (first,) = spider._source_request()
    (request,) = spider.parse_source(_answer(body, status), first.cb_kwargs["path"])
    assert first.url == ALL
    assert request.url == f"{EN}/sitemaps/news.xml"
    assert "source" not in counts(spider)


def test_no_source_at_all_ends_the_crawl_with_one_line(
    spider: EditionSpider, caplog: pytest.LogCaptureFixture
) -> None:
    (first,) = spider._source_request()
    (second,) = spider.parse_source(_answer("", 403), first.cb_kwargs["path"])
    failure = Failure(TimeoutError())  # type: ignore[no-untyped-call]
    failure.request = second  # type: ignore[attr-defined]  # as Scrapy does
    assert in_a_loop(lambda: list(spider.fail_source(failure))) == []
    assert closed(spider) == ["no-source"]
    (error,) = (each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING)
    for part in ("/sitemaps/all.xml (403)", "/sitemaps/news.xml (TimeoutError)", EN):
        assert part in error
    assert "\n" not in error


def test_a_frontier_that_fails_ends_the_crawl(spider: EditionSpider) -> None:
    spider.archive._connection.execute("PRAGMA query_only = 1")
    assert in_a_loop(lambda: list(spider.parse_month(_answer(_list(f"{EN}/news/a")), ""))) == []
    assert closed(spider) == ["archive-error"]
    spider.archive._connection.execute("PRAGMA query_only = 0")
    assert spider.archive.frontier.waiting_count("english", Days()) == 0


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({"since": "soon"}, "since=soon: give a day"),
        ({"site": "nowhere"}, "give http://HOST:PORT"),
        ({"color": "red"}, "unexpected keyword argument 'color'"),
        ({"mirror": "/none.json"}, "mirror /none.json: cannot be read"),
    ],
)
def test_a_wrong_argument_is_kept_until_the_crawl_starts(
    tmp_path: Path, arguments: dict[str, str], part: str
) -> None:
    with a_crawl(tmp_path / "data", **arguments) as spider:
        assert part in spider.wrong_argument
        assert "\n" not in spider.wrong_argument
