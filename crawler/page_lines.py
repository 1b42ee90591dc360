"""A part of a page as the lines that a reader sees, each with where it comes from."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree

from archive.urls import edition_of_url

MAX_LINES = 20_000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _words(
    """address article aside blockquote body center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody
    tfoot thead tr ul"""
)
_GROUPS = _words("article aside blockquote div dl ol section table ul")
_PLAIN_BLOCKS = _BLOCKS - _GROUPS
_WRAPPERS = frozenset({"html", "body", "main", "form", "article"})
_FURNITURE_TAGS = frozenset({"aside", "footer", "nav"})
_CELLS = frozenset({"td", "th"})
"""A row of a table is one line."""
_UNSEEN = _words(
    """applet area audio base button canvas datalist embed figcaption figure footer form frame
    frameset head header iframe img input link map meta nav noembed noframes noscript object option
    param picture progress script select source style svg template textarea title track video"""
)
"""Elements that hold no text of an article."""
_UNSEEN_NAMES = _words(
    """ad ads adsbygoogle advert advertisement banner breadcrumb breadcrumbs breaking byline caption
    comments cookie coverage embed facebook fb footer hidden instagram listen menu nav navbar
    newsletter player poll popup promo recommended related share sharing sidebar social sponsored
    subscribe summary tag tags telegram ticker tiktok toolbar tweet twitter views youtube"""
)
"""Words in the class or id of a block that is no part of an article's text."""
_UNSEEN_PAIRS = re.compile(
    r"(?:read|most|more|also|author|min|tweet|sr)[-_]*"
    r"(?:also|articles|bio|box|card|embed|info|more|news|next|only|read|viewed)(?![a-z])"
)
_NAME_WORDS = re.compile(r"[a-z]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_PLAIN_PATH = re.compile(r"/(?!/|\.|.*/\.)[^; \t\r\n]*")
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+/[\w./%:@!$&'()*+,=~-]*")
"""What leads where it says, with the base's host before it or by itself."""
_MAX_NAMES_CHARS = 1_000
_BREAK = "\n"
"""Stands for a line break; those of the source text are spaces by then."""


class Line(NamedTuple):
    """A paragraph, heading, item of a list, or text between other blocks."""

    text: str
    """Runs of HTML space are one space, line breaks too; everything else is as written."""
    tag: str
    """Of the innermost block it stands in."""
    linked: float = 0.0
    """Share of its characters that lead to pages of the editions."""
    links: tuple[str, ...] = ()
    """Absolute addresses it links to."""

    @property
    def is_heading(self) -> bool:
        """Whether it stands in a heading element."""
        return self.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}


def read_lines(
    element: etree._Element,
    base: str,
    *,
    is_furniture: Callable[[str, Sequence[Line]], bool] = lambda _tag, _lines: False,
    dropped: list[Line] | None = None,
) -> list[Line]:
    """Return the lines of an element in the order of the page.

    Blocks end lines, and so do two line breaks in a row. Inline elements are joined without
    adding or losing a space. What is not article text by its element, class or style is left out.

    Args:
        element: Its own class is not looked at.
        base: Address of the page, to complete those of links.
        is_furniture: Tells of an inner group (a box, a list), by its tag and its lines, whether it
            is none of the article's; such a group is left out.
        dropped: Lines that were left out for that are appended here.
    """
    reader = _Reader(base, is_furniture)
    reader.read(element)
    if dropped is not None:
        dropped += reader.dropped
    return reader.lines


def text_of(element: etree._Element) -> str:
    """Return an element's text, runs of HTML space made one, trimmed."""
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return squeeze(text).strip()


def squeeze(text: str) -> str:
    """Return a text with runs of HTML space made one space; nearly all texts are so already."""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        return _SPACE.sub(" ", text)
    return text


def absolute(base: str, href: str) -> str:
    """Return the address that a link leads to, ``""`` for none; ``base`` is that of its page."""
    href = href.strip()
    if _PLAIN_PATH.fullmatch(href):  # as most links of the site: ten times as fast
        return _origin(base) + href
    if _PLAIN_ADDRESS.fullmatch(href):
        return href
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


@lru_cache(maxsize=16)
def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])


def is_unseen(element: etree._Element) -> bool:
    """Return whether an element, by its name, class, id or style, holds no text of an article."""
    tag = element.tag
    if tag in _UNSEEN:
        return True
    if not element.keys():
        return False
    style = element.get("style")
    if element.get("hidden") is not None or (style and _HIDDEN.search(style)):
        return True
    return tag in _BLOCKS and _is_unseen_by_name(element)


