"""What a page of the replica says, before it has a shape."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Paragraph(NamedTuple):
    """One paragraph of an article's text."""

    text: str


class Heading(NamedTuple):
    """A sub-heading between paragraphs."""

    text: str


class Figure(NamedTuple):
    """An image between paragraphs."""

    caption: str


class Embed(NamedTuple):
    """A social-media post between paragraphs."""

    lines: tuple[str, ...]
    signature: str = ""
    """``Name (@handle) Month D, YYYY``; ``""`` when the post shows none."""
    language: str = ""


Block = Paragraph | Heading | Figure | Embed


class Class(NamedTuple):
    """One row of the ``classes`` list of the site's own metadata."""

    mapping: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One address of an edition and what stands there."""

    edition: str
    path: str
    """Below the host: raw Unicode in NFC, with leading slash, no query."""
    postid: str
    title: str
    lead: str = ""
    """May have outer spaces and several lines, as on the real site."""
    blocks: tuple[Block, ...] = ()
    published: datetime
    """Aware."""
    modified: datetime
    """Aware."""
    type: str = "article"
    """``article`` or ``videoobject``."""
    classes: tuple[Class, ...] = ()
    keywords: tuple[str, ...] = ()
    """With repeats, as on the real site."""
    author: str = ""
    source: str = ""
    thumbnail: str = ""
    """Absolute address of the image."""
    image_caption: str = ""
    video_duration: str | None = None
    """Seconds."""
    word_count: str = ""
    """As the site states it: about half of the true number."""
    gone: bool = False
    """Listed in the sitemaps, but no longer there (404)."""

    def value(self, mapping: str) -> str:
        """Return the value of a class such as ``posttype`` or ``country``; ``""`` when absent."""
        return next((each.value for each in self.classes if each.mapping == mapping), "")

    @property
    def words(self) -> int:
        """Words of the paragraphs."""
        return sum(len(block.text.split()) for block in self.blocks if isinstance(block, Paragraph))

    @property
    def number(self) -> int:
        """A large number that is always the same for this page: what varies, varies by it."""
        return number_of(self.edition, self.postid)


def number_of(*keys: str) -> int:
    """Return a large number that depends on the keys only."""
    digest = hashlib.blake2b("\n".join(keys).encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def section_of(path: str) -> str:
    """Return the path without slug, id and date.

    >>> section_of("/newscast/2026/4/11/news-at-eight"), section_of("/entrevistas/2046797/x")
    ('newscast', 'entrevistas')
    """
    parts = [part for part in path.strip("/").split("/")[:-1] if not part.isdigit()]
    return "/".join(parts)


def classes_of(values: Sequence[tuple[str, str]]) -> tuple[Class, ...]:
    """Return classes of pairs of mapping and value, leaving out empty values."""
    return tuple(Class(mapping, value) for mapping, value in values if value)
