from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive import open_archive
from index import Query, SearchIndex, parse_query, sync
from index.folder import similar_in_folder, sync_folder
from index.similar import TELLING_WORDS, find_similar, telling_tree, telling_words
from index.tree import And, Field, Not, Or, Word
from tests.index.finding import find
from tests.index.invented import article, day

ROADS = "The council of the town spoke about roads, bridges and water."
ARTICLES = [
    article("en:1", "Lantern market opens in Talmara", body=f"{ROADS} Lanterns hang there."),
    article("en:2", "Talmara lanterns sold out", body=f"{ROADS} The market was full."),
    article("en:3", "A lantern in the harbour", body=ROADS),
    article("en:4", "Council", body=ROADS),
    article("en:5", "Council again", body=ROADS),
    article("en:6", "Council and roads", body=ROADS),
    article("en:7", "Council and bridges", body=ROADS),
    article("es:8", "Talmara lantern market", body="El mercado de Talmara."),
    article("ar:9", "سوق الفوانيس في تلمارا", body="افتتح السوق أمس في المدينة."),
    article("ar:10", "فوانيس تلمارا", body="زار الناس السوق."),
    article("en:11", "?"),
]
BY_ID = {each.id: each for each in ARTICLES}


@pytest.fixture
def filled(index: SearchIndex) -> SearchIndex:
    index.update(ARTICLES, last_change=1)
    return index


def like(index: SearchIndex, tmp_path: Path, id_: str, query: Query | None = None) -> list[str]:
    with closing(open_archive(tmp_path / "archive", create=True)) as archive:
        for each in ARTICLES:
            archive.store(each)
        results = find_similar(archive, index, BY_ID[id_], query)
    assert [hit.rank for hit in results.hits][:1] in ([], [(query.offset if query else 0) + 1])
    return [hit.article.id for hit in results.hits]


def test_what_shares_rare_words_comes_first(filled: SearchIndex, tmp_path: Path) -> None:
    found = like(filled, tmp_path, "en:1")
    assert found[:2] == ["en:2", "en:3"]
    assert "en:1" not in found
    assert all(id_.startswith("en:") for id_ in found)
    assert like(filled, tmp_path, "ar:9") == ["ar:10"]
    assert like(filled, tmp_path, "es:8") == like(filled, tmp_path, "en:11") == []


def test_slices_and_filters(filled: SearchIndex, tmp_path: Path) -> None:
    assert like(filled, tmp_path, "en:1", Query(limit=1, offset=1)) == ["en:3"]
    assert like(filled, tmp_path, "en:1", Query(editions=("arabic",))) == []


def test_telling_words(filled: SearchIndex) -> None:
    words = telling_words(filled, BY_ID["en:1"])
    assert words[0] == "lantern"
    assert set(words[1:3]) == {"market", "talmara"}
    assert "there" not in words  # no other has it
    assert "council" not in words  # most have it
    assert telling_words(filled, BY_ID["en:11"]) == []


def test_words_of_the_title_tell_more(index: SearchIndex) -> None:
    one = article("en:1", "Quince", body="A walnut. The walnut. Elsewhere a walrus.")
    others = [article(f"en:{n}", f"Quince walnut walrus {n}") for n in range(2, 5)]
    index.update([one, *others, *ARTICLES[3:7]], last_change=1)
    assert telling_words(index, one) == ["quince", "walnut", "walrus"]


def test_the_query_can_be_read_and_finds_the_same(filled: SearchIndex, tmp_path: Path) -> None:
    with closing(open_archive(tmp_path / "archive", create=True)) as archive:
        results = find_similar(archive, filled, BY_ID["ar:9"])
    assert parse_query(results.query.text) == results.tree == telling_tree(filled, BY_ID["ar:9"])
    assert results.total == find(filled, results.query.text).total == 1
    assert results.took_ms > 0


def test_the_tree(filled: SearchIndex) -> None:
    tree = telling_tree(filled, BY_ID["en:3"])
    without = Not(Field("id", Word("en:3")))
    assert isinstance(tree, And)
    assert tree.nodes[-1] == without
    one = replace(BY_ID["en:3"], title="Lantern", body="")
    assert telling_tree(filled, one) == And((Word("lantern"), without))


def test_a_long_article_makes_a_short_query(index: SearchIndex) -> None:
    many = " ".join(
        f"harbourword{n:x}".translate(str.maketrans("0123456789", "ghijklmnop")) for n in range(300)
    )
    twins = [article(f"en:{n}", "Twin", body=many, published=day(1, n)) for n in (1, 2)]
    others = [article(f"en:{n}", "Other") for n in range(3, 9)]
    index.update([*twins, *others], last_change=1)
    tree = telling_tree(index, twins[0])
    assert isinstance(tree, And)
    assert isinstance(tree.nodes[0], Or)
    assert len(tree.nodes[0].nodes) == TELLING_WORDS


def test_in_a_data_folder(engine: str, tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        for each in ARTICLES:
            archive.store(each)
    sync_folder(tmp_path, engine)
    by_id, by_url = (
        similar_in_folder(tmp_path, engine, name, Query(limit=1))
        for name in ("en:1", BY_ID["en:1"].url)
    )
    assert by_id is not None
    assert by_url is not None
    assert by_id.results.hits == by_url.results.hits
    assert [hit.article.id for hit in by_id.results.hits] == ["en:2"]
    assert similar_in_folder(tmp_path, engine, "en:999", Query()) is None


def test_an_article_that_is_not_indexed_yet(index: SearchIndex, tmp_path: Path) -> None:
    with closing(open_archive(tmp_path / "archive", create=True)) as archive:
        for each in ARTICLES:
            archive.store(each)
        sync(archive, index)
        fresh = article("en:900", "Lanterns of Talmara")
        found = find_similar(archive, index, fresh)
    assert {hit.article.id for hit in found.hits} == {"en:1", "en:2", "en:3"}
