"""The words of the interface: the same in every language, and each used."""

import pickle
import re
import string
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest

import webui
from archive.article import EDITION_LANGUAGES, KINDS
from archive.history import COMPARED
from archive.notes import CODES, Note
from stories.coverage import BY
from stories.links import GRADES
from webui.interface import interfaces, preferred
from webui.notes import say_note
from webui.rendering import NAVIGATION
from webui.search_request import FILTERS, FORMATS, SORT_NAMES

ROOM = Path(webui.__file__).parent
TEMPLATES = [file.read_text(encoding="utf-8") for file in (ROOM / "templates").iterdir()]
ARABIC = re.compile("[\u0600-\u06ff]")
SAME_IN_ARABIC = {"site.name", "search.day_hint", "formats.json", "formats.csv"}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def flat(tables: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {
        f"{table}.{name}": text for table, words in tables.items() for name, text in words.items()
    }


@pytest.mark.parametrize("code", ["ar", "es"])
def test_every_language_says_everything(code: str) -> None:
    english, other = flat(interfaces()["en"].words), flat(interfaces()[code].words)
    assert list(other) == list(english)
    for name, text in other.items():
        assert text.strip() and places(text) == places(english[name]), name


def test_arabic_is_arabic() -> None:
    words = flat(interfaces()["ar"].words)
    assert {name for name, text in words.items() if not ARABIC.search(text)} == SAME_IN_ARABIC


@pytest.mark.parametrize("code", ["en", "ar", "es"])
def test_every_plural_has_its_form(code: str) -> None:
    interface = interfaces()[code]
    categories = {*interface.locale.plural_form.rules, "other"}
    assert interface.counts
    for name, forms in interface.counts.items():
        assert categories <= set(forms), name
        for number in (0, 1, 2, 3, 11, 100, 1_000_000):
            assert interface.count(name, number)


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("en", 1, "1 article"),
        ("en", 1500, "1,500 articles"),
        ("es", 1, "1 artículo"),
        ("es", 15000, "15.000 artículos"),
        ("ar", 2, "مقالان"),
        ("ar", 3, "3 مقالات"),
        ("ar", 11, "11 مقالاً"),
        ("ar", 100, "100 مقال"),
    ],
)
def test_counts(code: str, number: int, text: str) -> None:
    assert interfaces()[code].count("found", number) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "1 February 2024, 00:30"),
        ("es", "1 de febrero de 2024, 00:30"),
        ("ar", "1 شباط 2024، 00:30"),
    ],
)
def test_times_are_those_of_beirut(code: str, text: str) -> None:
    time = datetime(2024, 1, 31, 22, 30, tzinfo=UTC)
    assert interfaces()[code].minute(time) == text
    assert interfaces()[code].minute(None) == interfaces()[code].day(None) == ""


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (2_340_000, "2 MB")]
)
def test_sizes(size: int, text: str) -> None:
    assert interfaces()["en"].size(size) == text


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    words = interfaces()["en"].words
    used = {name for text in TEMPLATES for name in re.findall(r"\bt\.([a-z_]+\.[a-z_]+)", text)}
    assert used <= set(flat(words))
    python = "".join(file.read_text(encoding="utf-8") for file in ROOM.rglob("*.py"))
    rest = {
        name
        for name in set(flat(words)) - used
        if not name.startswith(("sources.", "outcomes.", "grades.", "methods.", "notes."))
    }
    for name in rest:
        last = name.rpartition(".")[2]
        known = {
            *KINDS,
            *EDITION_LANGUAGES,
            *COMPARED,
            *FILTERS,
            *FORMATS,
            *SORT_NAMES,
            *NAVIGATION,
            *BY,
        }
        assert last in known or f'"{last}"' in python or last.isdigit() or f"{last}=" in python, (
            name
        )


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("kind", KINDS),
        ("edition", EDITION_LANGUAGES),
        ("fields", COMPARED),
        ("filters", FILTERS),
        ("places", NAVIGATION),
        ("coverage", BY),
        ("grades", (*GRADES, "rejected", "none")),
        ("methods", ("meaning", "names")),
        ("search", SORT_NAMES),
        ("formats", FORMATS[1:]),
    ],
)
def test_every_name_has_a_word(table: str, names: tuple[str, ...]) -> None:
    assert set(names) <= set(interfaces()["en"].words[table])


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("", "en"),
        ("*", "en"),
        ("ar", "ar"),
        ("AR-LB", "ar"),
        ("fr, es;q=0.5", "es"),
        ("en;q=0.1, es;q=0.9", "es"),
        ("es;q=0, ar;q=0.1", "ar"),
        ("ar;q=loud, es", "es"),
        (";;;,,,", "en"),
    ],
)
def test_what_a_browser_prefers(accepted: str, code: str) -> None:
    assert preferred(accepted).code == code


def test_every_note_can_be_said() -> None:
    for interface in interfaces().values():
        notes = set(interface.words["notes"])
        assert notes | (set(interface.counts) & set(CODES)) == set(CODES)
    note = Note("too-many", "…", n=1_200, most=20)
    assert (
        say_note(interfaces()["es"], note).text
        == "Hay 1.200 artículos: se comparan los 20 primeros."
    )
    assert say_note(interfaces()["ar"], Note("names-behind", "…", n=2)).text.startswith("مقالان")


def test_a_note_can_be_copied() -> None:
    note = Note("too-many", "21 articles", n=21, most=20)
    for copied in (deepcopy(note), pickle.loads(pickle.dumps(note))):  # noqa: S301  our own
        assert (copied, copied.code, copied.values) == (note, note.code, note.values)
