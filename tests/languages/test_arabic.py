import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages import LANGUAGES, analyse
from languages.arabic import exact, light_stems, strip_marks
from tests.languages.strategies import any_text

SPELLINGS = [
    # vowel marks, shadda, tanween, small alef, Quranic signs
    ("كِتَابٌ", "كتاب"),
    ("مُحَمَّد", "محمد"),
    ("مُشدِّداً", "مشددا"),
    ("إنّ", "ان"),
    ("هٰذا", "هذا"),
    ("المُهندِسون", "المهندسون"),
    ("وزيرُ", "وزير"),
    ("ٱلۡمَدِينَةِ", "المدينه"),
    ("سدّ", "سد"),
    ("شُرفةٌ", "شرفة"),
    # tatweel
    ("مـــيناء", "ميناء"),
    ("كِتـَــاب", "كتاب"),
    ("الـمدينة", "المدينة"),
    # alef and hamza
    ("أخبار", "اخبار"),
    ("إعلام", "اعلام"),
    ("آثار", "اثار"),
    ("الأرز", "الارز"),
    ("الإسكان", "الاسكان"),
    ("القرآن", "القران"),
    ("ٱلبيت", "البيت"),
    ("أُسرة", "اسره"),
    # decomposed hamza and madda
    ("ا\u0654خبار", "أخبار"),
    ("ا\u0655علام", "إعلام"),
    ("ا\u0653ثار", "آثار"),
    ("مسو\u0654ول", "مسؤول"),
    ("ري\u0654يس", "رئيس"),
    ("ري\u200d\u0654يس", "رئيس"),
    ("ا\u00ad\u0653ثار", "آثار"),
    # yaa and alef maqsura
    ("مستشفى", "مستشفي"),
    ("على", "علي"),
    ("الذى", "الذي"),
    ("مبنى", "مبني"),
    # taa marbuta
    ("مدرسة", "مدرسه"),
    ("الحكومة", "الحكومه"),
    ("غابة", "غابه"),
    # presentation forms and ligatures
    ("ﻣﻴﻨﺎﺀ", "ميناء"),
    ("ﻻعب", "لاعب"),
    ("ﻷنهار", "لانهار"),
    ("ﷲ", "الله"),
    ("ﻣﺪﻳﻨﺔ", "مدينة"),
    ("ﺍﻟﺒﺤﺮ", "البحر"),
    # Persian letters
    ("کتاب", "كتاب"),
    ("ایام", "ايام"),
    ("المیناء", "الميناء"),
    ("بيروت\u200cی", "بيروتي"),
    ("شبکة", "شبكة"),
    ("ڪتاب", "كتاب"),
    ("پورسعيد", "بورسعيد"),
    ("ڤيينا", "فيينا"),
    ("گراج", "كراج"),
    ("مژدة", "مزدة"),
    ("چيبوتي", "جيبوتي"),
    ("خانۀ", "خانه"),
    ("بےروت", "بيروت"),
    # characters that nobody sees
    ("الم\u200cيناء", "الميناء"),
    ("الم\u200dيناء", "الميناء"),
    ("المي\u00adناء", "الميناء"),
    ("\u200fالميناء\u200e", "الميناء"),
    ("المي\u200bناء", "الميناء"),
    # digits
    ("٢٠٢٤", "2024"),
    ("۲۰۲۴", "2024"),
    ("١٬٥٠٠", "1,500"),
]

FORMS = [
    ("المدارس", "مدارس"),
    ("وبالمدارس", "مدارس"),
    ("وبالمدارس", "المدارس"),
    ("للمدارس", "مدارس"),
    ("والمدارس", "بالمدارس"),
    ("كالمدارس", "فالمدارس"),
    ("مدارسها", "مدارس"),
    ("مدارسهم", "المدارس"),
    ("مدرسة", "المدرسه"),
    ("مدرسته", "مدرسة"),
    ("المهندسون", "المهندسين"),
    ("مهندسات", "مهندسون"),
    ("وللصيادين", "صيادون"),
    ("انتخابات", "الانتخابات"),
    ("سفينتها", "السفينة"),
    ("الحكومة", "حكومتنا"),
    ("والحكومة", "للحكومة"),
    ("فالسفينة", "سفينة"),
    ("السفن", "للسفن"),
    ("الأميركي", "أميركية"),
    ("إسبانيا", "بإسبانيا"),
    ("بالقطار", "القطارات"),
    ("وكالقمح", "القمح"),
    ("الجسرين", "جسر"),
    ("المِيناءُ", "بالميناء"),
    ("لبنانية", "اللبناني"),
]

