"""Tables of names in three languages, each with a code, as phrases to look for."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from stories.phrases import Case, Phrases
from stories.words import read_words

LANGUAGES = ("en", "ar", "es")
"""In the order of the tables."""

_ARABIC_ENDINGS = ("", "ة", "ين", "ون", "ان", "تان", "تين", "ات", "اً")
_LITERAL = "="
_MARKS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")


class Place(NamedTuple):
    """A country or another known name in a text."""

    code: str
    """ISO 3166-1 of a country (``YE``), ``UN``, ``EU``; of other names as the table has it."""
    start: int
    end: int
    """Exclusive."""
    text: str
    """As printed."""


Entry = tuple[str, str, Case]


def find_places(text: str, table: Phrases) -> Iterator[Place]:
    """Yield the names of a table in a text, in order; those without a code are left out."""
    words = read_words(text)
    for match in table.find(text, words):
        start, end = words[match.first].start, words[match.last].end
        if match.code:
            yield Place(match.code, start, end, text[start:end])


def read_table(path: Path) -> Mapping[str, Any]:
    """Return a table of names, by part."""
    with path.open("rb") as file:
        return tomllib.load(file)


def names_of(part: Mapping[str, Sequence[str]], language: str) -> Iterator[Entry]:
    """Yield what a language calls each code of a part of a table."""
    column = LANGUAGES.index(language)
    for code, names in part.items():
        for name in filter(None, names[column].split("|")):
            yield name_entry(name, code)


def name_entry(name: str, code: str) -> Entry:
    """Return a name, its code, and how it must be printed to be one.

    >>> name_entry("US", "US"), name_entry("hutíes", "ANSARULLAH")
    (('US', 'US', 'upper'), ('hutíes', 'ANSARULLAH', 'any'))
    """
    if _MARKS & set(name):
        return name, code, "marked"
    if name.isupper():
        return name, code, "upper"
    return name, code, "capital" if name[0].isupper() else "any"


def demonyms_of(part: Mapping[str, Sequence[str]], language: str) -> Iterator[Entry]:
    """Yield the forms of the demonyms of a part of a table."""
    column = LANGUAGES.index(language)
    for code, names in part.items():
        for name in filter(None, names[column].split("|")):
            case: Case = "capital" if language == "en" else "any"
            yield from ((form, code, case) for form in demonym_forms(name, language))


def demonym_forms(name: str, language: str) -> Iterable[str]:
    """Return the forms of a demonym; of one that begins with ``=`` only itself.

    >>> sorted(demonym_forms("libanés", "es"))
    ['libanesa', 'libanesas', 'libaneses', 'libanés']
    """
    if name.startswith(_LITERAL):
        return (name.removeprefix(_LITERAL),)
    return _FORMS[language](name)


def _english_forms(name: str) -> Iterable[str]:
    return (name, f"{name}s")


def _spanish_forms(name: str) -> Iterable[str]:
    if name.endswith("o"):
        return tuple(name[:-1] + ending for ending in ("o", "a", "os", "as"))
    if name.endswith(("e", "a")):
        return (name, f"{name}s")
    if name.endswith(("í", "ú", "i")):
        return (name, f"{name}s", f"{name}es")
    plain = name[:-2] + name[-2:].translate(str.maketrans("áéíóú", "aeiou"))
    return (name, *(plain + ending for ending in ("a", "es", "as")))


def _arabic_forms(name: str) -> Iterable[str]:
    forms = [name + ending for ending in _ARABIC_ENDINGS] if " " not in name else [name]
    return (*forms, *(f"ال{form}" for form in forms))


_FORMS = {"en": _english_forms, "ar": _arabic_forms, "es": _spanish_forms}
