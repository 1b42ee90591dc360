"""What is known of one language: how it is folded, stemmed, and how it writes a date."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """The words that dates on a page are made of, all folded; patterns are regular expressions."""

    days_back: Mapping[str, int]
    """``today`` is 0, ``yesterday`` 1."""
    weekdays: Mapping[str, int]
    """Monday is 0."""
    ago: str
    """Pattern of a time ago, with ``{amount}`` where the amount stands."""
    units_s: Mapping[str, int]
    """A unit of time as it stands after a count, in seconds."""
    amounts_s: Mapping[str, int]
    """An amount that needs no count (Arabic ``ساعتين``), in seconds."""
    morning: str
    """Pattern of what follows an hour before noon."""
    evening: str
    """Pattern of what follows an hour from noon on."""
    ordinal: str
    """Pattern of what may follow a day's number; empty when nothing does."""
    of: str
    """Pattern of the word that may join day, month and year; empty when there is none."""
    at: str
    """Pattern of the word that may stand before the hour."""
    labels: tuple[str, ...]
    """What may stand before a date, without its colon."""
    counts: tuple[str, ...]
    """What a number after a date may count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One of the languages that the editions are written in."""

    code: str
    """ISO 639-1."""
    name: str
    """In the language itself."""
    edition: str
    """The name of the edition that is written in it."""
    direction: Literal["ltr", "rtl"]
    script: Literal["Latn", "Arab"]
    """ISO 15924."""
    fold: Callable[[str], str]
    """Text as it is compared: no case, marks or spelling variants; punctuation and spaces stay."""
    stems: Callable[[str, str], tuple[str, ...]]
    """The stems of one word in this language's script, the main one first, no repeats: of the word
    as it is written, and its exact form."""
    months: Mapping[str, int]
    """Folded name or abbreviation without its dot, to 1…12."""
    numerals: Mapping[str, int]
    """Small numbers in words, folded."""
    stop_words: frozenset[str]
    """Exact forms that say nothing alone; only suggestions leave them out, the index does not."""
    dates: DateWords


def numbered(rows: str, *, first: int, fold: Callable[[str], str]) -> Mapping[str, int]:
    """Return the number of each name; ``/`` parts the rows, ``|`` the names of one row.

    >>> dict(numbered("Mon|Monday / Tue", first=0, fold=str.lower))
    {'mon': 0, 'monday': 0, 'tue': 1}
    """
    return MappingProxyType(
        {
            fold(name): number
            for number, row in enumerate(rows.split(" / "), first)
            for name in row.split("|")
        },
    )


def seconds(amounts: Mapping[int, str], fold: Callable[[str], str]) -> Mapping[str, int]:
    """Return the seconds of each name of an amount of time, ``|`` between the names.

    >>> dict(seconds({60: "Minute|Minutes"}, str.lower))
    {'minute': 60, 'minutes': 60}
    """
    return MappingProxyType(
        {fold(name): amount_s for amount_s, names in amounts.items() for name in names.split("|")},
    )


def listed(words: str, fold: Callable[[str], str]) -> frozenset[str]:
    """Return the words of a text, folded."""
    return frozenset(map(fold, words.split()))