STRANGERS = [
    ("مدرسة", "مدرب"),
    ("ميناء", "مبنى"),
    ("قمح", "قلم"),
    ("جسر", "جزر"),
    ("سفينة", "سفير"),
    ("بحر", "بحث"),
]


def stems_of(text: str, language: str = "ar") -> set[str]:
    return {stem for token in analyse(text, language) for stem in token.stems}


@pytest.mark.parametrize(("variant", "plain"), SPELLINGS)
def test_spellings_have_one_exact_form(variant: str, plain: str) -> None:
    ours, theirs = analyse(variant, "ar"), analyse(plain, "ar")
    assert [token.exact for token in ours] == [token.exact for token in theirs]
    assert len(ours) == 1


@pytest.mark.parametrize(("variant", "plain"), SPELLINGS + FORMS)
def test_spellings_and_forms_meet_in_a_stem(variant: str, plain: str) -> None:
    assert stems_of(variant) & stems_of(plain)


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert not stems_of(one) & stems_of(other)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("وبالمدارس", "مدارس"),
        ("المدينه", "مدين"),
        ("والد", "والد"),
        ("وفد", "وفد"),
        ("ولد", "ولد"),
        ("وزير", "وزير"),
        ("وللصيادين", "صياد"),
        ("وبلدان", "لدان"),
        ("هما", "هما"),
        ("اب", "اب"),
        ("", ""),
    ],
)
def test_light_stems(word: str, stem: str) -> None:
    assert light_stems(word)[0] == stem


def test_arabic_words_have_both_stems_named() -> None:
    assert analyse("وبالمدارس", "ar")[0].stems == ("s|مدارس", "l|مدارس")


@pytest.mark.parametrize(
    ("word", "stems"),
    [
        ("فوانيس", ("وانيس", "فوانيس")),
        ("الفوانيس", ("فوانيس",)),
        ("وبلديات", ("لدي", "بلدي", "وبلدي", "وبلديات")),
        ("للمهندسين", ("مهندس", "مهندسين")),
        ("ولد", ("ولد",)),
        ("ابناءه", ("ابناء", "ابناءه")),
        ("ابنائه", ("ابناء", "ابناءه")),
        ("ابناؤه", ("ابناء", "ابناءه")),
        ("مسئول", ("مسءول",)),
        ("", ("",)),
    ],
)
def test_a_first_letter_is_a_particle_or_the_words_own(word: str, stems: tuple[str, ...]) -> None:
    assert light_stems(word) == stems


@pytest.mark.parametrize("language", ["en", "es"])
def test_arabic_words_are_stemmed_alike_in_every_edition(language: str) -> None:
    assert analyse("المهندسون", language) == analyse("المهندسون", "ar")


@given(any_text)
def test_the_exact_form_of_an_exact_form_is_itself(text: str) -> None:
    assert exact(exact(text)) == exact(text)


@given(any_text)
def test_folding_again_changes_nothing(text: str) -> None:
    fold = LANGUAGES["ar"].fold
    assert fold(fold(text)) == fold(text)


@given(st.text([*map(chr, range(0x618, 0x680)), "ک", "ﻻ"], max_size=12))
def test_words_of_plain_letters_fold_as_any_other_text(text: str) -> None:
    # With a space it takes the long way.
    assert strip_marks(text) == strip_marks(f"{text} ")[:-1]
    assert LANGUAGES["ar"].fold(text) == LANGUAGES["ar"].fold(f"{text} ")[:-1]


@given(
    st.text("ابتثجحخدرسشصضطعغفقكلمنهوي", min_size=1, max_size=12),
    st.lists(
        st.sampled_from("\u064b\u064e\u064f\u0650\u0651\u0652\u0640\u200d\u00ad"), max_size=12
    ),
)
def test_marks_anywhere_in_a_word_change_nothing(word: str, marks: list[str]) -> None:
    padded = marks + [""] * len(word)
    marked = "".join(letter + mark for letter, mark in zip(word, padded, strict=False))
    (token,) = analyse(marked, "ar")
    assert token[:2] == analyse(word, "ar")[0][:2]


@given(st.text("اأإآبتةسلمنهويىؤئء", min_size=1, max_size=12))
def test_composed_and_decomposed_letters_are_the_same(word: str) -> None:
    decomposed = analyse(unicodedata.normalize("NFD", word), "ar")
    assert [token[:2] for token in decomposed] == [token[:2] for token in analyse(word, "ar")]
