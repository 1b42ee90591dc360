"""The words and numbers of a text where they stand, the common ground of all evidence."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from languages import fold_digits
from languages.arabic import fold as fold_arabic
from languages.latin import fold as fold_latin
from languages.scripts import ARABIC_LETTERS

MAX_LENGTH = 100_000
"""Characters of a text that are read; no article is so long."""

_MAX_WORD = 48
_MARKS = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640"
)
_HIDDEN = "\u200b-\u200f\u061c\u00ad\u2060\ufeff"
_SPACES = " \u00a0\u202f\u2009"
_LATIN = rf"[^\W\d_{ARABIC_LETTERS}]"
_TOKEN = re.compile(
    rf"(?P<spaced>[1-9][0-9]{{0,2}}(?:[{_SPACES}][0-9]{{3}}){{1,5}}+(?![0-9])(?![.,٬٫][0-9]{{3}})(?:[.,٫][0-9]++)?)"
    r"|(?P<number>[0-9]++(?:[.,٫٬][0-9]++)*+)"
    rf"|(?P<arabic>[{ARABIC_LETTERS}](?:[{ARABIC_LETTERS}]|[{_MARKS}{_HIDDEN}])*+)"
    rf"|(?P<latin>{_LATIN}(?:{_LATIN}|[{_MARKS}])*+(?:['’ʼ](?!s\b){_LATIN}(?:{_LATIN}|[{_MARKS}])*+)*+)",
)

_ARABIC_COMMA = re.compile(r"(?<=[0-9])،(?=[0-9]{3}(?![0-9]))")
"""Where it parts thousands (``783،562``), not numbers."""

Kind = Literal["spaced", "number", "arabic", "latin"]


class Word(NamedTuple):
    """A word or a number of a text."""

    text: str
    """As printed."""
    folded: str
    """Without case, marks and spelling variants; of a number, its digits in ASCII."""
    start: int
    end: int
    """Exclusive."""
    kind: Kind
    """``spaced`` is a number whose groups of three digits may stand apart."""

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.kind in {"number", "spaced"}


def read_words(text: str) -> tuple[Word, ...]:
    """Return the words and numbers of a text, from first to last, without overlap.

    Words part at hyphens, at every change of script, and before the English ``'s``. Only the first
    :data:`MAX_LENGTH` characters are read. The last texts are remembered, as several kinds of
    evidence are found in each; of long ones fewer.

    >>> [word.folded for word in read_words("The UN's ١٬٥٠٠ tents; بـ15 خيمة")]
    ['the', 'un', 's', '1,500', 'tents', 'ب', '15', 'خيمه']
    """
    return _sentence_words(text) if len(text) <= _SENTENCE else _long_words(text)


def _read(text: str) -> tuple[Word, ...]:
    plain = _ARABIC_COMMA.sub(",", fold_digits(text[:MAX_LENGTH]).replace("٬", ","))
    return tuple(
        _word(text, match.start(), match.end(), cast("Kind", match.lastgroup), match[0])
        for match in _TOKEN.finditer(plain)
    )


_SENTENCE = 800
"""Characters of all but a few sentences."""
_sentence_words = lru_cache(maxsize=512)(_read)
_long_words = lru_cache(maxsize=4)(_read)


def _word(text: str, start: int, end: int, kind: Kind, plain: str) -> Word:
    printed = text[start:end]
    if kind in {"arabic", "latin"}:
        return Word(printed, fold_word(printed[:_MAX_WORD]), start, end, kind)
    return Word(printed, plain, start, end, kind)


@lru_cache(maxsize=1 << 16)
def fold_word(word: str) -> str:
    """Return a word as the tables have it.

    A last ``ى`` stays what it is: ``اليمنى`` (the right one) is not ``اليمني`` (the Yemeni).

    >>> fold_word("Yemení"), fold_word("أُسرة"), fold_word("اليمنى")
    ('yemeni', 'اسره', 'اليمنى')
    """
    if word.isascii():
        return "".join(filter(str.isalnum, word)).lower()
    if unicodedata.bidirectional(word[0]) != "AL":
        return "".join(filter(str.isalnum, fold_latin(word)))
    folded = "".join(filter(str.isalnum, fold_arabic(word)))
    if unicodedata.normalize("NFKC", word).rstrip("\u064b\u064e\u0640").endswith("ى"):
        return folded[:-1] + "ى"
    return folded


def folded_words(text: str) -> frozenset[str]:
    """Return the words of a list in a text, folded, for a table."""
    return frozenset(map(fold_word, text.split()))


@lru_cache(maxsize=1 << 16)
def arabic_readings(folded: str) -> tuple[str, ...]:
    """Return an Arabic word, and what it is if its first letters are particles.

    The conjunctions ``و ف``, the prepositions ``ب ل ك`` and ``لل`` (for ``ل`` and the article)
    may be particles or the word's own letters; the article stays.

    >>> arabic_readings("وللهند")
    ('وللهند', 'للهند', 'لهند', 'الهند')
    """
    readings = [folded]
    if folded[:1] in {"و", "ف"} and len(folded) > _SHORTEST:
        readings.append(folded[1:])
    bare = readings[-1]
    if len(bare) > _SHORTEST:
        if bare[0] in {"ب", "ل", "ك"}:
            readings.append(bare[1:])
        if bare.startswith("لل"):
            readings.append("ا" + bare[1:])
    return tuple(readings)


_SHORTEST = 3
"""Letters of a word that is still one without its particle, less one."""
