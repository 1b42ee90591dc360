"""What the visible head of an article shows: title, lead, byline, source, date, image, tags."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import islice, pairwise, takewhile
from typing import Any

from lxml import etree

from archive.tawsiyat import read_address, read_authors, read_line, read_tags
from crawler.editions import EditionSite
from crawler.page_body import find_containers, first_seen, select
from crawler.page_furniture import is_listed_line, read_source, same_text
from crawler.page_lines import is_in_furniture, text_of
from languages import parse_visible_date

_MAX_HEAD_LINES = 60
_MAX_NAME_CHARS = 80
_MAX_NAME_WORDS = 6
_IMAGE_ATTRIBUTES = ("data-src", "data-original", "data-lazy-src", "src")
_AUTHOR_SELECTOR = (
    "[rel=author], [itemprop=author], .author-name, .article-author, .writer-name, "
    "a[href*='/authors/'], a[href*='/author/'], a[href*='/escritores/'], a[href*='/autores/']"
)
_TAG_SELECTOR = (
    "a[rel=tag], .tags a, .tags li, .tags p, .tag-list a, .article-tags a, .news-tags a, "
    "a[href*='/tags/'], a[href*='/tag/'], a[href*='?tags=']"
)
_FIGURES = ("figure", ".details-white-box img, .read-section img, article img")
_CAPTIONS = "figcaption, .caption, .img-caption, .image-caption"
_TIMES = "time[datetime]"
_BYLINE = re.compile(r"(?:By|Por|بقلم|كتب|كتبت|الكاتب)\b\s*:?\s+\S", re.IGNORECASE)
_TEXTS_WITH = etree.XPath("//body//text()[contains(., $label)]")
_NO_SOURCE_IN = frozenset({"script", "style", "noscript", "a", "h1", "h2"})
_SHORT_BAR = " \u00a0|–—-:·•"


def read_dom(
    root: etree._Element,
    base: str,
    site: EditionSite,
    wanted: Container[str],
) -> dict[str, Any]:
    """Return the fields that the page's own elements show, absent ones left out.

    Address and caption of the image are always read, the others only if they are wanted. Source,
    date and byline without a mark of their own are found by :func:`read_head_lines`.
    """
    readers: Mapping[str, Callable[[], Any]] = {
        "title": lambda: _title(root, site),
        "lead": lambda: _lead(root, site),
        "authors": lambda: _authors(root),
        "tags": lambda: read_tags([text.lstrip("#") for text in _texts(root, _TAG_SELECTOR)]),
    }
    found = {field: read() for field, read in readers.items() if field in wanted}
    return {name: value for name, value in (found | _image(root, base)).items() if value}


def find_title(root: etree._Element, site: EditionSite) -> etree._Element | None:
    """Return the heading that names the article: never a label of the page or the site's name."""
    for selector in site.title_selectors:
        named = [each for each in select(selector)(root) if _is_title(text_of(each), site)]
        shown = [each for each in named if not is_in_furniture(each)]
        if shown:
            return shown[0]
    return None


def find_source(root: etree._Element, site: EditionSite) -> str:
    """Return what the source line names, wherever on the page it stands; ``""`` without one."""
    for label in site.source_labels:
        for text in _TEXTS_WITH(root, label=label):
            element = text.getparent()
            if element.tag in _NO_SOURCE_IN or not text.strip().startswith(label):
                continue
            source = _source_at(text, site)
            if source and not is_in_furniture(element):
                return source
    return ""


def read_head_lines(
    root: etree._Element,
    site: EditionSite,
    *,
    fetched: datetime,
) -> dict[str, Any]:
    """Return date and byline as the lines between title and body show them.

    A date is read by :func:`languages.parse_visible_date`; a byline is what follows its label, or
    the short line before the source.
    """
    lines = [*_head_lines(root, site), *map(text_of, select(_TIMES)(root))]
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


def _head_lines(root: etree._Element, site: EditionSite) -> Iterator[str]:
    """Yield the short texts from the title to the body, and if there is none, those behind."""
    title = find_title(root, site)
    if title is None:
        return
    bodies = {each for name in site.body_selectors[:2] for each in find_containers(root, name)}
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


def _title(root: etree._Element, site: EditionSite) -> str:
    element = find_title(root, site)
    return "" if element is None else text_of(element)


def _is_title(text: str, site: EditionSite) -> bool:
    return bool(text) and text not in site.names and not is_listed_line(text, site)


def _lead(root: etree._Element, site: EditionSite) -> str:
    for selector in site.lead_selectors:
        element = first_seen(select(selector)(root))
        if element is not None and text_of(element):
            return text_of(element)
    return ""


def _authors(root: etree._Element) -> tuple[str, ...]:
    shown = (each for each in select(_AUTHOR_SELECTOR)(root) if not is_in_furniture(each))
    names = (read_authors(text_of(each)) for each in shown if len(text_of(each)) <= _MAX_NAME_CHARS)
    return next(filter(None, names), ())


def _texts(root: etree._Element, selector: str) -> list[str]:
    return [text_of(each) for each in select(selector)(root)]


def _image(root: etree._Element, base: str) -> dict[str, str]:
    """Return address and caption of the first image of the article."""
    for figure in (each for selector in _FIGURES for each in select(selector)(root)):
        image = figure if figure.tag == "img" else next(figure.iter("img"), None)
        if image is None or is_in_furniture(figure):
            continue
        address = _address(image, base)
        caption = next((text for text in _texts(figure, _CAPTIONS) if text), "")
        if address:
            alt = read_line(image.get("alt", ""))
            return {"image_url": address, "image_caption": caption or alt}
    return {}


def _address(image: etree._Element, base: str) -> str:
    addresses = (image.get(name, "") for name in _IMAGE_ATTRIBUTES)
    return next(filter(None, (read_address(each, base) for each in addresses if each)), "")


def _source_at(text: Any, site: EditionSite) -> str:
    """Return the source from a text that begins with the label, or from what follows it."""
    element = text.getparent()
    label, following, parent = text_of(element), element.getnext(), element.getparent()
    candidates = (
        label,
        f"{label} {element.tail or ''}",
        f"{label} {text_of(following)}" if following is not None else "",
        text_of(parent) if parent is not None else "",
        str(text),
    )
    return next(filter(None, (read_source(read_line(each), site) for each in candidates)), "")


def _is_name(text: str, site: EditionSite) -> bool:
    words = text.split()
    return 1 < len(words) <= _MAX_NAME_WORDS and not is_listed_line(text, site)