def is_in_furniture(element: etree._Element) -> bool:
    """Return whether an element stands in a menu, a footer, a ticker or the like.

    What wraps the whole page is not asked: its classes tell of the page's state.
    """
    for each in element.iterancestors():
        tag = each.tag
        if tag in _FURNITURE_TAGS or (tag not in _WRAPPERS and _is_unseen_by_name(each)):
            return True
    return False


def _is_unseen_by_name(element: etree._Element) -> bool:
    names, name = element.get("class", ""), element.get("id")
    if name:
        names = f"{names} {name}"
    return names != "" and _are_unseen_names(names[:_MAX_NAMES_CHARS])


@lru_cache(maxsize=1024)
def _are_unseen_names(names: str) -> bool:
    names = names.lower()
    words = _NAME_WORDS.findall(names)
    return not _UNSEEN_NAMES.isdisjoint(words) or bool(_UNSEEN_PAIRS.search(names))


class _Reader:
    """Gathers pieces of text into lines."""

    def __init__(self, base: str, is_furniture: Callable[[str, Sequence[Line]], bool]) -> None:
        self.lines: list[Line] = []
        self.dropped: list[Line] = []
        self._base = base
        self._is_furniture = is_furniture
        self._pieces: list[str] = []
        self._linked = 0
        self._links: list[str] = []
        self._tags: list[str] = []
        self._starts: list[int] = []
        self._own_link: etree._Element | None = None

    def read(self, element: etree._Element) -> None:
        self._enter(element)
        for child in element:
            if is_unseen(child):
                self._pass_over(str(child.tag))
                self._add(child.tail)
            elif len(child) or self._own_link is not None:
                self._walk(child)
            else:
                self._read_leaf(child)
            if len(self.lines) > MAX_LINES:
                break
        self._leave(element)
        self._flush()

    def _read_leaf(self, element: etree._Element) -> None:
        """Read an element without children; most of an article are paragraphs of this kind."""
        if element.tag in _PLAIN_BLOCKS:
            self._flush()
            text = squeeze(element.text or "").strip()
            if text:
                self.lines.append(Line(text, str(element.tag)))
        else:
            self._enter(element)
            self._leave(element)
        self._add(element.tail)

    def _walk(self, element: etree._Element) -> None:
        walker = etree.iterwalk(element, events=("start", "end"))
        unseen: etree._Element | None = None
        for event, each in walker:
            if event == "end":
                if each is not unseen:
                    self._leave(each)
                unseen = None
                self._add(each.tail)
            elif is_unseen(each):
                unseen = each
                walker.skip_subtree()
                self._pass_over(str(each.tag))
            else:
                self._enter(each)
            if len(self.lines) > MAX_LINES:
                break

    def _enter(self, element: etree._Element) -> None:
        tag = str(element.tag)
        self._pass_over(tag)
        if tag in _BLOCKS:
            self._tags.append(tag)
            self._starts.append(len(self.lines))
        elif tag == "a":
            self._enter_link(element)
        self._add(element.text)

    def _pass_over(self, tag: str) -> None:
        """Part what stands before an element, be it seen or not, from what stands behind it."""
        if tag in _BLOCKS:
            self._flush()
        elif tag == "br":
            self._add_break()
        elif tag in _CELLS:
            self._add(" ")

    def _leave(self, element: etree._Element) -> None:
        if element is self._own_link:
            self._own_link = None
        if element.tag not in _BLOCKS:
            return
        self._flush()
        self._tags.pop()
        start = self._starts.pop()
        group = self.lines[start:]
        is_inner = element.tag in _GROUPS and bool(self._tags)
        if is_inner and group and self._is_furniture(str(element.tag), group):
            self.dropped += group
            del self.lines[start:]

    def _add(self, text: str | None) -> None:
        if not text or (not self._pieces and text.isspace()):
            return
        spaced = squeeze(text)
        self._pieces.append(spaced)
        if self._own_link is not None:
            self._linked += len(spaced.strip())

    def _flush(self) -> None:
        if not self._pieces and not self._links:
            return
        text = squeeze("".join(self._pieces)).strip()
        if text:
            tag = self._tags[-1] if self._tags else ""
            linked = min(1.0, self._linked / len(text))
            self.lines.append(Line(text, tag, linked, tuple(self._links)))
        self._pieces.clear()
        self._links.clear()
        self._linked = 0

    def _add_break(self) -> None:
        last = next((piece for piece in reversed(self._pieces) if piece != " "), "")
        if last == _BREAK:
            self._flush()
        else:
            self._pieces.append(_BREAK)

    def _enter_link(self, element: etree._Element) -> None:
        address = absolute(self._base, element.get("href", ""))
        if address.partition("#")[0] in {"", self._base}:
            return
        self._links.append(address)
        if edition_of_url(address) is not None:
            self._own_link = element
