"""What a page says of itself beside its text: JSON-LD, meta elements, the title element.

Fields are read when they are asked for: most pages tell all that is wanted elsewhere.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import Any

from lxml import etree

from archive.kinds import kind_of
from archive.tawsiyat import (
    read_address,
    read_authors,
    read_duration_s,
    read_instant,
    read_language,
    read_line,
    read_postid,
    read_tags,
    read_url,
)
from crawler.page_json import (
    ADDRESS_KEYS,
    Fits,
    Node,
    address_of,
    find_json_ld,
    json_ld_texts,
    types_of,
)
from crawler.page_tree import PageTree

_LANGUAGE = etree.XPath("string(/html/@lang | /html/@xml:lang)")
_MAX_META = 300
_META_NAMES = ("name", "property", "itemprop")
_IMAGE_NAMES = ("og:image", "og:image:url", "twitter:image", "image")
_LANGUAGE_NAMES = ("content-language", "language", "og:locale")
_INSTANTS = ("datePublished", "uploadDate", "dateCreated")

_KIND_OF_TYPE: Mapping[str, str] = {
    "opinionnewsarticle": "opinion",
    "analysisnewsarticle": "analysis",
    "backgroundnewsarticle": "feature",
    "reviewnewsarticle": "opinion",
    "blogposting": "blog",
    "videoobject": "video",
    "newsvideo": "video",
    "podcastepisode": "podcast",
    "audioobject": "podcast",
    "imagegallery": "gallery",
    "mediagallery": "gallery",
}
_META_READERS: Mapping[str, tuple[tuple[str, ...], Callable[[Any], Any]]] = {
    "postid": (("postid", "post-id", "article:id"), read_postid),
    "title": (("og:title", "twitter:title", "title", "headline"), read_line),
    "lead": (("og:description", "description", "twitter:description"), read_line),
    "authors": (("author", "article:author", "dc.creator", "twitter:creator"), read_authors),
    "published": (
        ("article:published_time", "og:published_time", "datepublished", "publish-date", "date"),
        read_instant,
    ),
    "modified": (
        ("article:modified_time", "og:updated_time", "datemodified", "last-modified"),
        read_instant,
    ),
    "tags": (("keywords", "news_keywords"), read_tags),
    "video_duration_s": (
        ("og:video_duration", "og:video:duration", "video:duration"),
        read_duration_s,
    ),
    "og_type": (("og:type",), read_line),
}
"""Article field to the names of the meta elements that give it, in order, and their reader."""


class LinkedFields:
    """The fields of the page's JSON-LD object."""

    def __init__(self, page: PageTree, base: str, fits: Fits) -> None:
        """Take a page, the address that completes others, and what knows the page's own object."""
        self._page = page
        self._base = base
        self._fits = fits
        self._node: Node | None = None

    def get(self, field: str, /) -> Any:
        """Return the value of an article field; nothing if the object does not tell it."""
        if field not in _LINKED_READERS:
            return None
        keys, read = _LINKED_READERS[field]
        if self._node is None:
            if not any(key in text for text in self._texts for key in keys):
                return None
            self._node = find_json_ld(self._texts, self._fits)
        return read(self._node, self._base) if self._node else None

    @cached_property
    def _texts(self) -> Sequence[str]:
        return json_ld_texts(self._page)


class MetaFields:
    """The fields of a page's meta elements; their times without offset are UTC."""

    def __init__(self, root: etree._Element, base: str) -> None:
        self.base = base
        self.root = root

    def get(self, field: str, /) -> Any:
        """Return the value of an article field; nothing if no element tells it."""
        value = self.first(*_META_READERS[field])[1] if field in _META_READERS else None
        if not value and field in _OTHER_READERS:
            value = _OTHER_READERS[field](self)
        return value

    def first(self, names: tuple[str, ...], read: Callable[[Any], Any]) -> tuple[str, Any]:
        """Return the first content that its reader understands, as written and as read."""
        for text in (text for name in names for text in self.contents.get(name, ())):
            if value := read(text):
                return read_line(text), value
        return "", None

    @cached_property
    def contents(self) -> Mapping[str, list[str]]:
        """What the elements say, by their names in lower case."""
        contents: dict[str, list[str]] = {}
        for element in islice(self.root.iter("meta"), _MAX_META):
            content = element.get("content")
            for name in map(element.get, _META_NAMES) if content else ():
                if name and content:
                    contents.setdefault(name.strip().lower(), []).append(content)
        return contents

    @property
    def url(self) -> str:
        """The address that the page gives for itself, canonical, or ``""``."""
        links = (
            each for each in self.root.iter("link") if "canonical" in each.get("rel", "").split()
        )
        hrefs = (*(each.get("href") for each in links), *self.contents.get("og:url", ()))
        return next(filter(None, map(read_url, hrefs)), "")


