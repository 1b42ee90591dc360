"""What two texts have in common: exact whatever the texts, readable for those of a newsroom."""

import random
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.text_diff import diff_lists, diff_texts, words_of

_TEXT = st.text(st.sampled_from("ab .,\n'-1٢مَُش\u200d\u202e\x00🏮"), max_size=40) | st.text(
    max_size=20
)


def _shown(old: str, new: str) -> str:
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return "".join(marks[op].format(text) for op, text in diff_texts(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("", "", ""),
        ("Same.", "Same.", "Same."),
        ("", "New.", "{+New.+}"),
        ("Old.", "", "[-Old.-]"),
        ("It opens at dusk.", "It opened at dusk.", "It [-opens-]{+opened+} at dusk."),
        ("A market.", "A night market.", "A{+ night+} market."),
        ("A night market.", "A market.", "A[- night-] market."),
        ("The end", "Today The end", "{+Today +}The end"),
        ("The end", "The end, now", "The end{+, now+}"),
        ("The end.", "The end!", "The end[-.-]{+!+}"),
        ("Some 1,500 came", "Some 1,600 came", "Some [-1,500-]{+1,600+} came"),
        ("al-Sarmali's", "al-Sarmal's", "[-al-Sarmali's-]{+al-Sarmal's+}"),
        ("One.\n\nTwo.", "One. Two.", "One.[-\n\n-]{+ +}Two."),
        ("One.\n\nTwo.", "One.\n\nNew.\n\nTwo.", "One.{+\n\nNew.+}\n\nTwo."),
        ("One.\n\nOld.\n\nTwo.", "One.\n\nTwo.", "One.[-\n\nOld.-]\n\nTwo."),
        ("One.", "One.\n\nNew.", "One.{+\n\nNew.+}"),
        ("One.\n\nOld.", "One.", "One.[-\n\nOld.-]"),
        ("A one.", "B one.\n\nNew.", "[-A-]{+B+} one.{+\n\nNew.+}"),
        ("A one.\n\nOld.", "B one.", "[-A-]{+B+} one.[-\n\nOld.-]"),
        ("word ,", "word,", "word[- -],"),
        ("قال مُشدِّداً إن 17", "قال مُؤكِّداً إن ١٧", "قال [-مُشدِّداً-]{+مُؤكِّداً+} إن [-17-]{+١٧+}"),
        ("سوق الفوانيس.", "أسواق الفوانيس.", "[-سوق-]{+أسواق+} الفوانيس."),
        ("Abrió ayer", "Abrio ayer", "[-Abrió-]{+Abrio+} ayer"),
    ],
)
def test_words_are_compared_whole(old: str, new: str, shown: str) -> None:
    assert _shown(old, new) == shown


def test_lists_are_compared_by_element() -> None:
    assert diff_lists(("street food", "canals"), ("street art", "canals")) == (
        ("-", "street food"),
        ("+", "street art"),
        ("=", ", canals"),
    )
    assert diff_lists((), ("a", "b")) == (("+", "a, b"),)
    assert diff_lists((), ()) == ()


@given(_TEXT, _TEXT)
@example("a a\n\na a", "a\n\na a a")
@example("a.\n\nb.", "a.")
def test_both_texts_can_be_read_out_of_the_pieces(old: str, new: str) -> None:
    pieces = diff_texts(old, new)
    assert "".join(text for op, text in pieces if op != "+") == old
    assert "".join(text for op, text in pieces if op != "-") == new
    assert all(text for _, text in pieces)
    ops = [op for op, _ in pieces]
    assert all(one != other for one, other in pairwise(ops))
    assert (ops == ["="] or not ops) is (old == new)


@given(_TEXT)
def test_words_make_up_their_text(text: str) -> None:
    assert "".join(words_of(text)) == text


def _letters(count: int, seed: int, between: str = " ") -> str:
    return between.join(random.Random(seed).choices("ab", k=count))  # noqa: S311


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(_letters(100_000, 1), _letters(100_000, 2), id="two-words"),
        pytest.param(_letters(9_000, 1, "\n\n"), _letters(9_000, 2, "\n\n"), id="paragraphs"),
        pytest.param("x" * 500_000, "x" * 499_999 + "y", id="one-word"),
        pytest.param(
            " ".join(f"x s{n}" for n in range(20_000)),
            " ".join(f"x t{n}" for n in range(20_000)),
            id="every-other",
        ),
    ],
)
def test_what_would_take_for_ever_is_told_as_a_whole(old: str, new: str) -> None:
    assert [op for op, _ in diff_texts(old, new)].count("-") < 4


def test_a_long_article_is_compared_by_paragraphs_then_by_words() -> None:
    rng = random.Random(5)  # noqa: S311
    names = [f"word{number}" for number in range(60)]
    paragraphs = [" ".join(rng.choices(names, k=40)) + "." for _ in range(200)]
    new = ["Today " + paragraphs[0], *paragraphs[1:150], *paragraphs[151:-1], "The end."]
    pieces = diff_texts("\n\n".join(paragraphs), "\n\n".join(new))
    assert [op for op, _ in pieces] == ["+", "=", "-", "=", "-", "+", "="]
    assert pieces[0] == ("+", "Today ")
    assert pieces[2] == ("-", "\n\n" + paragraphs[150])
    assert pieces[5][1].strip() == "The end"
