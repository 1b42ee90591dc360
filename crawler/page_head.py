"""What the visible head of an article shows: title, lead, byline, source, date, image, tags."""

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cache
from itertools import islice, pairwise, takewhile
from typing import Any

from lxml import etree

from archive.tawsiyat import read_address, read_authors, read_line, read_tags
from crawler.editions import EditionSite
from crawler.page_body import find_containers, first_seen
from crawler.page_furniture import is_listed_line, read_source, same_text
from crawler.page_lines import is_in_furniture, text_of
from crawler.page_tree import PageTree
from languages import parse_visible_date

_MAX_HEAD_LINES = 60
_MAX_SOURCES = 50
"""Texts that begin as a source line does; what is around each is read, be it the whole page."""
_MAX_NAME_CHARS = 80
_MAX_NAME_WORDS = 6
_IMAGE_ATTRIBUTES = ("data-src", "data-original", "data-lazy-src", "src")
_AUTHOR_CLASSES = frozenset({"author-name", "article-author", "writer-name"})
_AUTHOR_PATHS = ("/authors/", "/author/", "/escritores/", "/autores/")
_TAG_BOXES = ".tags, .tag-list, .article-tags, .news-tags"
_TAG_PATHS = ("/tags/", "/tag/", "?tags=")
_IMAGE_BOXES = ".details-white-box, .read-section"
BOXES = (_TAG_BOXES, _IMAGE_BOXES)
"""Selectors that may be asked for beside the edition's."""
_CAPTIONS = frozenset({"caption", "img-caption", "image-caption"})
_BYLINE = re.compile(r"(?:By|Por|بقلم|كتب|كتبت|الكاتب)\b\s*:?\s+\S", re.IGNORECASE)
_NO_SOURCE_IN = frozenset({"script", "style", "noscript", "a", "h1", "h2"})
_SHORT_BAR = " \u00a0|–—-:·•"


class ShownFields:
    """The fields that the page's own elements show, each looked for when it is asked for.

    Source, date and byline without a mark of their own are found by :func:`read_head_lines`.
    """

    def __init__(self, page: PageTree, base: str, site: EditionSite) -> None:
        self._told = (page, base, site)

    def get(self, field: str, /) -> Any:
        """Return the value of an article field; nothing if the page does not show it."""
        find = _FINDERS.get(field)
        return find(*self._told) if find else None


def find_title(page: PageTree, site: EditionSite) -> etree._Element | None:
    """Return the heading that names the article: never a label of the page or the site's name."""
    for selector in site.title_selectors:
        named = [each for each in page.select(selector) if _is_title(text_of(each), site)]
        shown = [each for each in named if not is_in_furniture(each)]
        if shown:
            return shown[0]
    return None


def find_source(page: PageTree, site: EditionSite) -> str:
    """Return what the source line names, wherever on the page it stands; ``""`` without one."""
    for label in _beginnings(site.source_labels):
        texts = (each for each in page.texts_with(label) if _begins_line(each, label))
        for text in islice(texts, _MAX_SOURCES):
            source = _source_at(text, site)
            if source and not is_in_furniture(text.getparent()):
                return source
    return ""


def _begins_line(text: Any, label: str) -> bool:
    return text.getparent().tag not in _NO_SOURCE_IN and text.strip().startswith(label)


def read_head_lines(
    page: PageTree,
    site: EditionSite,
    *,
    fetched: datetime,
) -> dict[str, Any]:
    """Return date and byline as the lines between title and body show them.

    A date is read by :func:`languages.parse_visible_date`; a byline is what follows its label, or
    the short line before the source.
    """
    times = (each for each in page.root.iter("time") if each.get("datetime") is not None)
    lines = [*_head_lines(page, site), *map(text_of, times)]
    found: dict[str, Any] = {}
    for before, line in pairwise(["", *lines]):
        time = parse_visible_date(line, site.language, now=fetched)
        if time is not None and found.get("published_raw", "") in line:
            found |= {"published": time, "published_raw": line}
        elif _BYLINE.match(line) and len(line) <= _MAX_NAME_CHARS:
            found.setdefault("authors", read_authors(line))
        elif read_source(line, site) and _is_name(before, site):
            found.setdefault("authors", read_authors(before))
    return found


def clean_caption(caption: str, title: str) -> str:
    """Return a caption without the title that it repeats.

    >>> clean_caption("Rain in Selun (Agencies)", "Rain in Selun")
    '(Agencies)'
    """
    if same_text(caption, title):
        return ""
    return caption.removeprefix(title).strip(_SHORT_BAR) if title else caption


def _head_lines(page: PageTree, site: EditionSite) -> Iterator[str]:
    """Yield the short texts from the title to the body, and if there is none, those behind."""
    title = find_title(page, site)
    if title is None:
        return
    bodies = {each for name in site.body_selectors[:2] for each in find_containers(page, name)}
    texts = (text for each in _behind(title) for text in _texts_until(each, bodies))
    for text in islice(takewhile(lambda each: each is not None, texts), _MAX_HEAD_LINES):
        if text:
            yield text


