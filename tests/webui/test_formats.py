"""A search as JSON, CSV and Atom, at the address of its page."""

import csv
from datetime import datetime
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from printing.hit_formats import CSV_COLUMNS
from tests.webui.conftest import ORIGIN
from tests.webui.pages import read
from tests.webui.site_content import FERIA, FORMULA, MARKET, SOUK

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
REQUIRED = ("id", "title", "updated")


def feed_of(client: TestClient, path: str) -> ET.Element:
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)  # noqa: S314  our own feed


def texts(element: ET.Element, name: str) -> list[str]:
    return [each.text or "" for each in element.findall(f"{ATOM}{name}")]


def links(element: ET.Element) -> dict[str, str]:
    return {each.get("rel", ""): each.get("href", "") for each in element.findall(f"{ATOM}link")}


def test_json_is_that_of_the_command_line(client: TestClient) -> None:
    answer = client.get("/search?q=فوانيس&format=json")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    told = answer.json()
    assert (told["query"], told["total"]) == ("فوانيس", len(told["hits"]))
    hit = next(each for each in told["hits"] if each["id"] == SOUK.id)
    start, end = hit["matches"]["title"][0]
    assert hit["title"][start:end] == "الفوانيس"
    assert set(told["facets"]) == {"edition", "language", "kind", "section", "tag", "month"}


def test_csv_holds_no_formulas(client: TestClient) -> None:
    answer = client.get("/search?q=farol+OR+lantern&limit=100&format=csv")
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    assert answer.headers["content-disposition"] == 'attachment; filename="search.csv"'
    rows = list(csv.reader(StringIO(answer.text, newline="")))
    assert rows[0] == list(CSV_COLUMNS)
    titles = [row[CSV_COLUMNS.index("title")] for row in rows[1:]]
    assert f"'{FORMULA.title}" in titles and FERIA.title in titles
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_a_feed_has_all_that_atom_requires(client: TestClient) -> None:
    feed = feed_of(client, "/es/search?q=lantern+OR+farol+OR+فانوس&sort=-date&format=atom")
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) >= 4
    for element in (feed, *entries):
        for name in REQUIRED:
            assert len(texts(element, name)) == 1 and texts(element, name)[0]
        assert datetime.fromisoformat(texts(element, "updated")[0]).utcoffset() is not None
    for entry in entries:
        assert entry.find(f"{ATOM}author/{ATOM}name") is not None
        assert links(entry)["alternate"].startswith(f"{ORIGIN}/es/article/")
    ids = [texts(entry, "id")[0] for entry in entries]
    assert len(set(ids)) == len(ids) and MARKET.url in ids
    arabic = next(entry for entry in entries if entry.get(LANGUAGE) == "ar")
    assert texts(arabic, "title") == [SOUK.title]
    assert links(arabic)["related"] == SOUK.url
    assert feed.get(LANGUAGE) == "es"


def test_a_feed_knows_where_it_is(client: TestClient) -> None:
    feed = feed_of(client, "/en/search?q=lantern&format=atom")
    assert links(feed) == {
        "self": f"{ORIGIN}/en/search?q=lantern&format=atom",
        "alternate": f"{ORIGIN}/en/search?q=lantern",
    }
    assert texts(feed, "title") == ["Articles for lantern"]


def test_an_empty_feed(client: TestClient) -> None:
    feed = feed_of(client, "/search?q=zeppelin&format=atom")
    assert not feed.findall(f"{ATOM}entry")
    assert texts(feed, "updated") == ["1970-01-01T00:00:00Z"]


@pytest.mark.parametrize(
    ("name", "kind"), [("Atom feed", "atom+xml"), ("JSON", "json"), ("CSV", "csv")]
)
def test_a_page_leads_to_its_other_forms(client: TestClient, name: str, kind: str) -> None:
    page = read(client.get("/en/search?q=lantern&edition=english"))
    answer = client.get(page.link(name))
    assert kind in answer.headers["content-type"]
    named = [e for e in page.all("link", rel="alternate") if e.values["title"] == name]
    assert [each.values["href"] for each in named] == [page.link(name)]
