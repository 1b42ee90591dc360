"""The page of an article, and the pages of its versions."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from tests.webui.pages import LANGUAGES, assert_failure, read
from tests.webui.site_content import GONE, LONG, MARKET, MARKET_LATER, NOON, SOUK
from webui.text_parts import MAX_PART


@pytest.mark.parametrize("interface", LANGUAGES)
def test_the_text_is_as_published(client: TestClient, interface: str) -> None:
    page = read(client.get(f"/{interface}/article/ar:3"))
    assert page.one("h1").text == SOUK.title
    reading = page.one("article")
    assert (reading.values["lang"], reading.values["dir"]) == ("ar", "rtl")
    paragraphs = page.texts("p", dir="rtl")
    assert paragraphs[-2:] == [SOUK.lead, SOUK.body]
    assert page.one("html").values["lang"] == interface


def test_the_address_of_an_article_finds_it_too(client: TestClient) -> None:
    for name in (MARKET.url, MARKET.url.removeprefix("https://"), "en:1"):
        assert read(client.get(f"/en/article/{name}")).one("h1").text == MARKET_LATER.title


def test_what_is_known_and_from_where(client: TestClient) -> None:
    page = read(client.get("/en/article/en:1"))
    rows = {cells.inside[0].text: cells for cells in page.all("tr")[1:]}
    assert rows["Title"].inside[2].text == "the site's own metadata tawsiyat"
    assert rows["Text"].inside[2].text == "the page's text dom"
    assert rows["Published"].inside[1].text == "6 March 2024, 14:00"
    assert rows["Length"].inside[1].text == "9 words"
    assert rows["Source"].inside[1].text == "Wadi Sarmal Herald"
    assert "Video" not in rows
    assert page.link("Winter markets") == "/en/search?tag=Winter+markets"
    assert read(client.get(page.link("Winter markets"))).texts("h3", lang="en") == [
        MARKET_LATER.title
    ]
    assert page.link("Read it on its site") == MARKET.url


def test_an_older_version_says_so(client: TestClient) -> None:
    page = read(client.get("/en/article/en:1?version=1"))
    assert page.one("h1").text == MARKET.title
    assert page.texts("p", class_="note") == [
        "This is version 1, not the newest. Read the newest version"
    ]
    assert page.link("Read the newest version") == "/en/article/en:1"
    assert page.link("What changed between them") == "/en/article/en:1/history"
    assert "2 versions" in page.one("aside").text


def test_one_that_is_gone_says_so(client: TestClient) -> None:
    page = read(client.get("/es/article/en:5"))
    assert page.one("h1").text == GONE.title
    assert page.texts("p", class_="note") == [
        "Ya no está en su sitio desde el 14 de marzo de 2024."
    ]


def test_similar_articles_are_shown(client: TestClient) -> None:
    page = read(client.get("/en/article/en:100"))
    assert 1 <= len(page.one("section", class_="similar").inside[1].inside) <= 5
    assert "/en/article/en:104" in {each.values["href"] for each in page.all("a")}


def test_a_long_text_comes_in_parts(client: TestClient) -> None:
    first = read(client.get("/en/article/en:8"))
    parts, address = [first], first.link("2")
    parts += [read(client.get(address)), read(client.get(first.link("3")))]
    texts = [" ".join(part.texts("p", dir="ltr")) for part in parts]
    assert all(len(text) <= MAX_PART for text in texts)
    assert " ".join(texts) == LONG.body.strip()


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("article/en:999", "no article en:999$"),
        ("article/en:1?version=9", "no version 9 of article en:1"),
        ("article/nothing", "no article nothing"),
        ("article/https://elsewhere.example/x", "no article https"),
        ("article/en:999/history", "no article en:999"),
        ("article/en:1/history?version=3", "no version 3 of article en:1"),
    ],
)
def test_there_is_no_such_article(client: TestClient, path: str, sentence: str) -> None:
    read(client.get(f"/en/{path}"), 404)
    sign = "&" if "?" in path else "?"
    if "/history?" not in path:
        assert_failure(client.get(f"/en/{path}{sign}format=json"), 404, sentence)


def test_an_article_as_json(client: TestClient) -> None:
    told = client.get("/article/en:1?version=1&format=json").json()
    assert (told["title"], told["version"]) == (MARKET.title, 1)


@pytest.mark.parametrize("interface", LANGUAGES)
def test_what_changed_word_by_word(client: TestClient, interface: str) -> None:
    page = read(client.get(f"/{interface}/article/en:1/history"))
    assert page.texts("del") == ["May"]
    assert page.texts("ins") == ["late", "June"]
    assert [each.values["dir"] for each in page.all("div", class_="diff")] == ["ltr", "ltr"]
    assert len(page.all("tr")) == 3
    assert page.all("tr")[1].values["class"] == "here"


def test_the_first_version_has_nothing_to_compare(client: TestClient) -> None:
    page = read(client.get("/en/article/en:1/history?version=1"))
    assert "This is the first version" in page.one("main").text
    assert not page.all("div", class_="diff")


def test_versions_as_json(client: TestClient) -> None:
    told = client.get("/article/en:1/history?format=json").json()
    assert [each["version"] for each in told["versions"]] == [1, 2]
    assert told["versions"][1]["fetched"] == (NOON + timedelta(days=3)).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
