"""Names and their consonant skeletons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.names import find_names
from stories.skeletons import (
    SHORTEST,
    arabic_skeletons,
    are_alike,
    is_near,
    latin_skeletons,
)
from stories.words import fold_word

SAME = [
    ("Netanyahu", "نتنياهو"),
    ("Mohammed", "محمد"),
    ("Vladimir", "فلاديمير"),
    ("Putin", "بوتين"),
    ("Chelsea", "تشيلسي"),
    ("Wagner", "فاغنر"),
    ("Washington", "واشنطن"),
    ("Philippe", "فيليب"),
    ("Graham", "غراهام"),
    ("Graham", "جراهام"),
    ("Khartoum", "الخرطوم"),
    ("Khartoum", "وبالخرطوم"),
    ("Maxwell", "ماكسويل"),
    ("Cecilia", "سيسيليا"),
    ("Smith", "سميث"),
    ("Alexander", "ألكسندر"),
    ("Schneider", "شنايدر"),
]


@pytest.mark.parametrize(("latin", "arabic"), SAME)
def test_one_name_in_two_alphabets(latin: str, arabic: str) -> None:
    these = latin_skeletons(fold_word(latin), "en")
    assert are_alike(these, arabic_skeletons(fold_word(arabic))), these


@pytest.mark.parametrize(
    ("spanish", "arabic"),
    [("Javier", "خافيير"), ("Jorge", "خورخي"), ("Íñigo", "إنييغو"), ("Quiroga", "كيروغا")],
)
def test_spanish_readings(spanish: str, arabic: str) -> None:
    these = set(latin_skeletons(fold_word(spanish), "es"))
    assert these & set(arabic_skeletons(fold_word(arabic)))


def test_different_names_differ() -> None:
    for latin, _ in SAME:
        others = {arabic for name, arabic in SAME if name != latin}
        these = latin_skeletons(fold_word(latin), "en")
        alike = [each for each in others if are_alike(these, arabic_skeletons(fold_word(each)))]
        assert not alike, (latin, alike)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("grSnk", "grSnkf", True),
        ("grSnk", "grlnk", True),
        ("abcde", "bcde", True),
        ("abcd", "abc", False),
        ("abcde", "abxye", False),
        ("abcdef", "abcd", False),
        ("", "", False),
    ],
)
def test_one_letter_apart(one: str, other: str, *, near: bool) -> None:
    assert is_near(one, other) is is_near(other, one) is near


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Then Marta Quiroga spoke. Bridges fell; bridges do.", "Marta Quiroga"),
        ("en", "Yemen, the NATO summit, Thursday, Twenty men", ""),
        ("en", "Lipovar's mayor, Anton Brezhin", "Lipovar Anton Brezhin"),
        ("es", "Según Íñigo Vallarta, El Consejo", "Vallarta"),
        ("ar", "وقال Anton: هذا لبنان", "Anton"),
    ],
)
def test_names(language: str, text: str, names: str) -> None:
    assert [name.text for name in find_names(text, language)] == names.split()


def test_a_capital_that_opens_a_sentence_is_no_sure_name() -> None:
    first, second = find_names("Brezhin won. They cheered Brezhin", "en")
    assert (first.is_sure, second.is_sure) == (False, True)


def test_arabic_names_are_never_sure() -> None:
    names = find_names("قال بريجين", "ar")
    assert [name.is_sure for name in names] == [False]


@given(st.text(), st.sampled_from(["en", "ar", "es", "fr"]))
def test_whatever_stands_in_a_text(text: str, language: str) -> None:
    for name in find_names(text, language):
        assert text[name.start : name.end] == name.text
        assert all(len(skeleton) >= SHORTEST for skeleton in name.skeletons)


@given(st.text(max_size=100))
def test_skeletons_are_few_and_short(word: str) -> None:
    found = [*latin_skeletons(word, "es"), *arabic_skeletons(word)]
    assert len(found) <= 12
    assert all(len(skeleton) <= 40 and skeleton.isascii() for skeleton in found)
