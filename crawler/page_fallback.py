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
    paragraphs = tuple(line.text for line in sift(lines, facts).kept)
    return paragraphs if sum(map(len, paragraphs)) >= _MIN_CHARS else ()


def _without_furniture(root: etree._Element) -> etree._Element:
    pruned = copy.deepcopy(root)
    unseen = [
        each for each in pruned.iter(etree.Element) if each.tag not in _KEPT and is_unseen(each)
    ]
    for each in unseen:
        parent = each.getparent()
        if parent is not None:
            each.tail, tail = None, each.tail
            previous = each.getprevious()
            if tail and previous is not None:
                previous.tail = (previous.tail or "") + tail
            elif tail:
                parent.text = (parent.text or "") + tail
            parent.remove(each)
    return pruned
