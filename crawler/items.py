"""What the spiders yield, and what a page that is no article ends as."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from archive.archive import RawPage

REFUSALS: Mapping[str, str] = {
    "author-page": "a writer's page, with a list of articles",
    "coverage-page": "the landing page of a running coverage",
    "empty-article": "a kind of article that has text, with neither lead nor body",
    "garbled": "written in another character set than it says",
    "listing-page": "a section, tag or search page, or the home page",
    "no-title": "nothing on the page names it",
    "not-html": "no web page: another format, or nothing at all",
    "static-page": "about the site itself, or the live stream",
    "too-large": "more than the bytes a page may have",
    "wrong-edition": "an address of another edition or another site",
}
"""The closed list of reasons for which a page is refused, with what they mean."""


class RefusedPageError(ValueError):
    """A page that is no article, for one of the named reasons."""

    def __init__(self, reason: str) -> None:
        """Refuse a page for one of :data:`REFUSALS`."""
        super().__init__(f"{reason}: {REFUSALS[reason]}")
        self.reason = reason


@dataclass(kw_only=True)
class ArticleItem:
    """An article as its page tells it: the fields of :class:`archive.article.Article`, mutable.

    Texts are as the page has them, without outer space and with runs of HTML space made one; the
    pipelines normalise them, and set ``id``, ``word_count``, ``content_hash``, ``version`` and
    the language. Absent text is ``""``, an absent list ``()``.
    """

    edition: str
    url: str
    """Canonical address on the edition's own host."""
    title: str
    id: str = ""
    postid: str = ""
    kind: str = "other"
    section: str = ""
    lead: str = ""
    body: str = ""
    """Paragraphs separated by one blank line, each once."""
    authors: tuple[str, ...] = ()
    source: str = ""
    tags: tuple[str, ...] = ()
    country: str = ""
    coverage: str = ""
    published: datetime | None = None
    """Aware, UTC."""
    modified: datetime | None = None
    """Aware, UTC."""
    published_raw: str = ""
    image_url: str = ""
    image_caption: str = ""
    video_duration_s: int | None = None
    related_urls: tuple[str, ...] = ()
    language: str = ""
    language_confidence: float | None = None
    language_votes: dict[str, str] = field(default_factory=dict)
    word_count: int = 0
    version: int = 0
    content_hash: str = ""
    fetched: datetime | None = None
    """Aware, UTC."""
    provenance: dict[str, str] = field(default_factory=dict)
    """Field name to source: ``tawsiyat``, ``json-ld``, ``meta``, ``dom``, ``url``, ``fallback``."""
    page_language: str = ""
    """ISO 639-1 code that the page states for itself; ``""`` when it states none."""
    page: RawPage | None = field(default=None, repr=False)
    """What the item was read from."""
