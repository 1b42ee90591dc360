"""Where addresses are listed when there is no sitemap: section pages, and feeds.

Both show only the newest articles.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

MAX_BYTES = 8 * 2**20
MAX_LINKS = 2_000
_SLUG = re.compile(r"[^/]*-[^/]*-[^/]*")
"""Addresses of articles end in a slug of several words; those of sections do not."""
_PARTS = 2
"""A section and a slug, at least."""


def read_listing(page: str, url: str) -> list[str]:
    """Return the addresses that look like articles' in a section page, absolute, in its order."""
    if not page.strip():
        return []
    try:
        root = html.document_fromstring(page[:MAX_BYTES].encode("utf-8", "replace"))
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
        root = etree.fromstring(content[:MAX_BYTES], parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    found = root.xpath(
        "//*[local-name()='item']/*[local-name()='link']/text()"
        " | //*[local-name()='entry']/*[local-name()='link']/@href",
    )
    return list(dict.fromkeys(str(each).strip() for each in found))[:MAX_LINKS]


def read_robots_sitemaps(text: str) -> list[str]:
    """Return the addresses behind ``Sitemap:`` in a robots.txt."""
    lines = (line.partition(":") for line in text[:MAX_BYTES].splitlines())
    found = (value.strip() for name, _, value in lines if name.strip().lower() == "sitemap")
    return list(dict.fromkeys(filter(None, found)))[:MAX_LINKS]


def _absolute(links: Iterator[str], url: str) -> Iterator[str]:
    for link in links:
        try:
            absolute = urljoin(url, link.strip())
            parts = [part for part in urlsplit(absolute).path.split("/") if part]
        except ValueError:
            continue
        if len(parts) >= _PARTS and _SLUG.fullmatch(parts[-1]):
            yield absolute
