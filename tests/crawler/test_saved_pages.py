"""Folders of saved pages, as `scrapy savepage` writes them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive import RawPage
from crawler.saved_pages import FIELDS, SLUG, save_page, slug_of

PAGES = Path(__file__).parents[1] / "pages"
FETCHED = datetime(2026, 3, 12, 10, tzinfo=UTC)


def a_page(name: str) -> RawPage:
    url = json.loads((PAGES / name / "meta.json").read_text(encoding="utf-8"))["url"]
    body = (PAGES / name / "page.html").read_bytes()
    return RawPage(url=url, status=200, headers={}, body=body, fetched=FETCHED)


def read(file: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return values


@pytest.mark.parametrize(
    ("name", "found", "answer"),
    [
        ("english/plain-news", "news", "expected.json"),
        ("arabic/newscast", "newscast", "expected.json"),
        ("spanish/author-page", "author-page", "refused.json"),
    ],
)
def test_a_page_becomes_the_folder_that_a_reviewed_one_is(
    tmp_path: Path, name: str, found: str, answer: str
) -> None:
    folder = tmp_path / name
    assert save_page(folder, a_page(name), name.partition("/")[0]) == found
    reviewed = PAGES / name
    assert {each.name for each in folder.iterdir()} == {each.name for each in reviewed.iterdir()}
    assert (folder / "page.html").read_bytes() == (reviewed / "page.html").read_bytes()
    assert read(folder / "meta.json") == read(reviewed / "meta.json")
    assert read(folder / answer) == read(reviewed / answer)


def test_every_field_is_written_even_if_it_is_empty(tmp_path: Path) -> None:
    save_page(tmp_path / "x", a_page("english/dom-only"), "english")
    assert tuple(read(tmp_path / "x" / "expected.json")) == FIELDS


def test_a_folder_is_never_written_over(tmp_path: Path) -> None:
    save_page(tmp_path / "x", a_page("english/plain-news"), "english")
    before = (tmp_path / "x" / "expected.json").read_bytes()
    with pytest.raises(FileExistsError):
        save_page(tmp_path / "x", a_page("english/video"), "english")
    assert (tmp_path / "x" / "expected.json").read_bytes() == before


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://english.almayadeen.net/news/politics/a-quiet-harbour", "a-quiet-harbour"),
        ("https://english.almayadeen.net/news/politics/Ports:-two--open", "ports-two-open"),
        ("https://espanol.almayadeen.net/entrevistas/2102044/voz-del-río", "voz-del-rio"),
        ("https://english.almayadeen.net/x/" + "long-" * 30, "-".join(["long"] * 12)),
        ("https://www.almayadeen.net/news/مرفأ-هادئ", "f4a8"),
        ("https://www.almayadeen.net", ""),
    ],
)
def test_slugs(url: str, slug: str) -> None:
    found = slug_of("english", url)
    assert SLUG.fullmatch(found)
    if slug.isascii() and "-" in slug:
        assert found == slug
