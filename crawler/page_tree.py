"""From the bytes of a page to its tree, within bounds."""

import codecs
import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, cached_property
from itertools import chain
from typing import Any, NamedTuple

from lxml import etree
from lxml.cssselect import CSSSelector

from crawler.items import RefusedPageError
from crawler.markup_bounds import is_too_much
from crawler.page_menus import without_menus

MAX_BYTES = 4 * 2**20
"""Real pages have about 100 kB."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*"""
    rb"""(utf-?8|(?:windows-|cp)125[0-8]|iso-?8859-(?:[1-9]|1[0-35])|us-ascii)\b""",
    re.IGNORECASE,
)
"""Only these are looked up: some of Python's codecs are slow on purpose-made input."""
_CHARSET_WITHIN = 4096
_NOT_UTF8 = etree.ErrorTypes.ERR_INVALID_ENCODING
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|section|article|div|span|p|h[1-6])\b",
    re.IGNORECASE,
)
_OTHER_FORMAT = re.compile(
    rb"\s*(?:%PDF|\x89PNG|GIF8|PK|[{\[]|(?:<\?xml[^>]*>\s*)?<(?:urlset|sitemapindex|rss|feed|svg)\b)"
)
_CLASS = b"class"
"""In bytes: lxml would make them of a string, for each element anew."""
_CLASS_SELECTOR = re.compile(r"\.[\w.-]+(?:\s*,\s*\.[\w.-]+)*")
_MENUS = frozenset({"header", "nav", "script", "style", "svg"})
_ARTICLE_TAGS = ("h1", "h2", "article", "section")
"""What holds one of these is no menu and no footer, whatever its name: its end was forgotten."""
_MAX_PARTS = 50
_MAX_NAMES_CHARS = 200
_MAX_NAMES = 4_096
"""Of and how many class attributes are remembered; the site's are far fewer and shorter."""
_TEXTS_WITH = etree.XPath("descendant::text()[contains(., $label)]")


class Script(NamedTuple):
    """A script element."""

    id: str
    type: str
    """In lower case."""
    element: etree._Element


class PageTree:
    """A page's tree, with quick ways to the elements beside the page's menu and footer."""

    def __init__(self, root: etree._Element, sought: frozenset[str] = frozenset()) -> None:
        """Take a tree, and the classes that will be asked for: all are looked for in one pass.

        A class that is not among them costs a pass of its own.
        """
        self.root = root
        self._parts = _parts_of(root)
        self._sought = sought
        self._named: list[tuple[str, etree._Element]] | None = None

    def iter(self, *tags: str) -> Iterator[etree._Element]:
        """Return the elements of these names, of any without one, in their order."""
        return chain.from_iterable([part.iter(*tags) for part in self._parts])

    def select(self, selector: str) -> list[etree._Element]:
        """Return the elements that a CSS selector fits, in their order.

        Selectors of nothing but classes, such as ``.one, .two.three``, are the quickest.
        """
        wanted = _classes(selector)
        if wanted:
            return self.with_classes(*wanted)
        return [each for part in self._parts for each in compiled(selector)(part)]

    def with_classes(self, *wanted: frozenset[str]) -> list[etree._Element]:
        """Return the elements that have all classes of one of these sets, in their order."""
        found = []
        for names, each in self._classed(*map(_longest, wanted)):
            classes = names.split()
            if any(every.issubset(classes) for every in wanted):
                found.append(each)
        return found

    def naming(self, piece: str) -> list[etree._Element]:
        """Return the elements of whose classes this is a piece, in their order."""
        return [each for names, each in self._classed(piece) if piece in names]

    def inside(self, boxes: Collection[etree._Element], *tags: str) -> Iterator[etree._Element]:
        """Yield the elements of these names that stand in one of these, in their order."""
        for each in self.iter(*tags) if boxes else ():
            if any(around in boxes for around in each.iterancestors()):
                yield each

    def texts_with(self, label: str) -> Iterator[Any]:
        """Yield the texts that hold a label, as lxml's strings that know their parents."""
        for part, text in zip(self._parts, self._texts, strict=True):
            if label in text:
                yield from _TEXTS_WITH(part, label=label)

    @cached_property
    def _texts(self) -> list[str]:
        """All text of each part: much faster to search than the part itself."""
        return [etree.tostring(part, method="text", encoding="unicode") for part in self._parts]

    @cached_property
    def scripts(self) -> Sequence[Script]:
        """All scripts of the page."""
        every = self.root.iter("script")
        return [Script(each.get("id", ""), each.get("type", "").lower(), each) for each in every]

    def _classed(self, *pieces: str) -> list[tuple[str, etree._Element]]:
        """Return, behind their classes, all elements that have one of these, and some others."""
        if self._named is None or not self._sought.issuperset(pieces):
            self._sought = self._sought.union(pieces)
            is_sought = _sought(self._sought)
            self._named = [
                (names, each)
                for part in self._parts
                for each in part.iter()
                if (names := each.get(_CLASS)) and is_sought[names]
            ]
        return self._named


