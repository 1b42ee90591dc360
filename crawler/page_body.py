"""The text of an article: its paragraphs, exactly as written, and nothing else of the page.

Paragraphs are the ``p`` elements of the body, and what else stands there as text: subheadings,
quotations, items of lists, rows of tables, text between line breaks. Embedded posts are no text of
the article. A single line break inside a paragraph is a space, two end it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice

from lxml import etree
from lxml.cssselect import CSSSelector

from archive.kinds import refusal_of, section_of
from archive.tawsiyat import read_address, read_url
from archive.urls import edition_of_url
from crawler.page_furniture import PageFacts, Sifted, is_card_group, sift
from crawler.page_lines import Line, is_in_furniture, read_lines

_MIN_SENTENCE_CHARS = 60
"""Outside the body's own element, text without a paragraph of this length is none."""
_MAX_RELATED = 50
_RELATED = etree.XPath(
    "//*[contains(@class, 'related')][not(ancestor::nav or ancestor::footer)]//a/@href"
)
_PARAGRAPHS = frozenset({"p", "h2", "h3", "h4", "li", "blockquote"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What was found of an article's text."""

    paragraphs: tuple[str, ...] = ()
    source: str = ""
    """From a source line among the paragraphs."""
    has_place: bool = False
    """Whether the page has the element for its text, be it empty."""
    links: tuple[str, ...] = ()
    """Addresses of the related articles that stood in it, as the page has them."""


def read_body(root: etree._Element, base: str, facts: PageFacts) -> Body:
    """Return the body from the first of the edition's selectors that gives paragraphs."""
    found = Body()
    for number, selector in enumerate(facts.site.body_selectors):
        containers = find_containers(root, selector)
        sifted = _read(containers, base, facts)
        paragraphs = tuple(line.text for line in _trusted(sifted.kept, own=number == 0))
        links = tuple(link for line in sifted.dropped for link in line.links)
        found = Body(
            paragraphs=paragraphs,
            source=found.source or sifted.source,
            links=found.links + links,
            has_place=found.has_place or (number == 0 and bool(containers)),
        )
        if paragraphs:
            break
    return found


def find_containers(root: etree._Element, selector: str) -> list[etree._Element]:
    """Return the first element that fits and is not furniture, and those beside it that fit."""
    found = select(selector)(root)
    first = first_seen(found)
    if first is None:
        return []
    parent = first.getparent()
    return [each for each in found if each is first or each.getparent() is parent]


def first_seen(elements: Sequence[etree._Element]) -> etree._Element | None:
    """Return the first of these that is not in furniture, else the first, else ``None``."""
    seen = (element for element in elements if not is_in_furniture(element))
    return next(seen, elements[0] if elements else None)


def related_articles(root: etree._Element, url: str, links: Iterable[str]) -> tuple[str, ...]:
    """Return the articles of the editions that a page names as related to its own.

    Args:
        root: The page; its boxes of related articles are looked for wherever they stand.
        url: Canonical address of the page itself, which is left out.
        links: Addresses that stood between the paragraphs.
    """
    found = dict.fromkeys(read_url(read_address(each, url)) for each in (*links, *_RELATED(root)))
    own = (each for each in found if each and each != url and edition_of_url(each))
    articles = (each for each in own if section_of(each) and not refusal_of(each))
    return tuple(islice(articles, _MAX_RELATED))


@cache
def select(selector: str) -> CSSSelector:
    """Return the compiled form of a CSS selector."""
    return CSSSelector(selector, translator="html")


def _read(containers: Sequence[etree._Element], base: str, facts: PageFacts) -> Sifted:
    dropped: list[Line] = []
    lines: list[Line] = []
    judge = partial(is_card_group, facts=facts)
    for container in containers:
        lines += read_lines(container, base, is_furniture=judge, dropped=dropped)
    sifted = sift(lines, facts)
    sifted.dropped += dropped
    return sifted


def _trusted(lines: list[Line], *, own: bool) -> list[Line]:
    """Return the lines that may be taken for text; in a wider element only real paragraphs."""
    if own:
        return lines
    lines = [line for line in lines if line.tag in _PARAGRAPHS]
    return lines if any(len(line.text) >= _MIN_SENTENCE_CHARS for line in lines) else []
