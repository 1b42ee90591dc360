"""What each edition carried, as a table with bars that leads to the stories."""

import pytest
from starlette.testclient import TestClient

from tests.webui.pages import LANGUAGES, assert_failure, read
from tests.webui.site_content import MARKET_LATER


@pytest.mark.parametrize("interface", LANGUAGES)
@pytest.mark.parametrize("by", ["day", "week", "month", "section"])
def test_the_table_says_what_the_bars_show(client: TestClient, interface: str, by: str) -> None:
    told = client.get(f"/coverage?by={by}&format=json").json()
    page = read(client.get(f"/{interface}/coverage?by={by}"))
    names = [row["label"] for row in told["rows"]]
    heads = page.texts("th", scope="row")
    assert [each for each in heads if each in names] == names
    assert len(page.all("svg")) == 3 * len(names)
    assert all(each.values["aria-hidden"] == "true" for each in page.all("svg"))
    assert {int(each.values["width"]) for each in page.all("rect")} <= set(range(101))


def test_a_day_leads_to_its_stories(client: TestClient) -> None:
    page = read(client.get("/en/coverage?since=2024-03&until=2024-03"))
    page = read(client.get(page.link("2024-03-06")))
    assert MARKET_LATER.title in page.one("main").text


def test_what_one_edition_lacks_can_be_read(client: TestClient) -> None:
    page = read(client.get("/en/coverage"))
    page = read(client.get(page.link("1 story: Spanish")))
    assert MARKET_LATER.title in page.one("main").text


@pytest.mark.parametrize("asked", ["by=year", "since=yesteryear"])
def test_what_cannot_be_asked(client: TestClient, asked: str) -> None:
    assert_failure(client.get(f"/coverage?{asked}&format=json"), 400, asked.partition("=")[0])
