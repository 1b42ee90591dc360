"""Stories follow the archive: in any order, in any steps, through crashes, with the user's word."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive import open_archive
from archive.article import Article
from meaning.encoder import Thresholds
from stories.errors import StoriesDamagedError
from stories.intake import clear
from stories.linking import link_articles
from stories.profiles import profile_of
from stories.store import StoryFilter
from stories.sync import rebuild
from tests.stories.invented_events import NOON, Desk, EventVectors, telling, vectors_of

EDITIONS = ("english", "arabic", "spanish")
ARTICLES = [
    telling(event, edition, number, hours=event * 30 + number * 5 + hours)
    for event in range(6)
    for number in (0, 1)
    for hours, edition in enumerate(EDITIONS)
    if (event + hours) % 4 or number == 0
]


@contextmanager
def opened(folder: Path, *, by_names: bool = False) -> Iterator[Desk]:
    with (
        closing(open_archive(folder, create=True)) as archive,
        closing(Desk(folder, archive, by_names=by_names)) as desk,
    ):
        yield desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as made:
        yield made


def expected(articles: list[Article]) -> set[frozenset[str]]:
    vectors = vectors_of(each.id for each in articles)
    linked = link_articles([profile_of(each) for each in articles], vectors, Thresholds())
    return {story.ids for story in linked.stories}


@settings(max_examples=12, deadline=None)
@given(st.permutations(ARTICLES), st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_neither_order_nor_steps_matter(
    tmp_path_factory: pytest.TempPathFactory, articles: list[Article], steps: list[int]
) -> None:
    with opened(tmp_path_factory.mktemp("data")) as desk:
        left = list(articles)
        for step in steps:
            desk.take_in(*left[:step])
            left = left[step:]
        desk.take_in(*left)
        assert desk.stories() == expected(ARTICLES)
        assert len(desk.stories()) == 6
        assert desk.store.faults() == []


@settings(max_examples=8, deadline=None)
@given(st.permutations(ARTICLES))
def test_in_one_run_ids_and_links_do_not_depend_on_the_order(
    tmp_path_factory: pytest.TempPathFactory, articles: list[Article]
) -> None:
    told = []
    for order in (articles, ARTICLES):
        with opened(tmp_path_factory.mktemp("data")) as desk:
            desk.take_in(*order)
            told.append(desk.store.stories())
    assert told[0] == told[1]


@pytest.mark.parametrize("by_names", [False, True])
def test_a_rebuild_is_what_grew(tmp_path: Path, by_names: bool) -> None:
    with opened(tmp_path, by_names=by_names) as desk:
        for article in ARTICLES:
            desk.take_in(article)
        grown = desk.store.stories()
        assert grown
        vectors = None if by_names else EventVectors(desk.archive)
        taken = rebuild(desk.archive, vectors, desk.store, desk.labels)  # type: ignore[arg-type]
        assert taken == len(ARTICLES)
        assert desk.store.stories() == grown


def test_look_alikes_of_another_day_stay_apart(desk: Desk) -> None:
    desk.take_in(telling(1, "english"), telling(1, "arabic", 1, hours=37))
    assert desk.stories() == set()
    assert desk.store.links_of("en:1030") == []


def test_an_analysis_may_come_later(desk: Desk) -> None:
    desk.take_in(telling(1, "english"), telling(1, "arabic", 1, hours=60, kind="analysis"))
    assert desk.stories() == {frozenset({"en:1030", "ar:1031"})}


def test_an_undated_article_is_linked_by_the_user_alone(desk: Desk) -> None:
    undated = replace(telling(1, "arabic"), published=None)
    desk.take_in(telling(1, "english"), undated)
    assert desk.stories() == set()
    desk.labels.confirm(undated.id, "en:1030")
    desk.sync()
    story = desk.store.story_of(undated.id)
    assert story is not None
    assert (story.first, story.confidence, story.editions) == (
        "en:1030",
        1.0,
        ("english", "arabic"),
    )
    assert [link.grade for link in story.links] == ["confirmed"]


def test_what_the_user_says_wins_is_taken_back_and_survives(desk: Desk) -> None:
    desk.take_in(telling(1, "english"), telling(1, "arabic"), telling(2, "spanish"))
    together = {frozenset({"en:1030", "ar:1030"})}
    assert desk.stories() == together
    desk.labels.reject("en:1030", "ar:1030")
    desk.sync()
    assert desk.stories() == set()
    assert desk.store.links_of("en:1030") == []
    desk.labels.confirm("es:1060", "en:1030")
    desk.sync()
    rebuild(desk.archive, EventVectors(desk.archive), desk.store, desk.labels)  # type: ignore[arg-type]
    assert desk.stories() == {frozenset({"es:1060", "en:1030"})}
    assert desk.store.count(StoryFilter(min_grade="confirmed")) == 1
    assert desk.labels.forget("ar:1030", "en:1030")
    assert not desk.labels.forget("ar:1030", "en:1030")
    desk.labels.forget("es:1060", "en:1030")
    desk.sync()
    assert desk.stories() == together


@example([("confirm", ["en:1000", "ar:1000"]), ("confirm", ["en:1030", "ar:1030"])])
@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["confirm", "reject", "forget"]),
            st.lists(
                st.sampled_from([each.id for each in ARTICLES]),
                min_size=2,
                max_size=2,
                unique=True,
            ),
        ),
        max_size=6,
    )
)
def test_labels_by_themselves_come_to_what_a_rebuild_does(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, list[str]]]
) -> None:
    with opened(tmp_path_factory.mktemp("stories")) as desk:
        desk.take_in(*ARTICLES)
        for verdict, pair in said:
            getattr(desk.labels, verdict)(*pair)
            desk.relabel()
        told = desk.stories()
        links = [desk.store.links_of(each.id) for each in ARTICLES]
        rebuild(desk.archive, EventVectors(desk.archive), desk.store, desk.labels)  # type: ignore[arg-type]
        assert desk.stories() == told
        assert [desk.store.links_of(each.id) for each in ARTICLES] == links


def test_labels_do_not_bring_new_articles_in(desk: Desk) -> None:
    desk.take_in(telling(1, "english"), telling(1, "arabic"))
    undated = replace(telling(1, "spanish"), published=None)
    desk.archive.store(undated)
    desk.labels.reject("en:1030", "ar:1030")
    desk.labels.confirm("en:1030", undated.id)
    desk.relabel()
    assert desk.stories() == set()
    assert desk.store.last_change() < desk.archive.last_change()
    assert [each.verdict for each in desk.store.used_labels()] == ["rejected"]
    desk.sync()
    assert desk.stories() == {frozenset({"en:1030", undated.id})}


def test_rejected_articles_are_in_no_story_together_through_a_third(desk: Desk) -> None:
    desk.take_in(*(telling(1, edition) for edition in EDITIONS))
    desk.labels.reject("en:1030", "ar:1030")
    desk.sync()
    assert all(not {"en:1030", "ar:1030"} <= ids for ids in desk.stories())
    assert len(desk.stories()) == 1


def test_ids_stay_when_a_story_grows_and_lead_on_when_stories_merge(desk: Desk) -> None:
    desk.take_in(telling(1, "arabic"), telling(1, "spanish"))
    desk.take_in(telling(2, "arabic", hours=1), telling(2, "english", hours=1))
    first, second = (desk.store.story_of(id) for id in ("ar:1030", "ar:1060"))
    assert first and second
    desk.take_in(telling(1, "english", hours=-3))
    grown = desk.store.story(first.id)
    assert grown is not None
    assert grown.first == "en:1030"
    desk.labels.confirm("ar:1030", "ar:1060")
    desk.sync()
    merged = desk.store.story(second.id)
    assert merged is not None
    assert (merged.id, len(merged.articles)) == (first.id, 5)
    desk.labels.forget("ar:1030", "ar:1060")
    desk.sync()
    assert desk.store.story(first.id) is not None
    assert len(desk.store.stories()) == 2
    assert desk.store.faults() == []


def test_an_article_that_moves_or_changes_leaves_its_story(desk: Desk) -> None:
    english = telling(1, "english")
    desk.take_in(english, telling(1, "arabic"))
    assert len(desk.stories()) == 1
    later = replace(english, published=NOON + timedelta(days=9), title="Boats, again")
    desk.take_in(later)
    assert desk.stories() == set()
    assert desk.store.faults() == []
    desk.take_in(replace(english, title="Boats, once more"))
    assert len(desk.stories()) == 1


def test_another_archive_begins_anew(tmp_path: Path) -> None:
    with opened(tmp_path / "a") as desk:
        desk.take_in(*ARTICLES)
        with closing(open_archive(tmp_path / "b", create=True)) as other:
            desk.archive = other
            desk._vectors = EventVectors(other)
            desk.take_in(telling(1, "english"), telling(1, "arabic"))
        assert desk.stories() == {frozenset({"en:1030", "ar:1030"})}
        assert desk.store.article_count() == 2
        assert desk.store.faults() == []


def test_another_encoder_links_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as desk:
        desk.take_in(*ARTICLES)
        assert desk.store.encoder() == "events"
    with opened(tmp_path, by_names=True) as desk:
        assert desk.sync() == 0
        assert desk.store.encoder() == "none"
        assert all(link.cosine is None for s in desk.store.stories() for link in s.links)


@pytest.mark.parametrize("fails_at", range(1, 60, 4))
def test_a_crash_anywhere_costs_nothing(
    tmp_path: Path, fails_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as desk:
        desk.take_in(*ARTICLES[:8])
        for article in ARTICLES[8:]:
            desk.archive.store(article)
        written = desk.store.database.write_all
        calls = 0

        def failing(query: str, rows: object) -> None:
            nonlocal calls
            calls += 1
            if calls == fails_at:
                raise sqlite3.ProgrammingError("killed")
            written(query, rows)  # type: ignore[arg-type]

        monkeypatch.setattr(desk.store.database, "write_all", failing)
        try:
            desk.sync()
        except sqlite3.ProgrammingError:
            assert desk.store.faults() == []
        monkeypatch.undo()
    with opened(tmp_path) as desk:
        desk.sync()
        assert desk.stories() == expected(ARTICLES)


def test_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "stories.sqlite").write_bytes(b"no database at all" * 99)
    with (
        pytest.raises(
            StoriesDamagedError, match=r"stories\.sqlite: .*: make it anew with `rebuild`"
        ),
        opened(tmp_path),
    ):
        pass


def test_filters(desk: Desk) -> None:
    desk.take_in(*(telling(1, each) for each in EDITIONS))
    desk.take_in(telling(2, "english", hours=50), telling(2, "arabic", hours=51))
    store = desk.store

    def count(**wanted: object) -> int:
        found = StoryFilter(**wanted)  # type: ignore[arg-type]
        assert len(store.stories(found)) == store.count(found)
        return store.count(found)

    assert count() == 2
    assert count(editions=("english", "arabic")) == 2
    assert count(editions=("spanish",)) == count(min_editions=3) == 1
    assert count(missing=("spanish",)) == 1
    assert count(since=NOON + timedelta(hours=40)) == count(until=NOON + timedelta(hours=40)) == 1
    assert [len(each.articles) for each in store.stories(limit=1)] == [2]
    assert [len(each.articles) for each in store.stories(offset=1)] == [3]


def test_who_reads_while_they_are_made_anew_sees_no_half_of_a_story(desk: Desk) -> None:
    desk.take_in(*ARTICLES)
    clear(desk.store.database)
    assert desk.store.stories() == []
    assert desk.store.story_of(ARTICLES[0].id) is None
    desk.sync()
    assert desk.stories() == expected(ARTICLES)
