from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import BEIRUT, month_of, parse_dates


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2024", _utc(2023, 12, 31, 22), _utc(2024, 12, 31, 22)),
        ("2024-12", _utc(2024, 11, 30, 22), _utc(2024, 12, 31, 22)),
        ("2024-2", _utc(2024, 1, 31, 22), _utc(2024, 2, 29, 22)),
        ("2024-02-29", _utc(2024, 2, 28, 22), _utc(2024, 2, 29, 22)),
        ("2024-12-31", _utc(2024, 12, 30, 22), _utc(2024, 12, 31, 22)),
        ("2024-07-01", _utc(2024, 6, 30, 21), _utc(2024, 7, 1, 21)),
        # the clocks of Beirut go from 0:00 to 1:00
        ("2024-03-31", _utc(2024, 3, 30, 22), _utc(2024, 3, 31, 21)),
        ("2023..2024-01", _utc(2022, 12, 31, 22), _utc(2024, 1, 31, 22)),
        ("2024-05-01..", _utc(2024, 4, 30, 21), None),
        ("..2024-05-01", None, _utc(2024, 5, 1, 21)),
        ("2100", _utc(2099, 12, 31, 22), _utc(2100, 12, 31, 22)),
    ],
)
def test_dates_name_whole_days_in_beirut(
    text: str, since: datetime | None, until: datetime | None
) -> None:
    parsed = parse_dates(text)
    assert (parsed.since, parsed.until) == (since, until)


WRONG = """2024- 2024-1-1-1 24 20240101 2024-00 2024-01-00 2024-02-30 1899 2101 2024-01-01T10:00
2024/01/01 2024..2023 2024...2025 .. yesterday ²024"""


@pytest.mark.parametrize("text", ["", "2024 ", *WRONG.split()])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|day"):
        parse_dates(text)


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2090, 1, 1)))  # noqa: DTZ001
def test_a_time_lies_in_its_own_month_and_day(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    day = moment.astimezone(BEIRUT).date().isoformat()
    for text in (month_of(moment), day):
        span = parse_dates(text)
        assert span.since is not None
        assert span.until is not None
        assert span.since <= moment < span.until
    assert parse_dates(day).until != parse_dates(day).since
    assert timedelta(hours=23) <= _length(day) <= timedelta(hours=25)


def _length(text: str) -> timedelta:
    span = parse_dates(text)
    assert span.since is not None
    assert span.until is not None
    return span.until - span.since
