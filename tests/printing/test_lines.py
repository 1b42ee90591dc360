"""Text on its way to a terminal: clean, broken between words, matches marked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages import clean_text
from printing.lines import paint, render_text, width_of
from printing.terminal import Terminal

PLAIN = Terminal()
COLOR = Terminal(color=True)
SCREEN = Terminal(color=True, isolates=True, width=40)
_CODES = re.compile(r"\x1b\[[0-9;]*m")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
HOSTILE = "Lantern\x1b[2J market\x07 \u202eopens\u202c \x9b31m\u2066today\nnow"


def _marked(text: str) -> list[str]:
    return re.findall(r"\x1b\[1;31m(.*?)\x1b\[0m", text)


def test_plain_text_has_neither_marks_nor_breaks() -> None:
    text = "The lantern market opened at dusk. " * 20
    assert render_text(text, PLAIN, marks=[(4, 11)]) == text.strip()


@pytest.mark.parametrize("terminal", [PLAIN, COLOR, SCREEN])
def test_no_control_of_the_text_gets_through(terminal: Terminal) -> None:
    shown = render_text(HOSTILE, terminal, marks=[(0, 7)], style="1")
    ours = _CODES.sub("", shown).replace("\u2068", "").replace("\u2069", "")
    assert not _CONTROLS.search(ours)
    assert ours.replace("\n", " ") == "Lantern[2J market opens 31mtoday now"


@pytest.mark.parametrize(
    ("text", "marks", "marked"),
    [
        ("The lantern market", [(4, 11)], ["lantern"]),
        ("The «lantern», lit", [(5, 12)], ["lantern"]),
        ("The lantern market", [(5, 9)], ["lantern"]),
        ("The lantern market", [(4, 18)], ["lantern market"]),
        ("الفوانيس بالأسواق", [(10, 17)], ["بالأسواق"]),
        ("كِتَابٌ قديم", [(0, 1)], ["كِتَابٌ"]),
        ("harvest-time", [(0, 7)], ["harvest"]),
        ("one two", [(0, 3), (4, 7)], ["one", "two"]),
        ("one", [(0, 99)], ["one"]),
        ("one", [(-5, 0)], []),
        ("one", [(2, 2)], []),
    ],
)
def test_matches_are_marked_as_whole_words(
    text: str, marks: list[tuple[int, int]], marked: list[str]
) -> None:
    shown = render_text(text, COLOR, marks=marks)
    assert " ".join(_marked(shown)) == " ".join(marked)
    assert _CODES.sub("", shown) == text


def test_marks_stay_where_they_were_when_the_text_is_cleaned() -> None:
    text = "\u202eLit\u202c \x1b[1m lantern"
    assert _marked(render_text(text, COLOR, marks=[(12, 19)])) == ["lantern"]


def test_a_style_holds_between_the_marks() -> None:
    shown = render_text("A lantern market opens", COLOR, marks=[(2, 9)], style="1")
    assert shown == "\x1b[1mA \x1b[0m\x1b[1;31mlantern\x1b[0m\x1b[1m market opens\x1b[0m"


def test_lines_are_broken_between_words_by_their_width() -> None:
    terminal = Terminal(width=20)
    shown = render_text("Una feria de faroles en 漢字漢字漢字 Valdesauce", terminal, indent="  ")
    assert shown.split("\n") == ["  Una feria de", "  faroles en", "  漢字漢字漢字", "  Valdesauce"]
    assert all(width_of(line) <= 20 for line in shown.split("\n"))
    assert render_text("x" * 50, terminal) == "x" * 50


def test_vowel_marks_take_no_width() -> None:
    assert width_of("كِتَابٌ") == 4
    word = "كِتَابٌ"
    assert "\n" not in render_text(f"{word} {word} {word} {word}", Terminal(width=20))


def test_each_line_is_isolated() -> None:
    shown = render_text(
        "سوق الفوانيس يعود إلى وادي سرمل", Terminal(isolates=True, width=20), indent=" "
    )
    lines = shown.split("\n")
    assert len(lines) == 2
    assert all(line.startswith(" \u2068") and line.endswith("\u2069") for line in lines)
    assert render_text("", Terminal(isolates=True)) == ""


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 65), st.integers(-5, 65)), max_size=4)
)
def test_what_is_read_does_not_depend_on_marks(text: str, marks: list[tuple[int, int]]) -> None:
    shown = render_text(text, COLOR, marks=marks)
    bare = _CODES.sub("", shown)
    assert not _CONTROLS.search(bare)
    if not marks:
        assert bare == " ".join(filter(None, map(clean_text, text.split())))


def test_paint_writes_nothing_without_colour_or_text() -> None:
    assert paint("x", "1", PLAIN) == "x"
    assert paint("", "1", COLOR) == ""
    assert paint("x", "", COLOR) == "x"
    assert paint("x", "1", COLOR) == "\x1b[1mx\x1b[0m"
