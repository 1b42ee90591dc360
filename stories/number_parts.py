"""What one word can be in a number."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from stories.number_words import DUALS, NUMBER_WORDS, NumberWords

Role = Literal["digits", "atom", "hundred", "teen", "scale", "multiple", "half", "dual"]

_HUNDRED = 100
_ARTICLE = "ال"
_PARTICLES = ("ب", "ل", "ك")
_SHORTEST_AFTER_PARTICLE = 3
"""Letters; ``لست`` is ``I am not`` and never ``for six``."""


class Part(NamedTuple):
    """What one word is in a number."""

    role: Role
    value: Decimal
    stands_alone: bool = True
    """It is a number also without others."""
    joined: bool = False
    """``and`` stands before it."""
    counted: bool = False
    """``a`` stands before it: one of them."""
    definite: bool = False
    """It has the Arabic article."""
    opens: bool = False
    """It has a preposition, so that it can only begin a number: not ``40 بالمئة`` (40 percent)."""


@lru_cache(maxsize=1 << 14)
def number_part(folded: str, language: str) -> Part | None:
    """Return what a folded word is in a number, None if nothing.

    >>> part = number_part("والعشرين", "ar")
    >>> part.role, part.value, part.joined, part.definite
    ('atom', Decimal('20'), True, True)
    """
    table = NUMBER_WORDS.get(language)
    if table is None:
        return None
    if language != "ar":
        return _parts(language).get(folded)
    return next(filter(None, _arabic_readings(folded)), None)


def _arabic_readings(folded: str) -> Iterator[Part | None]:
    parts = _parts("ar")
    yield parts.get(folded)
    joined = folded.startswith("و")
    bare = folded[1:] if joined else folded
    if joined and (part := parts.get(bare)):
        yield part._replace(joined=True)
    if bare.startswith(_PARTICLES) and len(bare) > _SHORTEST_AFTER_PARTICLE:
        part = parts.get(bare[1:])
        yield part and part._replace(opens=True)
        if bare.startswith("لل"):
            bare = "ا" + bare[1:]
        elif bare[1:].startswith(_ARTICLE):
            bare = bare[1:]
    if bare.startswith(_ARTICLE) and (part := parts.get(bare.removeprefix(_ARTICLE))):
        is_monday = part.role == "atom" and part.value == 2  # noqa: PLR2004  الاثنين
        if not is_monday:
            yield part._replace(joined=joined, definite=True, opens=bare != folded and not joined)


@cache
def _parts(language: str) -> Mapping[str, Part]:
    table = NUMBER_WORDS[language]
    parts: dict[str, Part] = {}
    if language == "ar":
        parts |= {name: Part("dual", Decimal(2)) for name in DUALS}
    for role, values in _roles(table):
        for name, value in values.items():
            alone = name not in table.never_alone | table.only_counted
            parts[name] = Part(role, Decimal(value), alone)
    parts |= {name: Part("half", Decimal("0.5"), stands_alone=False) for name in table.halves}
    return parts


def _roles(table: NumberWords) -> Iterator[tuple[Role, Mapping[str, int]]]:
    hundreds = {name: value for name, value in table.scales.items() if value == _HUNDRED}
    larger = {name: value for name, value in table.scales.items() if name not in hundreds}
    yield "atom", table.atoms
    yield "teen", table.teens
    yield "hundred", hundreds
    yield "scale", larger
    yield "multiple", table.multiples
