"""The history of an article on its way to a terminal."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from archive import Article
from archive.history import History, Step, compare
from printing.history import render_history
from printing.terminal import Terminal
from tests.archive.samples import NOON, an_article

PLAIN = Terminal()
COLOR = Terminal(color=True)
SCREEN = Terminal(color=True, isolates=True, width=60)
_CODES = re.compile(r"\x1b\[[0-9;]*m")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _history(*versions: Article, **changes: Any) -> History:
    numbered = [replace(each, version=number) for number, each in enumerate(versions, 1)]
    steps = [Step(article=numbered[0])]
    steps += [Step(article=new, changes=compare(old, new)) for old, new in pairwise(numbered)]
    return History(**({"id": versions[0].id, "gone": None, "steps": tuple(steps)} | changes))


def _shown(old: Article, terminal: Terminal = PLAIN, **changes: Any) -> list[str]:
    """Return what is shown of the second version, without the line of its times."""
    text = render_history(_history(old, replace(old, **changes)), terminal)
    return text.split("\n\n")[2].split("\n")[1:]


def test_versions_times_and_changes() -> None:
    old = an_article(1)
    new = replace(old, title="Lantern market of Wadi Sarmal closes for good", modified=None)
    assert render_history(_history(old, new, gone=NOON), PLAIN).split("\n") == [
        "en:1, 2 versions",
        "Lantern market of Wadi Sarmal closes for good",
        "gone from the site since 2024-03-05 14:00 (Beirut)",
        "",
        "version 1, fetched 2024-03-05 15:00 (Beirut), modified 2024-03-06 14:00 (Beirut)",
        "",
        "version 2, fetched 2024-03-05 15:00 (Beirut)",
        "changed: title",
        "  title",
        "    Lantern market of Wadi Sarmal [-opens-]{+closes+} for [-the 1th time-]{+good+}",
    ]
    assert "gone" not in render_history(_history(old), PLAIN)


def test_colours_never_begin_inside_a_word() -> None:
    old = an_article(1, title="It opens, at last.")
    assert _shown(old, COLOR, title="It closes, at.") == [
        "changed: title",
        "  title",
        "    It \x1b[31m-opens-\x1b[0m\x1b[32m+closes+\x1b[0m, at \x1b[31m-last-\x1b[0m.",
    ]


ARABIC = an_article(1, "arabic", title="سوق الفوانيس يعود إلى وادي سرمل", lead="", tags=())


def test_arabic_is_isolated_and_marked_right_to_left_in_its_own_order() -> None:
    shown = _shown(ARABIC, SCREEN, title="BBC: سوق الفوانيس عاد إلى وادي سرمل")
    assert [_CODES.sub("", line) for line in shown[2:]] == [
        "    \u2068\u200f+BBC:+ سوق الفوانيس -يعود-+عاد+ إلى وادي سرمل\u2069"
    ]
    assert "\x1b[31m-يعود-\x1b[0m\x1b[32m+عاد+\x1b[0m" in shown[2]
    plain = _shown(ARABIC, title="سوق الفوانيس عاد إلى وادي سرمل")
    assert plain[2] == "    سوق الفوانيس [-يعود-]{+عاد+} إلى وادي سرمل"


@pytest.mark.parametrize(
    ("article", "is_marked"),
    [
        (ARABIC, True),
        (replace(ARABIC, language=""), True),
        (replace(ARABIC, language="fa"), False),
        (an_article(1), False),
        (an_article(1, language="ar"), True),
    ],
)
def test_only_right_to_left_text_of_such_a_language_is_marked(
    article: Article, *, is_marked: bool
) -> None:
    shown = _shown(article, SCREEN, country="وادي سرمل", kind="blog")
    assert ("\u200f" in shown[-1]) is is_marked
    assert shown[2].startswith("    \u2068\x1b[31m")
    assert "\u200f" not in shown[2]


def test_every_line_of_a_long_change_is_isolated_and_coloured() -> None:
    shown = _shown(ARABIC, SCREEN, lead="افتتحت بلدية وادي سرمل سوق الفوانيس " * 3)[2:]
    assert len(shown) == 2
    for line in shown:
        assert line.startswith("    \u2068\u200f\x1b[32m") and line.endswith("\x1b[0m\u2069")


def _body(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


_LONG = " ".join(f"w{number}" for number in range(60))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (_body("One.", "Two."), _body("One.", "New.", "Two."), ["One.", "{+New.+}", "Two."]),
        (_body("One.", "Two."), "Two.", ["[-One.-]", "Two."]),
        (_body("One.", "Two."), "One. Two.", ["One.[-¶-]{+␣+}Two."]),
        ("word , x", "word, x", ["word[-␣-], x"]),
        ("", _body("One.", "Two."), ["{+One.+}", "{+Two.+}"]),
        (
            f"{_LONG} old {_LONG}",
            f"{_LONG} new {_LONG}",
            ["… w52 w53 w54 w55 w56 w57 w58 w59 [-old-]{+new+} w0 w1 w2 w3 w4 w5 w6 w7 …"],
        ),
        (
            f"Old {_LONG}",
            f"{_LONG} new",
            [
                "[-Old-] w0 w1 w2 w3 w4 w5 w6 w7 … w52 w53 w54 w55 w56 w57 w58 w59 {+new+}",
            ],
        ),
        (
            _body(_LONG, "Same.", "Old end."),
            _body(_LONG, "Same.", "New end."),
            ["… w54 w55 w56 w57 w58 w59", "Same.", "[-Old-]{+New+} end."],
        ),
    ],
)
def test_paragraphs_and_what_is_left_out(old: str, new: str, shown: list[str]) -> None:
    lines = _shown(an_article(1, body=old), body=new)
    assert [line.removeprefix("    ") for line in lines[2:]] == shown


def test_hostile_texts_are_harmless() -> None:
    hostile = "Lanterns \x1b[2J \u202eover\u202c \x9b31m [-x-] \u2069 now"
    old = an_article(1, title=hostile, body=hostile)
    history = _history(old, replace(old, title=f"{hostile}!", body=f"New {hostile}\x00\x1b"))
    for terminal in (PLAIN, SCREEN):
        shown = _CODES.sub("", render_history(history, terminal))
        assert shown.count("\u2068") == shown.count("\u2069")
        assert not _CONTROLS.search(shown.replace("\u2068", "").replace("\u2069", ""))
        assert "over" in shown
