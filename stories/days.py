"""Weekdays, dates and months that a text names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from languages import LANGUAGES
from stories.phrases import Match, Phrases, phrase_table
from stories.words import MAX_LENGTH, Word, fold_word, folded_words, read_words

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORTEST_NAME = 5
"""Letters; shorter names of months and days are abbreviations or other words too."""
_YEARS = range(1900, 2101)
_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_OTHER_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset({"may", "march"}),
        "ar": frozenset(map(fold_word, ("آب", "مارس", "ماي", "جوان", "أوت", "غشت"))),
        "es": frozenset(),
    },
)
"""Names of months that are other words too: only beside a day or a year, or after these:"""
_MONTH_BEFORE = folded_words(
    "in of since last next by until early late mid this شهر في أوائل أواخر"
)
_OF = folded_words("of de del من شهر")
_AND = folded_words("and to y al a و إلى")
_ORDINAL = frozenset({"st", "nd", "rd", "th", "º", "o"})
_FIRSTS = folded_words("first primero uno الأول")
_MADDA_IN_AUGUST = "آ"


class Day(NamedTuple):
    """A day or a month as a text names it."""

    key: str
    """``w:thu``, ``d:03-15`` or, of a month without a day, ``m:03``."""
    start: int
    end: int
    """Exclusive; of a date, behind its year if it has one."""
    text: str
    """As printed."""


def find_days(text: str, language: str) -> list[Day]:
    """Return the weekdays, dates and months of a text, in order.

    Both Arabic sets of months are known, also together (``آذار/مارس``). Of a date in digits alone
    the year may come first; else the day does, but in English only where no other reading is
    possible. Days such as ``today`` are left out: they depend on when the text was printed.

    Args:
        text: Any text.
        language: ISO 639-1 code; of a strange language only dates in digits are found.

    >>> [day.key for day in find_days("الخميس 15 آذار/مارس 2018", "ar")]
    ['w:thu', 'd:03-15']
    """
    return list(_days(text, language))


@lru_cache(maxsize=4)  # numbers and names ask for them too
def _days(text: str, language: str) -> tuple[Day, ...]:
    words = read_words(text)
    found = [*_weekdays(text, words, language), *_dates(text, words, language)]
    found += _digit_dates(text, language)
    return tuple(sorted(found, key=lambda day: (day.start, day.end)))


@cache
def _weekday_table(language: str) -> Phrases:
    known = LANGUAGES.get(language)
    names = known.dates.weekdays if known else {}
    return phrase_table(
        (name, _WEEKDAYS[number], "capital" if language == "en" else "any")
        for name, number in names.items()
        if len(name) >= _SHORTEST_NAME
    )


@cache
def _month_table(language: str) -> Phrases:
    known = LANGUAGES.get(language)
    names = known.months if known else {}
    return phrase_table(
        (name, f"{number:02}", "capital" if language == "en" else "any")
        for name, number in names.items()
    )


def _weekdays(text: str, words: Sequence[Word], language: str) -> Iterator[Day]:
    for match in _weekday_table(language).find(text, words):
        word = words[match.first]
        if language == "es" and word.text[0].isupper() and word.folded == "domingo":
            continue  # Santo Domingo, Plácido Domingo
        yield Day(f"w:{match.code}", word.start, word.end, word.text)


def _dates(text: str, words: Sequence[Word], language: str) -> Iterator[Day]:
    matches = iter(_month_table(language).find(text, words))
    previous: Match | None = None
    for match in matches:
        if previous and previous.code == match.code and _are_twins(text, words, previous, match):
            previous = Match(match.code, previous.first, match.last)
            continue
        if previous:
            yield from _dates_of(text, words, previous, language)
        previous = match
    if previous:
        yield from _dates_of(text, words, previous, language)


def _are_twins(text: str, words: Sequence[Word], before: Match, after: Match) -> bool:
    between = text[words[before.last].end : words[after.first].start]
    return between.strip() in {"/", "(", "\\", "-"} and len(between) <= len(" / ")


def _dates_of(text: str, words: Sequence[Word], month: Match, language: str) -> Iterator[Day]:
    """Yield the dates around the name of a month, or the month alone."""
    last = _year_after(words, month.last)
    days = _days_before(text, words, month.first, int(month.code))
    if not days and language == "en":
        days, last = _day_after(words, month.last, int(month.code))
    first = days[0] if days else month.first
    if not days and not _is_month(words, month, language, has_year=last > month.last):
        return
    start, end = words[min(first, month.first)].start, words[max(last, month.last)].end
    for each in days:
        yield Day(f"d:{month.code}-{_day_of_month(words[each]):02}", start, end, text[start:end])
    if not days:
        yield Day(f"m:{month.code}", start, end, text[start:end])


def _is_month(words: Sequence[Word], month: Match, language: str, *, has_year: bool) -> bool:
    """Whether the name alone is a month, as ``March`` often is not."""
    word = words[month.first]
    if has_year or month.last > month.first:
        return True
    if len(word.folded) < _SHORTEST_NAME and word.folded not in _SHORT_MONTHS:
        return False
    if word.folded not in _OTHER_WORDS[language]:
        return True
    if word.kind == "arabic" and word.folded.endswith("اب"):
        return _MADDA_IN_AUGUST in word.text
    return month.first > 0 and words[month.first - 1].folded in _MONTH_BEFORE


_SHORT_MONTHS = folded_words("May June July mayo آب أيار تموز شباط يوليو يونيو")


def _day_of_month(word: Word) -> int:
    """Return the day that a word says, 0 if none."""
    if word.folded in _FIRSTS:
        return 1
    is_short = word.kind == "number" and len(word.folded) <= len("31")
    return int(word.folded) if is_short and word.folded.isdigit() else 0


def _is_day(word: Word, month: int) -> bool:
    return 1 <= _day_of_month(word) <= _DAYS_OF_MONTH[month - 1]


def _days_before(text: str, words: Sequence[Word], first: int, month: int) -> list[int]:
    """Return the numbers of the words that are days of the month after them."""
    position = first - 1
    while position >= 0 and words[position].folded in (_OF | _ORDINAL):
        position -= 1
    if position < 0 or not _is_day(words[position], month):
        return []
    if words[first].start - words[position].end > len("rd of شهر "):
        return []
    days = [position]
    before = position - 1
    if before >= 0 and words[before].folded in _AND:
        before -= 1
    between = text[words[before].end : words[position].start] if before >= 0 else ""
    if (
        before >= 0
        and _is_day(words[before], month)
        and re.fullmatch(r"\s?[-–—/\w]{1,3}\s?", between)
    ):
        days.insert(0, before)
    return days


def _year_after(words: Sequence[Word], last: int) -> int:
    """Return the number of the word that is the date's year, else of its last word."""
    position = last + 1
    while position < len(words) and words[position].folded in _YEAR_BEFORE:
        position += 1
    if position >= len(words) or words[position].start - words[last].end > _YEAR_NEAR:
        return last
    digits = words[position].folded
    is_year = digits.isdigit() and len(digits) == len("2026") and int(digits) in _YEARS
    return position if is_year else last


