"""The text of a page as other programs saved it: with its lead, and with the page's furniture.

They kept paragraphs as lines: the lead first and often last again, the body between; some kept
every paragraph of the page, so that the names of tags, dates of other articles and the footer
follow the body.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from languages import clean_text

_FOOTER = (
    "شبكة الميادين الإعلامية قناة فضائية عربية إخبارية مستقلة",
    "واتخذت من العاصمة بيروت مقرا لها",
    "جميع الحقوق محفوظة",
    "تصفح المزيد",
    "Al Mayadeen is an Arab Independent Media Satellite Channel",
    "All Rights Reserved",
)
_LABELS = frozenset(
    {"اقرأ للكاتب", "اقرأ أيضاً", "شاهد أيضاً", "مواضيع ذات صلة", "المزيد", "Related News"}
)
_EMBEDDED_POST = re.compile(r"pic\.twitter\.com/\w+\Z")
_WIDE_GAP = re.compile(r" {2,}")
_DATE_WORDS = 6
"""Of the longest date on a card: weekday, day, month of two words, year, time."""
_MAX_DATES_WORDS = 80

IsDate = Callable[[str], bool]


def paragraphs_of(text: Any) -> list[str]:
    """Return the paragraphs of a text with one a line, or of a list of them; empty ones left out.

    Raises:
        ValueError: Neither a text nor a list of texts.
    """
    parts = text if isinstance(text, list) else [text]
    if not all(isinstance(part, str) for part in parts):
        raise ValueError("the text is neither a text nor a list of texts")
    return _cleaned(line for part in parts for line in part.splitlines())


def paragraphs_with_gaps(text: Any) -> list[str]:
    """Return the paragraphs of a text whose line ends became spaces: two where one was blank.

    Raises:
        ValueError: Neither a text nor a list of texts.
    """
    if isinstance(text, str) and "\n" not in text.strip():
        return _cleaned(_WIDE_GAP.split(text))
    return paragraphs_of(text)


def without_lead(paragraphs: Sequence[str], lead: str) -> list[str]:
    """Return the paragraphs without the lead where it stands before the first or after the last.

    Args:
        paragraphs: Clean, one a line.
        lead: As it was written; it may take several lines.
    """
    lines = len(_cleaned(lead.splitlines()))
    wanted = clean_text(lead)
    left = list(paragraphs)
    while count := _lines_of_lead(left, wanted, lines):
        del left[:count]
    left.reverse()
    while count := _lines_of_lead(left, wanted, lines, backwards=True):
        del left[:count]
    left.reverse()
    return left


def without_furniture(
    paragraphs: Sequence[str], *, tags: Iterable[str], is_date: IsDate
) -> list[str]:
    """Return the paragraphs that are the article's own.

    Left out are embedded posts, lines of nothing but dates, names of tags, the footer, and the
    blurb about a coverage: the one paragraph between the tags and the furniture at the end.

    Args:
        paragraphs: All of the page, clean, in its order.
        tags: Of the article, clean.
        is_date: Whether a line is a date as the page shows them.
    """
    names = frozenset(tags)
    kept = [each for each in paragraphs if not _is_furniture(each, is_date)]
    last_tag = max((place for place, each in enumerate(kept) if each in names), default=None)
    if last_tag is not None and last_tag == len(kept) - 2 and kept[-1] != paragraphs[-1]:
        kept.pop()
    return [each for each in kept if each not in names]


def _cleaned(lines: Iterable[str]) -> list[str]:
    return [line for line in map(clean_text, lines) if line]


def _lines_of_lead(
    paragraphs: Sequence[str], lead: str, most: int, *, backwards: bool = False
) -> int:
    """Return how many paragraphs at the start are the lead; 0 if they are not."""
    for count in range(1, min(most, len(paragraphs)) + 1):
        some = paragraphs[:count]
        if lead == " ".join(reversed(some) if backwards else some):
            return count
    return 0


def _is_furniture(paragraph: str, is_date: IsDate) -> bool:
    return (
        paragraph.startswith(_FOOTER)
        or paragraph in _LABELS
        or _EMBEDDED_POST.search(paragraph) is not None
        or _is_dates(paragraph.split(), is_date)
    )


def _is_dates(words: Sequence[str], is_date: IsDate) -> bool:
    """Return whether words are one date after another, and nothing else."""
    if len(words) > _MAX_DATES_WORDS:
        return False
    ends = {0}
    for end in range(1, len(words) + 1):
        starts = ends & set(range(end - _DATE_WORDS, end))
        if any(is_date(" ".join(words[start:end])) for start in starts):
            ends.add(end)
    return len(words) in ends
