"""Old versions in an index, for every engine: there for those who ask, and nowhere else."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import Article, SqliteArchive, open_archive
from index import (
    FACETS,
    Located,
    Query,
    SearchIndex,
    open_index,
    rebuild,
    search,
    sync,
)
from index.tree import Phrase, Prefix, Word
from index.versions import told_apart
from tests.index.finding import assert_alike, find, ids
from tests.index.invented import article, day

FIRST = article(
    "en:1",
    "Bakers strike",
    body="Flour is dear.",
    version=1,
    kind="blog",
    section="old",
    tags=("Bread",),
    published=day(1, 1),
)
SECOND = replace(FIRST, title="Bakers and millers strike", version=2, section="new", tags=())
THIRD = replace(SECOND, title="Millers rest", version=3, kind="news", published=day(2, 1))
OTHER = article("en:2", "Bakers rest", version=1, published=day(1, 2))


@pytest.fixture
def kept(index: SearchIndex) -> SearchIndex:
    """Three versions of one article, and one of another."""
    index.update([SECOND, OTHER, THIRD, FIRST], last_change=4)
    return index


def places(index: SearchIndex, text: str = "", **fields: Any) -> list[tuple[str, int]]:
    found = find(index, text, **{"limit": 100, "versions": True, **fields})
    assert found.total == len(found.hits)
    return [(located.id, located.version) for located in found.hits]


def test_only_the_newest_versions_are_found_unless_all_are_asked_for(kept: SearchIndex) -> None:
    assert ids(kept, "bakers") == ["en:2"]
    assert ids(kept, "millers") == ["en:1"]
    assert ids(kept, "strike") == ids(kept, "stri*") == ids(kept, '"bakers strike"') == []
    assert ids(kept, "strke~") == ids(kept, "title:strike") == ids(kept, "tag:bread") == []
    assert ids(kept, "kind:blog") == ids(kept, "section:old") == ids(kept, tags=("bread",)) == []
    assert ids(kept, "date:2024-01") == ["en:2"]
    assert ids(kept, "-millers") == ["en:2"]
    assert set(ids(kept)) == {"en:1", "en:2"}
    assert kept.count() == 2


def test_all_versions_are_found_when_they_are_asked_for(kept: SearchIndex) -> None:
    assert set(places(kept, "bakers")) == {("en:1", 1), ("en:1", 2), ("en:2", 1)}
    assert set(places(kept, "millers")) == {("en:1", 2), ("en:1", 3)}
    assert set(places(kept, "stri*")) == set(places(kept, "strike"))
    assert places(kept, '"bakers strike"') == places(kept, "section:old") == [("en:1", 1)]
    assert places(kept, tags=("BREAD",)) == places(kept, "tag:bread") == [("en:1", 1)]
    assert set(places(kept, "kind:blog")) == {("en:1", 1), ("en:1", 2)}
    assert set(places(kept, "-millers")) == {("en:1", 1), ("en:2", 1)}
    assert places(kept, "date:2024-02") == [("en:1", 3)]
    assert len(places(kept)) == 4
    assert kept.count() == 2


def test_order_of_versions_that_tie(kept: SearchIndex) -> None:
    assert places(kept, "id:en:1", sort="date") == [("en:1", 2), ("en:1", 1), ("en:1", 3)]
    assert places(kept) == [("en:1", 3), ("en:2", 1), ("en:1", 2), ("en:1", 1)]
    assert places(kept, sort="-date") == places(kept)
    slices = [find(kept, versions=True, limit=1, offset=n).hits[0] for n in range(4)]
    assert [(located.id, located.version) for located in slices] == places(kept)


def test_facets_count_what_is_found(kept: SearchIndex) -> None:
    facets = ("kind", "section", "tag", "month")
    assert find(kept, facets=facets).facets == {
        "kind": {"news": 2},
        "section": {"new": 1},
        "tag": {},
        "month": {"2024-01": 1, "2024-02": 1},
    }
    assert find(kept, facets=facets, versions=True).facets == {
        "kind": {"blog": 2, "news": 2},
        "section": {"new": 2, "old": 1},
        "tag": {"Bread": 1},
        "month": {"2024-01": 3, "2024-02": 1},
    }


def test_old_versions_do_not_change_a_score(kept: SearchIndex, engine: str, tmp_path: Path) -> None:
    with closing(open_index(tmp_path / "plain", engine, create=True)) as plain:
        plain.update([THIRD, OTHER], last_change=1)
        for text in ("millers", "rest", "millers OR bakers", "mil*", '"bakers rest"', "ress~"):
            expected = find(plain, text, facets=FACETS)
            assert_alike(find(kept, text, facets=FACETS), expected, engine)
            assert find(kept, text).hits


def test_searches_for_newest_and_for_all_do_not_change_each_other(
    engine: str, tmp_path: Path
) -> None:
    long_ago = replace(FIRST, body="Flour is dear. " * 50)

    def opened(name: str) -> SearchIndex:
        made = open_index(tmp_path / name, engine, create=True)
        made.update([long_ago, SECOND, THIRD, OTHER], last_change=1)
        return made

    with closing(opened("one")) as one, closing(opened("other")) as other:
        newest, every = find(one, "rest"), find(one, "rest", versions=True)
        assert find(other, "rest", versions=True) == every
        assert find(other, "rest") == newest == find(one, "rest")


def test_an_update_replaces_all_versions(kept: SearchIndex) -> None:
    kept.update([replace(FIRST, title="Joiners"), SECOND], last_change=5)
    assert places(kept, "id:en:1") == [("en:1", 2), ("en:1", 1)]
    assert ids(kept, "id:en:1 millers") == ["en:1"]
    assert places(kept, "joiners") == [("en:1", 1)]
    kept.update([FIRST], last_change=6)
    assert (places(kept, "id:en:1"), ids(kept, "strike")) == ([("en:1", 1)], ["en:1"])
    kept.optimise()
    assert (kept.count(), len(places(kept))) == (2, 2)


def test_everything_is_replaced_with_its_versions(kept: SearchIndex) -> None:
    before = find(kept, versions=True, facets=FACETS)
    kept.replace_all(iter([FIRST, SECOND, THIRD, OTHER]), last_change=9)
    assert find(kept, versions=True, facets=FACETS) == before
    assert (kept.count(), ids(kept, "strike"), kept.last_change()) == (2, [], 9)


def test_old_versions_in_many_commits(index: SearchIndex) -> None:
    for number in range(1, 30):
        versions = [replace(FIRST, title=f"Bread {n}", version=n) for n in range(1, number + 1)]
        index.update(versions, last_change=number)
    assert index.count() == 1
    assert ids(index, "bread") == ["en:1"]
    assert places(index, "bread") == [("en:1", n) for n in range(29, 0, -1)]


def test_words_are_counted_in_the_newest_versions(kept: SearchIndex) -> None:
    kept.update([article("es:1", "Pan y bakers", version=1)], last_change=5)
    leaves = (Word("baker"), Word("strike"), Word("miller"), Phrase("millers rest"), Prefix("ba"))
    assert [kept.frequency(leaf, "en") for leaf in leaves] == [1, 0, 1, 1, 2]
    assert [kept.frequency(Word("panes"), chain) for chain in ("es", "en", "ar")] == [1, 0, 0]
    assert kept.spread([("baker",), ("strike", "miller"), ("strike",)], "en") == [1, 1, 0]


def test_words_that_are_spelt_nearly_so(index: SearchIndex) -> None:
    titles = ["Harbour", "Harbor", "Harbor arbor", "Harbours harbours", "Hábour", "Arb", "ميناء"]
    index.update([article(f"en:{n}", title) for n, title in enumerate(titles)], last_change=1)
    near = [("harbour", 1), ("harbor", 2), ("habour", 1), ("harbours", 1)]
    assert index.words_near("harbour", 1, 9) == near
    assert index.words_near("harbour", 0, 9) == near[:1]
    assert index.words_near("harbour", 2, 9) == [*near, ("arbor", 1)]
    assert index.words_near("harbour", 2, 2) == near[:2]
    assert index.words_near("ميناا", 1, 9) == [("ميناء", 1)]
    assert index.words_near("zzzzz", 2, 9) == []


def test_near_words_are_those_of_newest_versions(kept: SearchIndex) -> None:
    assert kept.words_near("strikes", 1, 9) == []
    assert kept.words_near("bakrs", 1, 9) == [("bakers", 1)]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with closing(open_archive(tmp_path / "archive", create=True)) as opened:
        for each in (FIRST, OTHER, SECOND):
            opened.store(each)
        yield opened


def test_sync_and_rebuild_take_in_all_versions(
    archive: SqliteArchive, index: SearchIndex, engine: str, tmp_path: Path
) -> None:
    assert sync(archive, index, batch=1) == 3
    expected = [("en:2", 1), ("en:1", 2), ("en:1", 1)]
    assert places(index) == expected
    archive.store(THIRD)
    assert sync(archive, index) == 1
    assert places(index) == [("en:1", 3), *expected]
    assert rebuild(archive, tmp_path / "new", engine=engine) == 2
    with closing(open_index(tmp_path / "new", engine)) as made:
        assert find(made, versions=True, facets=FACETS) == find(index, versions=True, facets=FACETS)
        assert find(made, facets=FACETS) == find(index, facets=FACETS)


def test_hits_are_the_versions_that_match(archive: SqliteArchive, index: SearchIndex) -> None:
    archive.store(THIRD)
    archive.mark_gone("en:2", day(3, 1))
    sync(archive, index)
    hits = search(archive, index, Query(text="bakers", versions=True, sort="date")).hits
    told = [(hit.article.id, hit.article.version, hit.newest) for hit in hits]
    assert told == [("en:1", 2, False), ("en:1", 1, False), ("en:2", 1, True)]
    assert [hit.article.title for hit in hits] == [SECOND.title, FIRST.title, OTHER.title]
    assert all(hit.title_marks for hit in hits)
    values = [hit.as_json() for hit in hits]
    assert [each["gone"] for each in values] == [None, None, "2024-03-01T09:00:00Z"]
    assert [(each["version"], each["newest"]) for each in values] == [
        (2, False),
        (1, False),
        (1, True),
    ]
    (gone,) = search(archive, index, Query(text="bakers")).hits
    assert (gone.article.id, gone.newest, gone.article.gone) == ("en:2", True, day(3, 1))


_versions = st.lists(
    st.tuples(st.sampled_from(["en:1", "en:2", "ar:3"]), st.integers(0, 4)), max_size=12
)


@given(_versions)
def test_the_newest_of_each_article_is_told_apart(named: list[tuple[str, int]]) -> None:
    given_: list[Article] = [
        article(id_, f"{place}", version=number)
        for place, (id_, number) in enumerate(sorted(named))
    ]
    told = list(told_apart(given_))
    last = {(each.id, each.version): each for each in given_}
    assert {(each.article.id, each.article.version): each.article for each in told} == last
    for version in told:
        highest = max(each.version for each in given_ if each.id == version.article.id)
        assert version.is_newest is (version.article.version == highest)


def test_a_place_has_an_id_a_version_and_a_score(kept: SearchIndex) -> None:
    (located,) = find(kept, "millers").hits
    assert located == Located("en:1", 3, located.score)
    assert located.score > 0
    assert find(kept, "id:en:2").hits == (Located("en:2", 1, 0.0),)
