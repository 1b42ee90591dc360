"""Sitemaps, read as the hostile input that they are."""

import gzip
import io
import re
import zlib
from contextlib import suppress
from typing import Any, NamedTuple, cast

from lxml import etree

from archive.article import read_time, write_time

MAX_BYTES = 64 * 2**20
"""The sitemap protocol allows 50 MB; beyond this a sitemap is cut off."""
MAX_ENTRIES = 200_000
"""The sitemap protocol allows 50,000 entries; beyond this the rest is left out."""
MAX_PARTS = 10 * MAX_ENTRIES
"""Elements and pieces of text. An entry has three to ten, one with news and images two dozen."""
MAX_VALUE_CHARS = 20_000
"""More is no address; see :func:`archive.urls.canonical_url`."""
_PART_BYTES = 2**16
_MONTH = re.compile(r"sitemap-(\d{4})-(0?[1-9]|1[0-2])\.xml", re.ASCII)
_GZIP = b"\x1f\x8b"
_ENTRY_TAGS = frozenset({"url", "sitemap"})
_VALUE_TAGS = frozenset({"loc", "lastmod"})


class Entry(NamedTuple):
    """One address of a sitemap, or of an index of sitemaps."""

    url: str
    lastmod: str
    """As written; ``""`` when absent."""
    is_sitemap: bool


def read_sitemap(content: bytes) -> list[Entry]:
    """Return the entries of a sitemap or a sitemap index, whatever namespace it uses.

    Gzip is undone, nothing is fetched, and entities do not grow beyond the limits. What cannot be
    read is passed over, be it the rest; a sitemap that is none has no entries.
    """
    return _read(content).entries


def is_sitemap(content: bytes) -> bool:
    """Whether this is a list of addresses, be it an empty one: no index, and no other page."""
    return _read(content, max_parts=0).root == "urlset"


def month_of_sitemap(url: str) -> str:
    """Return the month that a sitemap's address names, as ``YYYY-MM``; ``""`` when it names none.

    >>> month_of_sitemap("https://www.almayadeen.net/sitemaps/all/sitemap-2024-8.xml")
    '2024-08'
    """
    match = _MONTH.search(url)
    return f"{match[1]}-{int(match[2]):02}" if match else ""


def utc_lastmod(text: str) -> str:
    """Return a ``lastmod`` as RFC 3339 in UTC; ``""`` when it is none or has no offset.

    >>> utc_lastmod("2023-10-29T23:00:57+01:00")
    '2023-10-29T22:00:57Z'
    """
    try:
        return write_time(read_time(text))
    except (ValueError, OverflowError):
        return ""


class _Enough(Exception):  # noqa: N818  no error: all that is wanted has been read
    """Ends the reading."""


class _Reader:
    """Takes in elements as they are read and keeps the entries: there is never a tree."""

    def __init__(self, max_parts: int) -> None:
        self.root = ""
        self.entries: list[Entry] = []
        self._open: list[str] = []
        self._values: dict[str, str] = {}
        self._reading = ""
        self._parts_left = max_parts

    def start(self, tag: str, attrib: object) -> None:  # noqa: ARG002  the parser's signature
        """Take in the beginning of an element."""
        name = _local_name(tag)
        self.root = self.root or name
        self._count_part()
        is_value = name in _VALUE_TAGS and not _ENTRY_TAGS.isdisjoint(self._open[-1:])
        self._reading = name if is_value and name not in self._values else ""
        if self._reading:
            self._values[name] = ""
        self._open.append(name)

    def data(self, text: str) -> None:
        """Take in a piece of text."""
        self._count_part()
        if self._reading and len(self._values[self._reading]) < MAX_VALUE_CHARS:
            self._values[self._reading] += text[:MAX_VALUE_CHARS]

    def end(self, tag: str) -> None:  # noqa: ARG002  the parser's signature
        """Take in the end of an element.

        Raises:
            _Enough: There are as many entries as are wanted.
        """
        name = self._open.pop()
        self._reading = ""
        if name not in _ENTRY_TAGS:
            return
        url, lastmod = (self._values.get(key, "").strip() for key in ("loc", "lastmod"))
        self._values.clear()
        if url:
            self.entries.append(Entry(url, lastmod, name == "sitemap"))
        if len(self.entries) >= MAX_ENTRIES:
            raise _Enough

    def close(self) -> None:
        """Take in the end of it all."""

    def _count_part(self) -> None:
        self._parts_left -= 1
        if self._parts_left < 0:
            raise _Enough


def _read(content: bytes, *, max_parts: int = MAX_PARTS) -> _Reader:
    reader = _Reader(max_parts)
    parser = etree.XMLParser(
        target=cast("Any", reader),  # the stubs want methods that lxml does not
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    # A reference to half a character, &#xD800;, is one that lxml cannot decode.
    with suppress(_Enough, etree.XMLSyntaxError, UnicodeDecodeError):
        etree.parse(_Source(content), parser)
    return reader


def _local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Source:
    """A file for the parser: unzipped piece by piece, cut at :data:`MAX_BYTES`."""

    def __init__(self, content: bytes) -> None:
        file = io.BytesIO(content)
        self._file = gzip.GzipFile(fileobj=file) if content.startswith(_GZIP) else file
        self._left = MAX_BYTES

    def read(self, size: int = _PART_BYTES) -> bytes:
        """Return some bytes; none at the end, and where gzip is damaged or breaks off."""
        try:
            part = self._file.read1(min(size, self._left))
        except (OSError, EOFError, zlib.error):
            return b""
        self._left -= len(part)
        return part
