"""What every engine must do. Totals and facets are exact; of scores only the order counts."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index import FACETS, Found, IndexMissingError, SearchError, SearchIndex, open_index
from tests.index.finding import assert_alike, find, ids
from tests.index.invented import ARTICLES, article, day


def test_order_by_date_puts_the_undated_last(stocked: SearchIndex) -> None:
    oldest_first = ids(stocked, sort="date")
    assert oldest_first[0] == "en:101"
    assert oldest_first[-1] == "en:104"
    newest_first = ids(stocked, sort="-date")
    assert newest_first[0] == "ar:202"
    assert newest_first[-3:] == ["ar:201", "en:101", "en:104"]


def test_equal_scores_are_newest_first_then_by_id(index: SearchIndex) -> None:
    same = [article(f"en:{n}", "Bread", published=day(1, n % 3 + 1)) for n in range(1, 10)]
    undated = article("en:0", "Bread")
    index.update([*reversed(same), undated], last_change=1)
    expected = ["en:2", "en:5", "en:8", "en:1", "en:4", "en:7", "en:3", "en:6", "en:9", "en:0"]
    assert ids(index, "bread") == expected
    assert len({located.score for located in find(index, "bread").hits}) == 1
    assert ids(index, "bread", sort="date")[:3] == ["en:3", "en:6", "en:9"]


def test_better_matches_come_first(index: SearchIndex) -> None:
    padding = "The mayor of the town spoke at length about roads. " * 3
    index.update(
        [
            article("en:1", "Roads", body=padding + "One orchard."),
            article("en:2", "The orchard", body=padding),
            article("en:3", "Roads", body=padding + "Orchards, an orchard and an orchard."),
            article("en:4", "Roads", body=padding * 20 + "One orchard."),
            article("en:5", "Roads", body=padding),
        ],
        last_change=1,
    )
    found = ids(index, "orchard")
    assert found.index("en:3") < found.index("en:1") < found.index("en:4")
    assert found.index("en:2") < found.index("en:1")
    index.update(
        [article("en:6", "Quince", body="Elm"), article("en:7", "Elm", body="Quince")],
        last_change=2,
    )
    assert ids(index, "quince") == ["en:6", "en:7"]
    assert ids(index, "elm") == ["en:7", "en:6"]
    rare_first = ids(index, "orchard OR mayor")
    assert rare_first[-1] == "en:5"


def test_rare_words_count_more_than_common_ones(index: SearchIndex) -> None:
    common = [article(f"en:{n}", "Oak", published=day(2, n)) for n in range(1, 6)]
    index.update([*common, article("en:9", "Elm", published=day(1, 1))], last_change=1)
    assert ids(index, "oak OR elm") == ["en:9", "en:5", "en:4", "en:3", "en:2", "en:1"]


def test_an_arabic_word_scores_once_however_many_stems_it_has(index: SearchIndex) -> None:
    index.update(
        [
            article("ar:1", "خبر", body="المدارس سيلون"),
            article("en:1", "News", body="schools selun"),
        ],
        last_change=1,
    )
    found = find(index, "مدارس OR schools")
    both = {located.id: located.score for located in found.hits}
    assert both["ar:1"] == both["en:1"]


def test_pages_follow_each_other_without_gap_or_repeat(stocked: SearchIndex) -> None:
    for sort in ("relevance", "date", "-date"):
        whole = find(stocked, "-zzz", sort=sort, limit=100)
        for size in (1, 2, 4):
            pages = [
                find(stocked, "-zzz", sort=sort, limit=size, offset=start)
                for start in range(0, len(ARTICLES) + size, size)
            ]
            assert [hit for page in pages for hit in page.hits] == list(whole.hits)
            assert {page.total for page in pages} == {len(ARTICLES)}
    assert find(stocked, limit=0).hits == ()
    assert find(stocked, limit=0).total == len(ARTICLES)


def test_facets_count_all_hits_whatever_the_slice(stocked: SearchIndex) -> None:
    found = find(stocked, "wheat OR terminal", limit=1, facets=FACETS)
    assert found.facets == {
        "edition": {"english": 3, "spanish": 1},
        "section": {
            "articles/analysis": 1,
            "news/economics": 1,
            "news/environment": 1,
            "noticias/economia": 1,
        },
        "kind": {"news": 3, "analysis": 1},
        "month": {"2024-01": 2, "2024-02": 2},
        "tag": {tag: 1 for each in _found(found, stocked) for tag in sorted(each.tags)},
        "language": {"en": 3, "es": 1},
    }
    assert list(found.facets["edition"]) == ["english", "spanish"]
    assert find(stocked, facets=("kind",), kinds=("video",)).facets == {"kind": {"video": 1}}
    assert find(stocked, "zzz", facets=("kind",)).facets == {"kind": {}}
    assert find(stocked).facets == {}


def _found(found: Found, index: SearchIndex) -> list[Any]:
    every = ids(index, "wheat OR terminal")
    assert len(every) == found.total
    return [each for each in ARTICLES if each.id in every]


def test_facets_say_what_the_filter_of_a_value_finds(stocked: SearchIndex) -> None:
    counted = find(stocked, facets=FACETS).facets
    filters = {"edition": "editions", "kind": "kinds", "language": "languages"}
    for name, filtered in {**filters, "section": "sections"}.items():
        for value, count in counted[name].items():
            fields: dict[str, Any] = {filtered: (value,)}
            assert find(stocked, **fields).total == count
    for month, count in counted["month"].items():
        assert find(stocked, f"date:{month}").total == count


def test_new_index_is_empty(index: SearchIndex) -> None:
    assert (index.count(), index.last_change()) == (0, 0)
    assert find(index, "wheat OR -wheat OR date:2024 OR tag:a", facets=FACETS).total == 0


def test_article_takes_the_place_of_its_older_version(index: SearchIndex) -> None:
    first = article("en:1", "Bakers strike", published=day(1, 1))
    second = article("en:2", "Bakers rest", published=day(1, 2))
    index.update([first, second], last_change=2)
    index.update(
        [replace(first, title="Millers strike", kind="blog", published=day(2, 1))], last_change=3
    )
    assert ids(index, "bakers") == ["en:2"]
    assert ids(index, "millers kind:blog") == ["en:1"]
    assert ids(index, "date:2024-01") == ids(index, "-date:2024-02") == ["en:2"]
    assert (index.count(), index.last_change()) == (2, 3)
    assert find(index, facets=("kind",)).facets == {"kind": {"blog": 1, "news": 1}}


def test_last_of_two_versions_in_one_update_counts(index: SearchIndex) -> None:
    index.update([article("en:1", "Bakers"), article("en:1", "Millers")], last_change=2)
    assert (index.count(), ids(index, "bakers"), ids(index, "millers")) == (1, [], ["en:1"])


def test_change_number_moves_without_articles(index: SearchIndex) -> None:
    assert index.update([], last_change=7)
    assert (index.count(), index.last_change()) == (0, 7)
    assert ids(index) == []


def test_update_from_an_outdated_number_writes_nothing(index: SearchIndex) -> None:
    index.update([article("en:1", "Bakers")], last_change=4, after=0)
    assert not index.update([article("en:1", "Millers")], last_change=3, after=0)
    assert (ids(index, "bakers"), index.last_change()) == (["en:1"], 4)
    assert index.update([article("en:1", "Millers")], last_change=5, after=4)
    assert (ids(index, "bakers"), index.last_change()) == ([], 5)


def test_everything_is_replaced_at_once(index: SearchIndex) -> None:
    index.update(ARTICLES, last_change=9)
    index.replace_all(iter([article("en:1", "Bakers")]), last_change=11)
    assert (ids(index), index.count(), index.last_change()) == (["en:1"], 1, 11)


def test_failed_replacement_leaves_everything(index: SearchIndex) -> None:
    index.update(ARTICLES, last_change=9)

    def failing() -> Any:
        yield article("en:1", "Bakers")
        raise RuntimeError("the archive is gone")

    with pytest.raises(RuntimeError, match="gone"):
        index.replace_all(failing(), last_change=11)
    assert (index.count(), index.last_change()) == (len(ARTICLES), 9)
    index.update([article("en:1", "Bakers")], last_change=10)
    assert ids(index, "bakers", languages=("en",)) == ["en:1", "en:103"]


def test_reopened_index_is_the_same(engine: str, tmp_path: Path) -> None:
    opened = open_index(tmp_path, engine, create=True)
    opened.update(ARTICLES, last_change=5)
    before = find(opened, "terminal OR مدارس", facets=FACETS)
    opened.close()
    for create in (False, True):
        again = open_index(tmp_path, engine, create=create)
        assert find(again, "terminal OR مدارس", facets=FACETS) == before
        assert (again.count(), again.last_change()) == (len(ARTICLES), 5)
        again.close()


def test_results_do_not_depend_on_how_the_articles_came_in(engine: str, tmp_path: Path) -> None:
    at_once, one_by_one = (
        open_index(tmp_path / name, engine, create=True) for name in ("at once", "one by one")
    )
    at_once.update(ARTICLES, last_change=1)
    one_by_one.update([replace(each, title="Old") for each in reversed(ARTICLES)], last_change=1)
    for number, each in enumerate(reversed(ARTICLES), 2):
        one_by_one.update([each], last_change=number)
    for text in (
        "terminal",
        "wheat OR مدرسة OR nino",
        "harv*",
        '"dry spring"',
        "-wheat",
        "tag:gra*",
    ):
        expected = find(at_once, text, facets=FACETS)
        assert_alike(find(one_by_one, text, facets=FACETS), expected, engine)
    one_by_one.optimise()
    expected = find(at_once, "terminal OR wheat")
    assert_alike(find(one_by_one, "terminal OR wheat"), expected, engine)
    assert one_by_one.count() == len(ARTICLES)
    assert one_by_one.last_change() == len(ARTICLES) + 1


def test_open_index_sees_what_another_writes(engine: str, tmp_path: Path) -> None:
    reader = open_index(tmp_path, engine, create=True)
    writer = open_index(tmp_path, engine)
    for number in range(1, 4):
        writer.update([article(f"en:{number}", "Bakers")], last_change=number)
        assert (reader.count(), reader.last_change()) == (number, number)
    writer.replace_all([], last_change=9)
    assert (reader.count(), reader.last_change()) == (0, 9)


def test_missing_index(engine: str, tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match=r"run `search_cli\.py sync`"):
        open_index(tmp_path, engine)
    assert list(tmp_path.iterdir()) == []


def test_unknown_engine(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="unknown search engine 'wosh': use whoosh"):
        open_index(tmp_path, "wosh", create=True)
    assert list(tmp_path.iterdir()) == []


def test_hostile_articles(index: SearchIndex) -> None:
    long_word = "a" * 100_000
    index.update(
        [
            article("en:1", "bread", body=long_word, tags=tuple(f"t{n}" for n in range(3000))),
            article("en:2", "\ufeff\u202e", body="\x00\x1f", section="\x00", source="\n"),
            article("en:3", "bread " * 5000, published=day(1, 1).replace(year=1)),
            article("en:4", "bread", published=day(1, 1).replace(year=9999)),
        ],
        last_change=1,
    )
    assert set(ids(index, "bread")) == {"en:1", "en:3", "en:4"}
    assert ids(index, "bread", sort="date")[0] == "en:3"
    assert ids(index, "bread date:1900..") == ["en:4"]
    assert ids(index, "a" * 64 + "*") == ["en:1"]
    assert len(find(index, facets=("tag",)).facets["tag"]) == 50
