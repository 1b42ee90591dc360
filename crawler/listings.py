"""Where addresses are listed when there is no sitemap: section pages, and feeds.

Both show only the newest articles.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from crawler.markup_bounds import first_tags, is_too_much

MAX_BYTES = 4 * 2**20
MAX_LINKS = 2_000
_SLUG = re.compile(r"[^/]*-[^/]*-[^/]*")
"""Addresses of articles end in a slug of several words; those of sections do not."""
_PARTS = 2
"""A section and a slug, at least."""


def read_listing(page: str, url: str) -> list[str]:
    """Return the addresses that look like articles' in a section page, absolute, in its order."""
    content = first_tags(page[:MAX_BYTES].encode("utf-8", "replace"))
    if not content.strip() or is_too_much(content):
        return []
    try:
        # Without the parser's word for it, lxml takes a page that names no encoding for Latin-1.
        root = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    links = (str(each) for each in root.xpath("//a/@href")[: 10 * MAX_LINKS])
    return list(dict.fromkeys(_absolute(links, url)))[:MAX_LINKS]


def read_feed(content: bytes) -> list[str]:
    """Return the addresses of the items of an RSS or Atom feed; none when it is no feed."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    try:
        root = etree.fromstring(first_tags(content[:MAX_BYTES]), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    links = (_link_of(each) for each in root.iter("{*}link"))
    return list(dict.fromkeys(filter(None, links)))[:MAX_LINKS]


def read_robots_sitemaps(text: str) -> list[str]:
    """Return the addresses behind ``Sitemap:`` in a robots.txt."""
    lines = (line.partition(":") for line in text[:MAX_BYTES].splitlines())
    found = (value.strip() for name, _, value in lines if name.strip().lower() == "sitemap")
    return list(dict.fromkeys(filter(None, found)))[:MAX_LINKS]


def _link_of(element: etree._Element) -> str:
    """Return the address in a feed's link element; ``""`` when it is none of an item's."""
    parent = element.getparent()
    try:
        kind = "" if parent is None else str(parent.tag).rpartition("}")[2]
        if kind == "entry":
            return element.get("href", "").strip()
        return "".join(element.itertext()).strip() if kind == "item" else ""
    except UnicodeDecodeError:  # a reference to half a character, which lxml cannot decode
        return ""


def _absolute(links: Iterator[str], url: str) -> Iterator[str]:
    for link in links:
        try:
            absolute = urljoin(url, link.strip())
            parts = [part for part in urlsplit(absolute).path.split("/") if part]
        except ValueError:
            continue
        if len(parts) >= _PARTS and _SLUG.fullmatch(parts[-1]):
            yield absolute
