"""Dates as the pages show them, in Beirut time.

Understood, whole or not at all: ``1 Feb 2024 22:18``, ``Feb 1, 2024``, ``23 Julio 19:20`` (without
a year), ``23 de julio de 2025``, ``29 آب 2023``, ``9 تشرين الأول/أكتوبر``, ``Today 10:12``,
``أمس``, ``hace 2 horas``, ``منذ ساعتين``; with a weekday or a label before, a count of views after,
hours of 12 or 24.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from languages.language import Language
from languages.supported import LANGUAGES
from languages.text import clean_text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MAX_LENGTH = 400
_FIRST_YEAR = 1970
_YEARS_TO_A_LEAP_DAY = 8
_DAY_S = 86_400
_NOON = 12

_Read = Callable[[re.Match[str], Language, datetime], datetime | None]


def parse_visible_date(text: str, language: str, *, now: datetime) -> datetime | None:
    """Return the time that a date on a page means, in UTC; None if it is not wholly understood.

    A date alone is midnight in Beirut. One without a year is the latest that is not more than a
    day after ``now``. Minutes and hours ago are exact to the minute; days and weeks ago are dates;
    months and years ago are too vague. Where the clocks go back, the first of two hours is meant;
    where they go forward, a time in between is read by the clock before. An impossible day, a
    wrong weekday, a year before 1970 or after the next gives None.

    Args:
        text: The date as the page has it.
        language: ISO 639-1 code of the page's language; None is returned for a strange one.
        now: When the page was fetched, with a time zone.

    Raises:
        ValueError: ``now`` has no time zone.
    """
    if now.utcoffset() is None:
        raise ValueError("now has no time zone")
    known = LANGUAGES.get(language)
    if known is None or len(text) > _MAX_LENGTH:
        return None
    folded = known.fold(clean_text(text))
    local = now.astimezone(_beirut())
    for pattern, read in _forms(language):
        if match := pattern.fullmatch(folded):
            found = read(match, known, local)
            return found.astimezone(UTC) if found else None
    return None


@cache
def _beirut() -> "ZoneInfo":
    from zoneinfo import ZoneInfo

    return ZoneInfo("Asia/Beirut")


@cache
def _forms(code: str) -> tuple[tuple[re.Pattern[str], _Read], ...]:
    """Return the forms of dates in a language, each with what reads it."""
    language = LANGUAGES[code]
    clock = _clock(language)
    forms: tuple[tuple[str, _Read], ...] = (
        (_ago(language), _read_ago),
        (rf"(?P<back>{_any(language.dates.days_back)}){clock}", _read_day_back),
        (_day_month(language) + clock, _read_date),
        (_month_day(language) + clock, _read_date),
    )
    before = rf"(?:(?:{_any(language.dates.labels)}) ?:? ?)?"
    after = rf"(?: ?[-–—|·•] ?| )[0-9][0-9.,]* (?:{_any(language.dates.counts)})"
    return tuple((re.compile(f"{before}{form}(?:{after})?"), read) for form, read in forms)


def _any(names: Iterable[str]) -> str:
    """Return a pattern of any of these, longer ones first."""
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


def _clock(language: Language) -> str:
    words = language.dates
    return (
        rf"(?:(?: ?[,،|·•–—-] ?| )(?:(?:{words.at}) )?"
        r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-5][0-9])(?::[0-5][0-9])?)?"
        rf"(?: ?(?:(?P<morning>{words.morning})|(?P<evening>{words.evening})))?(?: ?hs?)?)?"
    )


def _ago(language: Language) -> str:
    words = language.dates
    counted = rf"(?P<count>[0-9]{{1,4}}|{_any(language.numerals)}) (?P<unit>{_any(words.units_s)})"
    amount = rf"(?:{counted}|(?P<amount>{_any(words.amounts_s) or '(?!)'}))"
    return words.ago.format(amount=amount)


def _weekday(language: Language) -> str:
    return rf"(?:(?P<weekday>{_any(language.dates.weekdays)})\.?(?: ?[,،] ?| ))?"


def _month(language: Language) -> str:
    """Return the pattern of a month, or of its two names: ``تشرين الأول/أكتوبر``."""
    names = _any(language.months)
    return rf"(?P<month>{names})(?: ?/ ?(?P<twin>{names})| ?\((?P<aside>{names})\))?\.?"


def _day_month(language: Language) -> str:
    words = language.dates
    of = f"(?:(?:{words.of}) )?" if words.of else ""
    return (
        rf"{_weekday(language)}(?P<day>[0-9]{{1,2}})(?:{words.ordinal})?,? {of}{_month(language)}"
        rf"(?:(?: ?[,،] ?| ){of}(?P<year>[0-9]{{4}}))?"
    )


def _month_day(language: Language) -> str:
    return (
        rf"{_weekday(language)}{_month(language)} (?P<day>[0-9]{{1,2}})"
        rf"(?:{language.dates.ordinal})?(?:(?: ?[,،] ?| )(?P<year>[0-9]{{4}}))?"
    )


def _read_ago(match: re.Match[str], language: Language, local: datetime) -> datetime:
    words = language.dates
    if match["amount"]:
        seconds = unit_s = words.amounts_s[match["amount"]]
    else:
        unit_s = words.units_s[match["unit"]]
        seconds = unit_s * int(language.numerals.get(match["count"], 0) or match["count"])
    if unit_s >= _DAY_S:
        return _at(local - timedelta(days=seconds // _DAY_S), time())
    past = local.astimezone(UTC) - timedelta(seconds=seconds)
    return past.replace(second=0, microsecond=0)


def _read_day_back(match: re.Match[str], language: Language, local: datetime) -> datetime | None:
    clock = _read_clock(match)
    day = local - timedelta(days=language.dates.days_back[match["back"]])
    return _at(day, clock) if clock else None


def _read_date(match: re.Match[str], language: Language, local: datetime) -> datetime | None:
    clock = _read_clock(match)
    month = language.months[match["month"]]
    twin = match["twin"] or match["aside"] or match["month"]
    if clock is None or language.months[twin] != month:
        return None
    found = _latest(match["year"], month, int(match["day"]), clock, local)
    weekday = language.dates.weekdays.get(match["weekday"] or "")
    if found is None or weekday not in {None, found.weekday()}:
        return None
    return found


def _latest(
    year: str | None,
    month: int,
    day: int,
    clock: time,
    local: datetime,
) -> datetime | None:
    """Return the time in this year or, without one, the latest up to a day from now."""
    if year is not None:
        within = _FIRST_YEAR <= int(year) <= local.year + 1
        return _on(int(year), month, day, clock) if within else None
    years = range(local.year + 1, local.year - _YEARS_TO_A_LEAP_DAY, -1)
    candidates = (_on(each, month, day, clock) for each in years)
    last = local.astimezone(UTC) + timedelta(days=1)
    return next((each for each in candidates if each and each.astimezone(UTC) <= last), None)


def _on(year: int, month: int, day: int, clock: time) -> datetime | None:
    try:
        return _at(datetime(year, month, day, tzinfo=_beirut()), clock)
    except ValueError:  # no such day in that month
        return None


def _at(day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, tzinfo=_beirut())


def _read_clock(match: re.Match[str]) -> time | None:
    """Return the time of day, midnight if none is given, None if there is no such time."""
    if match["hour"] is None:
        return time()
    hour = int(match["hour"])
    halved = match["morning"] or match["evening"]
    if halved:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if match["evening"] else 0)
    elif match["minute"] is None or hour >= 2 * _NOON:
        return None
    return time(hour, int(match["minute"] or 0))
