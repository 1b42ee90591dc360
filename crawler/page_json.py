"""The JSON that pages carry in their scripts, read as leniently as it is written."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from archive.tawsiyat import read_postid, read_url

MAX_CHARS = 1_000_000
"""A longer script is no metadata."""
MAX_OBJECTS = 200

_TAWSIYAT_ID = "tawsiyat-metadata"
_TAWSIYAT_BY_ID = etree.XPath(f"//*[@id='{_TAWSIYAT_ID}']")
_STRING_OR_COMMA = re.compile(r'"(?:\\.|[^"\\])*"|,(?=\s*[}\]])', re.DOTALL)
_TYPE_RANKS: tuple[frozenset[str], ...] = (
    frozenset({"article", "blogposting", "report", "liveblogposting"}),
    frozenset({"videoobject", "newsvideo", "podcastepisode", "audioobject"}),
    frozenset({"imagegallery", "mediagallery", "creativework", "socialmediaposting"}),
)
"""Types of an object that describes a page's own content, the most telling first."""
_DECODER = json.JSONDecoder(strict=False)


def read_json(text: str) -> Any:
    """Return the value of a JSON text; ``None`` when even a lenient reading fails.

    Tolerated: line breaks inside strings, commas before a closing bracket, HTML escapes, and
    anything before the first and after the last brace (comments, CDATA marks, an assignment).
    """
    for candidate in _candidates(text[:MAX_CHARS]):
        try:
            return _DECODER.raw_decode(candidate)[0]
        except (ValueError, RecursionError):
            continue
    return None


def find_tawsiyat(root: etree._Element, urls: Sequence[str], postid: str) -> dict[str, Any]:
    """Return the page's tawsiyat object, ``{}`` if it has none that can be read.

    Of several, the first that has a title and fits the address or the post id; else the first
    that has a title.
    """
    scripts = [each for each in _scripts(root, "tawsiyat") if each.get("id") != _TAWSIYAT_ID]
    found = [each for each in _objects(_TAWSIYAT_BY_ID(root) + scripts) if each.get("title")]
    fitting = (each for each in found if _fits(each, urls, postid))
    return next(fitting, found[0] if found else {})


def find_json_ld(root: etree._Element, urls: Sequence[str]) -> dict[str, Any]:
    """Return the JSON-LD object that describes the page's article, ``{}`` if there is none.

    The best type decides, then whether its address is the page's, then the order.
    """
    nodes = [
        each
        for each in _objects(_scripts(root, "ld+json"))
        if each.get("headline") or each.get("name")
    ]
    ranks = ((_type_rank(node), not _fits(node, urls, ""), i) for i, node in enumerate(nodes))
    best = min((rank for rank in ranks if rank[0] is not None), default=None)
    return nodes[best[2]] if best else {}


def types_of(node: Mapping[str, Any]) -> list[str]:
    """Return the bare names of an object's types: ``NewsArticle``, not its address."""
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return [re.split(r"[/:#]", name)[-1] for name in names if isinstance(name, str)]


def _scripts(root: etree._Element, type_part: str) -> list[etree._Element]:
    return [each for each in root.iter("script") if type_part in each.get("type", "").lower()]


def _candidates(text: str) -> Iterator[str]:
    yield text.strip()
    sliced = text[text.find("{") : text.rfind("}") + 1]
    yield sliced
    yield _STRING_OR_COMMA.sub(_without_comma, sliced)
    if "&" in text:
        unescaped = html.unescape(text)
        unescaped = unescaped[unescaped.find("{") : unescaped.rfind("}") + 1]
        yield unescaped
        yield _STRING_OR_COMMA.sub(_without_comma, unescaped)


def _without_comma(match: re.Match[str]) -> str:
    return "" if match[0] == "," else match[0]


def _objects(elements: Sequence[etree._Element]) -> list[dict[str, Any]]:
    """Return all objects of these scripts: of lists, and of JSON-LD graphs, in their order."""
    values = [read_json("".join(element.itertext())) for element in elements[:MAX_OBJECTS]]
    found: list[dict[str, Any]] = []
    while values and len(found) < MAX_OBJECTS:
        value = values.pop(0)
        if isinstance(value, list):
            values[:0] = value[:MAX_OBJECTS]
        elif isinstance(value, dict):
            found.append(value)
            inner = (value.get(key) for key in ("@graph", "mainEntity"))
            values[:0] = [each for each in inner if isinstance(each, list | dict)]
    return found


def _fits(node: Mapping[str, Any], urls: Sequence[str], postid: str) -> bool:
    if postid and read_postid(node.get("postid")) == postid:
        return True
    return address_of(node) in urls


def address_of(node: Mapping[str, Any]) -> str:
    """Return the canonical address that an object gives for itself, or ``""``."""
    values = (node.get(key) for key in ("url", "mainEntityOfPage", "@id"))
    texts = (
        each.get("@id") or each.get("url") if isinstance(each, dict) else each for each in values
    )
    return next(filter(None, map(read_url, texts)), "")


def _type_rank(node: Mapping[str, Any]) -> int | None:
    """Return how well an object's type suits an article, 0 being best; ``None`` when it does not.

    An object of another type does when it has a headline, which no site or organisation has.
    """
    names = [name.lower() for name in types_of(node)]
    if any(name.endswith("newsarticle") for name in names):
        return 0
    ranks = (i for i, known in enumerate(_TYPE_RANKS) if not known.isdisjoint(names))
    return next(ranks, len(_TYPE_RANKS) if node.get("headline") else None)
