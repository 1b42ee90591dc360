"""The search page: what is found, narrowed down, ordered, paged through."""

import pytest
from starlette.testclient import TestClient

from tests.webui.pages import LANGUAGES, Page, parameters, read
from tests.webui.site_content import ALL, FERIA, MANY, MARKET_LATER, SOUK

COUNT = len({article.id for article in ALL})
FOUND = {
    "lantern": MARKET_LATER.title,
    "فانوس": SOUK.title,
    "farol": FERIA.title,
}
"""Words, and the article that has another form of it."""


def titles(page: Page) -> list[str]:
    return page.texts("h3", lang="en") + page.texts("h3", lang="ar") + page.texts("h3", lang="es")


def search(client: TestClient, path: str = "/en/search", **asked: object) -> Page:
    return read(client.get(path, params={name: str(value) for name, value in asked.items()}))


@pytest.mark.parametrize("interface", LANGUAGES)
@pytest.mark.parametrize("words", FOUND)
def test_words_are_found_in_their_other_forms(
    client: TestClient, interface: str, words: str
) -> None:
    page = search(client, f"/{interface}/search", q=words)
    assert FOUND[words] in titles(page)
    assert page.one("html").values["lang"] == interface
    assert page.one("input", id="q").values["value"] == words
    assert page.texts("mark")


def test_a_hit_says_what_it_is_and_where(client: TestClient) -> None:
    page = search(client, q="فوانيس")
    hit = next(each for each in page.all("article") if SOUK.title in each.text)
    assert hit.values["dir"] == "rtl"
    assert page.all("h3")[0].values["lang"] == "ar"
    assert page.link(SOUK.title) == "/en/article/ar:3"
    assert page.one("time").values["datetime"] == "2024-03-08T12:00:00Z"
    outside = [each for each in page.all("a") if each.values.get("rel") == "noopener noreferrer"]
    assert [each.values["href"] for each in outside] == [SOUK.url]
    assert "Feature" in hit.text


def test_no_words_find_everything_newest_first(client: TestClient) -> None:
    page = search(client)
    assert page.one("h2", id="summary").text == f"{COUNT} articles · 1 to 10 shown"
    assert page.one("ol").values["start"] == "1"
    days = [each.values["datetime"] for each in page.all("time")]
    assert len(days) == 10 and days == sorted(days, reverse=True)


def test_every_facet_value_finds_what_it_counts(client: TestClient) -> None:
    page = search(client, q="tramway OR lantern OR farol OR فانوس")
    assert len(page.all("section", class_="facet")) == 6
    links = [each for each in page.all("a") if each.values.get("rel") == "nofollow"]
    counted = [each for each in links if each.inside and each.inside[-1].name == "span"]
    assert len(counted) > 20
    for link in counted[:3] + counted[-3:] + counted[6:14]:
        name, number = (inner.text for inner in link.inside)
        narrowed = read(client.get(link.values["href"]))
        assert narrowed.one("h2", id="summary").text.split()[0] == number, name
        assert "Remove " in narrowed.one("ul", aria_label="Filters in use").text


def test_filters_are_added_and_taken_away(client: TestClient) -> None:
    page = search(client, q="lantern", edition="english", sort="date", page=1)
    (edition,) = [each for each in page.all("a", class_="on") if "English" in each.text][:1]
    assert parameters(edition.values["href"]) == {"q": ["lantern"], "sort": ["date"]}
    (chip,) = [link for link in page.all("a") if "×" in link.text]
    assert parameters(chip.values["href"]) == {"q": ["lantern"], "sort": ["date"]}
    hidden = {e.values["name"]: e.values["value"] for e in page.all("input", type="hidden")}
    assert hidden == {"q": "lantern", "edition": "english", "sort": "date"}


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"edition": "arabic"}, 2),
        ({"lang": "es"}, 3),
        ({"kind": "feature"}, 1),
        ({"section": "cultura"}, 1),
        ({"tag": "WINTER MARKETS"}, 1),
        ({"author": "rima daloub"}, 1),
        ({"country": "talmara"}, 1),
        ({"since": "2024-03-08", "until": "2024-03-09"}, 2),
        ({"q": "lantern", "tag": "stop 3"}, 0),
    ],
)
def test_filters(client: TestClient, asked: dict[str, str], count: int) -> None:
    answer = client.get("/search", params={**asked, "format": "json"}).json()
    assert answer["total"] == count


def test_several_values_of_a_filter_are_alternatives(client: TestClient) -> None:
    both = client.get("/search?edition=arabic&edition=spanish&format=json").json()
    assert both["total"] == 5


def test_order(client: TestClient) -> None:
    def days(sort: str) -> list[str]:
        hits = client.get(f"/search?q=tramway&sort={sort}&format=json").json()["hits"]
        return [hit["published"] for hit in hits]

    assert days("date") == sorted(days("date"))
    assert days("-date") == sorted(days("-date"), reverse=True)
    page = search(client, q="tramway", sort="-date", page=2)
    assert parameters(page.link("Best first")) == {"q": ["tramway"]}
    assert page.texts("a", aria_current="true")[-1:] != ["Best first"]


def test_pages_hold_every_hit_once(client: TestClient) -> None:
    page, seen = search(client, q="tramway"), list[str]()
    while True:
        seen += page.texts("h3", lang="en")
        if not page.all("a", rel="next"):
            break
        page = read(client.get(page.one("a", rel="next").values["href"]))
    assert sorted(seen) == sorted(article.title for article in MANY)
    assert page.one("ol").values["start"] == "21"
    assert page.one("h2", id="summary").text == "25 articles · 21 to 25 shown"
    assert parameters(page.one("a", rel="prev").values["href"]) == {"q": ["tramway"], "page": ["2"]}


def test_a_better_spelling_is_offered(client: TestClient) -> None:
    page = search(client, q="lanterm", edition="english")
    assert page.one("h2", id="summary").text == "Nothing found"
    assert parameters(page.link("lantern")) == {"q": ["lantern"], "edition": ["english"]}


def test_older_versions_are_found_when_they_are_asked_for(client: TestClient) -> None:
    assert search(client, q="May").one("h2", id="summary").text == "Nothing found"
    page = search(client, q="May", versions=1)
    assert page.link("Lantern market of Wadi Sarmal opens") == "/en/article/en:1?version=1"
    assert "This is version 1, not the newest." in page.texts("p", class_="note")
    assert parameters(page.link("Older versions, too")) == {"q": ["May"]}


def test_what_is_gone_says_so(client: TestClient) -> None:
    assert "Gone from its site since 14 March 2024." in search(client, q="fair").texts(
        "p", class_="note"
    )


def test_the_same_search_in_the_other_languages(client: TestClient) -> None:
    page = search(client, "/ar/search", q="lantern", edition="english")
    assert page.link("English") == "/en/search?q=lantern&edition=english"
    assert page.one("html").values["dir"] == "rtl"


def test_the_language_of_a_browser_is_used_where_none_is_named(client: TestClient) -> None:
    spoken = {"Accept-Language": "fr, es-AR;q=0.8, en;q=0.1"}
    answer = client.get("/", headers=spoken)
    assert read(answer).one("html").values["lang"] == "es"
    assert answer.headers["vary"] == "Accept-Language"
    assert "vary" not in client.get("/en").headers
    assert read(client.get("/ar/", headers=spoken)).one("html").values["lang"] == "ar"


def test_what_is_not_asked_of_a_search_is_not_heeded(client: TestClient) -> None:
    page = search(client, q="lantern", utm_source="letter")
    assert all("utm" not in each.values["href"] for each in page.all("a", rel="nofollow"))
