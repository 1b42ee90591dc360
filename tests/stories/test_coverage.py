from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import open_archive
from archive.archive import Outline
from stories.coverage import BY, By, Carried, Coverage, cover
from stories.coverage_events import (
    EDITIONS,
    WITHOUT,
    EventFilter,
    events_of,
    others_than,
    select_events,
)
from stories.coverage_folder import cover_folder
from stories.coverage_matrix import matrix_of
from tests.archive.samples import an_article

NOON = datetime(2024, 2, 1, 12, tzinfo=UTC)
_CODES = {"english": "en", "arabic": "ar", "spanish": "es"}


def outline(
    number: int, edition: str, minutes: int | None = 0, section: str = "news/politics"
) -> Outline:
    time = None if minutes is None else NOON + timedelta(minutes=minutes)
    return Outline(f"{_CODES[edition]}:{number}", edition, section, time)


ARTICLES = [
    outline(1, "english", 0),
    outline(2, "arabic", 30),
    outline(3, "spanish", 24 * 60, "politica"),
    outline(4, "arabic", 45),  # an update in the same story
    outline(5, "english", 10, "news/sports"),
    outline(6, "arabic", -60),
    outline(7, "english", 60),
    outline(8, "spanish", None, ""),
]
STORIES = {"s1": ("en:1", "ar:2", "ar:4", "es:3"), "s2": ("ar:6", "en:7")}
EVENTS = events_of(ARTICLES, STORIES)


def carried_of(coverage: Coverage, label: str) -> dict[str, tuple[int, int, int]]:
    row = next(row for row in coverage.rows if row.label == label)
    return {each.edition: (each.articles, each.events, each.alone) for each in row.carried}


def test_what_each_edition_carried() -> None:
    found = cover(EVENTS)
    assert {each.edition: (each.articles, each.events, each.alone) for each in found.totals} == {
        "english": (3, 3, 1),
        "arabic": (3, 2, 0),
        "spanish": (2, 2, 1),
    }
    assert [row.label for row in found.rows] == ["2024-02-01", "2024-02-02", WITHOUT]
    assert carried_of(found, "2024-02-01")["arabic"] == (3, 2, 0)
    assert carried_of(found, "2024-02-02")["spanish"] == (1, 1, 0)
    assert carried_of(found, WITHOUT)["spanish"] == (1, 1, 1)
    assert (found.shared, dict(found.leads)) == (2, {"english": 1, "arabic": 1, "spanish": 0})


def test_how_editions_follow_one_another() -> None:
    lags = {(lag.edition, lag.other): lag for lag in cover(EVENTS).lags}
    arabic = lags["english", "arabic"]
    assert (arabic.events, arabic.edition_first, arabic.other_first) == (2, 1, 1)
    assert (arabic.median_minutes, arabic.median_gap_minutes) == (-45.0, 75.0)
    spanish = lags["english", "spanish"]
    assert (spanish.events, spanish.median_minutes) == (1, 24 * 60)


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("week", ["2024-W05", WITHOUT]),
        ("month", ["2024-02", WITHOUT]),
        ("section", ["politics", "politica", "sports", WITHOUT]),
        (
            "day,section",
            [
                "2024-02-01 politics",
                "2024-02-01 sports",
                "2024-02-02 politica",
                f"{WITHOUT} {WITHOUT}",
            ],
        ),
    ],
)
def test_rows_are_times_or_sections(by: By, labels: list[str]) -> None:
    rows = cover(EVENTS, by=by).rows
    assert [f"{row.label} {row.section}".strip() for row in rows] == labels


def test_too_many_days_are_weeks_or_months() -> None:
    events = events_of([outline(n, "english", n * 24 * 60) for n in range(60)], {})
    assert [cover(events, by="day,section", most_times=most).by for most in (60, 59, 8)] == [
        "day,section",
        "week,section",
        "month,section",
    ]
    assert cover(events, by="section", most_times=0).by == "section"
    assert len(cover(events, most_times=1).rows) == 2  # months are the last resort