_YEAR_NEAR = len(" من العام ")
_YEAR_BEFORE = folded_words("of de del من عام العام سنة")


def _day_after(words: Sequence[Word], last: int, month: int) -> tuple[list[int], int]:
    """Return the day after an English month, if there is one, and the date's last word."""
    position = last + 1
    if position >= len(words) or not _is_day(words[position], month):
        return [], _year_after(words, last)
    if words[position].start - words[last].end > 1:
        return [], last
    return [position], _year_after(words, position)


_IN_DIGITS = re.compile(
    r"(?<![\w./-])(?:(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<y2>\d{4}))(?![\w/-])",
)


def _digit_dates(text: str, language: str) -> Iterator[Day]:
    for match in _IN_DIGITS.finditer(text[:MAX_LENGTH]):
        year, month, day = (int(match[name] or match[f"{name}2"]) for name in "ymd")
        if match["d2"] and language not in _DAY_FIRST:
            if max(month, day) <= _MONTHS and month != day:
                continue  # 3/4 is in March or in April
            month, day = sorted((month, day))
        if year in _YEARS and 1 <= month <= _MONTHS and 1 <= day <= _DAYS_OF_MONTH[month - 1]:
            yield Day(f"d:{month:02}-{day:02}", match.start(), match.end(), match[0])


_MONTHS = 12
_DAY_FIRST = frozenset({"ar", "es"})
