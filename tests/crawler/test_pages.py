"""Saved pages: each folder of ``tests/pages`` is a page with what a reader expects of it."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.editions import SITES
from crawler.items import REFUSALS, ArticleItem, RefusedPageError
from crawler.pages import parse_page
from crawler.saved_pages import FIELDS, expected_values

PAGES = Path(__file__).parents[1] / "pages"
MIN_KINDS_OF_PAGES = 8


def folders() -> list[Path]:
    return sorted(path.parent for path in PAGES.glob("*/*/page.html"))


def name_of(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def read(folder: Path, name: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return values


@cache
def parsed(folder: Path) -> ArticleItem:
    meta = read(folder, "meta.json")
    html = (folder / "page.html").read_bytes()
    fetched = datetime.fromisoformat(meta["fetched"])
    return parse_page(html, meta["url"], SITES[folder.parent.name], fetched=fetched)


def articles() -> Iterator[Any]:
    for folder in folders():
        if (folder / "expected.json").exists():
            for field in sorted(FIELDS):
                yield pytest.param(folder, field, id=f"{name_of(folder)}-{field}")


@pytest.mark.parametrize(("folder", "field"), list(articles()))
def test_field(folder: Path, field: str) -> None:
    assert expected_values(parsed(folder))[field] == read(folder, "expected.json")[field]


@pytest.mark.parametrize("folder", [pytest.param(each, id=name_of(each)) for each in folders()])
def test_folder_is_complete(folder: Path) -> None:
    answers = [name for name in ("expected.json", "refused.json") if (folder / name).exists()]
    assert len(answers) == 1
    if answers == ["expected.json"]:
        assert read(folder, "expected.json").keys() == set(FIELDS)
    else:
        assert read(folder, "refused.json")["reason"] in REFUSALS


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(each, id=name_of(each))
        for each in folders()
        if (each / "refused.json").exists()
    ],
)
def test_refused(folder: Path) -> None:
    with pytest.raises(RefusedPageError) as caught:
        parsed(folder)
    assert caught.value.reason == read(folder, "refused.json")["reason"]


@pytest.mark.parametrize("edition", SITES)
def test_every_edition_has_many_kinds_of_pages(edition: str) -> None:
    assert len([each for each in folders() if each.parent.name == edition]) >= MIN_KINDS_OF_PAGES


@pytest.mark.parametrize("edition", SITES)
def test_what_the_pipelines_set_is_left_to_them(edition: str) -> None:
    item = parsed(PAGES / edition / "plain-news")
    assert (item.edition, item.id) == (edition, f"{SITES[edition].language}:{item.postid}")
    assert (item.word_count, item.version, item.content_hash, item.page) == (0, 0, "", None)