def test_what_an_edition_lacks_is_what_all_others_have() -> None:
    articles = [
        *ARTICLES,
        outline(20, "english", 5, "news/sports"),
        outline(21, "spanish", 6, "deportes"),
    ]
    stories = STORIES | {"s3": ("en:20", "es:21")}
    found = cover(events_of(articles, stories))
    assert [(each.section, dict(each.lacked)) for each in found.blind] == [
        ("politics", {"english": 0, "arabic": 0, "spanish": 1}),
        ("sports", {"english": 0, "arabic": 1, "spanish": 0}),
    ]
    assert cover(events_of(articles, stories), since=NOON + timedelta(hours=2)).blind == ()


def test_a_matrix_has_columns_for_the_largest_sections_of_each_edition() -> None:
    matrix = matrix_of(cover(EVENTS, by="day,section"), 1)
    assert matrix.columns == (
        ("english", ""),
        ("english", "politics"),
        ("arabic", ""),
        ("arabic", "politics"),
        ("spanish", ""),
        ("spanish", "politica"),
    )
    numbers = {row.label: [cell.events for cell in row.cells] for row in matrix.rows}
    assert numbers == {
        "2024-02-01": [3, 2, 2, 2, 0, 0],
        "2024-02-02": [0, 0, 0, 0, 1, 1],
        WITHOUT: [0, 0, 0, 0, 1, 0],
    }
    assert [row.begun for row in matrix.rows] == [3, 0, 1]
    assert matrix.most == 2


def test_nothing_makes_an_empty_matrix() -> None:
    matrix = matrix_of(cover(events_of([], {}), by="week,section"), 3)
    assert (len(matrix.columns), matrix.rows, matrix.most) == (3, (), 1)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (EventFilter(), ["s1", "s2"]),
        (EventFilter(singles=True), ["en:5", "s1", "s2", "es:8"]),
        (EventFilter(section="politics"), ["s1", "s2"]),
        (EventFilter(of="spanish", section="politica"), ["s1"]),
        (EventFilter(of="spanish", on="2024-02-02", singles=True), ["s1"]),
        (EventFilter(of="spanish", on=WITHOUT, singles=True), ["es:8"]),
        (EventFilter(on="2024-W05", section="sports", singles=True), ["en:5"]),
        (EventFilter(on="2024-01"), []),
        (EventFilter(missing=("spanish",), section="politics"), ["s2"]),
        (
            EventFilter(editions=("english",), missing=others_than("english"), singles=True),
            ["en:5"],
        ),
        (EventFilter(min_editions=3), ["s1"]),
        (EventFilter(first="arabic"), ["s2"]),
        (EventFilter(first="english"), ["s1"]),
        (EventFilter(first="arabic", editions=("arabic", "spanish")), ["s1"]),
        (EventFilter(first="english", singles=True, section="sports"), []),
        (EventFilter(since=NOON, singles=True), ["en:5", "s1"]),
    ],
)
def test_which_events_are_wanted(wanted: EventFilter, ids: list[str]) -> None:
    assert [event.id for event in select_events(EVENTS, wanted)] == ids


@pytest.mark.parametrize("on", ["2024", "today", "2024-W5", "٢٠٢٤-٠١", "2024-01-01x", "none"])
def test_what_is_no_label_of_a_time_is_refused(on: str) -> None:
    with pytest.raises(ValueError, match="is not a day, week or month"):
        EventFilter(on=on)


@pytest.mark.parametrize(("minutes", "day"), [(9 * 60 + 59, "2024-02-01"), (10 * 60, "2024-02-02")])
def test_days_are_those_of_beirut(minutes: int, day: str) -> None:
    (row,) = cover(events_of([outline(1, "english", minutes)], {})).rows
    assert row.label == day


def test_a_span_of_time_does_not_make_an_event_only_ones() -> None:
    found = cover(EVENTS, since=NOON + timedelta(hours=2))
    assert [row.label for row in found.rows] == ["2024-02-02"]
    assert carried_of(found, "2024-02-02")["spanish"] == (1, 1, 0)
    assert found.shared == 0  # it began before


def test_nothing_covers_nothing() -> None:
    found = cover(events_of([], {"s1": ("en:1",)}))
    assert (found.rows, found.shared) == ((), 0)
    assert found.totals == tuple(Carried(edition=each) for each in EDITIONS)
    assert all(lag.median_minutes is None for lag in found.lags)


