"""Texts of articles as a page shows them: with language and direction, matches marked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from archive.article import Article
from index.chains import article_language
from languages import clean_text
from languages.text import without_invisible
from printing.directions import is_right_to_left

MAX_LABEL = 300
"""Characters of a label: a tag, a name, a caption."""
MAX_TITLE = 600
"""Characters of a title; the longest that was seen has some 200."""

_CODE = re.compile("[a-z]{2,3}")
_SPACE = re.compile(r"\s")
"""Line ends and separators of every kind, which are controls, too."""


class Segment(NamedTuple):
    """A stretch of a text."""

    text: str
    is_match: bool = False
    is_quoted: bool = False
    """Whether it reads in its own direction, whatever stands around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text from anywhere, harmless once it is escaped."""

    segments: tuple[Segment, ...]
    language: str
    """ISO 639-1; ``""`` when it is not known."""
    direction: str
    """``ltr`` or ``rtl``."""

    @property
    def text(self) -> str:
        """The whole of it."""
        return "".join(segment.text for segment in self.segments)


def passage_of(text: str, article: Article, marks: Iterable[tuple[int, int]] = ()) -> Passage:
    """Return a text of an article, without what readers do not see.

    Args:
        text: The text.
        article: Whose it is; says the language.
        marks: Matches: start and end (exclusive) in characters; in order, not overlapping.
    """
    return Passage(
        segments=tuple(_segments(text, marks)),
        language=language_of(article),
        direction=direction_of(text, article),
    )


def language_of(article: Article) -> str:
    """Return the language of an article's text, if it is a code at all; else ``""``."""
    code = article_language(article)
    return code if _CODE.fullmatch(code) else ""


def direction_of(text: str, article: Article) -> str:
    """Return which way a text of an article runs: ``ltr`` or ``rtl``."""
    return "rtl" if is_right_to_left(text, article) else "ltr"


def label_of(text: str) -> str:
    """Return a label from anywhere: one line, not too long, without what readers do not see."""
    label = clean_text(text[: 4 * MAX_LABEL])
    return label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1]}…"


def _segments(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[Segment]:
    end = 0
    for start, stop in marks:
        yield from _segment(text[end:start], is_match=False)
        yield from _segment(text[start:stop], is_match=True)
        end = stop
    yield from _segment(text[end:], is_match=False)


def _segment(text: str, *, is_match: bool) -> Iterator[Segment]:
    visible = _SPACE.sub(" ", without_invisible(text))
    if visible:
        yield Segment(visible, is_match)
