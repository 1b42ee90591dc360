"""What a number in a text counts: the dead, kilometres, ships."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from languages import Token, analyse
from stories.numbers import Number
from stories.places import LANGUAGES, read_table

_TABLE = Path(__file__).with_name("counted.toml")
_WORDS_AFTER, _WORDS_BEFORE = 5, 4
_PART_END = re.compile(r"[.,;:!?()\[\]{}\"“”«»\n،؛؟…]|\s[-–—]\s")
_JOINTS = frozenset({"and", "y", "e", "o", "or", "but", "pero", "while", "mientras", "او", "فيما"})
_JOINED = re.compile("و[ء-ي]{3}")
_SIGNS = {"$": "DOLLARS", "€": "EUROS", "£": "POUNDS"}
PERSON = "PERSON"
UNITS = frozenset(
    [
        "HOURS",
        "MINUTES",
        "SECONDS",
        "DAYS",
        "WEEKS",
        "MONTHS",
        "YEARS",
        "KILOMETRES",
        "METRES",
        "CENTIMETRES",
        "DEGREES",
    ]
)
"""Things that many numbers of one article are of."""

Codes = frozenset[str]
"""Of things, as the table has them."""


class Things(NamedTuple):
    """What a number may count; both empty if no word near it is in the table."""

    nearest: Codes
    """What the nearest such word may mean; one after the number rather than one before it."""
    near: Codes
    """What all of them may mean."""


Agreement = Literal["same", "open", "other"]


def things_counted(text: str, language: str, number: Number) -> Things:
    """Return what a number may count, by the words around it in its part of the sentence.

    >>> from stories.numbers import find_numbers
    >>> text = "Three were hurt, and 14 boats sank."
    >>> [sorted(things_counted(text, "en", each).near) for each in find_numbers(text, "en")]
    [['INJURED'], ['SHIPS']]

    Args:
        text: A sentence.
        language: ISO 639-1 code; in a strange language nothing is known.
        number: One of its numbers.
    """
    tokens = _tokens(text, language)
    before = [token for token in tokens if token.end <= number.start][-_WORDS_BEFORE:]
    after = [token for token in tokens if token.start >= number.end][:_WORDS_AFTER]
    around = _until_joint(text, number.end, after) + _back_to_joint(text, number.start, before)
    groups = [_signs(text, number), *(_codes(token, language) for token in around)]
    return Things(next(filter(None, groups), frozenset()), frozenset().union(*groups))


def agreement(these: Codes, others: Codes) -> Agreement:
    """Return whether two numbers count the same; ``open`` if the words do not tell.

    >>> agreement(frozenset({"PERSON"}), frozenset({"DEAD"})), agreement(frozenset(), {"SHIPS"})
    ('same', 'open')
    """
    if not these or not others:
        return "open"
    if these & others or (PERSON in these and others & _people()):
        return "same"
    return "same" if PERSON in others and these & _people() else "other"


def _until_joint(text: str, start: int, tokens: Iterable[Token]) -> list[Token]:
    kept = []
    for token in tokens:
        if _PART_END.search(text, start, token.start) or _is_joint(token):
            break
        kept.append(token)
        start = token.end
    return kept


def _back_to_joint(text: str, end: int, tokens: list[Token]) -> list[Token]:
    kept = []
    for token in reversed(tokens):
        if _PART_END.search(text, token.end, end) or token.exact in _JOINTS:
            break
        if token.exact[0].isdigit():
            break
        kept.append(token)
        if _JOINED.match(token.exact):
            break
        end = token.start
    return kept


def _is_joint(token: Token) -> bool:
    return bool(token.exact in _JOINTS or token.exact[0].isdigit() or _JOINED.match(token.exact))


def _signs(text: str, number: Number) -> Codes:
    around = text[max(0, number.start - 2) : number.start] + text[number.end : number.end + 2]
    return frozenset(_SIGNS[letter] for letter in around if letter in _SIGNS)


def _codes(token: Token, language: str) -> Codes:
    table = _table(language)
    return frozenset(code for stem in token.stems for code in table.get(stem, ()))


@lru_cache(maxsize=64)
def _tokens(text: str, language: str) -> tuple[Token, ...]:
    return tuple(analyse(text, language))


@cache
def _people() -> Codes:
    return frozenset(read_table(_TABLE)["people"])


@cache
def _table(language: str) -> Mapping[str, Codes]:
    """Return the codes of each stem of the table's words in a language."""
    found: dict[str, set[str]] = defaultdict(set)
    if language in LANGUAGES:
        for part in read_table(_TABLE).values():
            for code, names in part.items():
                for name in names[LANGUAGES.index(language)].split("|"):
                    tokens = analyse(name, language)
                    for stem in tokens[-1].stems if tokens else ():
                        found[stem].add(code)
    return {stem: frozenset(codes) for stem, codes in found.items()}
