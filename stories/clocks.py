"""Clock times and decades: numbers that are no quantities."""

from collections.abc import Sequence
from decimal import Decimal

from stories.number_words import DECADES, NUMBER_WORDS
from stories.numerals import Numeral
from stories.words import Word, arabic_readings, folded_words

_HOURS, _MINUTES, _NOON = 24, 60, 12
_YEAR_DIGITS, _SHORT_YEAR_DIGITS = 4, 2
_CENTURY = 1900
_AFTERNOON = folded_words("pm مساء مساءً")
_DECADE = frozenset({"años", "Años"})


def read_decade(words: Sequence[Word], position: int) -> Numeral | None:
    """Return the year in which a decade begins: ``1980s``, ``80s``, ``años 80``, ``ثمانينيات``."""
    word, last = words[position], position
    year = named_decade(word.folded) or _decade_year(word)
    if word.is_number and year:
        after = words[position + 1 : position + 2]
        has_ending = bool(after) and after[0].folded == "s" and after[0].start == word.end
        if not has_ending and not (position and words[position - 1].text in _DECADE):
            return None
        last += has_ending
    return _numeral(year, position, last) if year else None


def named_decade(folded: str) -> int:
    """Return the year in which a decade in words begins, 0 of any other word."""
    return next((DECADES[each] for each in arabic_readings(folded) if each in DECADES), 0)


def _decade_year(word: Word) -> int:
    """Return the year that digits ending in 0 begin as a decade, 0 if none."""
    digits = word.folded
    if not digits.isdigit() or not digits.endswith("0"):
        return 0
    if len(digits) == _SHORT_YEAR_DIGITS:
        return _CENTURY + int(digits)
    return int(digits) if len(digits) == _YEAR_DIGITS else 0


def read_clock(text: str, words: Sequence[Word], position: int, language: str) -> Numeral | None:
    """Return the clock time that begins with a word: ``10:30``, ``7.55am``, ``a las 5``.

    Its value is in minutes after midnight; without a word for the afternoon, of the first half
    of the day unless the hour says otherwise.
    """
    word = words[position]
    if word.kind != "number":
        return None
    last = position
    hours, _, minutes = word.folded.partition(".")
    if position + 1 < len(words) and text[word.end : words[position + 1].start] == ":":
        last = position + 1
        minutes = words[last].folded
    has_cue, afternoon = _cues(words, position, last, language)
    if not (has_cue or last > position) or not _is_time(hours, minutes):
        return None
    noon = _NOON * _MINUTES if afternoon and int(hours) < _NOON else 0
    return _numeral(int(hours) % _HOURS * _MINUTES + int(minutes or 0) + noon, position, last)


def _numeral(value: int, first: int, last: int) -> Numeral:
    return Numeral(Decimal(value), first, last, Decimal(1), has_digits=True, definite=False)


def _is_time(hours: str, minutes: str) -> bool:
    if not hours.isdigit() or len(hours) > len("24") or int(hours) > _HOURS:
        return False
    is_minute = minutes.isdigit() and len(minutes) == len("59") and int(minutes) < _MINUTES
    return not minutes or is_minute


def _cues(words: Sequence[Word], first: int, last: int, language: str) -> tuple[bool, bool]:
    """Return whether what stands around digits makes them a time, and one after noon."""
    table = NUMBER_WORDS.get(language)
    if table is None:
        return False, False
    half = _half_of_day(words, last)
    before = words[first - 1].folded if first else ""
    is_hour_alone = last == first and "." not in words[first].folded
    is_at = before in table.clock_before and not (language == "en" and is_hour_alone)
    return half in table.clock_after or is_at, half in _AFTERNOON


def _half_of_day(words: Sequence[Word], last: int) -> str:
    """Return the word close behind a time, ``p. m.`` as one."""
    after = words[last + 1 : last + 3]
    if not after or after[0].start - words[last].end > 1:
        return ""
    is_dotted = after[0].folded in {"a", "p"} and len(after) > 1 and after[1].folded == "m"
    return after[0].folded + "m" if is_dotted else after[0].folded
