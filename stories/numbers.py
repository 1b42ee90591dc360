"""Quantities, years, clock times and other numbers in the text of an article."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, NamedTuple

from stories.clocks import named_decade, read_clock, read_decade
from stories.days import Day, find_days
from stories.number_parts import number_part
from stories.number_words import NUMBER_WORDS, NumberWords
from stories.numerals import Numeral, read_numeral
from stories.words import Word, arabic_readings, fold_word, folded_words, read_words

Kind = Literal["quantity", "year", "day", "clock", "label"]

_FIRST_YEAR, _LAST_YEAR, _YEAR_DIGITS = 1900, 2100, 4
_NEAR = 2
"""Characters between a number and a word that goes with it."""
_TENS = range(20, 100)

_PERCENT = re.compile(r"[ \u00a0\u202f]?[%٪]")
_PERCENT_BEFORE = re.compile(r"[%٪]\s?\Z")
_DASH = re.compile(r"\s?[-‑–—]\s?")
_MONEY = re.compile(r"[$£€₪¥]\s?\Z")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th", "o", "a", "er", "ra", "ro", "vo", "va", "do"})
_ORDINALS: Mapping[str, int] = MappingProxyType(
    {
        fold_word(name): value
        for names in (
            "first second third fourth fifth sixth seventh eighth ninth",
            "الحادي الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع",
            "الحادية الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة",
        )
        for value, name in enumerate(names.split(), 1)
    },
)
_BETWEEN = folded_words("between entre بين")
_AND = folded_words("and y و")


class Number(NamedTuple):
    """A number as a text has it."""

    value: Decimal
    """In units: of ``1.5 million``, 1500000; of a clock time, minutes after midnight."""
    start: int
    end: int
    """Exclusive; behind ``million``, before a percent sign."""
    percent: bool
    text: str
    """As printed."""
    kind: Kind = "quantity"
    """``day`` is the day of a date; ``label`` says which, not how many: ``89th``, ``F-16``."""


class _Reading(NamedTuple):
    """A number and what else its words say."""

    numeral: Numeral
    kind: Kind
    percent: bool


def find_numbers(text: str, language: str) -> list[Number]:
    """Return the numbers of a text, in order.

    Digits of every script, words up to the billions, and both together. One (``one``, ``un``,
    ``واحد``) alone in words is left out: it is an article or a pronoun in all three languages. So
    are vague amounts (``thousands``, ``عشرات``). Both ends of a range are numbers, and share its
    scale and its percent sign; so are both sides of a score.

    Args:
        text: Any text.
        language: ISO 639-1 code; in a strange language only digits are read.

    >>> [(str(n.value), n.percent) for n in find_numbers("10-15 % de 2,5 millones", "es")]
    [('10', True), ('15', True), ('2500000.0', False)]
    """
    words = read_words(text)
    readings = _share(text, words, list(_readings(text, words, language)), language)
    return [_number(text, words, reading) for reading in readings]


def write_number(value: Decimal) -> str:
    """Return a value in plain digits, without zeros at the end of a fraction.

    >>> write_number(Decimal("1.50")), write_number(Decimal("1500000"))
    ('1.5', '1500000')
    """
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _number(text: str, words: Sequence[Word], reading: _Reading) -> Number:
    numeral, kind, percent = reading
    start, end = words[numeral.first].start, words[numeral.last].end
    return Number(numeral.value, start, end, percent, text[start:end], kind)


def _readings(text: str, words: Sequence[Word], language: str) -> Iterator[_Reading]:
    table = NUMBER_WORDS.get(language)
    days = find_days(text, language)
    position = 0
    while position < len(words):
        word = words[position]
        may_begin = word.is_number or _may_begin(word.folded, language)
        reading = _read(text, words, position, language) if may_begin else None
        position += 1
        if reading is not None:
            last = reading.numeral.last
            position = last + 1 + _percent_words(words, last, language)
            if reading.kind == "quantity":
                reading = _with_unit(text, words, reading)
            if reading.kind == "quantity":
                reading = _with_kind(text, words, reading, table, days)
            yield reading


@lru_cache(maxsize=1 << 14)
def _may_begin(folded: str, language: str) -> bool:
    """Whether a number may begin with a word; most words are not looked at any further."""
    table = NUMBER_WORDS.get(language)
    is_article = table is not None and folded in table.articles
    return is_article or bool(named_decade(folded) or number_part(folded, language))


def _read(text: str, words: Sequence[Word], position: int, language: str) -> _Reading | None:
    if clock := read_clock(text, words, position, language):
        return _Reading(clock, "clock", percent=False)
    if decade := read_decade(words, position):
        return _Reading(decade, "year", percent=False)
    numeral = read_numeral(text, words, position, language)
    return numeral and _Reading(numeral, "quantity", _is_percent(text, words, numeral, language))


def _is_percent(text: str, words: Sequence[Word], numeral: Numeral, language: str) -> bool:
    start, end = words[numeral.first].start, words[numeral.last].end
    if _PERCENT.match(text, end) or _PERCENT_BEFORE.search(text[max(0, start - 2) : start]):
        return True
    return _percent_words(words, numeral.last, language) > 0


def _percent_words(words: Sequence[Word], last: int, language: str) -> int:
    """Return how many words after the number of a word say percent."""
    table = NUMBER_WORDS.get(language)
    after = words[last + 1 : last + 3]
    if table is None or not after or after[0].start - words[last].end > _NEAR:
        return 0
    names = [word.folded for word in after]
    return next((n for n in (2, 1) if " ".join(names[:n]) in table.percents), 0)


def _with_kind(
    text: str,
    words: Sequence[Word],
    reading: _Reading,
    table: NumberWords | None,
    days: Sequence[Day],
) -> _Reading:
    numeral = reading.numeral
    printed = words[numeral.first]
    looks_like_year = _looks_like_year(words, numeral)
    if _is_in_a_day(days, printed):
        return reading._replace(kind="year" if looks_like_year else "day")
    if _is_label(text, words, numeral, table):
        return reading._replace(kind="label")
    if looks_like_year and not reading.percent and _is_year(text, words, numeral, table):
        return reading._replace(kind="year")
    return reading


def _looks_like_year(words: Sequence[Word], numeral: Numeral) -> bool:
    word = words[numeral.first]
    return (
        numeral.first == numeral.last
        and len(word.folded) == _YEAR_DIGITS
        and word.folded.isdigit()
        and _FIRST_YEAR <= numeral.value <= _LAST_YEAR
    )


def _is_in_a_day(days: Sequence[Day], word: Word) -> bool:
    place = bisect_right(days, word.start, key=lambda day: day.start) - 1
    return place >= 0 and word.end <= days[place].end


def _is_label(
    text: str,
    words: Sequence[Word],
    numeral: Numeral,
    table: NumberWords | None,
) -> bool:
    before, after = _around(words, numeral)
    first, last = words[numeral.first], words[numeral.last]
    if not first.is_number:
        return numeral.definite and numeral.value in _TENS  # الذكرى الستون: which may be the 60th
    if after and after.start - last.end <= 1 and _is_ordinal_ending(text, last, after):
        return True
    if _is_beside_slash(text, words, numeral):
        return True
    return before is not None and (
        _is_model(text, before, first)
        or _goes_on(before, first)
        or (table is not None and before.folded in table.ordinal_before)
    )


def _goes_on(before: Word, number: Word) -> bool:
    """Whether groups of digits go on a telephone number."""
    return number.kind == "spaced" and before.is_number and number.start - before.end == 1


def _is_beside_slash(text: str, words: Sequence[Word], numeral: Numeral) -> bool:
    """Whether the number is part of ``2/3``, ``9/11`` or ``2017/18``."""
    before, after = _around(words, numeral)
    start, end = words[numeral.first].start, words[numeral.last].end
    return (before is not None and before.is_number and text[before.end : start] == "/") or (
        after is not None and after.is_number and text[end : after.start] == "/"
    )


def _is_ordinal_ending(text: str, last: Word, after: Word) -> bool:
    between = text[last.end : after.start]
    return last.is_number and between in {"", "."} and after.folded in _ORDINAL_ENDINGS


def _with_unit(text: str, words: Sequence[Word], reading: _Reading) -> _Reading:
    """Return the number as a label if its unit is an ordinal: ``twenty-first``, ``التاسع عشر``."""
    numeral = reading.numeral
    before, after = _around(words, numeral)
    if numeral.has_digits:
        return reading
    is_hyphened = after is not None and text[words[numeral.last].end : after.start] == "-"
    if is_hyphened and (unit := _ordinal(after)):
        numeral = numeral._replace(value=numeral.value + unit, last=numeral.last + 1)
    elif _is_tens(words, numeral) and (unit := _ordinal(before)):
        numeral = numeral._replace(value=numeral.value + unit, first=numeral.first - 1)
    else:
        return reading
    return reading._replace(numeral=numeral, kind="label")


def _ordinal(word: Word | None) -> int:
    """Return which one an ordinal says, 0 if a word is none."""
    readings = arabic_readings(word.folded) if word else ()
    return next((_ORDINALS[each] for each in readings if each in _ORDINALS), 0)


def _is_tens(words: Sequence[Word], numeral: Numeral) -> bool:
    if numeral.first == 0:
        return False
    gap = words[numeral.first].start - words[numeral.first - 1].end
    return words[numeral.first].kind == "arabic" and gap == 1 and numeral.value in _TEENS_AND_TENS


_TEENS_AND_TENS = frozenset(range(10, 100, 10))


def _is_model(text: str, before: Word, number: Word) -> bool:
    """Whether the number belongs to a name: ``G20``, ``F-16``; ``US$5`` does not."""
    between = text[before.end : number.start]
    return before.kind == "latin" and before.text.isupper() and between in {"", "-", "‑"}


def _is_year(
    text: str,
    words: Sequence[Word],
    numeral: Numeral,
    table: NumberWords | None,
) -> bool:
    before, after = _around(words, numeral)
    if table is None:
        return True
    start = words[numeral.first].start
    if _MONEY.search(text[max(0, start - 2) : start]):
        return False
    if before is not None and before.folded in table.years:
        return True
    if after is not None and (after.folded in table.currencies or after.folded in table.counted):
        return False
    return before is None or before.folded not in table.about


def _around(words: Sequence[Word], numeral: Numeral) -> tuple[Word | None, Word | None]:
    before = words[numeral.first - 1] if numeral.first else None
    return before, words[numeral.last + 1] if numeral.last + 1 < len(words) else None


def _share(
    text: str,
    words: Sequence[Word],
    readings: list[_Reading],
    language: str,
) -> list[_Reading]:
    """Return the numbers, the first of each range with the scale and percent sign of the other."""
    for place, (low, high) in enumerate(pairwise(readings)):
        if low.kind == high.kind == "quantity" and _is_range(text, words, low, high, language):
            readings[place] = _shared(low, high)
    return readings


def _shared(low: _Reading, high: _Reading) -> _Reading:
    numeral, factor = low.numeral, high.numeral.factor
    if numeral.factor == 1 and numeral.value < high.numeral.value / factor:
        numeral = numeral._replace(value=numeral.value * factor)
    return low._replace(numeral=numeral, percent=low.percent or high.percent)


def _is_range(
    text: str,
    words: Sequence[Word],
    low: _Reading,
    high: _Reading,
    language: str,
) -> bool:
    table = NUMBER_WORDS.get(language)
    last, first = low.numeral.last, high.numeral.first
    if first == last + 1:
        return bool(_DASH.fullmatch(text, words[last].end, words[first].start))
    if table is None or first != last + 2:
        return False
    joint = words[last + 1].folded
    if joint in _AND:
        before = words[low.numeral.first - 1].folded if low.numeral.first else ""
        return before in _BETWEEN
    return joint in table.to
