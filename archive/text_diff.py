"""What two texts have in common and what differs, word by word, as data.

The comparison is difflib's, over words: punctuation is compared by itself, spaces go with their
neighbours. Its cost is bounded whatever the texts, which come from anywhere.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import chain, groupby, takewhile
from operator import attrgetter
from typing import Literal, NamedTuple

from languages.text import mark_set

Op = Literal["=", "-", "+"]
"""In both texts, only in the old one, only in the new one."""

_MAX_PAIRS = 100_000
"""Of equal words, beyond which whole paragraphs are compared first. An article has some 10,000."""
_MAX_STEPS = 5_000_000
_PARAGRAPH_END = "\n"


class Piece(NamedTuple):
    """A stretch of text, spaces included."""

    op: Op
    text: str


class _Token(NamedTuple):
    """A word or a punctuation mark, and what parts it from the one before."""

    gap: str
    word: str


_Aligned = tuple[bool, Sequence[_Token], Sequence[_Token]]
"""Whether both say the same, a stretch of the old text, a stretch of the new one."""


def diff_texts(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in reading order; no two neighbours have the same ``op``.

    All but the added ones make up the old text, all but the removed ones the new one.

    >>> [tuple(piece) for piece in diff_texts("It opens at dusk.", "It opened at dusk.")]
    [('=', 'It '), ('-', 'opens'), ('+', 'opened'), ('=', ' at dusk.')]
    """
    return _pieces(_aligned(list(_tokens(old)), list(_tokens(new))))


def diff_lists(old: Iterable[str], new: Iterable[str], *, gap: str = ", ") -> tuple[Piece, ...]:
    """Return the pieces of two lists whose elements are compared whole, with ``gap`` between."""
    return _pieces(_aligned(_elements(old, gap), _elements(new, gap)))


def words_of(text: str) -> list[str]:
    """Return the words and marks of a text, each with what parts it from the one before."""
    return [token.gap + token.word for token in _tokens(text)]


def _tokens(text: str) -> Iterator[_Token]:
    end = 0
    for found in _word().finditer(text):
        yield _Token(text[end : found.start()], found[0])
        end = found.end()
    if text[end:]:
        yield _Token(text[end:], "")


@cache
def _word() -> re.Pattern[str]:
    # A number such as 1,500 and a name such as al-Sarmali is one word; so is one with vowel marks.
    letters = rf"[\w{mark_set()}\u200c\u200d]+"
    return re.compile(rf"{letters}(?:[-.,:'’٫٬]{letters})*|\S")


def _elements(values: Iterable[str], gap: str) -> list[_Token]:
    return [_Token(gap if place else "", value) for place, value in enumerate(values)]


def _aligned(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[_Aligned]:
    start, end = _common_ends(_words(old), _words(new))
    middles = old[start : len(old) - end], new[start : len(new) - end]
    yield True, old[:start], new[:start]
    yield from _by_words(*middles) if _is_cheap(*map(_words, middles)) else _by_paragraphs(*middles)
    yield True, old[len(old) - end :], new[len(new) - end :]


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return with how many equal texts both begin, and with how many of the others both end."""
    start = _common(zip(old, new, strict=False))
    return start, _common(zip(reversed(old[start:]), reversed(new[start:]), strict=False))


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _by_words(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[_Aligned]:
    for is_same, ours, theirs in _matched(_words(old), _words(new)):
        yield is_same, old[ours], new[theirs]


def _by_paragraphs(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[_Aligned]:
    """Compare whole paragraphs, and the words only of those that differ, if that is cheap."""
    parts, other_parts = _paragraphs(old), _paragraphs(new)
    keys, other_keys = list(map(_words, parts)), list(map(_words, other_parts))
    if not _is_cheap(keys, other_keys):
        yield False, old, new
        return
    for is_same, ours, theirs in _matched(keys, other_keys):
        one, other = list(chain(*parts[ours])), list(chain(*other_parts[theirs]))
        if is_same or not _is_cheap(_words(one), _words(other)):
            yield is_same, one, other
        else:
            yield from _by_words(one, other)


def _matched(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> Iterator[tuple[bool, slice, slice]]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, *(start, end, other_start, other_end) in codes:
        yield tag == "equal", slice(start, end), slice(other_start, other_end)


def _is_cheap(old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
    ours, theirs = Counter(old), Counter(new)
    pairs = sum(count * theirs[each] for each, count in ours.items())
    matches = (ours & theirs).total()
    return pairs <= _MAX_PAIRS and matches * len(old) <= _MAX_STEPS


def _words(tokens: Sequence[_Token]) -> tuple[str, ...]:
    return tuple(token.word for token in tokens)


def _paragraphs(tokens: Sequence[_Token]) -> list[list[_Token]]:
    paragraphs: list[list[_Token]] = []
    for token in tokens:
        if not paragraphs or _PARAGRAPH_END in token.gap:
            paragraphs.append([])
        paragraphs[-1].append(token)
    return paragraphs


def _pieces(aligned: Iterable[_Aligned]) -> tuple[Piece, ...]:
    steps = _with_text(chain.from_iterable(_steps(*each) for each in aligned))
    runs = groupby(steps, key=lambda piece: piece.op == "=")
    parts = (run if is_same else _change(list(run)) for is_same, run in runs)
    pieces = _joined(_with_text(chain.from_iterable(parts)))
    for before, here, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if (before[0], after[0]) == ("=", "="):
            _slide(before[1], here[1], after[1])
    slid = _joined(Piece(op, text) for op, texts in pieces for text in texts)
    return tuple(Piece(op, "".join(texts)) for op, texts in slid)


def _joined(pieces: Iterable[Piece]) -> list[tuple[Op, list[str]]]:
    runs = groupby(pieces, key=attrgetter("op"))
    return [(op, [piece.text for piece in run]) for op, run in runs]


def _slide(before: list[str], here: list[str], after: list[str]) -> None:
    """Let a change begin with the end of a paragraph, where that says the same.

    Without it, a new last paragraph would begin with the full stop of the one before.
    """
    count = _common(zip(here, after, strict=False))
    place = next((n for n, text in enumerate(here[: count + 1]) if _PARAGRAPH_END in text), 0)
    before += here[:place]
    here += after[:place]
    del here[:place], after[:place]


def _steps(is_same: bool, old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[Piece]:
    if is_same:
        for one, other in zip(old, new, strict=True):
            yield from _gap_steps(one.gap, other.gap)
            yield Piece("=", one.word)
        return
    yield from (Piece("-", text) for token in old for text in token)
    yield from (Piece("+", text) for token in new for text in token)


def _gap_steps(old: str, new: str) -> Iterator[Piece]:
    yield from [Piece("=", old)] if old == new else [Piece("-", old), Piece("+", new)]


def _change(run: Sequence[Piece]) -> Iterator[Piece]:
    """Yield what is between two common words: what went, what came, and spaces that stayed."""
    old = [piece.text for piece in run if piece.op == "-"]
    new = [piece.text for piece in run if piece.op == "+"]
    start, end = _common_ends(old, new)
    parts: tuple[tuple[Op, Sequence[str]], ...] = (
        ("=", old[:start]),
        ("-", old[start : len(old) - end]),
        ("+", new[start : len(new) - end]),
        ("=", old[len(old) - end :]),
    )
    yield from (Piece(op, text) for op, texts in parts for text in texts)


def _with_text(pieces: Iterable[Piece]) -> Iterator[Piece]:
    return (piece for piece in pieces if piece.text)
