from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import open_archive
from archive.archive import Outline
from stories.coverage import BY, EDITIONS, WITHOUT, By, Carried, Coverage, cover
from stories.coverage_folder import cover_folder
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
STORIES = [("en:1", "ar:2", "ar:4", "es:3"), ("ar:6", "en:7")]


def carried_of(coverage: Coverage, label: str) -> dict[str, tuple[int, int, int]]:
    row = next(row for row in coverage.rows if row.label == label)
    return {each.edition: (each.articles, each.events, each.alone) for each in row.carried}


def test_what_each_edition_carried() -> None:
    found = cover(ARTICLES, STORIES)
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
    lags = {(lag.edition, lag.other): lag for lag in cover(ARTICLES, STORIES).lags}
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
    ],
)
def test_rows_are_times_or_sections(by: By, labels: list[str]) -> None:
    assert [row.label for row in cover(ARTICLES, STORIES, by=by).rows] == labels


@pytest.mark.parametrize(("minutes", "day"), [(9 * 60 + 59, "2024-02-01"), (10 * 60, "2024-02-02")])
def test_days_are_those_of_beirut(minutes: int, day: str) -> None:
    (row,) = cover([outline(1, "english", minutes)], []).rows
    assert row.label == day


def test_a_span_of_time_does_not_make_an_event_only_ones() -> None:
    found = cover(ARTICLES, STORIES, since=NOON + timedelta(hours=2))
    assert [row.label for row in found.rows] == ["2024-02-02"]
    assert carried_of(found, "2024-02-02")["spanish"] == (1, 1, 0)
    assert found.shared == 0  # it began before


def test_nothing_covers_nothing() -> None:
    found = cover([], [("en:1",)])
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
    articles = [outline(number, *row) for number, row in enumerate(rows)]
    ids = [each.id for each in articles]
    random.shuffle(ids)
    stories = [tuple(ids[start : start + 3]) for start in range(0, len(ids) // 2, 3)]
    found = cover(articles, stories, by=by)
    assert sum(each.articles for each in found.totals) == len(articles)
    for number, total in enumerate(found.totals):
        parts = [row.carried[number] for row in found.rows]
        assert sum(each.articles for each in parts) == total.articles
        assert sum(each.events for each in parts) == total.events
        assert sum(each.alone for each in parts) == total.alone
        assert total.alone <= total.events <= total.articles
    random.shuffle(articles)
    assert cover(articles, stories[::-1], by=by) == found
