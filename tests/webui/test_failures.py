"""What a reader is told who asked for what cannot be: in the language of the interface."""

import re
import shutil
from contextlib import closing
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from starlette.testclient import TestClient

from archive import open_archive
from archive.data_folder import index_folder
from archive.notes import Code
from index.engine import QuerySyntaxError
from index.folder import sync_folder
from index.syntax import MAX_DEPTH, MAX_LENGTH, parse_query
from tests.webui.conftest import ORIGIN
from tests.webui.pages import LANGUAGES, Page, read
from tests.webui.site_content import MARKET
from webui.application import application
from webui.asked import MAX_ADDRESS, MAX_PARAMETERS, MAX_VALUE
from webui.interface import Interface, interfaces
from webui.notes import say_note
from webui.reading import Reader
from webui.search_request import MAX_FILTERS, MAX_WILDCARDS
from webui.site import Site

QUERIES: dict[Code, str] = {
    "query-long": "x" * (MAX_LENGTH + 1),
    "query-deep": "-(a " * (MAX_DEPTH // 2) + "a" + ")" * (MAX_DEPTH // 2),
    "query-words": "ab " * 51,
    "nothing-after": "barley AND",
    "stray-parenthesis": "barley)",
    "open-parenthesis": "barley (wheat",
    "lone-operator": "OR barley",
    "lone-quote": "a «barley",
    "nested-field": "title:(tag:barley)",
    "unknown-field": "titel:barley",
    "bare-field": "title:&",
    "short-word": "b*",
    "sign-inside": "bar*ley",
    "misplaced": "title:-barley",
    "no-word": "…",
    "no-date": "date:..",
    "dates-turned": "date:2024..2023",
    "not-a-date": "date:soon",
    "not-a-day": "date:2024-13",
    "not-one-of": "kind:poem",
    "not-a-language": "lang:english",
    "not-an-id": "id:101",
}
ADDRESSES: dict[Code, tuple[str, int]] = {
    "query-wildcards": ("/search?q=" + "ab*+" * (MAX_WILDCARDS + 1), 400),
    "no-label": ("/search?tag=!!", 400),
    "not-a-number": ("/stories?page=0", 400),
    "given-often": ("/coverage?since=2024&since=2023", 400),
    "value-long": ("/search?q=" + "x" * (MAX_VALUE + 1), 400),
    "filters-many": ("/search?" + "&".join(f"tag=t{n}" for n in range(MAX_FILTERS + 1)), 400),
    "across-versions": ("/search?across=1&versions=1", 400),
    "address-long": ("/search?x=" + "1" * MAX_ADDRESS, 400),
    "address-many": ("/search?" + "&".join(f"x{n}=1" for n in range(MAX_PARAMETERS + 1)), 400),
    "address-unread": ("/search?q=%ff", 400),
    "no-page": ("/nothing", 404),
    "no-article": ("/article/en:404", 404),
    "no-version": ("/article/en:1?version=9", 404),
    "no-story-or-article": ("/story/en:404", 404),
}
SAME_WORDS: dict[str, Code] = {
    "/search?edition=french": "not-one-of",
    "/search?lang=x": "not-a-language",
    "/search?sort=size": "not-one-of",
    "/search?section=/": "no-label",
    "/search?since=soon": "not-a-date",
    "/stories?until=2024-13": "not-a-day",
    "/stories?on=2024-W5": "not-a-date",
    "/stories?missing=french": "not-one-of",
    "/coverage?since=2024&until=2023": "dates-turned",
    "/coverage?by=year": "not-one-of",
    "/article/en:404/history": "no-article",
    "/article/en:1/history?version=9": "no-version",
}
FROM_FOLDERS: frozenset[Code] = frozenset(
    {
        *("no-archive", "no-index", "index-unusable", "index-held", "none-archived"),
        *("too-many-ask", "too-slow", "unforeseen", "read-only", "labels-elsewhere", "form-old"),
    }
)
"""Tested one by one."""


def assert_said(page: Page, interface: Interface, code: Code) -> None:
    """Assert that a page says a note, and nothing in another language."""
    said = next(each for each in page.all("p", lang=interface.code))
    assert said.values["dir"] == interface.direction
    form = Formatter().parse(interface.words["notes"][code])
    pattern = "".join(f"{re.escape(text)}{'.+' if name else ''}" for text, name, _, _ in form)
    assert re.fullmatch(pattern, said.text.strip()), said.text
    assert page.one("html").values["lang"] == interface.code
    main = page.one("main")
    assert interface.code == "en" or not [e for e in main.inside if e.values.get("lang") == "en"]


@pytest.fixture(params=LANGUAGES)
def interface(request: pytest.FixtureRequest) -> Interface:
    return interfaces()[request.param]


def test_every_reason_is_tried() -> None:
    codes = get_args(Code)
    assert {*codes[codes.index("query-long") :]} == {*QUERIES, *ADDRESSES, *FROM_FOLDERS}


@pytest.mark.parametrize(("code", "query"), QUERIES.items())
def test_a_wrong_query_is_said(
    client: TestClient, interface: Interface, code: Code, query: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_query(query)
    note = caught.value.message
    assert note.code == code
    said = say_note(interface, note)
    assert (said.language, said.direction) == (interface.code, interface.direction)
    if len(query) <= MAX_VALUE:
        page = read(client.get(f"/{interface.code}/search", params={"q": query}), 400)
        assert_said(page, interface, code)
        place = interface.number(caught.value.position + 1)
        assert page.all("p", class_="unseen")[0].text == interface.words["failures"]["here"].format(
            n=place
        )


@pytest.mark.parametrize(
    ("code", "path", "status"),
    [
        *((code, path, status) for code, (path, status) in ADDRESSES.items()),
        *(
            (code, path, 404 if code.startswith("no-") and "article/" in path else 400)
            for path, code in SAME_WORDS.items()
        ),
    ],
)
def test_a_wrong_address_is_said(
    client: TestClient, interface: Interface, code: Code, path: str, status: int
) -> None:
    assert_said(read(client.get(f"/{interface.code}{path}"), status), interface, code)


@pytest.mark.parametrize(
    ("language", "path", "text"),
    [
        ("en", "search?q=barley+(wheat", "A parenthesis is not closed."),
        ("es", "search?q=barley+(wheat", "Hay un paréntesis sin cerrar."),
        ("ar", "search?q=barley+(wheat", "هناك قوس لم يُغلق."),
        ("es", "search?since=ayer", "«ayer» no es una fecha como 2024, 2024-01, 2024-01-31."),
        ("ar", "search?since=أمس", "«أمس» ليس تاريخاً مثل 2024, 2024-01, 2024-01-31."),
        ("es", "search?q=b*", "Antes de * debe haber al menos 2 letras."),
        ("ar", "search?limit=0", "يجب أن تكون قيمة limit عدداً من 1 إلى 100."),
        (
            "es",
            "search?x=" + "1" * MAX_ADDRESS,
            "La dirección tiene más de 8.000 caracteres: acórtela.",
        ),
    ],
)
def test_what_is_said(client: TestClient, language: str, path: str, text: str) -> None:
    page = read(client.get(f"/{language}/{path}"), 400)
    assert page.all("p", lang=language)[0].text.strip() == text


def test_what_was_typed_reads_in_its_own_direction(client: TestClient) -> None:
    page = read(client.get("/ar/search?since=2024-1-x"), 400)
    said = page.all("p", lang="ar")[0]
    assert [(each.name, each.text) for each in said.inside] == [
        ("bdi", "2024-1-x"),
        ("bdi", "2024, 2024-01, 2024-01-31"),
    ]


def test_an_archive_or_an_index_that_is_not_there(tmp_path: Path, interface: Interface) -> None:
    search, status = (f"/{interface.code}/{page}" for page in ("search", "status"))
    with TestClient(application(Site(folder=tmp_path)), ORIGIN) as client:
        assert_said(read(client.get(search), 503), interface, "no-archive")
        with closing(open_archive(tmp_path, create=True)) as archive:
            archive.store(MARKET)
        assert_said(read(client.get(search), 503), interface, "no-index")
        note = read(client.get(status)).one("p", class_="note bad")
        assert note.inside[1].values["lang"] == interface.code
        assert "`search_cli.py sync`" in note.inside[1].text
        sync_folder(tmp_path, "whoosh")
        for file in index_folder(tmp_path).rglob("*.toc"):
            file.write_bytes(b"\0" * 64)
        assert_said(read(client.get(search), 503), interface, "index-unusable")


def test_an_index_that_may_not_be_read(
    data: Path, interface: Interface, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("index.whoosh_storage._open_snapshot", forbidden)
    with TestClient(application(Site(folder=data)), ORIGIN) as client:
        assert_said(read(client.get(f"/{interface.code}/search"), 503), interface, "index-held")


def test_a_story_whose_articles_are_not_there(
    data: Path, tmp_path: Path, client: TestClient, interface: Interface
) -> None:
    story = client.get("/stories?format=json").json()["stories"][0]["id"]
    shutil.copytree(data / "stories", tmp_path / "stories")
    open_archive(tmp_path, create=True).close()
    with TestClient(application(Site(folder=tmp_path)), ORIGIN) as other:
        page = read(other.get(f"/{interface.code}/story/{story}"), 404)
    assert_said(page, interface, "none-archived")


@pytest.mark.parametrize(
    ("code", "bounds"),
    [("too-many-ask", {"max_waiting": -2}), ("too-slow", {"time_limit_s": 0.0})],
)
def test_a_site_that_has_too_much_to_do(
    data: Path, interface: Interface, code: Code, bounds: dict[str, int]
) -> None:
    site = Site(folder=data, **bounds)  # type: ignore[arg-type]
    with TestClient(application(site), ORIGIN) as client:
        assert_said(read(client.get(f"/{interface.code}/search"), 503), interface, code)


def test_a_fault_of_the_program(
    data: Path, interface: Interface, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Reader) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Reader, "refresh", fail)
    app = application(Site(folder=data))
    with TestClient(app, ORIGIN, raise_server_exceptions=False) as client:
        page = read(client.get(f"/{interface.code}/search"), 500)
    assert_said(page, interface, "unforeseen")


def test_forms_that_are_refused(client: TestClient, data: Path, interface: Interface) -> None:
    address = f"/{interface.code}/story/en:1/label"
    assert_said(read(client.post(address, data={"token": "x"}), 403), interface, "form-old")
    assert_said(read(client.delete(address), 405), interface, "read-only")
    with TestClient(application(Site(folder=data)), ORIGIN) as open_to_all:
        page = read(open_to_all.post(address, data={"token": "x"}), 403)
    assert_said(page, interface, "labels-elsewhere")


def test_what_has_no_words_is_said_in_english(client: TestClient) -> None:
    page = read(client.post("/ar/story/en:1/label", data={"a": "x" * 5_000}), 400)
    assert page.all("p", lang="en")[0].values["dir"] == "ltr"
