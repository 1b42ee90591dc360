import subprocess
import sys

import pytest

import languages
from languages import LANGUAGES, analyse


def test_the_public_names() -> None:
    assert languages.__all__ == [
        "LANGUAGES",
        "MAX_WORD_LENGTH",
        "Detection",
        "Forms",
        "Language",
        "Remembered",
        "Token",
        "analyse",
        "clean_paragraphs",
        "clean_text",
        "detect_language",
        "fold_digits",
        "parse_visible_date",
        "piece_forms",
        "pieces",
        "query_languages",
        "word_forms",
    ]
    assert all(hasattr(languages, name) for name in languages.__all__)


def test_the_languages_of_the_editions() -> None:
    assert {code: each.edition for code, each in LANGUAGES.items()} == {
        "en": "english",
        "ar": "arabic",
        "es": "spanish",
    }
    assert [code for code, each in LANGUAGES.items() if each.direction == "rtl"] == ["ar"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_names_are_kept_folded(code: str) -> None:
    known = LANGUAGES[code]
    names = {*known.months, *known.numerals, *known.stop_words, *known.dates.weekdays}
    assert {known.fold(name) for name in names} == names


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_tables_are_whole(code: str) -> None:
    known = LANGUAGES[code]
    assert set(known.months.values()) == set(range(1, 13))
    assert set(range(1, 11)) <= set(known.numerals.values())
    assert set(known.dates.weekdays.values()) == set(range(7))
    assert len(known.stop_words) > 30


@pytest.mark.parametrize("code", LANGUAGES)
def test_stop_words_are_exact_forms(code: str) -> None:
    words = LANGUAGES[code].stop_words
    assert {word: [token.exact for token in analyse(word, code)] for word in words} == {
        word: [word] for word in words
    }


def test_importing_loads_nothing_slow() -> None:
    code = (
        "import sys, languages\n"
        "print([name for name in ('langdetect', 'Stemmer', 'zoneinfo') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
