"""Where the words of a text begin and end, by the script and not by the language.

* A word is letters and digits of one script with their marks. It goes on across vowel marks,
  tatweel, joiners, soft hyphens and everything else that readers do not see.
* Everything else parts words: spaces, hyphens, underscores, ``#``, punctuation, symbols.
* Arabic letters part from other letters and from digits (``الـBBC``, ``بـ15``).
* An apostrophe joins after two letters or more (``Sana'a`` is ``sanaa``, ``don't`` is ``dont``) and
  parts after one (``l'Orient``, ``O'Neill``). A last ``'s``, ``'ll``, ``'re`` or ``'ve`` is no word
  and belongs to none.
* Digits with marks between them are numbers (:func:`languages.numerals.read_numbers`).
* A ligature that stands for a phrase (``ﷺ``) is a word of its own.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple, cast

from languages.numerals import read_numbers
from languages.scripts import ARABIC_LETTERS, PHRASE_LIGATURES
from languages.text import INVISIBLE, letters_and_digits, mark_set

_APOSTROPHES = "'\u2019\u02bc\uff07"
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_CLITICS = frozenset({"s", "ll", "re", "ve"})
_LETTERS_BEFORE_APOSTROPHE = 2
_NEAR = 16  # two letters and their marks; counting further would take quadratic time
_PUNCTUATION = r"[\[\]\-–—«»“”\"().,:;!?…،؛؟]*+"
_ONE_WORD = re.compile(
    rf"{_PUNCTUATION}(?:(?P<arabic>[\u0621-\u063a\u0641-\u064a][\u0621-\u063a\u0640-\u0652]*+)"
    rf"|(?P<word>[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]++)){_PUNCTUATION}"
)
"""What most text between two spaces is: letters, Arabic ones with their vowel marks, and around
them nothing that can be part of a word."""

Kind = Literal["word", "arabic", "number"]


class Word(NamedTuple):
    """A word as it stands in a text, or the value of a number."""

    text: str
    start: int
    end: int
    """Exclusive."""
    kind: Kind
    """``arabic`` is in Arabic letters, ``word`` in any others."""


def words(text: str) -> Sequence[Word]:
    """Return the words of a text from first to last; their spans do not overlap.

    >>> [word.text for word in words("The US-led talks in l’Orient: 1,500 guests, #فلسطين_15")]
    ['The', 'US', 'led', 'talks', 'in', 'l', 'Orient', '1500', 'guests', 'فلسطين', '15']
    """
    if found := _ONE_WORD.fullmatch(text):
        kind: Kind = "arabic" if found.lastgroup == "arabic" else "word"
        start, end = found.span(kind)
        return (Word(text[start:end], start, end, kind),)
    return tuple(_any_words(text))


def _any_words(text: str) -> Iterator[Word]:
    for match in _token().finditer(text.replace("_", " ")):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "number":
            for value, first, last in read_numbers(match[0]):
                yield Word(value, start + first, start + last, "number")
        elif kind == "elided":
            yield from _parts(match[0], start)
        else:
            yield Word(match[0], start, end, cast("Kind", kind or "word"))


def _parts(text: str, offset: int) -> Iterator[Word]:
    """Yield the words of letters with apostrophes between them."""
    cuts = [match.start() for match in _APOSTROPHE.finditer(text)]
    if letters_and_digits(text[cuts[-1] + 1 :]).lower() in _CLITICS:
        text = text[: cuts.pop()]
    start = 0
    for cut in cuts:
        beginning = unicodedata.normalize("NFC", text[start : min(cut, start + _NEAR)])
        if sum(map(str.isalnum, beginning)) < _LETTERS_BEFORE_APOSTROPHE:
            yield Word(text[start:cut], offset + start, offset + cut, "word")
            start = cut + 1
    yield Word(text[start:], offset + start, offset + len(text), "word")


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of a token; all repeats are possessive, so the time is linear."""
    marks = mark_set()
    hidden = f"[{INVISIBLE}]*+"
    letter = rf"[^\W{ARABIC_LETTERS}{PHRASE_LIGATURES}{_APOSTROPHES}]"
    rest = rf"(?:{letter}++|[{marks}]++|[{INVISIBLE}]++(?={letter}|[{marks}]))"
    arabic_rest = rf"(?:[{ARABIC_LETTERS}{marks}]++|[{INVISIBLE}]++(?=[{ARABIC_LETTERS}{marks}]))"
    digits = rf"\d(?:\d++|[{INVISIBLE}]++(?=\d))*+"
    return re.compile(
        rf"(?P<number>{digits}(?:{hidden}[.,٫٬]{hidden}{digits})++)"
        rf"|(?P<arabic>[{ARABIC_LETTERS}]{arabic_rest}*+|[{PHRASE_LIGATURES}])"
        rf"|{letter}{rest}*+(?P<elided>(?:{hidden}[{_APOSTROPHES}]{hidden}(?={letter}){rest}++)++)?+",
    )
