"""Which of the known forms a page takes: always the same one for the same page.

What is known of the Arabic edition only (the metadata object, JSON-LD) is varied for the others.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from replica.content import Page, Paragraph

Template = Literal["article", "video", "author", "coverage"]
LeadAgain = Literal["", "inside", "after"]
_LONG = 3
"""Paragraphs of an article in whose body other things may stand."""
_LEAD_AGAIN: tuple[LeadAgain, ...] = ("inside", "after", "", "", "", "")

_OLD_BEFORE = datetime(2023, 7, 1, tzinfo=UTC)
_OLD_SPANISH = re.compile(r"/news/\d+/")
_METADATA = (
    (True, True),
    (True, False),
    (False, True),
    (True, True),
    (False, False),
    (True, False),
    (False, True),
    (True, True),
)
"""Whether an English or Spanish page has the metadata object, and JSON-LD."""
_TEMPLATES: Mapping[str, Template] = {
    "video": "video",
    "videos": "video",
    "tv-reports": "video",
    "reports": "video",
    "newscast": "video",
    "podcasts": "video",
    "authors": "author",
    "coverage": "coverage",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The form of one page."""

    template: Template
    heading: Literal["h1", "h2"]
    has_tawsiyat: bool
    has_json_ld: bool
    related_after: int
    """The block of related cards follows this many paragraphs; 0: there is none."""
    lead_again: LeadAgain
    """Whether the lead stands a second time, at the end of the body or after it."""
    body_again: tuple[int, int]
    """The blocks from and to which the body repeats at its end; ``(0, 0)``: none."""
    has_read_more: bool
    has_frame: bool
    """Whether a player of another site is embedded in the body."""


def layout_of(page: Page) -> Layout:
    """Return the form of a page."""
    number = page.number
    is_old_spanish = page.edition == "spanish" and _OLD_SPANISH.match(page.path) is not None
    is_old = is_old_spanish or page.published < _OLD_BEFORE or number % 5 == 0
    has_tawsiyat, has_json_ld = _METADATA[number // 5 % 8]
    if page.edition == "arabic":
        has_tawsiyat, has_json_ld = True, number // 5 % 4 != 0
    paragraphs = sum(isinstance(block, Paragraph) for block in page.blocks)
    return Layout(
        template=_TEMPLATES.get(page.path.split("/")[1], "article"),
        heading="h2" if is_old else "h1",
        has_tawsiyat=has_tawsiyat,
        has_json_ld=has_json_ld,
        related_after=min(3 + number // 40 % 6, paragraphs),
        lead_again=_LEAD_AGAIN[number // 240 % 6] if page.lead else "",
        body_again=_repeated(page) if is_old_spanish else (0, 0),
        has_read_more=number // 1440 % 3 == 0 and paragraphs > 0,
        has_frame=number // 4320 % 9 == 0 and paragraphs >= _LONG,
    )


def _repeated(page: Page) -> tuple[int, int]:
    """Return the part of the body that two in three old Spanish pages show twice."""
    if page.number // 40 % 3 == 0 or len(page.blocks) < _LONG:
        return (0, 0)
    return (1, min(4, len(page.blocks)))
