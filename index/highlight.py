"""Where a query's words stand in an article, and the piece of its text that shows them best.

Matches are found in the article's own text with the analysis of the index, so they are the same
for every engine: whole words as printed (``وبالمدارس`` when the query says ``مدرسة``).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from archive.article import Article
from index.chains import article_chain
from index.matching import Mark, Match, matches
from index.tree import Node, leaves

MAX_SNIPPET = 240
"""Characters of a snippet, ellipses included."""
MAX_SEARCHED = 200_000
"""Characters of a text, beyond which no matches are looked for."""

_ELLIPSIS = "…"
_GAP = f" {_ELLIPSIS} "
_WINDOW = MAX_SNIPPET - 2 * len(_ELLIPSIS)
_HALF_WINDOW = (_WINDOW - len(_GAP)) // 2
_BEFORE = 40
"""Characters of context before the first match of a window."""
_MAX_MATCHES = 1000


class Snippet(NamedTuple):
    """A piece of an article's text, or two with an ellipsis between."""

    text: str
    """One line of at most :data:`MAX_SNIPPET` characters; empty if the article has no text."""
    marks: tuple[Mark, ...]
    """Matches in it: in order, not overlapping."""


def title_marks(article: Article, tree: Node) -> tuple[Mark, ...]:
    """Return the matches in an article's title, in order, not overlapping."""
    found = _matches(article, "title", article.title, tree)
    return tuple((match.start, match.end) for match in found)


def snippet(article: Article, tree: Node) -> Snippet:
    """Return the piece of lead and body with most of the query's words.

    Without matches in them: their beginning.
    """
    lead, body = (" ".join(text.split()) for text in (article.lead, article.body))
    offset = len(lead) + 1 if lead else 0
    found = _matches(article, "lead", lead, tree)
    for match in _matches(article, "body", body, tree):
        found.append(Match(match.start + offset, match.end + offset, match.leaf))
    text = f"{lead} {body}".strip()
    return _joined(text, found, _windows(text, found))


def _matches(article: Article, part: str, text: str, tree: Node) -> list[Match]:
    wanted = enumerate(leaves(tree))
    here = {number: each.leaf for number, each in wanted if each.field in ("", part)}
    return matches(text[:MAX_SEARCHED], article_chain(article), here)[:_MAX_MATCHES]


def _windows(text: str, found: Sequence[Match]) -> list[Mark]:
    """Return one window, or two where no single one has all the words that are found."""
    if not found:
        return [_cut(text, 0, _WINDOW, (0, 0))]
    whole = _best(text, found, _WINDOW)
    first = _best(text, found, _HALF_WINDOW)
    shown = _leaves(_inside(found, first))
    others = [match for match in found if match.leaf not in shown]
    if others and _leaves(_inside(found, whole)) != _leaves(found):
        second = _best(text, others, _HALF_WINDOW)
        if second[0] > first[1] or second[1] < first[0]:
            return sorted((first, second))
    return [whole]


def _best(text: str, found: Sequence[Match], size: int) -> Mark:
    """Return the window of most different words; of these that of most matches, or the first."""

    def worth(window: Mark) -> tuple[int, int, int]:
        inside = _inside(found, window)
        return len(_leaves(inside)), len(inside), -window[0]

    windows = (_cut(text, match.start - _BEFORE, size, (match.start, match.end)) for match in found)
    return max(windows, key=worth)


def _inside(found: Sequence[Match], window: Mark) -> Sequence[Match]:
    first = bisect_left(found, window[0], key=attrgetter("start"))
    return found[first : bisect_right(found, window[1], key=attrgetter("end"))]


def _leaves(found: Iterable[Match]) -> set[int]:
    return {match.leaf for match in found}


def _cut(text: str, start: int, size: int, kept: Mark) -> Mark:
    """Return a window of at most ``size``, cut between words, with as much of ``kept`` as fits."""
    start = max(0, min(start, len(text) - size))
    if start and text[start - 1] != " ":
        start = text.find(" ", start, kept[0]) + 1 or kept[0]
    end = min(start + size, len(text))
    if end < len(text) and text[end] != " ":
        space = text.rfind(" ", max(start, kept[1]), end)
        end = space if space >= 0 else end
    return start, end


def _joined(text: str, found: Sequence[Match], windows: Sequence[Mark]) -> Snippet:
    shown, marks = "", []
    for window in windows:
        shown += (_GAP if shown else _ELLIPSIS) if window[0] else ""
        shift = len(shown) - window[0]
        shown += text[slice(*window)]
        marks += [(match.start + shift, match.end + shift) for match in _inside(found, window)]
    if windows[-1][1] < len(text):
        shown += _ELLIPSIS
    return Snippet(shown, tuple(marks))
