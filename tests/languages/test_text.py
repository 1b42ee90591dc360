import re
import unicodedata

import pytest
from hypothesis import given

from languages import clean_paragraphs, clean_text
from languages.text import INVISIBLE
from tests.languages.strategies import any_text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        (" \t\n ", ""),
        ("Puerto\u00a0de\u2003la \r\n Luz", "Puerto de la Luz"),
        ("\u200fميناء\u200e \u202bالنور\u202c", "ميناء النور"),
        ("\ufeffzero\u200bwidth\u2060 soft\u00adhyphen", "zerowidth softhyphen"),
        ("می\u200cشود", "میشود"),
        ("cafe\u0301", "café"),
        ("e\u200d\u0301", "é"),
        (
            "nul\x00 bell\x07 escape\x1b[0m delete\x7f next\x85line",
            "nul bell escape[0m delete next line",
        ),
        ("lone\ud800 half\udfff", "lone half"),
        ("\ufffe\ufdd0no characters\U0010ffff", "no characters"),
        ("👩\u200d🚒 and \u200d👩", "👩\u200d🚒 and 👩"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        (
            "🏴\U000e0067\U000e0062\U000e007f stays, tag\U000e0067 goes",
            "🏴\U000e0067\U000e0062\U000e007f stays, tag goes",
        ),
        ("كِتَـــاب", "كِتَـــاب"),
        ("ﻻ", "ﻻ"),
    ],
)
def test_text_is_as_readers_see_it(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("One.", "One."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("One.\nstill one.\n \u200b\n\t\n\nTwo.\n", "One. still one.\n\nTwo."),
        ("One.\r\n\r\nTwo.\r\rThree.", "One.\n\nTwo.\n\nThree."),
        ("One.\u2029Two.\u2028still two.", "One.\n\nTwo. still two."),
        ("\n\n \u00a0 \n\nOne.", "One."),
    ],
)
def test_paragraphs_are_one_blank_line_apart(text: str, cleaned: str) -> None:
    assert clean_paragraphs(text) == cleaned


@given(any_text)
def test_cleaning_again_changes_nothing(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned


@given(any_text)
def test_cleaning_paragraphs_again_changes_nothing(text: str) -> None:
    cleaned = clean_paragraphs(text)
    assert clean_paragraphs(cleaned) == cleaned


@given(any_text)
def test_clean_text_can_be_stored_and_shown(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == " ".join(cleaned.split())
    assert not any(unicodedata.category(each) in {"Cc", "Cs"} for each in cleaned)


@given(any_text)
def test_paragraphs_are_clean_lines(text: str) -> None:
    paragraphs = clean_paragraphs(text).split("\n\n")
    assert [clean_text(each) for each in paragraphs] == paragraphs


def test_marks_in_a_row_are_capped() -> None:
    bomb = "x" + "\u0316\u0301" * 200_000 + "nd"
    cleaned = clean_text(bomb)
    assert len(cleaned) < 40
    assert (cleaned[0], cleaned[-2:]) == ("x", "nd")


def test_rows_of_signs_are_no_marks() -> None:
    assert clean_text("-" * 100) == "-" * 100


def test_nothing_that_can_be_printed_is_invisible() -> None:
    printable = "".join(filter(str.isprintable, map(chr, range(0x110000))))
    assert len(printable) > 100_000
    assert not re.search(f"[{INVISIBLE}]", printable)
