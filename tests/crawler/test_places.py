"""Where addresses are found when the expected sitemaps are missing."""

import logging
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, TextResponse
from twisted.python.failure import Failure

from crawler.discovery import SHOWN_SOURCES, Place, places_of
from crawler.edition_spider import EditionSpider
from crawler.editions import SITES
from tests.crawler.crawls import closed, counts, in_a_loop
from tests.crawler.lists import ALL, EN, a_list, an_answer, an_index, read_place, sighted, urls_of


def _fail(spider: EditionSpider, request: Request, error: Exception) -> list[Request]:
    failure = Failure(error)  # type: ignore[no-untyped-call]
    failure.request = request  # type: ignore[attr-defined]  # as Scrapy does
    return list(spider.discovery.fail_place(failure))


def _ask(spider: EditionSpider) -> list[Request]:
    """Return the requests for the next places, which have opened a group."""
    return list(spider.discovery.ask())


def _robots(*lines: str) -> TextResponse:
    return TextResponse(f"{EN}/robots.txt", body="\n".join(lines).encode())


def _page(*links: str) -> HtmlResponse:
    anchors = "".join(f"<a href='{link}'>x</a>" for link in links)
    body = f"<html><body>{anchors}</body></html>".encode()
    return HtmlResponse(f"{EN}/news/politics", body=body)


@pytest.mark.parametrize("edition", SITES)
def test_the_places_of_every_edition(edition: str) -> None:
    site = SITES[edition]
    *singly, together = places_of(site)
    kinds = [[place.kind for place in group] for group in singly]
    assert kinds == [*[["sitemap"]] * len(site.sitemaps), ["robots"]]
    assert {place.path for place in together} == {*site.feeds, *site.listings}
    assert {place.kind for place in together} == {"feed", "listing"}


@pytest.mark.parametrize(("body", "status"), [("<html/>", 200), (an_index(ALL), 403), ("", 500)])
def test_the_next_source_is_asked(spider: EditionSpider, body: str, status: int) -> None:
    (first,) = _ask(spider)
    answer = an_answer(body, status)
    (request,) = spider.discovery.parse_place(answer, first.cb_kwargs["place"])
    assert first.url == ALL
    assert request.url == f"{EN}/sitemaps/news.xml"
    assert "source" not in counts(spider)


def _after_sitemaps(spider: EditionSpider) -> Request:
    """Return the request for robots.txt, after all sitemaps were missing."""
    (request,) = _ask(spider)
    for _ in SITES["english"].sitemaps:
        place = request.cb_kwargs["place"]
        (request,) = spider.discovery.parse_place(an_answer("", 404), place)
    return request


def test_sitemaps_that_robots_txt_names_are_asked_together(spider: EditionSpider) -> None:
    request = _after_sitemaps(spider)
    assert request.url == f"{EN}/robots.txt"
    named = [f"{EN}/a.xml", f"{EN}/b.xml", ALL, "https://example.com/c.xml", f"{EN}/a.xml"]
    robots = _robots("User-agent: *", *(f"Sitemap: {url}" for url in named))
    requests = list(spider.discovery.parse_place(robots, request.cb_kwargs["place"]))
    assert urls_of(requests) == [f"{EN}/a.xml", f"{EN}/b.xml"]
    first, second = (each.cb_kwargs["place"] for each in requests)
    assert urls_of(read_place(spider, a_list(f"{EN}/news/a"), first)) == [f"{EN}/news/a"]
    assert urls_of(read_place(spider, a_list(f"{EN}/news/b"), second)) == [f"{EN}/news/b"]
    assert counts(spider)["source"] == f"{EN}/a.xml, {EN}/b.xml"


@pytest.mark.parametrize("line", ["", "Sitemap: https://example.com/all.xml", "Sitemap:"])
def test_after_robots_txt_come_feeds_and_section_pages(spider: EditionSpider, line: str) -> None:
    request = _after_sitemaps(spider)
    requests = list(spider.discovery.parse_place(_robots(line), request.cb_kwargs["place"]))
    site = SITES["english"]
    assert urls_of(requests) == [EN + path for path in (*site.feeds, *site.listings)]


