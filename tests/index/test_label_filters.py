"""Whole labels as filters, for every engine."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import SearchIndex
from index.labels import label_key
from tests.index.finding import find, ids
from tests.index.invented import ARTICLES, article


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"tags": ("Grain ports",)}, {"en:101"}),
        ({"tags": ("GRAIN  PÓRTS",)}, {"en:101"}),
        ({"tags": ("grain-ports",)}, {"en:101"}),
        ({"tags": ("grain",)}, set()),
        ({"tags": ("ports",)}, set()),
        ({"tags": ("grain ports selun",)}, set()),
        ({"tags": ("selun",)}, {"en:101"}),
        ({"tags": ("selun", "drought")}, {"en:101", "en:102"}),
        ({"tags": ("مَحَطّة الحبوب",)}, {"ar:201"}),
        ({"tags": ("محطه الحبوب",)}, {"ar:201"}),
        ({"tags": ("الحبوب",)}, set()),
        ({"tags": ("…",)}, set()),
        ({"authors": ("mara velt",)}, {"en:101", "en:102"}),
        ({"authors": ("Velt",)}, set()),
        ({"authors": ("Ilan Brek", "الميادين نت")}, {"en:102", "en:103", "ar:201"}),
        ({"countries": ("رومانيا", "ROMANIA", "spain")}, {"ar:201", "en:101", "en:102"}),
        ({"countries": ("Rumanía",)}, {"es:301"}),
        ({"tags": ("drought",), "authors": ("Mara Velt",)}, {"en:102"}),
        ({"tags": ("prices",), "authors": ("Mara Velt",)}, set()),
        ({"countries": ("Romania",), "editions": ("arabic",)}, set()),
    ],
)
def test_labels(stocked: SearchIndex, fields: dict[str, Any], expected: set[str]) -> None:
    assert set(ids(stocked, **fields)) == expected
    assert set(ids(stocked, "wheat", **fields)) == expected & set(ids(stocked, "wheat"))
    assert find(stocked, facets=("edition",), limit=0, **fields).total == len(expected)


def test_every_tag_of_the_facet_filters_what_it_counts(stocked: SearchIndex) -> None:
    counted = find(stocked, facets=("tag",)).facets["tag"]
    assert counted
    for tag, count in counted.items():
        assert find(stocked, tags=(tag,)).total == count
    assert {tag for each in ARTICLES for tag in each.tags} == set(counted)


def test_long_and_hostile_labels(index: SearchIndex) -> None:
    long_tag = "grain " * 10_000
    tags = (long_tag, "\x00", "a" * 100_000, "…", "\ud800")
    index.update([article("en:1", "Bread", tags=tags, country="\n")], last_change=1)
    assert ids(index, tags=(long_tag,)) == ids(index, tags=("a" * 100_000,)) == ["en:1"]
    assert ids(index, tags=("grain",)) == ids(index, tags=("\x00",)) == []


@given(st.text(max_size=40))
def test_a_key_is_the_key_of_itself(label: str) -> None:
    key = label_key(label)
    assert label_key(f" «{key}» ") == key