def test_stories_of_a_folder_without_stories(tmp_path: Path) -> None:
    archive = open_archive(tmp_path, create=True)
    archive.store(an_article(1))
    archive.store(an_article(1, title="Changed"))
    archive.store(an_article(2, "arabic", published=None))
    archive.close()
    found = cover_folder(tmp_path, by="month")
    assert [row.label for row in found.rows] == ["2024-03", WITHOUT]
    assert [each.articles for each in found.totals] == [1, 1, 0]


def test_an_article_is_counted_by_its_newest_version(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        for number in range(12):  # more than are in order as texts
            archive.store(an_article(1, title=f"Title {number}", section=f"news/{number}"))
        archive.store(an_article(2, "spanish", section="politica"))
    found = cover_folder(tmp_path, by="section")
    assert [row.label for row in found.rows] == ["11", "politica"]
    assert [each.articles for each in found.totals] == [1, 0, 1]


outlines = st.lists(
    st.tuples(
        st.sampled_from(EDITIONS),
        st.none() | st.integers(-90_000, 90_000),
        st.sampled_from(["", "news/politics", "sports", "/"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(outlines, st.sampled_from(BY), st.randoms(use_true_random=False))
def test_the_sums_are_right(
    rows: list[tuple[str, int | None, str]], by: By, random: Random
) -> None:
    articles, stories = _newsroom(rows, random)
    found = cover(events_of(articles, stories), by=by)
    assert sum(each.articles for each in found.totals) == len(articles)
    for number, total in enumerate(found.totals):
        parts = [row.carried[number] for row in found.rows]
        assert sum(each.articles for each in parts) == total.articles
        assert sum(each.events for each in parts) == total.events
        assert sum(each.alone for each in parts) == total.alone
        assert total.alone <= total.events <= total.articles
    assert sum(row.begun for row in found.rows) == found.begun
    assert sum(sum(each.lacked.values()) for each in found.blind) <= found.shared
    random.shuffle(articles)
    turned = dict(reversed(stories.items()))
    assert cover(events_of(articles, turned), by=by) == found


def _newsroom(
    rows: list[tuple[str, int | None, str]], random: Random
) -> tuple[list[Outline], dict[str, tuple[str, ...]]]:
    articles = [outline(number, *row) for number, row in enumerate(rows)]
    ids = [each.id for each in articles]
    random.shuffle(ids)
    stories = {f"s{start}": tuple(ids[start : start + 3]) for start in range(0, len(ids) // 2, 3)}
    return articles, stories


spans = st.none() | st.integers(-90_000, 90_000).map(lambda each: NOON + timedelta(minutes=each))


@settings(max_examples=60, deadline=None)
@given(outlines, st.sampled_from(BY), spans, spans, st.randoms(use_true_random=False))
def test_every_number_is_that_of_the_events_it_counts(
    rows: list[tuple[str, int | None, str]],
    by: By,
    since: datetime | None,
    until: datetime | None,
    random: Random,
) -> None:
    events = events_of(*_newsroom(rows, random))
    found = cover(events, by=by, since=since, until=until)

    def count(**wanted: Any) -> int:
        chosen = EventFilter(since=since, until=until, **wanted)
        return len(select_events(events, chosen))

    for row in found.rows:
        place: dict[str, Any] = {"section": row.section, "singles": True}
        place |= {"section" if by == "section" else "on": row.label}
        assert count(**place) == row.begun
        for each in row.carried:
            alone = {"editions": (each.edition,), "missing": others_than(each.edition)}
            assert count(of=each.edition, **place) == each.events
            assert count(**alone, **place) == each.alone
    for edition in EDITIONS:
        assert count(missing=(edition,), editions=others_than(edition)) == sum(
            each.lacked[edition] for each in found.blind
        )
    for lag in found.lags:
        both = (lag.edition, lag.other)
        assert count(editions=both) == lag.events
        assert count(editions=both, first=lag.edition) == lag.edition_first
        assert count(editions=both, first=lag.other) == lag.other_first
    for blind in found.blind:
        for edition, number in blind.lacked.items():
            lacking = {"missing": (edition,), "editions": others_than(edition)}
            assert count(section=blind.section, **lacking) == number
