"""The status page: what is held, how the crawls went, how far the index has come."""

from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archive import open_archive
from index.folder import sync_folder
from tests.webui.conftest import ORIGIN
from tests.webui.pages import LANGUAGES, assert_failure, read
from tests.webui.site_content import FERIA, MARKET, SOUK
from webui.application import application
from webui.site import Site


@pytest.mark.parametrize("interface", LANGUAGES)
def test_what_is_held(client: TestClient, interface: str) -> None:
    page = read(client.get(f"/{interface}/status"))
    arabic = page.all("tr", class_="arabic")[0]
    assert [cell.text for cell in arabic.inside[1:6]] == ["2", "2", "2", "0", "0"]
    assert arabic.inside[0].inside[0].values["href"] == f"/{interface}/search?edition=arabic"


def test_how_the_crawls_went(client: TestClient) -> None:
    page = read(client.get("/en/status"))
    arabic, english = page.all("table")[1].inside[1].inside
    assert [cell.text for cell in english.inside[:4]] == [
        "English",
        "6 March 2024, 07:15",
        "61 s",
        "✓ healthy",
    ]
    assert english.inside[4].text == "new 1,200"
    assert [cell.text for cell in arabic.inside[2:4]] == ["10 min", "✗ not healthy"]
    assert "too many failed" in arabic.text


def test_how_far_the_index_has_come(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(MARKET)
    site = application(Site(folder=tmp_path))
    with TestClient(site, ORIGIN) as client:
        page = read(client.get("/en/status"))
        assert "The index cannot be used." in page.one("p", class_="note bad").text
        assert str(tmp_path) not in client.get("/en/status").text
        assert_failure(client.get("/search?format=json"), 503, "sync")
        assert read(client.get("/en/article/en:1")).one("h1").text == MARKET.title
        sync_folder(tmp_path, "whoosh")
        assert "Everything" in read(client.get("/en/status")).one("p", class_="note good").text
        with closing(open_archive(tmp_path)) as archive:
            for article in (SOUK, FERIA):
                archive.store(article)
        behind = "2 articles are not indexed yet."
        assert read(client.get("/en/status")).texts("p", class_="note") == [behind]
        assert behind in read(client.get("/en/search")).texts("p", class_="note")
        assert "مقالان لم يُفهرسا بعد." in client.get("/ar/search").text


def test_an_empty_archive(tmp_path: Path) -> None:
    open_archive(tmp_path, create=True).close()
    with TestClient(application(Site(folder=tmp_path)), ORIGIN) as client:
        text = read(client.get("/en/status")).one("main").text
    assert "The archive is empty." in text and "No crawl has ended yet." in text


def test_status_as_json(client: TestClient, data: Path) -> None:
    answer = client.get("/status?format=json")
    told = answer.json()
    assert told["index"]["engine"] == "whoosh"
    assert [run["healthy"] for run in told["runs"]] == [True, False]
    assert str(data) not in answer.text
