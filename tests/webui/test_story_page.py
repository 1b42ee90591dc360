"""A story, side by side; saying what belongs together, and never by reading."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.webui.conftest import ORIGIN
from tests.webui.pages import LANGUAGES, Page, assert_failure, read
from tests.webui.site_content import FERRY, MARKET_LATER, SOUK
from webui.application import application
from webui.interface import interfaces
from webui.serving import LOOPBACK_NAMES
from webui.site import Site


@pytest.fixture
def own(data: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A site whose stories may be changed."""
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    app = application(Site(folder=folder, names=LOOPBACK_NAMES))
    with TestClient(app, ORIGIN, raise_server_exceptions=False) as client:
        yield client


def timeline(page: Page) -> str:
    return page.all("ol", **{"class": "timeline"})[0].text


def form(page: Page) -> tuple[str, dict[str, str]]:
    """Return where the first form on evidence leads, and what it sends."""
    found = page.all("form", **{"class": "judge"})[0]
    hidden = {e.values["name"]: e.values["value"] for e in found.inside if e.name == "input"}
    return found.values["action"], hidden


@pytest.mark.parametrize("interface", LANGUAGES)
def test_a_story(client: TestClient, interface: str) -> None:
    page = read(client.get(f"/{interface}/story/en:1"))
    own = SOUK if interface == "ar" else MARKET_LATER
    assert own.title in page.one("h1").text
    rows = " ".join(each.text for each in page.all("div", role="group"))
    for article in (MARKET_LATER, SOUK):
        assert article.title in timeline(page)
        for text in (article.title, article.lead):
            assert rows.count(text) == 1


def test_numbers_that_contradict_each_other_are_told_once(client: TestClient) -> None:
    page = read(client.get("/en/story/en:20"))
    (conflict,) = page.all("div", class_="conflict")
    assert conflict.inside[0].text == "17 against 20"
    assert [each.text for each in conflict.inside if each.name == "p"] == [
        f"{edition} {article.title}"
        for edition, article in zip(("English", "Arabic", "Spanish"), FERRY, strict=True)
    ]
    assert page.texts("mark") == ["17", "20", "20"]
    numbers = page.all("table")[0]
    assert ["17 conflict", "17", "not found", "not found"] in [
        [cell.text for cell in row.inside] for row in numbers.inside[1].inside
    ]


def test_the_title_is_that_in_the_readers_language(client: TestClient) -> None:
    for code, article in zip(LANGUAGES, FERRY, strict=True):
        assert article.title in read(client.get(f"/{code}/story/en:20")).one("h1").text
    assert MARKET_LATER.title in read(client.get("/es/story/en:1")).one("h1").text


def test_sentences_of_one_edition_can_be_had_alone(client: TestClient) -> None:
    def count(show: str) -> int:
        page = read(client.get(f"/en/story/en:1?show={show}"))
        return len(page.all("div", role="group"))

    assert count("alone") > 0
    assert count("alone") + count("shared") == count("all")


def test_a_story_as_json(client: TestClient) -> None:
    told = client.get("/story/ar:3?format=json").json()
    assert [each["id"] for each in told["articles"]] == ["en:1", "ar:3"]
    assert client.get(f"/story/{told['story']['id']}").status_code == 200


@pytest.mark.parametrize("name", ["s0123456789", "en:999", "x"])
def test_there_is_no_such_story(client: TestClient, name: str) -> None:
    assert_failure(client.get(f"/story/{name}?format=json"), 404, "no story and no article")


def test_an_article_leads_to_its_story(client: TestClient) -> None:
    page = read(client.get("/en/article/en:1"))
    address = page.link("What each edition says")
    assert SOUK.title in timeline(read(client.get(address)))
    assert "What each edition says" not in client.get("/en/article/en:8").text


def test_what_the_reader_says_counts_at_once_and_can_be_taken_back(own: TestClient) -> None:
    address, hidden = form(read(own.get("/en/story/en:1")))
    answer = own.post(address, data=hidden | {"verdict": "rejected"})
    assert answer.url.path == "/en/story/ar:3"
    page = read(answer)
    assert MARKET_LATER.title not in timeline(page)
    assert "You said: not one story" in page.one("main").text
    page = read(own.post(address, data=hidden | {"verdict": "confirmed"}))
    assert MARKET_LATER.title in timeline(page)
    page = read(own.post(address, data=hidden | {"verdict": "forget"}))
    assert "You said" not in page.one("main").text


def test_nothing_is_said_without_a_form_of_this_site(own: TestClient) -> None:
    address, hidden = form(read(own.get("/en/story/en:1")))
    data = hidden | {"verdict": "rejected"}
    page = read(own.post(address, data=data | {"token": "x"}), 403)
    assert page.one("h1").text == "This form is no longer valid"
    read(own.post(address, data={**data, "token": ""}), 403)
    for place in ("cross-site", "same-site"):
        read(own.post(address, data=data, headers={"Sec-Fetch-Site": place}), 403)
    assert own.get(address, params=data).status_code == 404
    read(own.post(address, data=data | {"a": "x" * 5_000}), 400)
    read(own.post(address, data=data | {"verdict": "perhaps"}), 400)
    read(own.post(address, data=data | {"a": "en:999"}), 404)
    assert SOUK.title in timeline(read(own.get("/en/story/en:1")))


def test_where_others_can_reach_it_nothing_is_said(data: Path) -> None:
    site = Site(folder=data)
    with TestClient(application(site), ORIGIN) as client:
        assert not read(client.get("/en/story/en:1")).all("form", **{"class": "judge"})
        sent = {"token": site.token, "a": "en:1", "b": "ar:3", "verdict": "rejected"}
        read(client.post("/en/story/en:1/label", data=sent), 403)


def test_without_stories_an_article_is_shown_alone_and_it_is_said(
    data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("stories"))
    with TestClient(application(Site(folder=folder)), ORIGIN) as client:
        for code, interface in interfaces().items():
            page = read(client.get(f"/{code}/story/en:1"))
            assert interface.words["notes"]["no-stories"] in page.texts("p", class_="note")
            for path in ("stories", "coverage"):
                (told,) = read(client.get(f"/{code}/{path}")).all("p", class_="note")
                assert told.text == interface.words["notes"]["none-yet"]
                assert told.values["lang"] == code
        assert not (folder / "stories").exists()
