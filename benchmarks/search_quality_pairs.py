"""A set of our own: what a search must find in which word, and what it must not.

    python -m benchmarks.search_quality_pairs

The pairs lie beside this file, with what they are about.
"""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from languages import analyse

PAIRS = Path(__file__).with_suffix(".toml")


class Pair(NamedTuple):
    """What somebody types, and a word of a text."""

    language: str
    subject: str
    query: str
    word: str
    meet: bool
    """Whether the one must find the other; if not, it must not."""


def read_pairs() -> Iterator[Pair]:
    """Yield all pairs."""
    tables = tomllib.loads(PAIRS.read_text(encoding="utf-8"))
    for language, subjects in tables["together"].items():
        for subject, text in subjects.items():
            for query, word in _parted(text):
                yield Pair(language, subject, query, word, meet=True)
    for language, text in tables["apart"].items():
        for query, word in _parted(text):
            yield Pair(language, "words that look alike", query, word, meet=False)


def finds(query: str, text: str, language: str) -> bool:
    """Return whether a text has each word of a query in some form, as a search would tell."""
    present = {stem for token in analyse(text, language) for stem in token.stems}
    wanted = [token.stems for token in analyse(query, language)]
    return bool(wanted) and not any(present.isdisjoint(stems) for stems in wanted)


def failures() -> list[Pair]:
    """Return the pairs that are not as they must be."""
    return [
        pair
        for pair in read_pairs()
        if finds(pair.query, pair.word, pair.language) is not pair.meet
    ]


def _parted(text: str) -> Iterator[tuple[str, str]]:
    for pair in text.split("|"):
        query, _, word = pair.partition("->")
        yield query.strip(" \n"), word.strip(" \n")


def main() -> int:
    """Print what is wrong; 0 when nothing is."""
    wrong, number = failures(), len(list(read_pairs()))
    for pair in wrong:
        told = "does not find" if pair.meet else "finds"
        print(f"{pair.language}, {pair.subject}: {pair.query} {told} {pair.word}")
    print(f"{number - len(wrong)} of {number} pairs are as they must be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
