"""From lists of addresses to requests: whatever a site's sitemaps say."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Request
from twisted.python.failure import Failure

from archive.frontier import Days, Source
from crawler.discovery import MAX_VALIDATOR_CHARS, Place, validators
from crawler.edition_spider import EditionSpider
from crawler.outcomes import End
from crawler.sitemaps import Entry
from tests.crawler.crawls import a_crawl, closed, counts, in_a_loop
from tests.crawler.lists import (
    ALL,
    AUGUST,
    EN,
    a_list,
    an_answer,
    an_index,
    months,
    read_month,
    read_place,
    sighted,
    urls_of,
)


def test_months_newest_first(spider: EditionSpider) -> None:
    names = ["all/sitemap-2024-8", "all/sitemap-2023-12", "all/sitemap-2024-10", "pages"]
    requests = read_place(spider, an_index(*(f"{EN}/sitemaps/{name}.xml" for name in names)))
    assert months(requests) == ["2024-10", "2024-08", "2023-12", ""]
    assert counts(spider)["source"] == "/sitemaps/all.xml"


def test_all_sitemaps_are_asked_though_they_name_one_month_or_none(spider: EditionSpider) -> None:
    names = ["a", "b", "c", "all/sitemap-2024-8", "news/sitemap-2024-08", "a"]
    urls = [f"{EN}/sitemaps/{name}.xml" for name in names]
    assert sorted(urls_of(read_place(spider, an_index(*urls)))) == sorted({*urls})


def test_only_the_months_that_were_asked_for(tmp_path: Path) -> None:
    urls = [f"{EN}/sitemaps/all/sitemap-2024-{month}.xml" for month in range(1, 13)]
    with a_crawl(tmp_path / "data", since="2024-03-31", until="2024-05-01") as spider:
        assert months(read_place(spider, an_index(*urls))) == ["2024-05", "2024-04", "2024-03"]


def test_a_mirror_is_asked_for_the_sitemaps_of_the_host(tmp_path: Path) -> None:
    mirror = "http://127.0.0.1:8123"
    urls = [AUGUST, f"{mirror}/sitemaps/all/sitemap-2024-7.xml"]
    with a_crawl(tmp_path / "data", site=mirror) as spider:
        requests = read_place(spider, an_index(*urls))
    assert urls_of(requests) == [url.replace(EN, mirror) for url in urls]


def test_sitemaps_of_others_are_not_asked(spider: EditionSpider) -> None:
    urls = ["https://example.com/s.xml", "https://www.almayadeen.net/s.xml", "javascript:1", ALL]
    assert urls_of(read_place(spider, an_index(*urls))) == [ALL]
    assert counts(spider)["refused/foreign-sitemap"] == 3


def test_addresses_of_a_month(spider: EditionSpider, tmp_path: Path) -> None:
    listed = a_list(
        f"{EN}/news/a%3A-b",
        f"{EN}/news/a:-b/",
        f"{EN}/news/سوق",
        "https://www.almayadeen.net/news/a",
        "news/relative",
        lastmod="2024-03-05T12:00:00+02:00",
    )
    requests = read_month(spider, an_answer(listed), month="2024-03")
    assert urls_of(requests) == [f"{EN}/news/a:-b", f"{EN}/news/%D8%B3%D9%88%D9%82"]
    asked = [each.cb_kwargs["waiting"].url for each in requests]
    assert asked == [f"{EN}/news/a:-b", f"{EN}/news/سوق"]
    assert sighted(tmp_path) == [
        (f"{EN}/news/a:-b", "2024-03", "2024-03-05T10:00:00Z"),
        (f"{EN}/news/سوق", "2024-03", "2024-03-05T10:00:00Z"),
    ]
    refused = {"refused/foreign-host": 1, "refused/no-address": 1}
    assert counts(spider) == {"found": 2, "known": 0} | refused


def test_a_source_that_lists_articles_itself(spider: EditionSpider, tmp_path: Path) -> None:
    place = Place("sitemap", "/sitemaps/news.xml")
    assert urls_of(read_place(spider, a_list(f"{EN}/news/a"), place)) == [f"{EN}/news/a"]
    assert sighted(tmp_path) == [(f"{EN}/news/a", "", "")]


def test_an_index_that_names_itself(spider: EditionSpider, tmp_path: Path) -> None:
    index = an_index(ALL)
    (request,) = read_place(spider, index)
    assert request.url == ALL
    assert read_month(spider, an_answer(index), ALL, "") == []
    assert sighted(tmp_path) == []
    assert counts(spider)["sitemaps-failed"] == 1
    assert spider.archive.frontier.source(ALL) is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (a_list(f"{EN}/news/a"), 503),
        (a_list(f"{EN}/news/a"), 404),
        ("<html><title>Just a moment</title><p>Are you human?</p></html>", 200),
        (an_index(AUGUST), 200),
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
    assert read_month(spider, an_answer(body, status)) == []
    assert counts(spider) == {"sitemaps-failed": 1}
    assert sighted(tmp_path) == []
    assert "2024-08" in caplog.text
    assert spider.archive.frontier.source(AUGUST) is None


def test_a_month_that_never_answers_is_counted(spider: EditionSpider) -> None:
    (request,) = read_place(spider, an_index(AUGUST))
    failure = Failure(TimeoutError())  # type: ignore[no-untyped-call]
    failure.request = request  # type: ignore[attr-defined]
    spider.discovery.fail_month(failure)
    assert counts(spider)["sitemaps-failed"] == 1


def test_an_empty_month_is_not_lost(spider: EditionSpider) -> None:
    assert read_month(spider, an_answer("<urlset/>")) == []
    assert counts(spider) == {"found": 0, "known": 0}
    assert spider.archive.frontier.source(AUGUST) is not None


def test_months_that_refuse_end_the_crawl(spider: EditionSpider) -> None:
    for _ in range(4):
        read_month(spider, an_answer("", 403))
    read_month(spider, an_answer("", 404))
    for _ in range(4):
        read_month(spider, an_answer("", 403))
    assert closed(spider) == []
    in_a_loop(lambda: read_month(spider, an_answer("", 403)))
    assert closed(spider) == ["blocked"]
    assert "refused 5 pages in a row" in counts(spider)["stopped"]


# --- What was read before -------------------------------------------------------------------------


def _remember(spider: EditionSpider, read: datetime, etag: str = "", modified: str = "") -> None:
    source = Source(
        url=AUGUST,
        edition="english",
        month="2024-08",
        read=read,
        etag=etag,
        last_modified=modified,
    )
    spider.archive.frontier.record_source(source)


def test_what_a_month_was_read_with_is_remembered(spider: EditionSpider) -> None:
    headers = {"ETag": '"7"', "Last-Modified": "Tue, 05 Mar 2024 12:00:00 GMT"}
    read_month(spider, an_answer("<urlset/>", headers=headers))
    source = spider.archive.frontier.source(AUGUST)
    assert source is not None
    assert (source.edition, source.month) == ("english", "2024-08")
    assert (source.etag, source.last_modified) == ('"7"', headers["Last-Modified"])
    assert abs((datetime.now(UTC) - source.read).total_seconds()) < 600


def test_an_absurd_validator_is_not_kept(spider: EditionSpider) -> None:
    headers = {"ETag": "x" * (MAX_VALIDATOR_CHARS + 1)}
    read_month(spider, an_answer("<urlset/>", headers=headers))
    source = spider.archive.frontier.source(AUGUST)
    assert source is not None
    assert source.etag == ""


@pytest.mark.parametrize(
    ("read", "is_settled"),
    [
        ("2024-08-31T12:00:00Z", False),
        ("2024-09-14T20:59:59Z", False),
        ("2024-09-14T21:00:00Z", True),  # two weeks after the end of August in Beirut
        ("2026-01-01T00:00:00Z", True),
    ],
)
def test_a_month_that_is_over_is_not_asked_for(
    spider: EditionSpider, read: str, is_settled: bool
) -> None:
    _remember(spider, datetime.fromisoformat(read))
    spider.archive.frontier.finish(
        spider.visit(f"{EN}/news/a", End("gone", "404")),
    )
    spider.discovery.sight([Entry(f"{EN}/news/a", "", is_sitemap=False)], "2024-08")
    before = counts(spider)
    requests = read_place(spider, an_index(AUGUST))
    assert urls_of(requests) == ([] if is_settled else [AUGUST])
    after = counts(spider)
    assert after.get("sitemaps-settled", 0) == is_settled
    assert after["known"] - before["known"] == is_settled


def test_a_month_of_now_is_asked_for_with_what_is_known_of_it(spider: EditionSpider) -> None:
    _remember(spider, datetime(2024, 8, 20, tzinfo=UTC), '"7"', "Tue, 05 Mar 2024 12:00:00 GMT")
    (request,) = read_place(spider, an_index(AUGUST))
    assert request.headers["If-None-Match"] == b'"7"'
    assert request.headers["If-Modified-Since"] == b"Tue, 05 Mar 2024 12:00:00 GMT"


def test_refresh_asks_for_everything(tmp_path: Path) -> None:
    with a_crawl(tmp_path / "data", refresh="1") as spider:
        _remember(spider, datetime(2026, 1, 1, tzinfo=UTC), '"7"')
        (request,) = read_place(spider, an_index(AUGUST))
    assert request.url == AUGUST
    assert "If-None-Match" not in request.headers


def test_a_sitemap_that_names_no_month_is_never_settled(spider: EditionSpider) -> None:
    url = f"{EN}/sitemaps/pages.xml"
    read_month(spider, an_answer("<urlset/>"), url, "")
    assert urls_of(read_place(spider, an_index(url))) == [url]


def test_an_unchanged_month_is_not_lost(spider: EditionSpider, tmp_path: Path) -> None:
    read_month(spider, an_answer(a_list(f"{EN}/news/a"), headers={"ETag": '"7"'}))
    spider.archive.frontier.finish(spider.visit(f"{EN}/news/a", End("gone", "404")))
    answer = an_answer("", 304, {"ETag": '"7"'})
    answer.request = Request(AUGUST, headers=validators('"7"', ""))
    assert read_month(spider, answer) == []
    assert counts(spider) == {"found": 2, "known": 1, "sitemaps-unchanged": 1}
    assert sighted(tmp_path) == [(f"{EN}/news/a", "2024-08", "")]
    source = spider.archive.frontier.source(AUGUST)
    assert source is not None
    assert source.etag == '"7"'


def test_a_month_that_nobody_has_cannot_be_unchanged(spider: EditionSpider) -> None:
    answer = an_answer("", 304, {"ETag": '"7"'})
    answer.request = Request(AUGUST)
    assert read_month(spider, answer) == []
    assert counts(spider) == {"sitemaps-failed": 1}
    assert spider.archive.frontier.source(AUGUST) is None


@pytest.mark.parametrize(
    ("etag", "last_modified", "headers"),
    [
        ("", "", {}),
        ('W/"1"', "", {"If-None-Match": 'W/"1"'}),
        ("", "today", {"If-Modified-Since": "today"}),
        ('"1"', "today", {"If-None-Match": '"1"', "If-Modified-Since": "today"}),
    ],
)
def test_validators(etag: str, last_modified: str, headers: dict[str, str]) -> None:
    assert validators(etag, last_modified) == headers


def test_a_frontier_that_fails_ends_the_crawl(spider: EditionSpider) -> None:
    spider.archive._connection.execute("PRAGMA query_only = 1")
    answer = an_answer(a_list(f"{EN}/news/a"))
    assert in_a_loop(lambda: read_month(spider, answer)) == []
    assert closed(spider) == ["archive-error"]
    spider.archive._connection.execute("PRAGMA query_only = 0")
    assert spider.archive.frontier.waiting_count("english", Days()) == 0
    assert spider.archive.frontier.source(AUGUST) is None  # the next run reads it again


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
