"""Whatever a page holds, it yields an article that can be stored, or a named refusal."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import KINDS
from archive.urls import edition_of_url
from crawler.editions import SITES
from crawler.items import ArticleItem, RefusedPageError
from crawler.page_tree import MAX_BYTES
from crawler.pages import parse_page

FETCHED = datetime(2026, 3, 12, 10, tzinfo=UTC)
URL = "https://english.almayadeen.net/news/politics/a-quiet-harbour"
PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*/*/page.html"))
PIECES = (
    "<div>",
    "</div>",
    "<p>",
    "</section><table>",
    "<script>",
    "</script>",
    "<!--",
    "]]>",
    "<a href='http://['>",
    "<base href='javascript:'>",
    "<h1></h1>",
    "\x00",
    "\ufeff",
    "\u202e",
    "&#xD800;",
    "&#0;",
    "&nbsp;" * 50,
    "{",
    "}",
    '"',
    "\\ud800",
    "99999999999999999999",
    "٢٠٢٦",
    "<svg><p>",
    "<br><br>",
)


def parse(html: bytes | str, url: str = URL, edition: str = "english") -> ArticleItem | str:
    try:
        return parse_page(html, url, SITES[edition], fetched=FETCHED)
    except RefusedPageError as error:
        return error.reason


def assert_storable(item: ArticleItem) -> None:
    texts = (item.title, item.lead, item.body, item.source, item.section, item.url, *item.tags)
    for text in (*texts, *item.authors, *item.related_urls, item.image_caption, item.published_raw):
        text.encode()
        assert "\x00" not in text
    assert item.title == item.title.strip() != ""
    assert item.kind in KINDS
    assert edition_of_url(item.url) == item.edition
    assert all(time is None or time.tzinfo is UTC for time in (item.published, item.modified))
    assert "" not in (item.body.split("\n\n") if item.body else ["x"])


@st.composite
def mangled_pages(draw: st.DrawFn) -> tuple[str, Path]:
    path = draw(st.sampled_from(PAGES))
    html = path.read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(html)))
        end = min(len(html), start + draw(st.sampled_from((0, 0, 1, 7, 60, 900))))
        piece = draw(st.sampled_from(PIECES) | st.text(max_size=8))
        html = html[:start] + piece * draw(st.sampled_from((1, 1, 1, 40))) + html[end:]
    return html, path


@settings(max_examples=150, deadline=None)
@given(mangled_pages())
def test_mangled_pages(case: tuple[str, Path]) -> None:
    html, path = case
    url = json.loads((path.parent / "meta.json").read_text(encoding="utf-8"))["url"]
    for content in (html, html.encode(errors="replace")):
        found = parse(content, url, path.parent.parent.name)
        if isinstance(found, ArticleItem):
            assert_storable(found)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(SITES)))
def test_bytes_of_any_kind(content: bytes, edition: str) -> None:
    url = f"https://{SITES[edition].host}/news/politics/x-y"
    for html in (content, b"<html><h1>T</h1><p>" + content):
        found = parse(html, url, edition)
        if isinstance(found, ArticleItem):
            assert_storable(found)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
OWN_KEYS = (
    "title",
    "url",
    "postid",
    "keywords",
    "published_time",
    "author",
    "classes",
    "thumbnail",
)
LD_KEYS = ("headline", "url", "author", "image", "keywords", "datePublished", "mainEntityOfPage")


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from(OWN_KEYS), JSON_VALUES),
    st.dictionaries(st.sampled_from((*LD_KEYS, "@type", "@graph", "video")), JSON_VALUES),
)
def test_metadata_of_any_type(own: dict[str, Any], linked: dict[str, Any]) -> None:
    scripts = (
        f"<script type='text/tawsiyat'>{json.dumps({'title': 'T', **own})}</script>"
        f"<script type='application/ld+json'>{json.dumps({'headline': 'T', **linked})}</script>"
    )
    found = parse(f"<html><head>{scripts}</head><h1>T</h1><div class='p-content'><p>Text.</p>")
    if isinstance(found, ArticleItem):
        assert_storable(found)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not-html"),
        (b" \n ", "not-html"),
        (b"%PDF-1.7 <p", "not-html"),
        (b'{"title": "x"}', "not-html"),
        (b"<?xml version='1.0'?><urlset><url><loc>x</loc></url></urlset>", "not-html"),
        (b"<rss><channel><title>x</title></channel></rss>", "not-html"),
        (b"<svg><title>x</title></svg>", "not-html"),
        (b"just text", "not-html"),
        ("<html>" + "x" * MAX_BYTES, "too-large"),
        ("<html><body></body></html>", "no-title"),
        ("<html><h1>Title</h1></html>", "empty-article"),
        ("<html><h2>Most Read</h2><p>x</p></html>", "no-title"),
        ("<html><h1>Al Mayadeen English</h1><p>x</p></html>", "no-title"),
    ],
)
def test_what_is_no_article(content: bytes | str, reason: str) -> None:
    assert parse(content) == reason


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 60_000 + "<h1>T</h1>",
        "<html><h1>T</h1><div class='p-content'>" + "<b>" * 20_000 + "deep",
        "<html><h1>T</h1><div class='p-content'>" + "<p>x</p>" * 50_000,
        f"<script type='text/tawsiyat'>{'[' * 100_000}</script><h1>T</h1>",
        f"<script type='text/tawsiyat'>{'{{' * 50_000}</script><h1>T</h1>",
        f"<script type='application/ld+json'>{'[' * 900 + ']' * 900}</script><h1>T</h1>",
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><h1>&b;</h1>',
        "<html><h1>T</h1><div class='" + "p-content " * 50_000 + "'><p>x</p></div>",
        "<html><h1>T</h1><meta property='article:published_time' content='" + "9" * 100_000 + "'>",
        "<html><h1>" + "\u0301" * 100_000 + "T</h1>",
        "<html><h1>T</h1><p class='lg_para summary'>" + "Source: " * 20_000,
    ],
    ids=range(11),
)
def test_bombs(html: str) -> None:
    found = parse(html)
    if isinstance(found, ArticleItem):
        assert_storable(found)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "http://[",
        "ftp://english.almayadeen.net/news/politics/x",
        "https://www.almayadeen.net/news/politics/x",
        "https://example.org/news/politics/x",
        "https://english.almayadeen.net/" + "x" * 30_000,
    ],
)
def test_foreign_addresses(url: str) -> None:
    assert parse("<html><h1>T</h1><p>x</p></html>", url) == "wrong-edition"


def test_fetched_needs_a_zone() -> None:
    naive = FETCHED.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        parse_page("<h1>T</h1>", URL, SITES["english"], fetched=naive)
