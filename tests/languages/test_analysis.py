import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages import (
    MAX_WORD_LENGTH,
    Token,
    analyse,
    clean_text,
    query_languages,
    word_forms,
)
from tests.languages.strategies import any_text

languages = st.sampled_from(["en", "ar", "es", "fr", ""])


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("", []),
        ("  —!?… ", []),
        ("US-led talks", ["US", "led", "talks"]),
        ("snake_case #فلسطين_اليوم", ["snake", "case", "فلسطين", "اليوم"]),
        ("don't", ["don't"]),
        ("Sana’a and Qur'an", ["Sana’a", "and", "Qur'an"]),
        ("l'Orient d’Ivoire O'Neill", ["l", "Orient", "d", "Ivoire", "O", "Neill"]),
        ("Iran's farmers' we'll x's", ["Iran", "farmers", "we", "x"]),
        ("rock'n'roll", ["rock'n'roll"]),
        ("Sana\u200f'\u200ea Iran’\u200bs", ["Sana\u200f'\u200ea", "Iran"]),
        ("'quoted' ‘words’", ["quoted", "words"]),
        ("كِتَابٌ مُحَمَّد", ["كِتَابٌ", "مُحَمَّد"]),
        ("مـ\u200dيناء", ["مـ\u200dيناء"]),
        ("الـBBC", ["الـ", "BBC"]),
        ("بـ15 كوفيد-19", ["بـ", "15", "كوفيد", "19"]),
        ("النبيﷺ قال", ["النبي", "ﷺ", "قال"]),
        ("«ميناء»،النور؟", ["ميناء", "النور"]),
        ("word\u200f, another\u200b.", ["word", "another"]),
        ("soft\u00adhyphen", ["soft\u00adhyphen"]),
        ("re\u0301sume\u0301", ["re\u0301sume\u0301"]),
        ("हिन्दी ไทยนี้", ["हिन्दी", "ไทยนี้"]),
        ("F-16 1,500 2.5%", ["F", "16", "1,500", "2.5"]),
        ("a\ud800b", ["a\ud800b"]),
        ("ـــ ʿ \ufe70", []),
    ],
)
def test_where_words_begin_and_end(text: str, surfaces: list[str]) -> None:
    assert [text[token.start : token.end] for token in analyse(text, "en")] == surfaces


def test_tokens_say_where_they_stand_in_the_original() -> None:
    text = "قال ﻻعِبٌ: «Cafe\u0301s»"
    assert analyse(text, "es") == [
        Token("قال", ("s|قال", "l|قال"), 0, 3),
        Token("لاعب", ("s|لاعب", "l|لاعب"), 4, 9),
        Token("cafes", ("cafes", "caf"), 12, 18),
    ]


@pytest.mark.parametrize(
    ("text", "language", "stems"),
    [
        ("harbours", "en", ("harbour",)),
        ("puertos", "es", ("puert",)),
        ("harbours", "ar", ("harbours",)),
        ("harbours", "fr", ("harbours",)),
        ("harbours", "", ("harbours",)),
        ("المدارس", "fa", ("المدارس",)),
        ("المدارس", "en", ("s|مدارس", "l|مدارس")),
        ("1,500", "ar", ("1500",)),
        ("2024", "ar", ("2024",)),
        ("2024", "en", ("2024",)),
        ("2.5", "es", ("2.5",)),
    ],
)
def test_stems_go_by_script_and_language(text: str, language: str, stems: tuple[str, ...]) -> None:
    (token,) = analyse(text, language)
    assert token.stems == stems


@given(any_text, languages)
def test_spans_are_in_order_and_inside(text: str, language: str) -> None:
    last = 0
    for token in analyse(text, language):
        assert last <= token.start < token.end <= len(text)
        last = token.end


@given(any_text, languages)
def test_the_forms_for_indexing_are_those_of_the_tokens(text: str, language: str) -> None:
    tokens = analyse(text, language)
    assert [forms[:2] for forms in word_forms(text, language)] == [token[:2] for token in tokens]


@given(any_text, languages)
def test_tokens_are_bounded_and_never_empty(text: str, language: str) -> None:
    for token in analyse(text, language):
        assert token.exact.replace(".", "").isalnum()
        assert len(token.exact) <= MAX_WORD_LENGTH
        assert token.stems
        assert all(token.stems)
        assert len(set(token.stems)) == len(token.stems)


@given(any_text, languages)
def test_a_word_alone_is_the_word_in_its_text(text: str, language: str) -> None:
    for token in analyse(text, language):
        surface = text[token.start : token.end]
        assert [alone[:2] for alone in analyse(surface, language)] == [token[:2]]


@given(any_text)
def test_exact_forms_do_not_depend_on_the_language(text: str) -> None:
    forms = {tuple(token.exact for token in analyse(text, code)) for code in ("en", "ar", "es", "")}
    assert len(forms) == 1


@given(any_text, languages)
def test_an_exact_form_is_its_own_exact_form(text: str, language: str) -> None:
    for token in analyse(text, language):
        assert [again.exact for again in analyse(token.exact, language)] == [token.exact]


@given(any_text, languages)
def test_composition_changes_no_form(text: str, language: str) -> None:
    forms = {
        tuple(token[:2] for token in analyse(unicodedata.normalize(form, text), language))
        for form in ("NFC", "NFD")
    }
    assert len(forms) == 1


@given(any_text, languages)
def test_cleaning_a_text_changes_no_word(text: str, language: str) -> None:
    clean = analyse(clean_text(text), language)
    assert [token[:2] for token in clean] == [token[:2] for token in analyse(text, language)]


@pytest.mark.parametrize(
    "word",
    ["x" * 100_000, "ب\u064e" * 50_000, "é" * 100_000, "7" * 100_000],
)
def test_endless_words_are_cut(word: str) -> None:
    (token,) = analyse(word, "en")
    assert (token.start, token.end) == (0, len(word))
    assert token.stems == (token.exact,)
    assert len(token.exact) == MAX_WORD_LENGTH


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0316\u0301" * 100_000,
        "a" + "\u200b" * 200_000,
        "ab'" * 50_000,
        "1." * 100_000,
        "1,500" * 50_000,
        "\ud800a" * 50_000,
        "word " * 200_000,
    ],
)
def test_hostile_texts_come_to_an_end(text: str) -> None:
    tokens = analyse(text, "ar")
    assert 0 < len(tokens) <= len(text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("puerto", ("en", "es")),
        ("Łódź", ("en", "es")),
        ("ميناء", ("ar",)),
        ("ﷲ", ("ar",)),
        ("ميناء 2024", ("ar",)),
        ("puerto 2024", ("en", "es")),
        ("2024", ("en", "ar", "es")),
        ("٢٠٢٤", ("en", "ar", "es")),
        ("ميناء OR puerto", ("en", "ar", "es")),
        ("порт", ("en", "ar", "es")),
        ("", ("en", "ar", "es")),
    ],
)
def test_the_languages_that_a_query_allows(query: str, expected: tuple[str, ...]) -> None:
    assert query_languages(query) == expected
