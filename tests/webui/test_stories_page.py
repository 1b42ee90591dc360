"""The list of stories, and the search across languages that leads to them."""

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.webui.conftest import ORIGIN
from tests.webui.pages import LANGUAGES, assert_failure, parameters, read
from tests.webui.site_content import HARM, MARKET_LATER, SOUK
from webui.application import application
from webui.interface import interfaces
from webui.pages.stories import PAGE_SIZE
from webui.site import Site


@pytest.mark.parametrize("interface", LANGUAGES)
def test_the_list_leads_to_the_stories(client: TestClient, interface: str) -> None:
    page = read(client.get(f"/{interface}/stories?missing=spanish"))
    story = read(client.get(page.link(MARKET_LATER.title)))
    assert SOUK.title in story.one("main").text


def test_what_is_asked_for_is_what_is_told(client: TestClient) -> None:
    def first(asked: str) -> set[str]:
        told = client.get(f"/stories?{asked}&format=json").json()
        assert told["total"] == len(told["stories"])
        return {each["first"] for each in told["stories"]}

    everything = first("")
    assert "en:1" in everything
    assert first("edition=english&edition=arabic") == {"en:1", "en:20"}
    assert first("missing=spanish") == {"en:1"}
    assert "en:1" not in first("missing=arabic")
    assert first("since=2030") == set()


@pytest.mark.parametrize("interface", LANGUAGES)
def test_articles_in_no_story_are_there_where_they_are_asked_for(
    client: TestClient, interface: str
) -> None:
    page = read(client.get(f"/{interface}/stories?only=english&events=1&section=culture"))
    links = [each.values["href"] for each in page.all("a")]
    assert sum(link.startswith(f"/{interface}/article/en:") for link in links) == PAGE_SIZE
    plain = read(client.get(f"/{interface}/stories?only=english&section=culture"))
    assert not [each for each in plain.all("a") if "/article/" in each.values["href"]]


def test_filters_in_use_can_be_taken_away(client: TestClient) -> None:
    asked = "of=english&on=2024-03-06&section=culture&events=1&since=2024"
    page = read(client.get(f"/en/stories?{asked}"))
    (chips,) = page.all("ul", **{"class": "chips"})
    left = [each.inside[0].values["href"] for each in chips.inside]
    assert len(left) == 5 and left[-1] == "/en/stories"
    for address, name in zip(left, ("of", "on", "section", "events"), strict=False):
        assert set(parameters(address)) == {"of", "on", "section", "events", "since"} - {name}
    (form,) = page.all("form", **{"class": "span"})
    kept = {e.values["name"]: e.values["value"] for e in form.inside if e.name == "input"}
    assert kept == {name: values[0] for name, values in parameters(f"?{asked}&until=").items()} | {
        "until": ""
    }


def test_what_one_edition_alone_has_can_be_chosen(client: TestClient) -> None:
    page = read(client.get("/en/stories?on=2024-03-06"))
    address = page.link("Only in the English edition")
    assert parameters(address) == {"on": ["2024-03-06"], "only": ["english"], "events": ["1"]}
    page = read(client.get(address))
    assert "Only in the English edition" in page.texts("a", aria_current="true")
    assert parameters(page.link("Not in the Spanish edition"))["missing"] == ["spanish"]


@pytest.mark.parametrize("interface", LANGUAGES)
def test_what_has_no_date_or_section_is_listed(client: TestClient, interface: str) -> None:
    page = read(client.get(f"/{interface}/stories?of=english&on=(none)&events=1"))
    without = interfaces()[interface].words["coverage"]["without"]
    assert without in page.one("ul", **{"class": "chips"}).text
    told = client.get("/stories?of=english&on=(none)&events=1&format=json").json()
    assert HARM.id in [each["id"] for story in told["stories"] for each in story["articles"]]


@pytest.mark.parametrize(
    "asked",
    [
        "edition=french",
        "missing=x",
        "since=yesteryear",
        "page=0",
        "only=x",
        "of=x",
        "first=x",
        "on=2024",
        "events=x",
    ],
)
def test_what_cannot_be_asked(client: TestClient, asked: str) -> None:
    assert_failure(client.get(f"/stories?{asked}&format=json"), 400, asked.partition("=")[0])


def test_without_stories_it_says_what_to_do(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("stories"))
    with TestClient(application(Site(folder=folder)), ORIGIN) as client:
        page = read(client.get("/en/stories"))
        assert "no stories yet" in page.one("main").text
        told = client.get("/stories?events=1&of=english&format=json").json()
        carried = client.get("/coverage?format=json").json()["totals"][0]
        assert told["total"] == carried["events"] == carried["articles"] > 0
        assert not (folder / "stories").exists()


def test_searching_in_all_languages(client: TestClient) -> None:
    page = read(client.get("/en/search?q=lanterns"))
    address = page.link("In all three languages")
    page = read(client.get(address))
    assert "across=1" in address
    assert page.all("a", aria_current="true", **{"class": "toggle"})
    assert "across" not in page.link("In all three languages")
    assert "across" not in page.link("Older versions, too")
    assert "found by words, names and numbers alone" in page.one("main").text
    ways = client.get("/search?q=lanterns&across=1&format=json").json()["hits"][0]["found"]
    assert "words" in ways


def test_a_search_without_words_is_one_in_any_language(client: TestClient) -> None:
    assert client.get("/search?across=1&format=json").json()["total"] > 0
    told = client.get("/search?q=x&across=1&versions=1&format=json")
    assert_failure(told, 400, "across finds newest versions")
