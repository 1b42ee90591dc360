"""The list of stories, and the search across languages that leads to them."""

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.webui.conftest import ORIGIN
from tests.webui.pages import LANGUAGES, assert_failure, read
from tests.webui.site_content import MARKET_LATER, SOUK
from webui.application import application
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
    assert "en:1" in first("edition=english&edition=arabic") == first("missing=spanish")
    assert "en:1" not in first("missing=arabic")
    assert first("since=2030") == set()


@pytest.mark.parametrize("asked", ["edition=french", "missing=x", "since=yesteryear", "page=0"])
def test_what_cannot_be_asked(client: TestClient, asked: str) -> None:
    assert_failure(client.get(f"/stories?{asked}&format=json"), 400, asked.partition("=")[0])


def test_without_stories_it_says_what_to_do(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("stories"))
    with TestClient(application(Site(folder=folder)), ORIGIN) as client:
        page = read(client.get("/en/stories"))
        assert "no stories yet" in page.one("main").text
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