class _Sought(dict[str, bool]):
    """Tells of class attributes whether they hold what is sought; most come again and again."""

    def __init__(self, pieces: Collection[str]) -> None:
        super().__init__()
        self._pattern = re.compile("|".join(map(re.escape, sorted(pieces))))

    def __missing__(self, names: str) -> bool:
        found = self._pattern.search(names) is not None
        if len(names) <= _MAX_NAMES_CHARS and len(self) < _MAX_NAMES:
            self[names] = found
        return found


_sought = cache(_Sought)
"""By the pieces of names that are sought: one for each edition's parser, and a few more."""


def _parts_of(root: etree._Element) -> list[etree._Element]:
    """Return the body's children without menu and footer, if all of its text is in children."""
    body = next(root.iterchildren("body"), None)
    if body is None or len(body) > _MAX_PARTS or _is_text(body.text):
        return [root]
    parts = []
    for child in body:
        if _is_text(child.tail):
            return [root]
        if not _is_page_furniture(child):
            parts.append(child)
    return parts


def _is_text(text: str | None) -> bool:
    return bool(text and not text.isspace())


def _longest(names: frozenset[str]) -> str:
    return max(names, key=len)


@cache
def _classes(selector: str) -> tuple[frozenset[str], ...]:
    """Return the sets of classes that a selector names, ``()`` if it asks for something else."""
    if not _CLASS_SELECTOR.fullmatch(selector):
        return ()
    return tuple(frozenset(each.strip(" .").split(".")) for each in selector.split(","))


@cache
def compiled(selector: str) -> CSSSelector:
    """Return the compiled form of a CSS selector."""
    return CSSSelector(selector, translator="html")


def read_tree(html: bytes | str) -> etree._Element:
    """Return the root element of a page.

    Bytes that are not UTF-8 are read in the character set that they declare; what does not fit is
    replaced. No network, no entity expansion, no comments in the tree.

    Raises:
        RefusedPageError: ``too-large`` or ``not-html``.
    """
    if len(html) > MAX_BYTES:
        raise RefusedPageError("too-large")
    content = html.encode(errors="ignore") if isinstance(html, str) else _without_mark(html)
    root, is_utf8 = _parse(content)
    if not is_utf8:
        declared = _CHARSET.search(content[:_CHARSET_WITHIN])
        charset = declared[1].decode() if declared else "utf-8"
        root, _ = _parse(content.decode(charset, "replace").encode(errors="ignore"))
    return root


def _without_mark(content: bytes) -> bytes:
    """Return a page as it is; one that begins with a byte order mark without it, in UTF-8."""
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(charset, "replace").encode(errors="ignore")
    return content


def _parse(content: bytes) -> tuple[etree._Element, bool]:
    """Return the tree of a page that should be UTF-8, and whether it is.

    The parser says so itself, and sees all of the text: nothing need be decoded only to know.

    Raises:
        RefusedPageError: ``too-large`` or ``not-html``.
    """
    if b"\0" in content:
        content = content.replace(b"\0", b"")
    if not _MARKUP.search(content) or _OTHER_FORMAT.match(content):
        raise RefusedPageError("not-html")
    if is_too_much(content):
        raise RefusedPageError("too-large")
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=False,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(without_menus(content), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedPageError("not-html") from error
    if root is None:
        raise RefusedPageError("not-html")
    is_utf8 = all(each.type != _NOT_UTF8 for each in parser.error_log)
    return root, is_utf8


def _is_page_furniture(element: etree._Element) -> bool:
    """Return whether a child of the body is its menu or footer, or nothing that is seen."""
    if element.tag in _MENUS:
        return not len(element) or next(element.iter(*_ARTICLE_TAGS, "p"), None) is None
    return element.tag == "footer" and next(element.iter(*_ARTICLE_TAGS), None) is None
