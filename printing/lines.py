"""Text as lines of a terminal: clean, broken between words, with matches marked."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from languages import clean_text
from printing.terminal import Terminal

MATCH = "1;31"
"""Select Graphic Rendition of a matched word: bold, red."""
TITLE = "1"
FAINT = "2"

_ESCAPE = "\x1b"
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = "\u200f"
_LEFT_TO_RIGHT = "\u200e"
"""As the first letter of an isolate they set the direction of the whole."""
_STRONG = frozenset({"L", "R", "AL"})
_JOINERS = frozenset("\u0640\u200c\u200d")
_WORD = re.compile(r"\S+")

Marks = Sequence[Sequence[int]]
"""Pairs of offsets into a text, in characters; the end is exclusive."""


class Piece(NamedTuple):
    """A part of a word, clean."""

    text: str
    style: str
    """Select Graphic Rendition; ``""`` for none."""


Word = tuple[Piece, ...]
Styled = tuple[range, str]
"""A part of a text, and its style."""


def render_text(
    text: str,
    terminal: Terminal,
    *,
    marks: Marks = (),
    style: str = "",
    indent: str = "",
    right_to_left: bool | None = None,
) -> str:
    """Return one paragraph as one line, or as many as the terminal's width asks for.

    Args:
        text: One paragraph, from anywhere.
        terminal: What may be written.
        marks: What to show as matched, where colour may be written. A colour never begins or ends
            inside a word, where it would break the joining of Arabic letters.
        style: Select Graphic Rendition of the rest.
        indent: What every line begins with; outside of its isolate.
        right_to_left: The direction of all its lines; ``None`` for that of its first letter.
    """
    whole = [(_whole_letters(text, *mark), MATCH) for mark in marks]
    lines = _broken(_words_of(text, whole, style), terminal.width - len(indent))
    if right_to_left is None:
        right_to_left = bool(_is_right_to_left(text))
    return "\n".join(
        indent + isolated(_shown(line, terminal, style), terminal, _mark_of(line, right_to_left))
        for line in lines
    )


def render_spans(
    spans: Iterable[tuple[str, str]],
    terminal: Terminal,
    *,
    indent: str = "",
    right_to_left: bool = False,
) -> str:
    """Return one paragraph that is given in parts, as :func:`render_text` does.

    Args:
        spans: Texts from anywhere, and the style of each.
        terminal: What may be written.
        indent: What every line begins with; outside of its isolate.
        right_to_left: Whether the paragraph is, whatever its first letter.
    """
    text, styled = "", []
    for part, style in spans:
        styled.append((range(len(text), len(text) + len(part)), style))
        text += part
    lines = _broken(_words_of(text, styled, ""), terminal.width - len(indent))
    mark = _RIGHT_TO_LEFT if right_to_left else ""
    return "\n".join(indent + isolated(_shown(line, terminal), terminal, mark) for line in lines)


def paint(text: str, style: str, terminal: Terminal) -> str:
    """Return text in a style, if there may be colour and there is a text."""
    return f"{_ESCAPE}[{style}m{text}{_ESCAPE}[0m" if terminal.color and style and text else text


def width_of(text: str) -> int:
    """Return how many columns a clean text takes; marks on a letter take none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _words_of(text: str, styled: Sequence[Styled], style: str) -> list[Word]:
    words = (
        tuple(_pieces(text, range(*found.span()), styled, style)) for found in _WORD.finditer(text)
    )
    return [word for word in words if word]


def _pieces(text: str, word: range, styled: Sequence[Styled], style: str) -> Iterator[Piece]:
    here = [
        (part, own) for part, own in styled if part.start < word.stop and word.start < part.stop
    ]
    cuts = {word.start, word.stop}.union(*((part.start, part.stop) for part, _ in here))
    for left, right in pairwise(sorted(cut for cut in cuts if word.start <= cut <= word.stop)):
        if shown := clean_text(text[left:right]):
            yield Piece(shown, next((own for part, own in here if left in part), style))


def _whole_letters(text: str, start: int, end: int) -> range:
    """Return a mark, made longer where it begins or ends between two letters."""
    start, end = max(start, 0), min(end, len(text))
    while 0 < start < end and _joins(text[start - 1]) and _joins(text[start]):
        start -= 1
    while start < end < len(text) and _joins(text[end - 1]) and _joins(text[end]):
        end += 1
    return range(start, end)


def _joins(character: str) -> bool:
    return (
        character.isalnum()
        or character in _JOINERS
        or unicodedata.category(character).startswith("M")
    )


def _broken(words: list[Word], width: int) -> Iterator[list[Word]]:
    """Yield the words of each line; a word longer than a line has one of its own."""
    line: list[Word] = []
    taken = 0
    for word in words:
        wide = sum(width_of(piece.text) for piece in word) if width > 0 else 0
        if line and width > 0 and taken + 1 + wide > width:
            yield line
            line, taken = [], 0
        taken += wide + bool(line)
        line.append(word)
    yield line


def _shown(line: list[Word], terminal: Terminal, style: str = "") -> str:
    pieces = list(line[0]) if line else []
    for word in line[1:]:
        between = word[0].style if word[0].style == pieces[-1].style else style
        pieces += [Piece(" ", between), *word]
    runs = groupby(pieces, key=attrgetter("style"))
    return "".join(paint("".join(piece.text for piece in run), own, terminal) for own, run in runs)


def _mark_of(line: list[Word], right_to_left: bool) -> str:
    """Return what gives a line its direction if its first letter does not."""
    own = _is_right_to_left("".join(piece.text for word in line for piece in word))
    if own is None or own is right_to_left:
        return ""
    return _RIGHT_TO_LEFT if right_to_left else _LEFT_TO_RIGHT


def _is_right_to_left(text: str) -> bool | None:
    """Whether the first letter of a text is; ``None`` if there is no letter."""
    directions = map(unicodedata.bidirectional, text)
    return next((each != "L" for each in directions if each in _STRONG), None)


def isolated(line: str, terminal: Terminal, mark: str = "") -> str:
    """Return a clean line with a direction of its own, if there may be isolates.

    Args:
        line: A line, or a part of one.
        terminal: What may be written.
        mark: A mark of direction to begin with.
    """
    return f"{_ISOLATE}{mark}{line}{_END_ISOLATE}" if terminal.isolates and line else line
