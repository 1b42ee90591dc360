"""Days as people type them at a prompt."""

from datetime import UTC, datetime

import pytest

from index.periods import parse_period

NOW = datetime(2024, 3, 31, 21, 30, tzinfo=UTC)
"""Already the first of April in Beirut, on summer time since a day."""


def _utc(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("", "", None, None),
        ("today", "", _utc(2024, 3, 31, 21), None),
        ("Yesterday", "yesterday", _utc(2024, 3, 30, 22), _utc(2024, 3, 31, 21)),
        ("0d", "", _utc(2024, 3, 31, 21), None),
        ("7d", "", _utc(2024, 3, 24, 22), None),
        ("2024", "", _utc(2023, 12, 31, 22), None),
        ("", "2023-12", None, _utc(2023, 12, 31, 22)),
        ("2024-02-29", "2024-02-29", _utc(2024, 2, 28, 22), _utc(2024, 2, 29, 22)),
        (" 2024-02 ", "today", _utc(2024, 1, 31, 22), _utc(2024, 4, 1, 21)),
    ],
)
def test_spans(since: str, until: str, first: datetime | None, last: datetime | None) -> None:
    period = parse_period(since, until, now=NOW)
    assert (period.since, period.until) == (first, last)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("soon", ""),
        ("", "7"),
        ("7w", ""),
        ("-1d", ""),
        ("2024-13", ""),
        ("2024..2025", ""),
        ("today", "yesterday"),
        ("99999d", ""),
    ],
)
def test_what_is_no_span(since: str, until: str) -> None:
    with pytest.raises(ValueError, match=r"date|day"):
        parse_period(since, until, now=NOW)
