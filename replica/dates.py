"""Publication times out of loose notes such as ``1 Feb 2024 22:18`` or ``about 2024-01-31``."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from replica.times import BEIRUT

_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_DAY_FIRST = re.compile(r"(\d{1,2}) ([^\W\d]+)(?: (\d{4}))?(?: (\d\d):(\d\d))?")
_MONTH_FIRST = re.compile(r"([^\W\d]+) (\d{1,2}), (\d{4})")
_YEAR = re.compile(r"\b20\d\d\b")


def find_time(notes: Sequence[str], months: Sequence[str]) -> datetime | None:
    """Return the first time that the notes name, in UTC, or ``None``.

    A visible date is in Beirut time; one without year takes the year that a note names.

    >>> find_time(["23 Julio 19:20", "page (2025 layout)"], ["Enero"] * 6 + ["Julio"])
    datetime.datetime(2025, 7, 23, 16, 20, tzinfo=datetime.timezone.utc)
    """
    for note in notes:
        for read in (_iso, _day_first, _month_first):
            numbers = read(note, months, _year(notes))
            if numbers:
                return datetime(*numbers, tzinfo=BEIRUT).astimezone(UTC)  # type: ignore[misc, arg-type]
    return None


def _year(notes: Sequence[str]) -> int:
    found = _YEAR.search(" ".join(notes))
    return int(found[0]) if found else 0


def _iso(note: str, _months: Sequence[str], _year_hint: int) -> tuple[int, ...]:
    found = _ISO.search(note)
    return (int(found[1]), int(found[2]), int(found[3] or 1)) if found else ()


def _day_first(note: str, months: Sequence[str], year: int) -> tuple[int, ...]:
    found = _DAY_FIRST.match(note)
    month = _month(found[2], months) if found else 0
    if not found or not month or not (found[3] or year):
        return ()
    return (int(found[3] or year), month, int(found[1]), int(found[4] or 0), int(found[5] or 0))


def _month_first(note: str, months: Sequence[str], _year_hint: int) -> tuple[int, ...]:
    found = _MONTH_FIRST.search(note)
    month = _month(found[1], months) if found else 0
    return (int(found[3]), month, int(found[2])) if found and month else ()


def _month(name: str, months: Sequence[str]) -> int:
    """Return the number of a month named in full or by its first three letters; else 0."""
    short = [month[:3].lower() for month in months]
    return short.index(name[:3].lower()) + 1 if name[:3].lower() in short else 0
