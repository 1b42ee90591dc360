"""One instant in all the notations of the site; times out of loose notes."""

from datetime import UTC, datetime

import pytest

from replica.dates import find_time
from replica.editions import editions
from replica.times import card_date, meta_tag_time, metadata_time, sitemap_time, visible_time

SUMMER = datetime(2024, 7, 23, 16, 20, 5, 123000, tzinfo=UTC)
WINTER = datetime(2024, 1, 1, 22, 30, tzinfo=UTC)


def test_one_instant_in_three_notations() -> None:
    assert metadata_time(SUMMER) == "2024-07-23T19:20:05+03:00"
    assert meta_tag_time(SUMMER) == "2024-07-23T16:20:05.1230000"
    assert sitemap_time(SUMMER) == "2024-07-23T17:20:05+01:00"
    assert metadata_time(WINTER) == "2024-01-02T00:30:00+02:00"


@pytest.mark.parametrize(
    ("edition", "this_year", "later"),
    [
        ("english", "23 Jul 2024 19:20", "23 Jul 2024 19:20"),
        ("spanish", "23 Julio 19:20", "23 Julio 2024 19:20"),
        ("arabic", "23 تموز 19:20", "23 تموز 2024 19:20"),
    ],
)
def test_the_visible_time(edition: str, this_year: str, later: str) -> None:
    months = editions()[edition].months
    assert visible_time(SUMMER, months, datetime(2024, 9, 1, tzinfo=UTC)) == this_year
    assert visible_time(SUMMER, months, datetime(2025, 9, 1, tzinfo=UTC)) == later
    assert visible_time(SUMMER, months, datetime(2024, 2, 1, tzinfo=UTC)) == later


def test_the_date_of_a_card_has_no_hamza_and_no_year() -> None:
    day = datetime(2024, 8, 29, 12, 0, tzinfo=UTC)
    assert card_date(day, editions()["arabic"].months) == "29 اب"
    assert card_date(day, editions()["english"].months) == "29 Aug 2024"


@pytest.mark.parametrize(
    ("notes", "edition", "time"),
    [
        (["1 Feb 2024 22:18"], "english", "2024-02-01T20:18:00+00:00"),
        (["1 Dec 2021"], "english", "2021-11-30T22:00:00+00:00"),
        (["September 27, 2025 (a blog's own)"], "english", "2025-09-26T21:00:00+00:00"),
        (["about 2024-01-31 (by a post)"], "english", "2024-01-30T22:00:00+00:00"),
        (["2023-02 (a blog says February 3, 2023)"], "english", "2023-01-31T22:00:00+00:00"),
        (["23 Julio 19:20", "page (2025 layout)"], "spanish", "2025-07-23T16:20:00+00:00"),
        (["soon", "9 أيلول 2023 08:05"], "arabic", "2023-09-09T05:05:00+00:00"),
    ],
)
def test_times_out_of_notes(notes: list[str], edition: str, time: str) -> None:
    found = find_time(notes, editions()[edition].months)
    assert found is not None and found.isoformat() == time


@pytest.mark.parametrize("notes", [[], ["soon"], ["23 Julio 19:20"], ["5 apples, 2024"]])
def test_no_time_in_notes(notes: list[str]) -> None:
    assert find_time(notes, editions()["spanish"].months) is None
