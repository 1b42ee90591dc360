"""From text to tokens: the one analysis for indexing, querying and highlighting.

Where words part and what their exact forms are depends on the script alone, so a quotation is the
same word in every edition. Stems depend on the language too: words in Arabic letters get the
Arabic stems in all three languages; Latin words get those of English or Spanish, and in an Arabic
text, where either could be meant, their exact form is their stem.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from languages import arabic, latin
from languages.scripts import LETTERS
from languages.supported import LANGUAGES
from languages.text import without_invisible
from languages.words import Kind, words

MAX_WORD_LENGTH = 64
"""Of an exact form; of a longer word it is the beginning, which is then its stem too."""

_MAX_SURFACE_LENGTH = 4 * MAX_WORD_LENGTH  # letters with their marks
_CACHED_WORDS = 1 << 15
_CACHED_PIECES = 1 << 17
_PIECE = re.compile(r"\S+")
_MAX_CACHED_LENGTH = 64  # of a piece of text between two spaces

_EXACT: Mapping[Kind, Callable[[str], str]] = {
    "word": latin.exact,
    "arabic": arabic.exact,
    "number": str,  # a value already
}
_LETTER = {script: re.compile(f"[{letters}]") for script, letters in LETTERS.items()}


class Token(NamedTuple):
    """One word of a text; its position is its place in the list."""

    exact: str
    """Folded, not stemmed, never empty; letters and digits, and the point of a decimal number."""
    stems: tuple[str, ...]
    """What a search for any form of the word looks for, the main one first; finding several of
    them is finding the word once. The Arabic ones begin ``s|`` and ``l|``."""
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
    known = _pieces(language)
    tokens: list[Token] = []
    for match in _PIECE.finditer(text):
        offset = match.start()
        found = known[match[0]]
        tokens += [
            Token(exact, stems, start + offset, end + offset) for exact, stems, start, end in found
        ]
    return tokens


def word_forms(text: str, language: str) -> list[Token]:
    """Return the tokens of a text with places in the piece between two spaces that they stand in.

    The same words as of :func:`analyse`, in less time: for indexing.

    >>> [token.exact for token in word_forms("The harbours.", "en")]
    ['the', 'harbours']
    """
    return list(chain.from_iterable(map(_pieces(language).__getitem__, text.split())))


def query_languages(text: str) -> tuple[str, ...]:
    """Return the languages that the letters of a query allow, in the order of :data:`LANGUAGES`.

    Latin letters allow English and Spanish, Arabic letters Arabic; both, or neither, allow all.

    >>> query_languages("puerto"), query_languages("ميناء"), query_languages("2024")
    (('en', 'es'), ('ar',), ('en', 'ar', 'es'))
    """
    scripts = {script for script, letter in _LETTER.items() if letter.search(text)}
    allowed = [code for code, known in LANGUAGES.items() if known.script in scripts]
    return tuple(allowed or LANGUAGES)


class _Pieces(dict[str, tuple[Token, ...]]):
    """The tokens of what stands between two spaces, where no word goes across; most come again."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, piece: str) -> tuple[Token, ...]:
        found = []
        for surface, start, end, kind in words(piece):
            exact, stems = _forms(surface[:_MAX_SURFACE_LENGTH], self._language, kind)
            if exact:
                found.append(Token(exact, stems, start, end))
        if len(piece) <= _MAX_CACHED_LENGTH:
            if len(self) >= _CACHED_PIECES:
                self.clear()
            self[piece] = tuple(found)
        return tuple(found)


@lru_cache(maxsize=8)
def _pieces(language: str) -> _Pieces:
    return _Pieces(language)


@lru_cache(maxsize=_CACHED_WORDS)
def _forms(surface: str, language: str, kind: Kind) -> tuple[str, tuple[str, ...]]:
    """Return the exact form of a word, empty if nothing of it is left, and its stems."""
    surface = without_invisible(surface)  # which would keep a letter from its mark
    exact = _EXACT[kind](surface)[:MAX_WORD_LENGTH]
    known = LANGUAGES.get(language)
    if kind == "number" or known is None or not 0 < len(exact) < MAX_WORD_LENGTH:
        return exact, (exact,)
    if kind == "arabic":
        return exact, arabic.stems(surface)
    return exact, known.stems(surface) if known.script == "Latn" else (exact,)