def _behind(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that follow one, each whole, in the order of the page."""
    for each in [element, *element.iterancestors()]:
        yield from each.itersiblings()


def _texts_until(
    element: etree._Element, ends: AbstractSet[etree._Element]
) -> Iterator[str | None]:
    """Yield the text of each element inside, inner ones first, and ``None`` at one of the ends."""
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, each in walker:
        if event == "start" and each in ends:
            yield None
        elif event == "start" and each.tag in {"script", "style", "noscript"}:
            walker.skip_subtree()
        elif event == "end" and each.tag not in {"script", "style", "noscript"}:
            yield text_of(each)
            yield read_line(each.tail) if each is not element else ""


def _title(page: PageTree, _base: str, site: EditionSite) -> str:
    element = find_title(page, site)
    return "" if element is None else text_of(element)


def _is_title(text: str, site: EditionSite) -> bool:
    return bool(text) and text not in site.names and not is_listed_line(text, site)


def _lead(page: PageTree, _base: str, site: EditionSite) -> str:
    for selector in site.lead_selectors:
        element = first_seen(page.select(selector))
        if element is not None and text_of(element):
            return text_of(element)
    return ""


def _authors(page: PageTree, _base: str, _site: EditionSite) -> tuple[str, ...]:
    named = (each for each in page.iter() if _names_author(each) and not is_in_furniture(each))
    texts = (text for each in named if len(text := text_of(each)) <= _MAX_NAME_CHARS)
    return next(filter(None, map(read_authors, texts)), ())


def _names_author(element: etree._Element) -> bool:
    if element.get("rel") == "author" or element.get("itemprop") == "author":
        return True
    if not _AUTHOR_CLASSES.isdisjoint(element.get("class", "").split()):
        return True
    return element.tag == "a" and any(path in element.get("href", "") for path in _AUTHOR_PATHS)


def _tags(page: PageTree, _base: str, _site: EditionSite) -> tuple[str, ...]:
    in_boxes = page.inside(page.select(_TAG_BOXES), "a", "li", "p")
    named = [*filter(_links_tag, page.iter("a")), *in_boxes]
    return read_tags([text_of(each).lstrip("#") for each in named])


def _links_tag(link: etree._Element) -> bool:
    return link.get("rel") == "tag" or any(path in link.get("href", "") for path in _TAG_PATHS)


def _image_url(page: PageTree, base: str, _site: EditionSite) -> str:
    return _image(page, base)[0]


def _image_caption(page: PageTree, base: str, _site: EditionSite) -> str:
    return _image(page, base)[1]


def _image(page: PageTree, base: str) -> tuple[str, str]:
    """Return address and caption of the first image of the article."""
    for figure in _figures(page):
        image = figure if figure.tag == "img" else next(figure.iter("img"), None)
        if image is None or is_in_furniture(figure):
            continue
        address = _address(image, base)
        if address:
            return address, _caption(figure) or read_line(image.get("alt", ""))
    return "", ""


def _figures(page: PageTree) -> Iterator[etree._Element]:
    yield from page.iter("figure")
    boxes = [*page.select(_IMAGE_BOXES), *page.iter("article")]
    yield from page.inside(boxes, "img")


def _caption(figure: etree._Element) -> str:
    for each in figure.iter():
        names = each.get("class")
        is_caption = each.tag == "figcaption" or (names and not _CAPTIONS.isdisjoint(names.split()))
        if is_caption and (text := text_of(each)):
            return text
    return ""


def _address(image: etree._Element, base: str) -> str:
    for name in _IMAGE_ATTRIBUTES:
        if (address := image.get(name)) and (found := read_address(address, base)):
            return found
    return ""


def _source_at(text: Any, site: EditionSite) -> str:
    """Return the source from a text that begins with the label, or from what follows it."""
    candidates = _source_lines(text, text.getparent())
    return next(filter(None, (read_source(read_line(each), site) for each in candidates)), "")


def _source_lines(text: Any, element: etree._Element) -> Iterator[str]:
    yield (label := text_of(element))
    yield f"{label} {element.tail or ''}"
    following, parent = element.getnext(), element.getparent()
    if following is not None:
        yield f"{label} {text_of(following)}"
    if parent is not None:
        yield text_of(parent)
    yield str(text)


def _is_name(text: str, site: EditionSite) -> bool:
    words = text.split()
    return 1 < len(words) <= _MAX_NAME_WORDS and not is_listed_line(text, site)


@cache
def _beginnings(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the labels but those that begin with another one."""
    return tuple(
        each for each in labels if not any(each.startswith(o) for o in labels if o != each)
    )


_FINDERS: Mapping[str, Callable[[PageTree, str, EditionSite], Any]] = {
    "title": _title,
    "lead": _lead,
    "authors": _authors,
    "tags": _tags,
    "image_url": _image_url,
    "image_caption": _image_caption,
}
