"""The text of a page that the edition's selectors no longer fit: found by trafilatura.

The only file that imports it, and only when such a page comes.
"""

import copy

from lxml import etree

from crawler.page_furniture import PageFacts, sift
from crawler.page_lines import Line, is_unseen, text_of

_MIN_CHARS = 150
"""Less is rather a teaser than the text of an article."""
_LIBRARY_ERRORS = (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError)
"""What a library for hostile pages may trip over; such a page has no text."""
_UNSEEN = "unseen"
_KEPT = frozenset({"html", "body", "main", "article", "form", "section", "header", "head"})


def find_paragraphs(root: etree._Element, facts: PageFacts) -> tuple[str, ...]:
    """Return the paragraphs of the text that the page seems to hold, ``()`` if none is sure.

    Menus, cards and footers are taken out before, and texts of links, headings of cards and
    captions after.
    """
    from trafilatura import extract

    pruned = etree.tostring(_without_furniture(root), encoding="unicode", method="html")
    try:
        text = extract(
            pruned,
            include_comments=False,
            include_tables=False,
            include_images=False,
            favor_precision=True,
            deduplicate=False,
            with_metadata=False,
        )
    except (*_LIBRARY_ERRORS, etree.LxmlError):
        return ()
    linked = {text_of(link) for link in root.iter("a")}
    texts = (each.removeprefix("- ").strip() for each in (text or "").split("\n"))
    lines = [Line(text=each, tag="p") for each in texts if each and each not in linked]
    paragraphs = tuple(line.text for line in sift(lines, facts, own=False).kept)
    return paragraphs if sum(map(len, paragraphs)) >= _MIN_CHARS else ()


def _without_furniture(root: etree._Element) -> etree._Element:
    pruned = copy.deepcopy(root)
    for each in pruned.iter(etree.Element):
        if each.tag not in _KEPT and is_unseen(each):
            each.tag = _UNSEEN
    etree.strip_elements(pruned, _UNSEEN, with_tail=False)
    return pruned
