"""Section pages, feeds and robots.txt: lists of addresses that others wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.listings import MAX_BYTES, MAX_LINKS, read_feed, read_listing, read_robots_sitemaps

BASE = "https://english.almayadeen.net/news/culture"
HOST = "https://english.almayadeen.net"


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("/news/culture/lantern-market-opens", f"{HOST}/news/culture/lantern-market-opens"),
        ("lantern-market-opens", f"{HOST}/news/lantern-market-opens"),
        (" /news/a-b-c\n", f"{HOST}/news/a-b-c"),
        ("//www.almayadeen.net/news/a-b-c", "https://www.almayadeen.net/news/a-b-c"),
        ("https://example.com/news/a-b-c", "https://example.com/news/a-b-c"),
        ("/entrevistas/2046797/el-faro-de-sal", f"{HOST}/entrevistas/2046797/el-faro-de-sal"),
        ("/news/سوق-الفوانيس-يفتح", f"{HOST}/news/سوق-الفوانيس-يفتح"),
        ("/news/%D8%B3-%D8%B3-%D8%B3", f"{HOST}/news/%D8%B3-%D8%B3-%D8%B3"),
        ("/news/mayor:-a-lamp--and-more", f"{HOST}/news/mayor:-a-lamp--and-more"),
    ],
)
def test_links_to_articles(link: str, absolute: str) -> None:
    assert read_listing(f"<html><body><a href='{link}'>x</a></body></html>", BASE) == [absolute]


@pytest.mark.parametrize(
    "link",
    [
        "",
        "/",
        "#top",
        "/live",
        "/news/politics",
        "/news/arts-culture",
        "/a-b-c",
        "/coverage",
        "mailto:a-b-c@example.com",
        "javascript:void(a-b-c)",
        "http://[::1",
        "https://example.com",
    ],
)
def test_links_to_anything_else(link: str) -> None:
    assert read_listing(f"<html><body><a href='{link}'>x</a></body></html>", BASE) == []


def test_links_come_once_in_the_order_of_the_page() -> None:
    links = ["/news/b-b-b", "/news/a-a-a", "/news/b-b-b", "/news/c-c-c"]
    page = "".join(f"<p><a href='{link}'>x</a></p>" for link in links)
    assert read_listing(page, BASE) == [f"{HOST}{link}" for link in links[:2] + links[3:]]


@pytest.mark.parametrize("page", ["", " \n", "<", "<!-- -->", "\0\0", "no page", "<a href>x</a>"])
def test_what_is_no_section_page(page: str) -> None:
    assert read_listing(page, BASE) == []


def test_a_section_page_of_a_million_links_is_cut() -> None:
    page = "".join(f"<a href='/news/a-b-{number}'>x</a>" for number in range(100_000))
    assert len(read_listing(page, BASE)) == MAX_LINKS


RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>News</title><link>https://english.almayadeen.net/</link>
<atom:link href="https://english.almayadeen.net/rss" rel="self"/>
<item><title>A</title><link> https://english.almayadeen.net/news/a-b-c
</link><guid>7</guid></item>
<item><link><![CDATA[https://english.almayadeen.net/news/d?x=1&y=2]]></link></item>
<item><title>No link</title></item>
<item><link>https://english.almayadeen.net/news/a-b-c</link></item>
</channel></rss>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<link href="https://english.almayadeen.net/"/>
<entry><link href="https://english.almayadeen.net/news/سوق-ب-ج"/><id>1</id></entry>
</feed>
"""


def test_rss() -> None:
    assert read_feed(RSS.encode()) == [f"{HOST}/news/a-b-c", f"{HOST}/news/d?x=1&y=2"]


def test_atom() -> None:
    assert read_feed(ATOM.encode()) == [f"{HOST}/news/سوق-ب-ج"]


def test_half_a_feed_is_read_as_far_as_it_goes() -> None:
    assert read_feed(RSS[: RSS.index("<item><title>No link")].encode())[0] == f"{HOST}/news/a-b-c"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"\0",
        b"<html><body><a href='/news/a-b-c'>x</a></body></html>",
        b"<urlset><url><loc>https://english.almayadeen.net/news/a-b-c</loc></url></urlset>",
        b"\xff\xfe\xff",
        b"<rss><channel/></rss>",
    ],
)
def test_what_is_no_feed(content: bytes) -> None:
    assert read_feed(content) == []


def test_entities_of_a_feed_do_not_grow() -> None:
    levels = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    bomb = f"<!DOCTYPE rss [<!ENTITY e0 'xxxxxxxxxx'>{levels}]>"
    item = f"<item><link>{HOST}/news/a-b-c</link></item><item><link>&e11;</link></item>"
    found = read_feed(f"{bomb}<rss>{item}</rss>".encode())
    assert sum(map(len, found)) < 1_000


def test_a_feed_names_no_file_of_this_machine() -> None:
    entity = "<!DOCTYPE rss [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
    found = read_feed(f"{entity}<rss><item><link>&e;</link></item></rss>".encode())
    assert not any("root" in each for each in found)


def test_a_feed_of_a_million_items_is_cut() -> None:
    items = "".join(f"<item><link>{HOST}/news/{number}</link></item>" for number in range(50_000))
    assert len(read_feed(f"<rss>{items}</rss>".encode())) == MAX_LINKS


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("", []),
        ("User-agent: *\nAllow: /\n", []),
        ("Sitemap: https://x/a.xml", ["https://x/a.xml"]),
        (
            "SITEMAP:https://x/a.xml\r\nsitemap :  https://x/b.xml ",
            ["https://x/a.xml", "https://x/b.xml"],
        ),
        ("Sitemap: https://x/a.xml\nSitemap: https://x/a.xml", ["https://x/a.xml"]),
        ("Sitemap:\nSitemap", []),
        ("# Sitemap: https://x/a.xml", []),
        ("Sitemaps: https://x/a.xml", []),
    ],
)
def test_sitemaps_in_robots_txt(text: str, urls: list[str]) -> None:
    assert read_robots_sitemaps(text) == urls


def test_a_robots_txt_of_a_million_lines_is_cut() -> None:
    text = "".join(f"Sitemap: https://x/{number}.xml\n" for number in range(100_000))
    assert len(read_robots_sitemaps(text)) == MAX_LINKS


@given(st.text(max_size=200), st.binary(max_size=200))
def test_nothing_that_a_server_sends_breaks_the_reading(text: str, content: bytes) -> None:
    for url in [*read_listing(text, BASE), *read_listing(f"<a href='{text}'>x</a>", BASE)]:
        assert "-" in url
    assert isinstance(read_feed(content), list)
    assert isinstance(read_robots_sitemaps(text), list)


def test_what_is_too_large_is_cut() -> None:
    end = "<a href='/news/a-b-c'>x</a>"
    assert read_listing(" " * MAX_BYTES + end, BASE) == []
    assert read_listing(" " * (MAX_BYTES - len(end)) + end, BASE) == [f"{HOST}/news/a-b-c"]
