"""The text of an article: its paragraphs, exactly as written, and nothing else of the page.

Paragraphs are the ``p`` elements of the body, and what else stands there as text: subheadings,
quotations, items of lists, rows of tables, text between line breaks. Embedded posts are no text of
the article. A single line break inside a paragraph is a space, two end it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from lxml import etree

from archive.kinds import refusal_of, section_of
from archive.tawsiyat import read_url
from archive.urls import edition_of_url
from crawler.page_furniture import PageFacts, Sifted, is_card_group, sift
from crawler.page_lines import Line, absolute, is_in_furniture, read_lines
from crawler.page_tree import PageTree

_MIN_SENTENCE_CHARS = 60
"""Outside the body's own element, text without a paragraph of this length is none."""
_MAX_RELATED = 50
RELATED = "related"
"""Part of the classes of boxes of related articles."""
_NO_RELATED_IN = ("nav", "footer")
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


def read_body(page: PageTree, base: str, facts: PageFacts) -> Body:
    """Return the body from the first of the edition's selectors that gives paragraphs."""
    found = Body()
    for number, selector in enumerate(facts.site.body_selectors):
        containers = find_containers(page, selector)
        sifted = _read(containers, base, facts, own=number == 0)
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


def find_containers(page: PageTree, selector: str) -> list[etree._Element]:
    """Return the first element that fits and is not furniture, and those beside it that fit."""
    found = page.select(selector)
    first = first_seen(found)
    if first is None:
        return []
    parent = first.getparent()
    return [each for each in found if each is first or each.getparent() is parent]


def first_seen(elements: Sequence[etree._Element]) -> etree._Element | None:
    """Return the first of these that is not in furniture, else the first, else ``None``."""
    if len(elements) == 1:  # whose place changes nothing
        return elements[0]
    seen = (element for element in elements if not is_in_furniture(element))
    return next(seen, elements[0] if elements else None)


def related_articles(page: PageTree, url: str, links: Iterable[str]) -> tuple[str, ...]:
    """Return the articles of the editions that a page names as related to its own.

    Args:
        page: Its boxes of related articles are looked for wherever they stand.
        url: Canonical address of the page itself, which is left out.
        links: Addresses that stood between the paragraphs.
    """
    hrefs = dict.fromkeys((*links, *_related_hrefs(page)))
    found = dict.fromkeys(read_url(absolute(url, each)) for each in hrefs)
    own = (each for each in found if each and each != url and edition_of_url(each))
    articles = (each for each in own if section_of(each) and not refusal_of(each))
    return tuple(islice(articles, _MAX_RELATED))


def _related_hrefs(page: PageTree) -> Iterator[str]:
    for box in page.naming(RELATED):
        if next(box.iterancestors(*_NO_RELATED_IN), None) is None:
            yield from (href for link in box.iterdescendants("a") if (href := link.get("href")))


def _read(
    containers: Sequence[etree._Element], base: str, facts: PageFacts, *, own: bool
) -> Sifted:
    dropped: list[Line] = []
    lines: list[Line] = []
    judge = partial(is_card_group, facts=facts)
    for container in containers:
        lines += read_lines(container, base, is_furniture=judge, dropped=dropped)
    sifted = sift(lines, facts, own=own)
    sifted.dropped += dropped
    return sifted


def _trusted(lines: list[Line], *, own: bool) -> list[Line]:
    """Return the lines that may be taken for text; in a wider element only real paragraphs."""
    if own:
        return lines
    lines = [line for line in lines if line.tag in _PARAGRAPHS]
    return lines if any(len(line.text) >= _MIN_SENTENCE_CHARS for line in lines) else []
