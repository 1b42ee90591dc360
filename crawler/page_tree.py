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
_PIECE_BYTES = 2**14
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|section|article|div|span|p|h[1-6])\b",
    re.IGNORECASE,
)
_OTHER_FORMAT = re.compile(
    rb"\s*(?:%PDF|\x89PNG|GIF8|PK|[{\[]|(?:<\?xml[^>]*>\s*)?<(?:urlset|sitemapindex|rss|feed|svg)\b)"
)
_CLASS_SELECTOR = re.compile(r"\.[\w.-]+(?:\s*,\s*\.[\w.-]+)*")
_MENUS = frozenset({"header", "nav", "script", "style", "svg"})
_ARTICLE_TAGS = ("h1", "h2", "article", "section")
"""What holds one of these is no menu and no footer, whatever its name: its end was forgotten."""
_MAX_PARTS = 50
_TEXTS_WITH = etree.XPath("descendant::text()[contains(., $label)]")


class Script(NamedTuple):
    """A script element."""

    id: str
    type: str
    """In lower case."""
    element: etree._Element


class PageTree:
    """A page's tree, with quick ways to the elements beside the page's menu and footer."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._texts: dict[etree._Element, str] = {}

    def iter(self, *tags: str) -> Iterator[etree._Element]:
        """Return the elements of these names, of any without one, in their order."""
        return chain.from_iterable(part.iter(*tags) for part in self._parts)

    def select(self, selector: str) -> list[etree._Element]:
        """Return the elements that a CSS selector fits, in their order.

        Selectors of nothing but classes, such as ``.one, .two.three``, are the quickest.
        """
        if _CLASS_SELECTOR.fullmatch(selector):
            return self.with_classes(*_classes(selector))
        return [each for part in self._parts for each in compiled(selector)(part)]

    def with_classes(self, *wanted: frozenset[str]) -> list[etree._Element]:
        """Return the elements that have all classes of one of these sets, in their order."""
        classed, every = self.classed, self._every_class
        found: dict[int, etree._Element] = {}
        for names in wanted:
            rare = max(names, key=len)
            for place, (classes, each) in enumerate(classed if rare in every else ()):
                if rare in classes and names.issubset(classes.split()):
                    found[place] = each
        return [found[place] for place in sorted(found)]

    def inside(self, boxes: Collection[etree._Element], *tags: str) -> Iterator[etree._Element]:
        """Yield the elements of these names that stand in one of these, in their order."""
        for each in self.iter(*tags) if boxes else ():
            if any(around in boxes for around in each.iterancestors()):
                yield each

    def texts_with(self, label: str) -> Iterator[Any]:
        """Yield the texts that hold a label, as lxml's strings that know their parents."""
        for part in self._parts:
            if label in self._text_of(part):
                yield from _TEXTS_WITH(part, label=label)

    def _text_of(self, part: etree._Element) -> str:
        """Return all text of a part before it: much faster to search than the part itself."""
        text = self._texts.get(part)
        if text is None:
            text = self._texts[part] = etree.tostring(part, method="text", encoding="unicode")
        return text

    @cached_property
    def scripts(self) -> Sequence[Script]:
        """All scripts of the page."""
        every = self.root.iter("script")
        return [Script(each.get("id", ""), each.get("type", "").lower(), each) for each in every]

    @cached_property
    def classed(self) -> list[tuple[str, etree._Element]]:
        """The elements that have a class, behind all their classes, in their order."""
        every = chain.from_iterable(part.iter() for part in self._parts)
        return [(names, each) for each in every if (names := each.get("class"))]

    @cached_property
    def _every_class(self) -> str:
        return " ".join([classes for classes, _ in self.classed])

    @cached_property
    def _parts(self) -> list[etree._Element]:
        """The body's children without menu and footer, if all of its text is in children."""
        body = self.root.find("body")
        if body is None or len(body) > _MAX_PARTS or _has_text_of_its_own(body):
            return [self.root]
        return [each for each in body if not _is_page_furniture(each)]


@cache
def _classes(selector: str) -> tuple[frozenset[str], ...]:
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
    content = html.encode(errors="ignore") if isinstance(html, str) else _as_utf8(html)
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
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedPageError("not-html") from error
    if root is None:
        raise RefusedPageError("not-html")
    return root


def _as_utf8(content: bytes) -> bytes:
    """Return a page in UTF-8, without a byte order mark; what cannot be read is replaced."""
    mark, charset = next((each for each in _BOMS if content.startswith(each[0])), (b"", ""))
    if not charset:
        try:
            _check_utf8(content)
        except UnicodeDecodeError:
            declared = _CHARSET.search(content[:_CHARSET_WITHIN])
            charset = declared[1].decode() if declared else "utf-8"
        else:
            return content
    return content[len(mark) :].decode(charset, "replace").encode(errors="ignore")


def _check_utf8(content: bytes) -> None:
    """Decode a page piece by piece: several times as fast as at once, for nothing large is made.

    Raises:
        UnicodeDecodeError: It is not in UTF-8.
    """
    pieces, decoder = memoryview(content), codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(content), _PIECE_BYTES):
        decoder.decode(pieces[start : start + _PIECE_BYTES])
    decoder.decode(b"", final=True)


def _has_text_of_its_own(body: etree._Element) -> bool:
    texts = (body.text, *(child.tail for child in body))
    return any(text and not text.isspace() for text in texts)


def _is_page_furniture(element: etree._Element) -> bool:
    """Return whether a child of the body is its menu or footer, or nothing that is seen."""
    if element.tag in _MENUS:
        return next(element.iter(*_ARTICLE_TAGS, "p"), None) is None
    return element.tag == "footer" and next(element.iter(*_ARTICLE_TAGS), None) is None
