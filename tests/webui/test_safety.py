"""What comes from anywhere is harmless on every page, and what is asked is bounded."""

import html
import re
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from archive import open_archive
from benchmarks.search_corpus import fill_archive
from index.folder import sync_folder
from stories.comparison import MOST_ARTICLES
from stories.folder import label, sync_stories
from tests.webui.conftest import ORIGIN
from tests.webui.pages import INVISIBLE, LANGUAGES, Page, assert_failure, read
from tests.webui.site_content import HARM, HOSTILE, MARKUP, article
from webui.application import application
from webui.asked import MAX_ADDRESS, MAX_PARAMETERS
from webui.search_request import MAX_FILTERS, MAX_WILDCARDS, MAX_WINDOW
from webui.site import Site

OWN_SCRIPT = re.compile(r"/static/keys\.js\?[0-9a-f]{8}")
QUERY = quote(HOSTILE)
HARMED_PAGES = [
    "search?q=lanterns",
    "search?q=lanterns&versions=1&limit=100",
    f"search?q=%22{quote(MARKUP)}",
    f"search?q=x&tag={QUERY}&author={QUERY}&section={QUERY}",
    f"search?since={QUERY}",
    "article/en:6",
    "article/en:6?version=1",
    f"article/{quote(MARKUP, safe='')}",
    "article/en:6/history",
    "story/en:6",
    "story/en:6?show=alone",
    f"story/{quote(MARKUP, safe='')}",
    "stories",
    f"stories?since={QUERY}",
    f"stories?section={QUERY}&on=(none)&events=1",
    "coverage?by=section",
    "coverage?by=month,section",
    f"coverage?by={QUERY}",
    "status",
    f"{quote(MARKUP)}",
    f"search?page={QUERY}&format={QUERY}",
]


def assert_harmless(page: Page) -> None:
    assert [
        each.values["src"]
        for each in page.all("script")
        if not OWN_SCRIPT.fullmatch(each.values["src"])
    ] == []
    assert all(not each.text for each in page.all("script"))
    assert {e.values["src"].partition("?")[0] for e in page.all("img")} == {"/static/icon.svg"}
    for element in page.elements:
        assert not any(name.startswith("on") or name == "style" for name in element.values)
        assert element.name not in {"b", "iframe", "object", "base", "style"}
        assert element.name != "svg" or element.values["class"] == "bar"
        for name in ("href", "action"):
            assert re.match(r"/(?!/)|#|https?://|$", element.values.get(name, "")), element
        for name, value in element.values.items():
            # What is typed comes back as it was typed, in its box.
            assert name == "value" or not INVISIBLE.search(value), (element.name, name)
    assert not INVISIBLE.search(page.elements[0].text)


@pytest.mark.parametrize("interface", LANGUAGES)
@pytest.mark.parametrize("path", HARMED_PAGES)
def test_a_hostile_article_or_address_is_harmless(
    client: TestClient, interface: str, path: str
) -> None:
    answer = client.get(f"/{interface}/{path}")
    page = read(answer, answer.status_code)
    assert answer.status_code < 500
    assert_harmless(page)
    assert "49" not in page.one("main").text.replace("1 to 10", "")


def test_the_hostile_text_is_shown(client: TestClient) -> None:
    page = read(client.get("/en/article/en:6"))
    assert MARKUP in page.one("h1").text
    assert "overisolated" in page.one("h1").text
    assert not [e for e in page.all("a") if "javascript" in e.values["href"].partition("?")[0]]
    assert page.one("article").values["lang"] == ""


def test_typed_text_comes_back_escaped(client: TestClient) -> None:
    page = read(client.get("/en/search", params={"q": f'"{MARKUP}"'}), 400)
    assert page.one("input", id="q").values["value"].startswith('"<script>')
    assert html.escape("<script>window") in client.get("/", params={"q": '"<script>window"'}).text


@given(text=st.text(max_size=60), path=st.text(max_size=30))
def test_anything_may_be_asked(client: TestClient, text: str, path: str) -> None:
    for address in (
        f"/en/search?q={quote(text, errors='replace')}",
        f"/{quote(path, errors='replace')}",
    ):
        answer = client.get(address)
        assert answer.status_code in {200, 400, 404}, answer.text
        assert_harmless(read(answer, answer.status_code))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"edition": "french"}, "edition cannot be 'french': use english, arabic, spanish"),
        ({"lang": "<b>"}, "lang cannot be"),
        ({"kind": "poem"}, "kind cannot be"),
        ({"tag": "!!"}, "tag cannot be '!!'"),
        ({"section": "/"}, "section cannot be"),
        ({"sort": "size"}, "sort cannot be 'size': use relevance, date, -date"),
        ({"versions": "yes"}, "versions cannot be"),
        ({"format": "xml"}, "format cannot be"),
        ({"since": "yesteryear"}, "since or until: 'yesteryear' is not a date"),
        ({"since": "2024-02", "until": "2024-01"}, "the second date is before the first"),
        ({"since": "99999d"}, "since or until"),
        ({"page": "0"}, "page must be a number from 1 to 100"),
        ({"page": "-1"}, "page must be"),
        ({"page": "٣"}, "page must be"),
        ({"page": str(MAX_WINDOW)}, "page must be"),
        ({"page": "11", "limit": "100"}, "page must be a number from 1 to 10"),
        ({"limit": "101"}, "limit must be a number from 1 to 100"),
        ({"q": "x" * 1001}, "q is longer than 1000 characters"),
        ({"q": " ".join(f"ab{n}*" for n in range(MAX_WILDCARDS + 1))}, "with \\* or ~"),
        ({"q": " ".join(f"w{n}" for n in range(51))}, "more than 50 words"),
        ({"tag": [f"t{n}" for n in range(MAX_FILTERS + 1)]}, "more than 24 filters"),
        ({"q": ["a", "b"]}, "q is given 2 times"),
        ({"x": "1" * MAX_ADDRESS}, "the address is longer"),
        ({f"x{n}": "1" for n in range(MAX_PARAMETERS + 1)}, "asks more than 60 things"),
    ],
)
def test_what_cannot_be_asked(
    client: TestClient, asked: dict[str, str | list[str]], sentence: str
) -> None:
    page = read(client.get("/es/search", params=asked), 400)
    assert page.one("html").values["lang"] == "es"
    assert page.all("p", lang="es")[0].text.strip() and not page.all("p", lang="en")
    form = {} if "format" in asked else {"format": "csv"}
    if form:
        assert_failure(client.get("/search", params={**asked, **form}), 400, sentence)
    else:
        assert re.search(
            sentence, read(client.get("/en/search", params=asked), 400).one("main").text
        )


