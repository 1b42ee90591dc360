import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages import LANGUAGES, analyse
from languages.latin import exact
from tests.languages.strategies import any_text

ENGLISH_FORMS = [
    ("harbour", "harbours"),
    ("city", "cities"),
    ("fish", "fishes"),
    ("box", "boxes"),
    ("election", "elections"),
    ("build", "building"),
    ("talk", "talked"),
    ("HARBOUR", "harbour's"),
    ("farmer", "farmers’"),
    ("café", "cafes"),
    ("Sanaa", "Sana'a"),
    ("naïve", "naive"),
    ("Łódź", "Lodz"),
    ("Yıldırım", "Yildirim"),
    ("ʿAlī", "Ali"),
    ("ﬁsh", "fish"),
    ("ＦＩＳＨ", "fish"),
    ("bridge", "brid\u00adges"),
]
SPANISH_FORMS = [
    ("camión", "camiones"),
    ("camion", "camiones"),
    ("elección", "elecciones"),
    ("país", "países"),
    ("pais", "países"),
    ("economía", "economia"),
    ("inglés", "ingleses"),
    ("ingles", "inglés"),
    ("libanés", "libaneses"),
    ("pescador", "pescadores"),
    ("pescadora", "pescadoras"),
    ("niño", "niños"),
    ("nino", "niño"),
    ("cabañas", "caban\u200d\u0303a"),
    ("artículo", "ARTÍCULOS"),
    ("pingüino", "pinguinos"),
    ("también", "tambien"),
    ("después", "despues"),
    ("Turquía", "turquia"),
    ("puerto", "puertos"),
    ("rápido", "rapidos"),
    ("anunció", "anuncio"),
]
STRANGERS = [
    ("en", "harbour", "harvest"),
    ("en", "city", "citizen"),
    ("es", "camión", "camino"),
    ("es", "puerto", "puente"),
    ("es", "costa", "costumbre"),
    ("es", "barco", "barrio"),
]


def stems_of(text: str, language: str) -> set[str]:
    return {stem for token in analyse(text, language) for stem in token.stems}


@pytest.mark.parametrize(("one", "other"), ENGLISH_FORMS)
def test_english_forms_have_one_stem(one: str, other: str) -> None:
    assert stems_of(one, "en") == stems_of(other, "en")
    assert len(stems_of(one, "en")) == 1


@pytest.mark.parametrize(("one", "other"), SPANISH_FORMS)
def test_spanish_forms_meet_in_a_stem(one: str, other: str) -> None:
    assert stems_of(one, "es") & stems_of(other, "es")


@pytest.mark.parametrize(("language", "one", "other"), STRANGERS)
def test_other_words_stay_apart(language: str, one: str, other: str) -> None:
    assert not stems_of(one, language) & stems_of(other, language)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("ESPAÑA", "espana"),
        ("İstanbul", "istanbul"),
        ("Straße", "strasse"),
        ("Ægir Ørn", "aegirorn"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("don't", "dont"),
        ("５", "5"),
        ("¿", ""),
    ],
)
def test_exact_forms_have_no_case_and_accents(word: str, form: str) -> None:
    assert exact(word) == form


@given(any_text)
def test_the_exact_form_of_an_exact_form_is_itself(text: str) -> None:
    assert exact(exact(text)) == exact(text)


@given(any_text)
def test_folding_again_changes_nothing(text: str) -> None:
    fold = LANGUAGES["en"].fold
    assert fold(fold(text)) == fold(text)


@given(st.text("abcdeilmnorstuáéíóúñü", min_size=1, max_size=14))
def test_spanish_meets_itself_without_accents(word: str) -> None:
    assert stems_of(word, "es") & stems_of(exact(word), "es")


@given(st.text("abcdeilmnorstuáéíóúñüç", min_size=1, max_size=14), st.sampled_from(["en", "es"]))
def test_composed_and_decomposed_letters_are_the_same(word: str, language: str) -> None:
    (decomposed,) = analyse(unicodedata.normalize("NFD", word), language)
    assert decomposed[:2] == analyse(word, language)[0][:2]
