"""The versions of an article, and what changed from each to the next."""

import json
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from archive import Article, SqliteArchive
from archive.history import COMPARED, compare, find_history
from tests.archive.samples import NOON, an_article


def test_every_version_with_what_made_it_differ(archive: SqliteArchive) -> None:
    first = an_article(1)
    second = replace(
        first,
        title="Lantern market of Wadi Sarmal closes",
        body="The market opened at dusk.\n\nIt rained. سوق الفوانيس. Abrió al anochecer.",
        tags=("markets", "rain"),
        modified=None,
        fetched=NOON + timedelta(days=2),
    )
    for article in (first, second, first):
        archive.store(article)
    archive.mark_gone("en:1", NOON)
    found = find_history(archive, "en:1")
    assert found is not None
    told = json.loads(json.dumps(found.as_json()))
    assert (told["id"], told["gone"]) == ("en:1", "2024-03-05T12:00:00Z")
    versions = told["versions"]
    assert [each["version"] for each in versions] == [1, 2, 3]
    assert [each.keys() for each in versions] == [
        {"version", "fetched", "modified", "content_hash", "changes"}
    ] * 3
    assert versions[0]["changes"] == []
    assert versions[1]["fetched"] == "2024-03-07T12:00:00Z"
    assert versions[1]["modified"] is None
    assert versions[0]["content_hash"] == versions[2]["content_hash"]
    assert versions[1]["changes"] == [
        {
            "field": "title",
            "removed": ["opens for the 1th time"],
            "added": ["closes"],
            "words": [
                ["=", "Lantern market of Wadi Sarmal "],
                ["-", "opens for the 1th time"],
                ["+", "closes"],
            ],
        },
        {
            "field": "body",
            "removed": [],
            "added": ["It rained."],
            "words": [
                ["=", "The market opened at dusk.\n\n"],
                ["+", "It rained. "],
                ["=", "سوق الفوانيس. Abrió al anochecer."],
            ],
        },
        {
            "field": "tags",
            "removed": ["lanterns"],
            "added": ["rain"],
            "words": [["-", "lanterns, "], ["=", "markets"], ["+", ", rain"]],
        },
    ]
    back = [each["field"] for each in versions[2]["changes"]]
    assert back == ["title", "body", "tags"]


def test_one_version_and_none(archive: SqliteArchive) -> None:
    archive.store(an_article(1))
    found = find_history(archive, an_article(1).url)
    assert found is not None
    assert (found.id, found.gone, len(found.steps)) == ("en:1", None, 1)
    assert found.steps[0].changes == ()
    assert found.as_json()["gone"] is None
    assert find_history(archive, "en:2") is None
    assert find_history(archive, "https://english.almayadeen.net/none") is None


@pytest.mark.parametrize(
    ("field", "value", "removed", "added"),
    [
        ("lead", "Five hundred lanterns hang over the old canal.", ("Four",), ("Five",)),
        ("authors", ("Ifan Preece",), ("Rima Daloub",), ()),
        ("source", "", ("Wadi Sarmal Herald",), ()),
        ("kind", "feature", ("news",), ("feature",)),
        ("section", "news/economy", ("culture",), ("economy",)),
        ("country", "Selun", ("Talmara",), ("Selun",)),
        ("coverage", "Winter and spring markets", (), ("and spring",)),
        ("image_caption", "The canal by day", ("night",), ("day",)),
        ("published", None, ("2024-03-05T12:01:00Z",), ()),
        ("url", "https://english.almayadeen.net/news/x-1", ("culture", "lantern-market"), ("x",)),
    ],
)
def test_each_field_that_a_reader_sees_is_compared(
    field: str, value: Any, removed: tuple[str, ...], added: tuple[str, ...]
) -> None:
    old = an_article(1)
    (change,) = compare(old, replace(old, **{field: value}))
    assert change.field == field
    if field == "url":
        assert change.pieces[0].op == "="
    else:
        assert (change.removed, change.added) == (removed, added)


def test_what_no_reader_sees_is_no_change() -> None:
    old = an_article(1)
    new = replace(
        old,
        tags=old.tags[::-1],
        modified=None,
        fetched=None,
        version=9,
        provenance={},
        image_url="",
        word_count=1,
    )
    assert compare(old, new) == ()
    assert compare(old, old) == ()
    assert set(COMPARED) <= {each.name for each in fields(Article)}
