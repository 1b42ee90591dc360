"""Text as readers see it: what is invisible goes, what is a space is one space."""

import re
import unicodedata
from functools import cache
from itertools import pairwise

_NONCHARACTERS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)

INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls that are no space
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
    f"\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}"  # no characters at all
)
"""The inside of a regular expression's set: controls, zero-width and bidi characters, soft
hyphens, lone surrogates and noncharacters. A word goes on across them."""

_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f"
_INVISIBLE = re.compile(
    rf"({_FLAG}|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}]))|[{INVISIBLE}]",
)
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028]")
_BLANK_LINES = re.compile(r"\n\s*\n")

_MARKS_IN_A_ROW = 30
"""As in the stream-safe text format of UAX 15; ordering longer runs takes quadratic time."""
_MAY_BE_MARKS = range(0x300, 0x20000)
_MORE = "\U000e0100-\U000e01ef"  # marks, too
_MARKED_RUN = re.compile(rf"[^\w\s]{{{_MARKS_IN_A_ROW + 1},}}")


def clean_text(text: str) -> str:
    r"""Return one paragraph or line as readers see it; cleaning it again changes nothing.

    NFC; every run of spaces of any kind, line ends included, is one space, none outside. Controls,
    zero-width and bidi characters, soft hyphens and lone surrogates are gone, but for the joiners
    inside an emoji. Of more than 30 combining marks in a row the first 30 stay.

    >>> clean_text("  Puerto\u00a0 de\u200b Luz\u200f\n")
    'Puerto de Luz'
    """
    visible = _cap_marks(without_invisible(text))
    composed = unicodedata.normalize("NFC", visible)
    capped = visible if composed == visible else _cap_marks(composed)
    return " ".join(capped.split())


def clean_paragraphs(text: str) -> str:
    r"""Return text of several paragraphs, each as by :func:`clean_text`, one blank line between.

    A blank line or U+2029 ends a paragraph; a single line end inside one is a space. Empty
    paragraphs are left out.

    >>> clean_paragraphs("One\r\nline.\n \n\n Two. ")
    'One line.\n\nTwo.'
    """
    lines = _LINE_ENDS.sub("\n", without_invisible(text)).replace("\u2029", "\n\n")
    paragraphs = map(clean_text, _BLANK_LINES.split(lines))
    return "\n\n".join(filter(None, paragraphs))


def without_invisible(text: str) -> str:
    r"""Return the text without what readers do not see, but for the joiners inside an emoji.

    >>> without_invisible("soft\u00adhyphen")
    'softhyphen'
    """
    # What can be printed has none of them, and most text is such: this is asked in no time.
    is_plain = text.replace("\n", "").isprintable()
    return text if is_plain else _INVISIBLE.sub(r"\1", text)


def letters_and_digits(text: str) -> str:
    """Return the text without all else: marks, spaces, punctuation, symbols.

    >>> letters_and_digits("Sana'a 5")
    'Sanaa5'
    """
    return text if text.isalnum() else "".join(filter(str.isalnum, text))


@cache
def mark_set() -> str:
    """Return the inside of a regular expression's set: combining marks of every script."""
    categories = map(unicodedata.category, map(chr, _MAY_BE_MARKS))
    marks = [code for code, name in zip(_MAY_BE_MARKS, categories, strict=True) if name[0] == "M"]
    breaks = (place for place, (code, after) in enumerate(pairwise(marks), 1) if after > code + 1)
    ranges = pairwise([0, *breaks, len(marks)])
    return "".join(f"{chr(marks[first])}-{chr(marks[end - 1])}" for first, end in ranges) + _MORE


def _cap_marks(text: str) -> str:
    return text if text.isascii() else _MARKED_RUN.sub(lambda run: _cap_run(run[0]), text)


def _cap_run(run: str) -> str:
    kept = []
    marks = 0
    for character in run:
        marks = marks + 1 if _is_mark(character) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
