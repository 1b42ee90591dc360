"""From text to tokens: the one analysis for indexing, querying and highlighting.

Where words part and what their exact forms are depends on the script alone, so a quotation is the
same word in every edition. Stems depend on the language too: words in Arabic letters get the
Arabic stems in all three languages; Latin words get those of English or Spanish, and in an Arabic
text, where either could be meant, their exact form is their stem.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from itertools import chain
from typing import NamedTuple

from languages import arabic, latin
from languages.remembering import Remembered
from languages.scripts import LETTERS
from languages.supported import LANGUAGES
from languages.text import without_invisible
from languages.words import Kind, Word, words

MAX_WORD_LENGTH = 64
"""Of an exact form; of a longer word it is the beginning, which is then its stem too."""

_MAX_SURFACE_LENGTH = 4 * MAX_WORD_LENGTH  # letters with their marks
_CACHED_FORMS = 1 << 17  # for indexing, which meets whole vocabularies
_CACHED_TOKENS = 1 << 15  # for queries and what they show: some 12 MB
_PIECE = re.compile(r"\S+")
_PARTING = '«»“”"():;!?…،؛؟-–—/[]_'
"""Most of what parts words wherever it stands."""

_EXACT: Mapping[Kind, Callable[[str], str]] = {
    "word": latin.exact,
    "arabic": arabic.exact,
    "number": str,  # a value already
}
_LETTER = {script: re.compile(f"[{letters}]") for script, letters in LETTERS.items()}


class Forms(NamedTuple):
    """What a word is found by."""

    exact: str
    """Folded, not stemmed, never empty; letters and digits, and the point of a decimal number."""
    stems: tuple[str, ...]
    """What a search for any form of the word looks for, the main one first; finding several of
    them is finding the word once. The Arabic ones begin ``s|`` and ``l|``."""


class Token(NamedTuple):
    """One word of a text; its position is its place in the list."""

    exact: str
    """As of :class:`Forms`."""
    stems: tuple[str, ...]
    """As of :class:`Forms`."""
    start: int
    """Offset into the text as it was given."""
    end: int
    """Exclusive."""


def analyse(text: str, language: str) -> list[Token]:
    """Return the tokens of a text, in order, their spans not overlapping.

    Args:
        text: Any text, cleaned or not.
        language: An ISO 639-1 code. With one that is not in :data:`LANGUAGES` the exact form
            is the only stem.

    >>> analyse("Harbours", "en")
    [Token(exact='harbours', stems=('harbour',), start=0, end=8)]
    """
    known = _tokens_of_pieces(language)
    tokens: list[Token] = []
    for match in _PIECE.finditer(text):
        offset = match.start()
        found = known[match[0]]
        tokens += [
            Token(exact, stems, start + offset, end + offset) for exact, stems, start, end in found
        ]
    return tokens


def word_forms(text: str, language: str) -> list[Forms]:
    """Return the forms of the words of a text: those of :func:`analyse`, in less time.

    >>> [forms.exact for forms in word_forms("The harbours.", "en")]
    ['the', 'harbours']
    """
    return list(chain.from_iterable(map(_forms_of_pieces(language).__getitem__, pieces(text))))


def pieces(text: str) -> list[str]:
    """Return what a text falls into at spaces and most marks: no word goes across their ends.

    They come again and again: it is worth while to remember what was made of them.

    >>> pieces("“The harbours”, he said.")
    ['The', 'harbours', ',', 'he', 'said.']
    """
    if text.isalnum():  # one word, as in most queries
        return [text]
    for mark in _PARTING:
        text = text.replace(mark, " ")
    return text.split()


def piece_forms(piece: str, language: str) -> tuple[Forms, ...]:
    """Return the forms of the words of one of :func:`pieces`."""
    found = [_forms(word, language) for word in words(piece)]
    return tuple([forms for forms in found if forms.exact])


def query_languages(text: str) -> tuple[str, ...]:
    """Return the languages that the letters of a query allow, in the order of :data:`LANGUAGES`.

    Latin letters allow English and Spanish, Arabic letters Arabic; both, or neither, allow all.

    >>> query_languages("puerto"), query_languages("ميناء"), query_languages("2024")
    (('en', 'es'), ('ar',), ('en', 'ar', 'es'))
    """
    scripts = {script for script, letter in _LETTER.items() if letter.search(text)}
    allowed = [code for code, known in LANGUAGES.items() if known.script in scripts]
    return tuple(allowed or LANGUAGES)


@lru_cache(maxsize=8)
def _tokens_of_pieces(language: str) -> Remembered[tuple[Token, ...]]:
    return Remembered(partial(_tokens, language), _CACHED_TOKENS)


@lru_cache(maxsize=8)
def _forms_of_pieces(language: str) -> Remembered[tuple[Forms, ...]]:
    return Remembered(partial(piece_forms, language=language), _CACHED_FORMS)


def _tokens(language: str, piece: str) -> tuple[Token, ...]:
    found = ((_forms(word, language), word) for word in words(piece))
    return tuple([Token(*forms, word.start, word.end) for forms, word in found if forms.exact])


def _forms(word: Word, language: str) -> Forms:
    """Return the forms of a word; the exact one is empty if nothing of it is left."""
    # What is invisible would keep a letter from its mark.
    surface = without_invisible(word.text[:_MAX_SURFACE_LENGTH])
    exact = _EXACT[word.kind](surface)[:MAX_WORD_LENGTH]
    known = LANGUAGES.get(language)
    if word.kind == "number" or known is None or not 0 < len(exact) < MAX_WORD_LENGTH:
        return Forms(exact, (exact,))
    if word.kind == "arabic":
        return Forms(exact, arabic.stems(surface, exact))
    return Forms(exact, known.stems(surface, exact) if known.script == "Latn" else (exact,))
