from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import SqliteArchive, open_archive
from index import Query, QuerySyntaxError, SearchIndex, search, sync
from tests.index.finding import find
from tests.index.invented import ARTICLES, article


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteArchive]:
    with closing(open_archive(tmp_path_factory.mktemp("archive"), create=True)) as opened:
        for each in ARTICLES:
            opened.store(each)
        yield opened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("harvst", "harvest"),
        ("Elecciomes", "elecciones"),
        ("whaet", "wheat"),
        ("wheat harvset", "wheat harvest"),
        ("whaet -harbour harvset", "wheat -harbour harvest"),
        ("title:(sprnig OR whaet)", "title:(spring OR wheat)"),
        ('"dry  sprnig"', '"dry  spring"'),
        ("«dry sprnig»", "«dry spring»"),
        ("Selún terminall", "Selún terminal"),
        ("us-ledd", "us-led"),
        ("مدرصة", "مدرسة"),
        ("القمه", "القمح"),
        ("الزيثون", "الزَّيْتون"),
        ("ninnos", "niños"),
        ("economca", "económica"),
        ("teh", "the"),
        # an OR with a word that nothing is like
        ("sprnig OR qqqqqqq", "spring OR qqqqqqq"),
        # nothing is near, or nothing that has all
        ("qqqqqqq", ""),
        ("qqqqqqq sprnig", ""),
        ("whaet elecciones", ""),
        # short words, numbers, labels, ids and what says itself how it is spelt
        ("si", ""),
        ("1997", ""),
        ("tag:drougth", ""),
        ("id:en:1O1", ""),
        ('"en:1001"', ""),
        ("harvs*", ""),
        ("qarvestx~1", ""),
        # words that are there, but not together
        ("flour elections", ""),
        ("-wheat wheat", ""),
    ],
)
def test_what_was_meant(
    archive: SqliteArchive, stocked: SearchIndex, text: str, expected: str
) -> None:
    results = search(archive, stocked, Query(text=text))
    assert results.total == 0
    assert results.did_you_mean == expected
    assert results.as_json().get("did_you_mean", "") == expected
    if expected:
        assert find(stocked, expected).total


_letters = st.sampled_from(
    ["whea", "wheat", "hrvest", "dry", "x", "ميناا", "حبوب", '"', "-", " ", " "]
)


@given(st.lists(_letters, max_size=6).map("".join))
def test_what_is_suggested_has_hits(
    archive: SqliteArchive, stocked: SearchIndex, text: str
) -> None:
    try:
        results = search(archive, stocked, Query(text=text))
    except QuerySyntaxError:
        return
    if results.did_you_mean:
        assert results.total == 0
        assert find(stocked, results.did_you_mean).total


def test_filters_hold_for_what_is_suggested(archive: SqliteArchive, stocked: SearchIndex) -> None:
    def meant(**fields: Any) -> str:
        return search(archive, stocked, Query(text="harvset", **fields)).did_you_mean

    assert meant(editions=("english",)) == meant(tags=("drought",)) == "harvest"
    assert meant(editions=("spanish",)) == meant(since=datetime(2025, 1, 1, tzinfo=UTC)) == ""
    assert meant(limit=0, offset=9) == "harvest"


def test_nothing_is_suggested_when_there_are_hits(
    archive: SqliteArchive, stocked: SearchIndex
) -> None:
    results = search(archive, stocked, Query(text="harvset OR wheat"))
    assert (results.total, results.did_you_mean) == (2, "")
    assert "did_you_mean" not in results.as_json()


def test_a_word_that_is_printed_as_an_operator_stays_a_word(
    index: SearchIndex, tmp_path: Path
) -> None:
    with closing(open_archive(tmp_path / "archive", create=True)) as archive:
        archive.store(article("en:1", "BREAD OR CAKE, SOUP AND PEAS"))
        sync(archive, index)
        for text, expected in (("Zand Peaz", "and peas"), ("SOUB peaz", "SOUP peas")):
            assert search(archive, index, Query(text=text)).did_you_mean == expected
