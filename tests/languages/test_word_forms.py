"""Words between two spaces are analysed once; what comes out is the whole text's analysis."""

from hypothesis import given
from hypothesis import strategies as st

from languages import Remembered, analyse, piece_forms, pieces, word_forms
from languages.analysis import _forms
from languages.words import _any_words, words

_PIECES = st.sampled_from(
    [
        *(
            "bread",
            "US-led",
            "don't",
            "l’Orient",
            "1,500",
            "2.5",
            "#فلسطين_15",
            "الـBBC",
            "«مدارس»،",
            "[12/2024]–3",
            "a_b.c, d.",
        ),
        *(
            "كِتَابٌ",
            "ﷺ",
            "a\u200bb",
            "\u0301",
            "١٬٥٠٠",
            "1 ",
            " ",
            "\u00a0",
            "\u2028",
            "\x1c",
            "\x85",
        ),
        *("\u200f", "_", "'", ".", "x" * 100, "\n\n", '"', "“", "»", "؟", "(", ":", "،", "…", "3:"),
    ]
)
_MARKS_AND_LETTERS = (
    "aZñßμ٣4بىاﻻک\u0640\u0651\u0654\u0670\u064b\u0301\u200b'’_-–—«»“”\"()[].,:;!?…،؛؟ "
)
_TEXTS = st.lists(_PIECES | st.text(max_size=4), max_size=12).map("".join)


def whole(text: str, language: str) -> list[tuple[str, tuple[str, ...], int, int]]:
    """Analyse a text at once, not piece by piece."""
    forms = ((_forms(each, language), each) for each in words(text))
    return [(*form, each.start, each.end) for form, each in forms if form[0]]


@given(_TEXTS, st.sampled_from(["en", "ar", "es", "xx"]))
def test_pieces_are_analysed_as_the_whole_text(text: str, language: str) -> None:
    tokens = analyse(text, language)
    assert [tuple(token) for token in tokens] == whole(text, language)
    forms = [token[:2] for token in tokens]
    assert word_forms(text, language) == forms
    assert [each for piece in pieces(text) for each in piece_forms(piece, language)] == forms


@given(st.text(_MARKS_AND_LETTERS, max_size=8))
def test_a_word_between_marks_is_found_as_any_other(text: str) -> None:
    assert list(words(text)) == list(_any_words(text))


def test_memory_for_pieces_is_bounded() -> None:
    made: list[str] = []

    def upper(text: str) -> str:
        made.append(text)
        return text.upper()

    known = Remembered(upper, 10)
    for number in range(100):
        assert known["often"] == "OFTEN"
        assert known[f"bread{number}"] == f"BREAD{number}"
        assert known["y" * 100] == "Y" * 100
        assert len(known) <= 5
    assert made.count("often") == 1
    assert made.count("y" * 100) == 100
    assert known["bread99"]
    assert made.count("bread99") == 1
    assert known["bread0"]
    assert made.count("bread0") == 2