def _after_robots(spider: EditionSpider) -> dict[str, Place]:
    request = _after_sitemaps(spider)
    requests = spider.discovery.parse_place(_robots(""), request.cb_kwargs["place"])
    return {each.url.removeprefix(EN): each.cb_kwargs["place"] for each in requests}


def test_section_pages_and_feeds_add_up(spider: EditionSpider, tmp_path: Path) -> None:
    places = _after_robots(spider)
    feed = f"<rss><item><link>{EN}/news/sports/a-b-c</link></item></rss>"
    page = _page("/news/sports/a-b-c", "/news/sports/d-e-f", "https://example.com/g-h-i/j-k-l")
    asked = urls_of(read_place(spider, feed, places["/rss"]))
    asked += urls_of(list(spider.discovery.parse_place(page, places["/news/sports"])))
    assert asked == [f"{EN}/news/sports/a-b-c", f"{EN}/news/sports/d-e-f"]
    assert [url for url, _, _ in sighted(tmp_path)] == asked
    found = counts(spider)
    assert (found["found"], found["known"]) == (2, 0)  # each once, though it is listed twice
    assert found["source"] == "/rss, /news/sports"


def test_a_source_of_many_places_is_cut_short(spider: EditionSpider) -> None:
    places = _after_robots(spider)
    for number, place in enumerate(places.values()):
        if place.kind == "listing":
            list(spider.discovery.parse_place(_page(f"/news/x/a-b-{number}"), place))
    listings = SITES["english"].listings
    shown = ", ".join(listings[:SHOWN_SOURCES])
    assert counts(spider)["source"] == f"{shown} and {len(listings) - SHOWN_SOURCES} more"


def test_no_source_at_all_ends_the_crawl_with_one_line(
    spider: EditionSpider, caplog: pytest.LogCaptureFixture
) -> None:
    (first,) = _ask(spider)
    (second,) = spider.discovery.parse_place(an_answer("", 403), first.cb_kwargs["place"])
    (robots,) = _fail(spider, second, TimeoutError())
    rest = list(spider.discovery.parse_place(_robots("Sitemap: x"), robots.cb_kwargs["place"]))
    *others, last = rest
    for other in others:
        assert list(spider.discovery.parse_place(_page("/live"), other.cb_kwargs["place"])) == []
    assert closed(spider) == []
    assert in_a_loop(lambda: _fail(spider, last, TimeoutError())) == []
    assert closed(spider) == ["no-source"]
    (error,) = (each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING)
    for part in (
        EN,
        "/sitemaps/all.xml (403)",
        "/sitemaps/news.xml (TimeoutError)",
        "/robots.txt (names no other sitemap)",
        "/rss (no feed)",
        "/news/politics (no links to articles)",
    ):
        assert part in error
    assert "\n" not in error


def test_robots_txt_that_forbids_everything_ends_the_crawl_with_one_line(
    spider: EditionSpider, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(request: Request) -> list[Request]:
        place = request.cb_kwargs["place"]
        if place.kind == "robots":  # which cannot forbid itself
            return list(spider.discovery.parse_place(_robots("Disallow: /"), place))
        return _fail(spider, request, IgnoreRequest("Forbidden by robots.txt"))

    def refuse_all() -> None:
        requests = _ask(spider)
        while requests:
            requests = [each for one in requests for each in answer(one)]

    in_a_loop(refuse_all)
    assert closed(spider) == ["no-source"]
    (error,) = (each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING)
    assert f"robots.txt at {EN} forbids every list of articles" in error


def test_places_that_refuse_are_soon_left_alone(spider: EditionSpider) -> None:
    def refuse_all() -> int:
        asked, requests = 0, _ask(spider)
        while requests:
            asked += len(requests)
            places = [each.cb_kwargs["place"] for each in requests]
            answers = [spider.discovery.parse_place(an_answer("", 403), each) for each in places]
            requests = [each for one in answers for each in one]
        return asked

    # Five, and those that were asked together with the fifth.
    assert in_a_loop(refuse_all) == len(SITES["english"].sitemaps) + 1 + 15
    assert closed(spider) == ["blocked"]
