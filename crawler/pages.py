"""From the HTML of a page and its address to an article. Pure: no network, no clock, no Scrapy.

Each field is taken from the first source that has it: the site's tawsiyat object, JSON-LD, meta
elements, the elements that readers see, the address; ``provenance`` says which it was. The text
itself is what readers see; JSON-LD's copy of it, and at last a general extractor, stand in where
the page has been redesigned.

A redesign that keeps the sources needs a selector more in :mod:`crawler.editions`. Old and new
pages are told apart by what they hold, so that the pages of the archive can always be read again.
"""

from datetime import datetime
from typing import Any

from lxml import etree

from archive.article import article_id
from archive.kinds import section_of
from archive.tawsiyat import read_url
from archive.urls import edition_of_url
from crawler.editions import EditionSite
from crawler.items import ArticleItem, RefusedPageError
from crawler.page_body import read_body, related_articles
from crawler.page_furniture import PageFacts
from crawler.page_head import clean_caption, find_source, read_head_lines
from crawler.page_sources import PageSources, read_sources
from crawler.page_tree import read_tree

KINDS_WITH_TEXT = frozenset({"news", "opinion", "analysis", "feature", "blog", "press", "other"})
"""Kinds whose pages have text of their own; a page of these without lead and body is refused."""

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
        site: The edition.
        fetched: Aware. What "yesterday" on the page is relative to.

    Raises:
        RefusedPageError: The page is no article; never another error, whatever the page holds.
        ValueError: ``fetched`` has no time zone.
    """
    if fetched.utcoffset() is None:
        raise ValueError("fetched has no time zone")
    given = read_url(url)
    if edition_of_url(given) != site.name:
        raise RefusedPageError("wrong-edition")
    root = read_tree(html)
    sources = read_sources(root, given, site)
    address, origin = sources.address(given, site)
    if reason := sources.refusal(given, address):
        raise RefusedPageError(reason)
    item = ArticleItem(edition=site.name, url=address, title="", fetched=fetched)
    item.provenance["url"] = origin
    _take_fields(item, sources)
    _take_visible_lines(item, root, site, fetched)
    if not item.title:
        raise RefusedPageError("no-title")
    facts = PageFacts(
        site=site,
        fetched=fetched,
        title=item.title,
        lead=item.lead,
        tags=item.tags,
        authors=item.authors,
    )
    _take_text(item, root, sources, facts)
    if item.kind in KINDS_WITH_TEXT and not (item.lead or item.body):
        raise RefusedPageError("empty-article")
    item.id = article_id(item.edition, item.postid, item.url)
    return item


def _take_fields(item: ArticleItem, sources: PageSources) -> None:
    for field in _TOLD:
        _set(item, field, *sources.first(field))
    raw = next((value for value, _ in sources.told("published_raw")), "")
    _set(item, "published_raw", raw, item.provenance.get("published", ""))
    caption, origin = sources.first("image_caption")
    _set(item, "image_caption", clean_caption(caption, item.title), origin)
    _set(item, "kind", *sources.kind(item.url))
    _set(item, "section", section_of(item.url), "url")


def _take_visible_lines(
    item: ArticleItem,
    root: etree._Element,
    site: EditionSite,
    fetched: datetime,
) -> None:
    """Add what only the lines around title and text tell."""
    _set(item, "source", find_source(root, site), "dom")
    if item.published is None or not item.authors:
        for field, value in read_head_lines(root, site, fetched=fetched).items():
            if not getattr(item, field):
                _set(item, field, value, "dom")


def _take_text(
    item: ArticleItem,
    root: etree._Element,
    sources: PageSources,
    facts: PageFacts,
) -> None:
    body = read_body(root, item.url, facts)
    _set(item, "related_urls", related_articles(root, item.url, body.links), "dom")
    if not item.source:
        _set(item, "source", body.source, "dom")
    _set(item, "body", "\n\n".join(body.paragraphs), "dom")
    if not item.body:
        _set(item, "body", sources.fields["json-ld"].get("body"), "json-ld")
    if not item.body and not body.has_place and item.kind in KINDS_WITH_TEXT:
        from crawler.page_fallback import find_paragraphs

        _set(item, "body", "\n\n".join(find_paragraphs(root, facts)), "fallback")


def _set(item: ArticleItem, field: str, value: Any, origin: str) -> None:
    """Set a field that has a value, and say where it comes from."""
    if value:
        setattr(item, field, value)
        item.provenance[field] = origin