@pytest.mark.parametrize("path", ["article/en:1", "article/en:1/history", "status"])
def test_a_format_that_a_page_does_not_have(client: TestClient, path: str) -> None:
    assert_failure(client.get(f"/{path}?format=csv"), 400, "format cannot be 'csv': use html, json")


def test_an_address_that_is_no_utf_8(client: TestClient) -> None:
    assert_failure(client.get("/search?q=%ff%fe&format=json"), 400, "not in UTF-8")


def test_a_wrong_query_is_pointed_at(client: TestClient) -> None:
    page = read(client.get("/en/search?q=barley+(wheat"), 400)
    assert page.texts("mark") == ["␣"]
    assert page.one("input", id="q").values["value"] == "barley (wheat"
    told = assert_failure(client.get("/?q=barley+(wheat&format=json"), 400, "not closed")
    assert told["position"] == 13


@pytest.mark.parametrize(
    "path", ["/nothing", "/en/nothing", "/en/article", "/fr/search", "/en/search/"]
)
def test_there_is_no_such_page(client: TestClient, path: str) -> None:
    assert read(client.get(path), 404).one("main").text
    assert_failure(client.get(f"{path}?format=json"), 404, "there is no such page")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/en/search", "/status", "/article/en:1"])
def test_nothing_can_be_done_but_to_read(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    read(answer, 405)
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_heads(client: TestClient) -> None:
    answer = client.head("/en/search")
    assert (answer.status_code, answer.content) == (200, b"")


def test_nothing_is_kept_in_the_browser(client: TestClient) -> None:
    for path in ("/", "/ar/search?q=x", "/article/en:1", "/nothing"):
        assert "set-cookie" not in client.get(path).headers


def test_a_page_is_light(client: TestClient) -> None:
    shared = sum(
        len(client.get(each.values[name]).content)
        for tag, name in (("link", "href"), ("script", "src"))
        for each in read(client.get("/en/status")).all(tag)
        if each.values.get("rel") in {None, "stylesheet"}
    )
    for path in (
        "/ar/search",
        "/es/search?q=tramway&limit=20",
        "/ar/article/en:8",
        "/en/status",
        "/ar/story/en:6",
        "/en/stories",
        "/ar/coverage",
    ):
        assert shared + len(client.get(path).content) <= 60_000, path


def test_a_hostile_feed_is_xml(client: TestClient) -> None:
    answer = client.get("/search?q=lanterns&versions=1&format=atom")
    feed = ET.fromstring(answer.content)  # noqa: S314  our own feed
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert any(MARKUP in (each[1].text or "") for each in entries)
    links = [each.get("href", "") for each in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert links and all(re.match("https?://", link) for link in links)


def test_the_archive_holds_the_hostile_text_as_it_is(client: TestClient) -> None:
    told = client.get("/article/en:6?format=json&version=1")
    assert told.json()["title"] == HARM.title
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told.text)


def test_a_page_stays_light_whatever_it_shows(tmp_path: Path) -> None:
    huge = "vast " * 20_000
    fields = dict.fromkeys(("title", "lead", "section", "source", "country", "coverage"), huge)
    with closing(open_archive(tmp_path, create=True)) as archive:
        for number in range(3):
            archive.store(
                article(number, "english", **fields, body=huge * 3, tags=(huge, f"{huge}2"))
            )
    sync_folder(tmp_path, "whoosh")
    with TestClient(application(Site(folder=tmp_path)), ORIGIN) as client:
        for path in (
            *("search?q=vast", "article/en:1", "article/en:1/history", "status"),
            *("story/en:1", "stories", "coverage?by=section"),
        ):
            answer = client.get(f"/ar/{path}")
            assert answer.status_code == 200
            assert len(answer.content) < 60_000, path


def test_a_story_of_many_articles_stays_light(tmp_path: Path) -> None:
    fill_archive(tmp_path, MOST_ARTICLES)
    with closing(open_archive(tmp_path)) as archive:
        ids = [outline.id for outline in archive.outlines()]
    for one, other in pairwise(ids):
        label(tmp_path, "confirmed", one, other)
    sync_stories(tmp_path, "none")
    with TestClient(application(Site(folder=tmp_path)), ORIGIN) as client:
        for part in (1, 2, 3):
            answer = client.get(f"/ar/story/{ids[0]}?part={part}")
            shown = read(answer).one("ol", class_="timeline").inside
            assert len(shown) == MOST_ARTICLES
            assert len(answer.content) < 60_000, part