class TitleElement:
    """The title, as the title element has it: with the site's name still behind it."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root

    def get(self, field: str, /) -> Any:
        """Return the title, nothing for another field."""
        title = next(self._root.iter("title"), None) if field == "title" else None
        return None if title is None else read_line("".join(title.itertext()))


def strip_site_name(title: str, names: tuple[str, ...]) -> str:
    """Return a title without the site's name behind or before it.

    >>> strip_site_name("Panel | Rivers | Al Mayadeen English", ("Al Mayadeen English",))
    'Panel | Rivers'
    """
    if not title.casefold().endswith(tuple(name.casefold() for name in names)):
        return title
    stripped = _site_name_behind(names).sub("", title)
    return "" if stripped in names else stripped


@cache
def _site_name_behind(names: tuple[str, ...]) -> re.Pattern[str]:
    any_name = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    bar = r"\s*(?:[|–—:»«·]|(?<=\s)-(?=\s))\s*"
    return re.compile(rf"(?:{bar}(?:{any_name}))+\s*\Z", re.IGNORECASE)


def _first_instant(node: Node) -> tuple[Any, str]:
    pairs = ((read_instant(node.get(key)), read_line(node.get(key))) for key in _INSTANTS)
    return next((pair for pair in pairs if pair[0]), (None, ""))


def _duration_s(node: Node) -> int | None:
    video = node.get("video")
    return read_duration_s((video if isinstance(video, dict) else node).get("duration"))


def _numeric(value: Any) -> str:
    value = value.get("value") if isinstance(value, dict) else value
    text = read_postid(value)
    return text if text.isdigit() else ""


def _image(value: Any, base: str) -> str:
    for each in _flat(value):
        address = each.get("url") or each.get("contentUrl") if isinstance(each, dict) else each
        if read_line(address):
            return read_address(address, base)
    return ""


def _flat(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else [value]


def _kind(node: Mapping[str, Any]) -> str:
    by_type = (_KIND_OF_TYPE.get(name.lower(), "") for name in types_of(node))
    section = next(_flat(node.get("articleSection")), "")
    return next(filter(None, by_type), "") or kind_of(category=read_line(section))


def _body(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    paragraphs = map(read_line, re.split(r"\n+|</p>", value))
    return "\n\n".join(filter(None, paragraphs))


_LINKED_READERS: Mapping[str, tuple[tuple[str, ...], Callable[[Node, str], Any]]] = {
    "postid": (("identifier",), lambda node, _: _numeric(node.get("identifier"))),
    "url": (ADDRESS_KEYS, lambda node, _: address_of(node)),
    "title": (
        ("headline", "name"),
        lambda node, _: read_line(node.get("headline")) or read_line(node.get("name")),
    ),
    "lead": (("description",), lambda node, _: read_line(node.get("description"))),
    "authors": (
        ("author", "creator"),
        lambda node, _: read_authors(node.get("author")) or read_authors(node.get("creator")),
    ),
    "published": (_INSTANTS, lambda node, _: _first_instant(node)[0]),
    "published_raw": (_INSTANTS, lambda node, _: _first_instant(node)[1]),
    "modified": (("dateModified",), lambda node, _: read_instant(node.get("dateModified"))),
    "tags": (("keywords",), lambda node, _: read_tags(node.get("keywords"))),
    "image_url": (
        ("image", "thumbnailUrl"),
        lambda node, base: (
            _image(node.get("image"), base) or _image(node.get("thumbnailUrl"), base)
        ),
    ),
    "video_duration_s": (("duration",), lambda node, _: _duration_s(node)),
    "page_language": (("inLanguage",), lambda node, _: read_language(node.get("inLanguage"))),
    "kind": (("@type", "articleSection"), lambda node, _: _kind(node)),
    "body": (("articleBody",), lambda node, _: _body(node.get("articleBody"))),
}
"""Article field to the keys that tell it, and its reader."""
_OTHER_READERS: Mapping[str, Callable[[MetaFields], Any]] = {
    "published_raw": lambda meta: meta.first(*_META_READERS["published"])[0],
    "tags": lambda meta: read_tags(meta.contents.get("article:tag")),
    "image_url": lambda meta: read_address(meta.first(_IMAGE_NAMES, read_line)[1], meta.base),
    "page_language": lambda meta: (
        read_language(_LANGUAGE(meta.root)) or meta.first(_LANGUAGE_NAMES, read_language)[1]
    ),
    "url": lambda meta: meta.url,
}
"""For fields that no single meta element tells."""
