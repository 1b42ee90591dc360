"""From text to tokens: the one analysis for indexing, querying and highlighting.

Where words part and what their exact forms are depends on the script alone, so a quotation is the
same word in every edition. Stems depend on the language too: words in Arabic letters get the
Arabic stems in all three languages; Latin words get those of English or Spanish, and in an Arabic
text, where either could be meant, their exact form is their stem.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from languages import arabic, latin
from languages.scripts import LETTERS
from languages.supported import LANGUAGES
from languages.words import Kind, words

MAX_WORD_LENGTH = 64
"""Of an exact form; of a longer word it is the beginning, which is then its stem too."""

_MAX_SURFACE_LENGTH = 4 * MAX_WORD_LENGTH  # letters with their marks
_CACHED_WORDS = 1 << 15

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
    tokens = []
    for surface, start, end, kind in words(text):
        exact, stems = _forms(surface[:_MAX_SURFACE_LENGTH], language, kind)
        if exact:
            tokens.append(Token(exact, stems, start, end))
    return tokens


def query_languages(text: str) -> tuple[str, ...]:
    """Return the languages that the letters of a query allow, in the order of :data:`LANGUAGES`.

    Latin letters allow English and Spanish, Arabic letters Arabic; both, or neither, allow all.

    >>> query_languages("puerto"), query_languages("ميناء"), query_languages("2024")
    (('en', 'es'), ('ar',), ('en', 'ar', 'es'))
    """
    scripts = {script for script, letter in _LETTER.items() if letter.search(text)}
    allowed = [code for code, known in LANGUAGES.items() if known.script in scripts]
    return tuple(allowed or LANGUAGES)


@lru_cache(maxsize=_CACHED_WORDS)
def _forms(surface: str, language: str, kind: Kind) -> tuple[str, tuple[str, ...]]:
    """Return the exact form of a word, empty if nothing of it is left, and its stems."""
    exact = _EXACT[kind](surface)[:MAX_WORD_LENGTH]
    known = LANGUAGES.get(language)
    if kind == "number" or known is None or not 0 < len(exact) < MAX_WORD_LENGTH:
        return exact, (exact,)
    if kind == "arabic":
        return exact, arabic.stems(surface)
    return exact, known.stems(surface) if known.script == "Latn" else (exact,)
