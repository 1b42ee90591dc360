"""The JSON that pages carry in their scripts, read as leniently as it is written."""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from archive.tawsiyat import read_url
from crawler.page_tree import PageTree

Node = Mapping[str, Any]
Fits = Callable[[Node], bool]
"""Tells whether an object is about the page that holds it."""

MAX_CHARS = 1_000_000
"""A longer script is no metadata."""
MAX_OBJECTS = 200

ADDRESS_KEYS = ("url", "mainEntityOfPage", "@id")

_TAWSIYAT_ID = "tawsiyat-metadata"
_TAWSIYAT_BY_ID = etree.XPath(f"//@id[. = '{_TAWSIYAT_ID}']/..")
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


def find_tawsiyat(page: PageTree, fits: Fits) -> Node:
    """Return the page's tawsiyat object, ``{}`` if it has none that can be read.

    Of several with a title, the first that fits; else the first.
    """
    by_id = [each.element for each in page.scripts if each.id == _TAWSIYAT_ID]
    by_type = [
        each.element for each in page.scripts if "tawsiyat" in each.type and each.id != _TAWSIYAT_ID
    ]
    texts = _texts((by_id or _TAWSIYAT_BY_ID(page.root)[:1]) + by_type)
    return _best([each for each in _objects(texts) if each.get("title")], fits)


def json_ld_texts(page: PageTree) -> list[str]:
    """Return the texts of a page's JSON-LD scripts."""
    return _texts([each.element for each in page.scripts if "ld+json" in each.type])


def find_json_ld(texts: Sequence[str], fits: Fits) -> Node:
    """Return the JSON-LD object that describes the page's article, ``{}`` if there is none.

    The best type decides, then whether it fits, then the order.
    """
    objects = _objects(texts)
    named = [each for each in objects if each.get("headline") or each.get("name")]
    ranks = [_type_rank(node) for node in named]
    best = min((rank for rank in ranks if rank is not None), default=None)
    ranked = zip(ranks, named, strict=True)
    return _best([node for rank, node in ranked if best is not None and rank == best], fits)


def _best(nodes: Sequence[Node], fits: Fits) -> Node:
    if len(nodes) > 1:
        return next(filter(fits, nodes), nodes[0])
    return nodes[0] if nodes else {}


def types_of(node: Node) -> list[str]:
    """Return the bare names of an object's types: ``NewsArticle``, not its address."""
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return [re.split(r"[/:#]", name)[-1] for name in names if isinstance(name, str)]


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


def _texts(elements: Sequence[etree._Element]) -> list[str]:
    return ["".join(each.itertext()) for each in elements[:MAX_OBJECTS]]


def _objects(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Return all objects of these scripts: of lists, and of JSON-LD graphs, in their order."""
    values = [read_json(text) for text in texts]
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


def address_of(node: Node) -> str:
    """Return the canonical address that an object gives for itself, or ``""``."""
    values = (node.get(key) for key in ADDRESS_KEYS)
    texts = (
        each.get("@id") or each.get("url") if isinstance(each, dict) else each for each in values
    )
    return next(filter(None, map(read_url, texts)), "")


def _type_rank(node: Node) -> int | None:
    """Return how well an object's type suits an article, 0 being best; ``None`` when it does not.

    An object of another type does when it has a headline, which no site or organisation has.
    """
    names = [name.lower() for name in types_of(node)]
    if any(name.endswith("newsarticle") for name in names):
        return 0
    ranks = (i for i, known in enumerate(_TYPE_RANKS) if not known.isdisjoint(names))
    return next(ranks, len(_TYPE_RANKS) if node.get("headline") else None)
