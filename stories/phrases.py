"""Known phrases and where they stand in a text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from stories.words import Word, arabic_readings, read_words

Case = Literal["any", "capital", "upper", "marked"]
"""How a phrase must be printed: ``upper`` tells ``US`` from ``us``, ``marked`` asks for the
vowel marks, which tell ``عُمان`` (Oman) from ``عمّان`` (Amman)."""

_JOINTS = frozenset({" ", "-", "‑", ".", ". ", "\u00a0", "'", "’", " & ", " - "})


class Match(NamedTuple):
    """A phrase of a table, in a text's words."""

    code: str
    """What the table says that it means."""
    first: int
    last: int
    """Number of the last word, itself part of the phrase."""


class _Row(NamedTuple):
    words: tuple[str, ...]
    code: str
    case: Case
    printed: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """A table of phrases; of several that begin at a word the longest is meant."""

    rows: Mapping[str, tuple[_Row, ...]]
    """By first word, longer ones first."""

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Match]:
        """Yield the phrases among the words of a text, in order, without overlap."""
        first_words = self.rows.keys()
        last = -1
        for place, word in enumerate(words):
            if place <= last or first_words.isdisjoint(readings(word)):  # as most words are
                continue
            match = self._match(text, words, place)
            if match is not None:
                yield match
                last = match.last

    def _match(self, text: str, words: Sequence[Word], first: int) -> Match | None:
        for reading in readings(words[first]):
            for row in self.rows.get(reading, ()):
                found = words[first : first + len(row.words)]
                if _is(row, found) and _is_joined(text, found):
                    return Match(row.code, first, first + len(row.words) - 1)
        return None


def readings(word: Word) -> tuple[str, ...]:
    """Return what a word of a text may be, as the rows of a table have it."""
    return arabic_readings(word.folded) if word.kind == "arabic" else (word.folded,)


def phrase_table(entries: Iterable[tuple[str, str, Case]]) -> Phrases:
    """Return the table of phrases, each with its code and how it must be printed.

    The first of two equal phrases stays.
    """
    rows: dict[str, dict[tuple[str, ...], _Row]] = defaultdict(dict)
    for phrase, code, case in entries:
        key = tuple(word.folded for word in read_words(phrase))
        if key:
            rows[key[0]].setdefault(key, _Row(key, code, case, phrase))
    return Phrases(
        {
            first: tuple(sorted(found.values(), key=lambda row: -len(row.words)))
            for first, found in rows.items()
        },
    )


def _is(row: _Row, found: Sequence[Word]) -> bool:
    """Whether the words after the first are the row's, and all are printed as it asks."""
    if len(found) < len(row.words):
        return False
    if any(word.folded != asked for word, asked in zip(found[1:], row.words[1:], strict=True)):
        return False
    if row.case == "marked":
        return found[0].text.endswith(row.printed)
    if row.case == "any" or found[0].kind == "arabic":
        return True
    if row.case == "upper":
        return all(word.text.isupper() for word in found)
    return found[0].text[0].isupper()


def _is_joined(text: str, found: Sequence[Word]) -> bool:
    return all(text[before.end : after.start] in _JOINTS for before, after in pairwise(found))
