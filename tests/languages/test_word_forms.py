"""Words between two spaces are analysed once; what comes out is the whole text's analysis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import languages.analysis
from languages import analyse, word_forms
from languages.analysis import _forms
from languages.words import words

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
        *("\u200f", "_", "'", ".", "x" * 100, "\n\n"),
    ]
)
_TEXTS = st.lists(_PIECES | st.text(max_size=4), max_size=12).map("".join)


def whole(text: str, language: str) -> list[tuple[str, tuple[str, ...], int, int]]:
    """Analyse a text at once, not piece by piece."""
    forms = ((_forms(each.text[:256], language, each.kind), each) for each in words(text))
    return [(*form, each.start, each.end) for form, each in forms if form[0]]


@given(_TEXTS, st.sampled_from(["en", "ar", "es", "xx"]))
def test_pieces_are_analysed_as_the_whole_text(text: str, language: str) -> None:
    tokens = analyse(text, language)
    assert [tuple(token) for token in tokens] == whole(text, language)
    assert [token[:2] for token in word_forms(text, language)] == [token[:2] for token in tokens]


def test_memory_for_pieces_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages.analysis, "_CACHED_PIECES", 5)
    known = languages.analysis._pieces("en")
    known.clear()
    for number in range(20):
        assert word_forms(f"bread{number} {'y' * 100}{number}", "en")
        assert len(known) <= 5
    known.clear()
