"""Days, months and years as queries name them: spans of Beirut time."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from archive.notes import Note
from index.tree import DateRange
from languages import fold_digits

BEIRUT = ZoneInfo("Asia/Beirut")
"""The site's own time zone, in which its days begin and end."""

_YEARS = range(1900, 2101)
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?", re.ASCII)


class WrongDateError(ValueError):
    """What is no date, or no span of time."""

    def __init__(self, note: Note) -> None:
        super().__init__(note)
        self.note = note


def parse_dates(text: str) -> DateRange:
    """Return the span from the first day that a text names to the last.

    >>> from dataclasses import astuple
    >>> [str(time) for time in astuple(parse_dates("2024-01..2024-03"))]
    ['2023-12-31 22:00:00+00:00', '2024-03-31 21:00:00+00:00']

    Args:
        text: A year, a month or a day (``2024``, ``2024-01``, ``2024-01-31``), or two of them with
            two dots between, of which one may be missing. Digits of any kind.

    Raises:
        WrongDateError: Anything else.
    """
    first, dots, last = fold_digits(text).partition("..")
    if not dots:
        last = first
    since = _span(first)[0] if first else None
    until = _span(last)[1] if last else None
    if since is None and until is None:
        raise WrongDateError(Note("no-date", "a date is missing"))
    if since is not None and until is not None and until <= since:
        raise WrongDateError(Note("dates-turned", "the second date is before the first"))
    return DateRange(since, until)


def month_of(moment: datetime) -> str:
    """Return the month in Beirut of an aware time.

    >>> month_of(datetime(2023, 12, 31, 22, 30, tzinfo=UTC))
    '2024-01'
    """
    return moment.astimezone(BEIRUT).strftime("%Y-%m")


def _span(text: str) -> tuple[datetime, datetime]:
    """Return the first moment of a year, month or day, and the first one after it."""
    matched = _DAY.fullmatch(text)
    if matched is None or int(matched["year"]) not in _YEARS:
        sentence = f"{text!r} is not a date such as 2024, 2024-01 or 2024-01-31"
        raise WrongDateError(
            Note("not-a-date", sentence, value=text, like="2024, 2024-01, 2024-01-31")
        )
    try:
        first = date(int(matched["year"]), int(matched["month"] or 1), int(matched["day"] or 1))
    except ValueError:
        raise WrongDateError(Note("not-a-day", f"there is no day {text}", value=text)) from None
    if matched["day"]:
        after = first + timedelta(days=1)
    elif matched["month"]:
        after = (first + timedelta(days=31)).replace(day=1)
    else:
        after = first.replace(year=first.year + 1)
    return _midnight(first), _midnight(after)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIRUT).astimezone(UTC)
