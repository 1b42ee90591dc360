"""What each edition carried, as tables and bars whose numbers lead to what they count."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import product

import pytest
from starlette.testclient import TestClient

from archive import open_archive
from archive.article import EDITION_LANGUAGES
from stories.coverage import BY
from tests.webui.conftest import ORIGIN
from tests.webui.pages import LANGUAGES, Element, Page, assert_failure, read
from tests.webui.site_content import HOSTILE, MARKET_LATER, NOON, article
from webui.application import application
from webui.interface import interfaces
from webui.site import Site

MOST_BYTES = 60_000


def cells_of(page: Page, table: int = 0) -> list[list[Element]]:
    """Return the cells of the body of a table, without the head of each row."""
    (body,) = (each for each in page.all("table")[table].inside if each.name == "tbody")
    return [[cell for cell in row.inside if cell.name == "td"] for row in body.inside]


def number_of(text: str) -> int:
    """Return the number that a text of the interface begins with; none is none, or one in words."""
    found = re.search(r"\d[\d,.]*", text)
    return int(re.sub(r"\D", "", found[0])) if found else 0


def followed(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the text and the address of each link to stories and articles on a page."""
    for each in page.all("a"):
        if re.match(r"/en/(stories|search)\?", each.values["href"]):
            yield each.text, each.values["href"]


@pytest.mark.parametrize("interface", LANGUAGES)
@pytest.mark.parametrize("by", ["day", "week", "month", "section"])
def test_the_table_says_what_the_bars_show(client: TestClient, interface: str, by: str) -> None:
    told = client.get(f"/coverage?by={by}&format=json").json()
    page = read(client.get(f"/{interface}/coverage?by={by}"))
    without = interfaces()[interface].words["coverage"]["without"]
    names = [row["label"].replace("(none)", without) for row in told["rows"]]
    assert page.texts("th", scope="row")[: len(names)] == names
    for row, (begun, *cells) in zip(told["rows"], cells_of(page), strict=True):
        assert number_of(begun.text) == row["begun"]
        for carried, cell in zip(row["carried"], cells, strict=True):
            assert cell.values["class"] == carried["edition"]
            numbers = [number_of(text) for text in cell.text.split()]
            assert numbers == ([carried["events"], carried["alone"]] if carried["events"] else [])
            assert len([svg for link in cell.inside for svg in link.inside]) == bool(numbers)
    assert all(each.values["aria-hidden"] == "true" for each in page.all("svg"))
    assert {each.values["width"] for each in page.all("rect")} <= {f"{n}%" for n in range(101)}


@pytest.mark.parametrize("interface", LANGUAGES)
@pytest.mark.parametrize("by", ["week,section", "month,section"])
def test_the_shaded_table_is_a_table(client: TestClient, interface: str, by: str) -> None:
    told = client.get(f"/coverage?by={by}&format=json").json()
    page = read(client.get(f"/{interface}/coverage?by={by}"))
    table = page.all("table")[0]
    groups = page.all("th", scope="colgroup")
    assert [each.values["class"] for each in groups] == list(EDITION_LANGUAGES)
    widths = [int(each.values["colspan"]) for each in groups]
    assert len(page.all("th", scope="col", rowspan="2")) == 2
    rows = cells_of(page)
    assert len(rows) == len({row["label"] for row in told["rows"]})
    assert {len(row) for row in rows} == {1 + sum(widths)}
    for place, edition in enumerate(EDITION_LANGUAGES):
        whole = 1 + sum(widths[:place])
        carried = sum(row["carried"][place]["events"] for row in told["rows"])
        assert sum(number_of(row[whole].text) for row in rows) == carried
        styles = {cell.values.get("class", "") for row in rows for cell in row[whole + 1 :]}
        assert any(style.startswith(edition[0]) for style in styles)
    assert table.inside[0].name == "thead"


@pytest.mark.parametrize("by", BY)
def test_every_number_leads_to_what_it_counts(client: TestClient, by: str) -> None:
    page = read(client.get(f"/en/coverage?by={by}"))
    links = dict.fromkeys(followed(page))
    assert len(links) > 10
    for place, (text, address) in enumerate(links):
        told = client.get(f"{address}&format=json").json()
        assert told["total"] == number_of(text), address
        if place % 12 == 0:
            listed = read(client.get(address))
            assert number_of(listed.one("main").text) == told["total"]


@pytest.mark.parametrize("by", BY)
def test_numbers_of_a_span_are_of_that_span(client: TestClient, by: str) -> None:
    page = read(client.get(f"/en/coverage?by={by}&since=2024-02-09&until=2024-03-08"))
    links = list(followed(page))
    assert links
    for text, address in links:
        assert client.get(f"{address}&format=json").json()["total"] == number_of(text), address


def test_a_day_leads_to_its_stories(client: TestClient) -> None:
    page = read(client.get("/en/coverage?since=2024-03-06&until=2024-03-06"))
    ((begun, english, *_),) = cells_of(page)
    for cell in (begun, english):
        page = read(client.get(cell.inside[0].values["href"]))
        assert MARKET_LATER.title in page.one("main").text


def test_what_one_edition_lacks_can_be_read(client: TestClient) -> None:
    page = read(client.get("/en/coverage"))
    spanish = list(EDITION_LANGUAGES).index("spanish")
    leading = [each for row in cells_of(page, table=1) for each in row[spanish].inside]
    links = [each.values["href"] for each in leading if each.name == "a"]
    assert len(links) == 2  # in all, and of its section
    for link in links:
        assert MARKET_LATER.title in read(client.get(link)).one("main").text


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site with more days, sections and long names than a page has room for."""
    folder = tmp_path_factory.mktemp("crowded")
    names = ["", f"a/{HOSTILE}", *(f"news/{letter * 280}" for letter in "xy&")]
    with closing(open_archive(folder, create=True)) as archive:
        for number, (day, edition, name) in enumerate(product(range(34), EDITION_LANGUAGES, names)):
            time = NOON + timedelta(days=day)
            archive.store(article(number, edition, title=HOSTILE, section=name, published=time))
    with TestClient(application(Site(folder=folder)), ORIGIN) as client:
        yield client


@pytest.mark.parametrize(
    ("interface", "by"), [*(("ar", by) for by in BY), ("en", "day,section"), ("es", "day")]
)
@pytest.mark.parametrize("until", ["2024-04-04", ""])
def test_a_page_is_not_too_heavy(crowded: TestClient, interface: str, by: str, until: str) -> None:
    response = crowded.get(f"/{interface}/coverage?by={by}&since=2024-03-05&until={until}")
    page, words = read(response), interfaces()[interface].words
    assert len(response.content) <= MOST_BYTES
    text = page.one("main").text
    assert (words["coverage"]["coarser_week"] in text) == (by == "day,section" and not until)
    is_whole = not until or by != "day,section"
    assert (words["story"]["cut"] not in text) == is_whole
    assert len(cells_of(page)) >= 2


@pytest.mark.parametrize("asked", ["by=year", "by=section,day", "since=yesteryear"])
def test_what_cannot_be_asked(client: TestClient, asked: str) -> None:
    assert_failure(client.get(f"/coverage?{asked}&format=json"), 400, asked.partition("=")[0])
