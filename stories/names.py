"""Words of a text that may be names, each with its skeletons."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from languages import LANGUAGES
from stories.countries import find_countries, find_known_names
from stories.days import find_days
from stories.number_parts import number_part
from stories.places import read_table
from stories.skeletons import SHORTEST, arabic_skeletons, latin_skeletons
from stories.words import Word, fold_word, folded_words, read_words

_COMMON_WORDS = Path(__file__).with_name("common_words.toml")
_OPENING = frozenset('.!?:…\n"“”«»‘;—–•|؟')
"""What stands before the first word of a sentence, a quotation or a line."""


class Name(NamedTuple):
    """A word that may be a name."""

    skeletons: frozenset[str]
    """The ways to read it."""
    start: int
    end: int
    """Exclusive."""
    text: str
    """As printed."""
    is_sure: bool
    """Printed as names are: capitalised and not only because a sentence begins. Of Arabic words,
    which have no capitals, this is never known."""


def find_names(text: str, language: str) -> list[Name]:
    """Return the words of a text that may be names, in order, one a word.

    In Latin letters these are capitalised words; in Arabic ones all words with enough consonants,
    so that an Arabic word is a name where another text has one like it. Countries and other known
    names, days, months and number words are left out, and so are the commonest words. A name with
    fewer than three consonants (``Gaza``) has no skeleton worth comparing and is left out too.

    Args:
        text: Any text.
        language: ISO 639-1 code.

    >>> [name.text for name in find_names("Then Marta Quiroga spoke in Yemen.", "en")]
    ['Marta', 'Quiroga']
    """
    return list(_found(text, language))


# What an article names is asked for as keys, and as it is printed.
@lru_cache(maxsize=4)
def _found(text: str, language: str) -> tuple[Name, ...]:
    words = read_words(text)
    known = _known_spans(text, language)
    small = {word.folded for word in words if word.text[:1].islower()}
    return tuple(_names(text, words, known, small, language))


def _names(
    text: str,
    words: Sequence[Word],
    known: Collection[int],
    small: Collection[str],
    language: str,
) -> Iterator[Name]:
    for place, word in enumerate(words):
        if word.start in known or not _may_be_name(word, language):
            continue
        opens = word.kind == "latin" and _opens_sentence(text, words, place)
        if opens and word.folded in small:
            continue
        skeletons = name_skeletons(word, language)
        if skeletons:
            is_sure = word.kind == "latin" and not opens and word.folded not in small
            yield Name(skeletons, word.start, word.end, word.text, is_sure)


def name_skeletons(word: Word, language: str) -> frozenset[str]:
    """Return the skeletons of a word that are long enough, of whichever script it is."""
    found = (
        arabic_skeletons(word.folded)
        if word.kind == "arabic"
        else latin_skeletons(word.folded, language)
    )
    return frozenset(skeleton for skeleton in found if len(skeleton) >= SHORTEST)


def _may_be_name(word: Word, language: str) -> bool:
    if word.is_number or number_part(word.folded, language):
        return False
    if word.kind == "arabic":
        return word.folded not in _common_words("ar")
    return word.text[0].isupper() and word.folded not in _common_words(language)


def _opens_sentence(text: str, words: Sequence[Word], place: int) -> bool:
    """Whether a sentence, a quotation or a line begins with a word."""
    if place == 0:
        return True
    between = text[words[place - 1].end : words[place].start]
    return any(mark in between for mark in _OPENING)


def _known_spans(text: str, language: str) -> Collection[int]:
    """Return where words begin that are evidence of another kind."""
    spans = [
        (found.start, found.end)
        for finder in (find_countries, find_known_names, find_days)
        for found in finder(text, language)
    ]
    words = read_words(text)
    return _starts_within(sorted(spans), words)


def _starts_within(spans: Sequence[tuple[int, int]], words: Sequence[Word]) -> Collection[int]:
    starts = set()
    place = 0
    for word in words:
        while place < len(spans) and spans[place][1] <= word.start:
            place += 1
        if place < len(spans) and spans[place][0] <= word.start:
            starts.add(word.start)
    return starts


@cache
def _common_words(language: str) -> frozenset[str]:
    known = LANGUAGES.get(language)
    stop_words = known.stop_words if known else frozenset()
    listed = read_table(_COMMON_WORDS).get(language, "")
    return frozenset(map(fold_word, stop_words)) | folded_words(listed)
