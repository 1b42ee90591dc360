"""Countries and demonyms in a text, in three languages: CLDR's names and a table of our own."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from stories.phrases import Phrases, phrase_table
from stories.places import (
    LANGUAGES,
    Entry,
    Place,
    demonyms_of,
    find_places,
    name_entry,
    names_of,
    read_table,
)

_COUNTRIES = Path(__file__).with_name("countries.toml")
_NAMES = Path(__file__).with_name("known_names.toml")

_NO_COUNTRIES = frozenset(
    [
        "AC",
        "AQ",
        "AX",
        "BL",
        "BQ",
        "BV",
        "CC",
        "CP",
        "CQ",
        "CX",
        "DG",
        "EA",
        "EZ",
        "GD",
        "GG",
        "GS",
        "HM",
        "IC",
        "IM",
        "IO",
        "JE",
        "MF",
        "MH",
        "MP",
        "MS",
        "NF",
        "NU",
        "PM",
        "PN",
        "QO",
        "RE",
        "SH",
        "SJ",
        "SX",
        "TA",
        "TC",
        "TF",
        "TK",
        "UM",
        "UN",
        "VC",
        "VG",
        "VI",
        "WF",
        "XA",
        "XB",
        "YT",
        "ZZ",
    ],
)
"""Of CLDR's territories: what is no country in the news, or has a common word for a name."""
_AMBIGUOUS = frozenset({("ar", "ML"), ("ar", "OM")})
"""Names that are other words too; the table says in which phrases they are countries."""


def find_countries(text: str, language: str) -> list[Place]:
    """Return the countries that a text names, and the adjectives and people of countries, in order.

    England, Scotland, Wales and Northern Ireland are ``GB``; Gaza and the West Bank are ``PS``; the
    United Nations and the European Union have codes as well. Cities do not stand for countries.

    Args:
        text: Any text.
        language: ISO 639-1 code; in a strange language nothing is found.

    >>> [place.code for place in find_countries("Los yemeníes y la ONU, en Omán", "es")]
    ['YE', 'UN', 'OM']
    """
    return list(_countries(text, language))


def find_known_names(text: str, language: str) -> list[Place]:
    """Return the bodies, cities and regions of a text whose names are translated, in order.

    ``NATO``, ``OTAN`` and ``الناتو`` have one code; the same is asked of :func:`find_countries`.
    """
    return list(_known_names(text, language))


# Names of people are what these are not, so they are asked for again.
@lru_cache(maxsize=4)
def _countries(text: str, language: str) -> tuple[Place, ...]:
    return tuple(find_places(text, _country_table(language)))


@lru_cache(maxsize=4)
def _known_names(text: str, language: str) -> tuple[Place, ...]:
    return tuple(find_places(text, _known_table(language)))


@cache
def _country_table(language: str) -> Phrases:
    return phrase_table(_country_entries(language) if language in LANGUAGES else ())


@cache
def _known_table(language: str) -> Phrases:
    entries = names_of(read_table(_NAMES)["names"], language) if language in LANGUAGES else ()
    return phrase_table(entries)


def _country_entries(language: str) -> Iterator[Entry]:
    table = read_table(_COUNTRIES)
    yield from names_of(table["names"], language)
    yield from demonyms_of(table["demonyms"], language)
    yield from _cldr_entries(language)


def _cldr_entries(language: str) -> Iterator[Entry]:
    from babel import Locale

    for code, name in Locale(language).territories.items():
        is_country = len(code) == len("YE") and code.isupper() and code not in _NO_COUNTRIES
        if is_country and (language, code) not in _AMBIGUOUS:
            yield name_entry(name.partition("(")[0], code)
    if language == "ar":
        yield name_entry("عُمان", "OM")
