"""Days as people type them at a prompt: also ``today``, ``yesterday``, ``7d``."""

import re
from datetime import datetime, timedelta

from index.dates import BEIRUT, parse_dates
from index.tree import DateRange

_DAYS_BACK = {"today": 0, "yesterday": 1}
_AGO = re.compile(r"(\d{1,5})d", re.ASCII)


def parse_period(since: str, until: str, *, now: datetime) -> DateRange:
    """Return the span from the first day that ``since`` names to the last that ``until`` does.

    >>> from datetime import UTC
    >>> parse_period("yesterday", "", now=datetime(2024, 2, 1, 23, tzinfo=UTC)).since
    datetime.datetime(2024, 1, 31, 22, 0, tzinfo=datetime.timezone.utc)

    Args:
        since: A year, a month, a day (``2024-02-01``), ``today``, ``yesterday``, or ``7d`` for
            the day a week ago, all in Beirut; ``""`` leaves this side open.
        until: Likewise.
        now: Aware.

    Raises:
        WrongDateError: One of them is none of these, or they are in the wrong order.
    """
    if not since and not until:
        return DateRange()
    return parse_dates(f"{_named_day(since, now)}..{_named_day(until, now)}")


def _named_day(text: str, now: datetime) -> str:
    word = text.strip().lower()
    ago = _AGO.fullmatch(word)
    back = int(ago[1]) if ago else _DAYS_BACK.get(word)
    if back is None:
        return word
    return (now.astimezone(BEIRUT).date() - timedelta(days=back)).isoformat()
