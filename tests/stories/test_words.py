"""Words and numbers where they stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.words import MAX_LENGTH, arabic_readings, fold_word, read_words

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("١٢٣,.٫٬ 0123'’ابوالـé\u0301-"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Selun's mayor", ["selun", "s", "mayor"]),
        ("UK-owned", ["uk", "owned"]),
        ("Sana'a l’Orient", ["sanaa", "lorient"]),
        ("El Rincón de Íñigo", ["el", "rincon", "de", "inigo"]),
        ("Rinco\u0301n", ["rincon"]),
        ("بـ15 خيمة", ["ب", "15", "خيمه"]),
        ("مُشدِّداً", ["مشددا"]),
        ("ﻻعب", ["لاعب"]),
        ("١٬٥٠٠ و۲٫۵", ["1,500", "و", "2٫5"]),
        ("1 500 y 12 345 678", ["1 500", "y", "12 345 678"]),
        ("2026 300", ["2026", "300"]),
        ("1.2.2024", ["1.2.2024"]),
        ("G20", ["g", "20"]),
    ],
)
def test_words_part_where_they_should(text: str, folded: list[str]) -> None:
    assert [word.folded for word in read_words(text)] == folded


def test_a_last_alef_maqsura_stays() -> None:
    assert fold_word("اليمنى") != fold_word("اليمني")
    assert fold_word("المستشفى") == fold_word("المُستَشفَى")


def test_particles_may_be_letters() -> None:
    assert set(arabic_readings("وباليمن")) >= {"وباليمن", "باليمن", "اليمن"}
    assert arabic_readings("فن") == ("فن",)


def test_only_so_much_is_read() -> None:
    words = read_words("كلمة " * MAX_LENGTH)
    assert words[-1].end <= MAX_LENGTH


@given(TEXTS)
def test_spans_are_in_order_and_say_what_they_span(text: str) -> None:
    end = 0
    for word in read_words(text):
        assert end <= word.start < word.end <= len(text)
        assert text[word.start : word.end] == word.text
        end = word.end
