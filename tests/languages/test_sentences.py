import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages.sentences import MAX_LENGTH, split_sentences
from tests.languages.strategies import any_text


def sentences(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["The ferry left.", "Nobody waited!", "Why?", "It was late."]),
        ("en", ["Dr. Rima Daloub met Mr. Preece on St. Helena St. Mary's pier."]),
        ("en", ["J. K. Preece of the U.S. Navy left at 5 p.m. local time.", "He slept."]),
        ("en", ["He lives in the U.S.", "The others left."]),
        ("en", ["Lunch is at 1 p.m.", "They eat soup."]),
        ("en", ["It cost 3.5 million, i.e. $1.20 a head, vs. none before."]),
        ("en", ["It was No. 5 on the list.", "She said no.", "Five left."]),
        ("en", ["“Is it enough?” she asked.", "“It is.”", "Nobody spoke."]),
        ("en", ['He said: "Go home."', "(They did not.)", "Well..."]),
        ("en", ["They waited… and waited.", "Then rain came..."]),
        ("en", ["1. First things first.", "2. Second things later."]),
        ("en", ["See www.example.com for more.", "Bring water."]),
        ("es", ["El Sr. Pérez y la Dra. Luz viajaron a EE. UU. con D. Ramón."]),
        ("es", ["Viajó a EE. UU.", "El resto se quedó."]),
        ("es", ["¿Quién viene?", "¡Nadie!", "«¿Por qué no?», preguntó."]),
        ("es", ["Costó 1.500 euros (3,5 % más).", "Según el art. 5, es caro."]),
        ("es", ["El núm. 7 ganó.", "Dijo: «No iré».", "Se fue."]),
        ("ar", ["قال د. سالم إن الوفد وصل.", "هل تأخر؟", "نعم!"]),
        ("ar", ["بلغت الكمية 3.5 طن.", "وأضاف أ.د. ربيع أنها تكفي."]),
        ("ar", ["وصل الوفد إلى المدينة مساء اليوم؛", "وقد استقبله رئيس البلدية هناك."]),
        ("ar", ["الزيتون؛ والعنب؛ والتين من محاصيل الوادي."]),
        ("fr", ["Le bateau est parti.", "Personne n'attendait."]),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(language: str, expected: list[str]) -> None:
    assert sentences(" ".join(expected), language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "", []),
        ("en", " \n\t ", []),
        ("en", "... !!! ***", []),
        ("en", "No full stop\n\nNext paragraph", ["No full stop", "Next paragraph"]),
        ("en", "It ended.The next began.", ["It ended.", "The next began."]),
        ("ar", "انتهى الاجتماع.وغادر الوفد.", ["انتهى الاجتماع.", "وغادر الوفد."]),
        ("ar", "انتهى۔ غادر", ["انتهى۔", "غادر"]),
    ],
)
def test_odd_texts(language: str, text: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


def test_what_never_ends_is_cut_at_a_space() -> None:
    found = sentences("word " * 1000, "en")

    assert len(found) > 4
    assert all(len(each) <= MAX_LENGTH and set(each.split()) == {"word"} for each in found)


def test_what_has_no_space_is_cut_all_the_same() -> None:
    assert [len(each) for each in sentences("x" * (2 * MAX_LENGTH + 1), "en")] == [
        MAX_LENGTH,
        MAX_LENGTH,
        1,
    ]


_NASTY = st.lists(
    st.sampled_from([".", "?", "؟", "؛", " ", "\n", "“", "”", "A", "b", "U.S.", "د.", "3", "ا"]),
    max_size=40,
).map("".join)


@given(any_text | _NASTY, st.sampled_from(["en", "es", "ar", "xx", ""]))
def test_sentences_cover_all_that_is_said_in_order(text: str, language: str) -> None:
    found = split_sentences(text, language)
    ends = [0, *(sentence.end for sentence in found)]

    assert all(end <= start < stop for end, (start, stop) in zip(ends, found, strict=False))
    assert all(text[start:end] == text[start:end].strip() for start, end in found)
    assert all("\n" not in text[start:end] for start, end in found)
    assert all(any(map(str.isalnum, text[start:end])) for start, end in found)
    said = "".join(filter(str.isalnum, text))
    assert "".join(filter(str.isalnum, "".join(text[s:e] for s, e in found))) == said


@pytest.mark.parametrize("unit", [". ", "A.", "؛ ", '"."', "...", "a. ", "U.S. ", " ", '."'])
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    # Were it quadratic, this would not end while anybody waits.
    assert len(split_sentences(unit * 30_000, "en")) <= 120_000
