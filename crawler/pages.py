"""From the HTML of a page and its address to an article. Pure: no network, no clock, no Scrapy.

Each field is taken from the first source that has it: the site's tawsiyat object, JSON-LD, meta
elements, the elements that readers see, the address; ``provenance`` says which it was. The text
itself is what readers see; JSON-LD's copy of it, and at last a general extractor, stand in where
the page has been redesigned.

A redesign that keeps the sources needs a selector more in :mod:`crawler.editions`; one that does
not, one parser more in :data:`PARSERS`. The old one stays, with a date, for the pages of its
time, so that the pages of the archive can always be read again (the way of Fundus).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from archive.article import article_id
from archive.kinds import section_of
from archive.tawsiyat import read_url
from archive.urls import edition_of_url
from crawler.editions import SITES, EditionSite
from crawler.items import ArticleItem, RefusedPageError
from crawler.page_body import RELATED, read_body, related_articles
from crawler.page_furniture import PageFacts
from crawler.page_head import BOXES, clean_caption, find_source, read_head_lines
from crawler.page_sources import PageSources, read_sources
from crawler.page_tree import PageTree, read_tree

KINDS_WITH_TEXT = frozenset({"news", "opinion", "analysis", "feature", "blog", "press", "other"})
"""Kinds whose pages have text of their own; a page of these without lead and body is refused."""

_CLASS = re.compile(r"\.([\w-]+)")
_FEW_LOST = 5
_LOST_SHARE = 0.01
"""More characters than this that could not be read, and the page's character set is another."""
_TOLD = (
    "postid",
    "title",
    "lead",
    "authors",
    "tags",
    "country",
    "coverage",
    "published",
    "modified",
    "image_url",
    "video_duration_s",
    "page_language",
)
"""Fields that are taken from the first source as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParser:
    """Reads the pages that an edition published until some day."""

    site: EditionSite
    """The edition, with the selectors and labels of that time."""
    valid_until: date | None = None
    """The last day, in UTC, on which pages so written were fetched; ``None`` for the newest."""

    def parse(self, html: bytes | str, url: str, *, fetched: datetime) -> ArticleItem:
        """Return the article of a page; see :func:`parse_page`."""
        given = read_url(url)
        if edition_of_url(given) != self.site.name:
            raise RefusedPageError("wrong-edition")
        page = PageTree(read_tree(html), _sought_classes(self.site))
        sources = read_sources(page, given, self.site)
        address, origin = sources.address(given)
        if reason := sources.refusal(given, address):
            raise RefusedPageError(reason)
        item = ArticleItem(edition=self.site.name, url=address, title="", fetched=fetched)
        item.provenance["url"] = origin
        _take_fields(item, sources)
        _take_visible_lines(item, page, self.site, fetched)
        if not item.title:
            raise RefusedPageError("no-title")
        facts = PageFacts(
            site=self.site,
            fetched=fetched,
            title=item.title,
            lead=item.lead,
            tags=item.tags,
            authors=item.authors,
        )
        _take_text(item, page, sources, facts)
        if item.kind in KINDS_WITH_TEXT and not (item.lead or item.body):
            raise RefusedPageError("empty-article")
        if _is_garbled(item):
            raise RefusedPageError("garbled")
        item.id = article_id(item.edition, item.postid, item.url)
        return item


PARSERS: Mapping[str, tuple[PageParser, ...]] = {
    name: (PageParser(site=site),) for name, site in SITES.items()
}
"""The parsers of each edition, the newest first."""


def parser_for(edition: str, fetched: datetime) -> PageParser:
    """Return the oldest of an edition's parsers that was still valid when a page was fetched.

    Args:
        edition: Its name.
        fetched: Aware.
    """
    day = fetched.astimezone(UTC).date()
    return next(
        each
        for each in reversed(PARSERS[edition])
        if each.valid_until is None or day <= each.valid_until
    )


def parse_page(
    html: bytes | str,
    url: str,
    site: EditionSite,
    *,
    fetched: datetime,
) -> ArticleItem:
    """Return the article of a page.

    Args:
        html: The page; bytes are read in the character set they declare, else as UTF-8.
        url: Address on the edition's real host, as it was asked for.
        site: The edition. Which of its parsers reads the page follows from ``fetched``.
        fetched: Aware. What "yesterday" on the page is relative to.

    Raises:
        RefusedPageError: The page is no article; never another error, whatever the page holds.
        ValueError: ``fetched`` has no time zone.
    """
    if fetched.utcoffset() is None:
        raise ValueError("fetched has no time zone")
    return parser_for(site.name, fetched).parse(html, url, fetched=fetched)


@cache
def _sought_classes(site: EditionSite) -> frozenset[str]:
    """Return the classes that a page of an edition may be asked for."""
    selectors = " ".join(
        (*site.title_selectors, *site.lead_selectors, *site.body_selectors, *BOXES)
    )
    return frozenset({RELATED, *_CLASS.findall(selectors)})


def _take_fields(item: ArticleItem, sources: PageSources) -> None:
    for field in _TOLD:
        _set(item, field, *sources.first(field))
    _drop_times_to_come(item)
    raw = next((value for value, _ in sources.told("published_raw")), "") if item.published else ""
    _set(item, "published_raw", raw, item.provenance.get("published", ""))
    caption, origin = sources.first("image_caption")
    _set(item, "image_caption", clean_caption(caption, item.title), origin)
    _set(item, "kind", *sources.kind(item.url))
    _set(item, "section", section_of(item.url), "url")


def _drop_times_to_come(item: ArticleItem) -> None:
    """Leave out times in years that :func:`languages.parse_visible_date` would not believe."""
    for field in ("published", "modified"):
        time = getattr(item, field)
        if time and item.fetched and time.year > item.fetched.year + 1:
            setattr(item, field, None)
            del item.provenance[field]


def _is_garbled(item: ArticleItem) -> bool:
    """Return whether the page was read in a character set that is not its own."""
    text = f"{item.title}\n{item.lead}\n{item.body}"
    lost = text.count("\ufffd")
    return lost > _FEW_LOST and lost > _LOST_SHARE * len(text)


def _take_visible_lines(
    item: ArticleItem,
    page: PageTree,
    site: EditionSite,
    fetched: datetime,
) -> None:
    """Add what only the lines around title and text tell."""
    _set(item, "source", find_source(page, site), "dom")
    if item.published is None or not item.authors:
        for field, value in read_head_lines(page, site, fetched=fetched).items():
            if not getattr(item, field):
                _set(item, field, value, "dom")


def _take_text(
    item: ArticleItem,
    page: PageTree,
    sources: PageSources,
    facts: PageFacts,
) -> None:
    body = read_body(page, item.url, facts)
    _set(item, "related_urls", related_articles(page, item.url, body.links), "dom")
    if not item.source:
        _set(item, "source", body.source, "dom")
    _set(item, "body", "\n\n".join(body.paragraphs), "dom")
    if not item.body:
        _set(item, "body", sources.fields["json-ld"].get("body"), "json-ld")
    if not item.body and not body.has_place and item.kind in KINDS_WITH_TEXT:
        from crawler.page_fallback import find_paragraphs

        _set(item, "body", "\n\n".join(find_paragraphs(page.root, facts)), "fallback")


def _set(item: ArticleItem, field: str, value: Any, origin: str) -> None:
    """Set a field that has a value, and say where it comes from."""
    if value:
        setattr(item, field, value)
        item.provenance[field] = origin
