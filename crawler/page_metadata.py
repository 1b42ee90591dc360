"""What a page says of itself beside its text: JSON-LD, meta elements, the title element.

Each function returns article fields, absent ones left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
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
from crawler.page_json import address_of, types_of

_META = etree.XPath("//meta[@content and (@name or @property or @itemprop)]")
_CANONICAL = etree.XPath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")
_TITLE = etree.XPath("string(//title)")
_LANGUAGE = etree.XPath("string(/html/@lang | /html/@xml:lang)")
_MAX_META = 300

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
}
"""Article field to the names of the meta elements that give it, in order, and their reader."""


def read_json_ld(node: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Return the fields of the page's JSON-LD object; ``base`` completes relative addresses."""
    if not node:
        return {}
    published, raw = _first_instant(node, ("datePublished", "uploadDate", "dateCreated"))
    video = node.get("video")
    found = {
        "postid": _numeric(node.get("identifier")),
        "url": address_of(node),
        "title": read_line(node.get("headline")) or read_line(node.get("name")),
        "lead": read_line(node.get("description")),
        "authors": read_authors(node.get("author")) or read_authors(node.get("creator")),
        "published": published,
        "published_raw": raw,
        "modified": read_instant(node.get("dateModified")),
        "tags": read_tags(node.get("keywords")),
        "image_url": _image(node.get("image"), base) or _image(node.get("thumbnailUrl"), base),
        "video_duration_s": read_duration_s(
            (video if isinstance(video, dict) else node).get("duration")
        ),
        "page_language": read_language(node.get("inLanguage")),
        "kind": _kind(node),
        "body": _body(node.get("articleBody")),
    }
    return {name: value for name, value in found.items() if value}


def read_meta(root: etree._Element, base: str) -> dict[str, Any]:
    """Return the fields of meta elements; their times without offset are UTC."""
    contents = _meta_contents(root)
    found: dict[str, Any] = {}
    for field, (names, read) in _META_READERS.items():
        raw, value = _first(contents, names, read)
        found[field] = value
        if field == "published" and value:
            found["published_raw"] = raw
    found["tags"] = found["tags"] or read_tags(contents.get("article:tag"))
    image = _first(contents, ("og:image", "og:image:url", "twitter:image", "image"), read_line)[1]
    found["image_url"] = read_address(image, base) if image else ""
    found["page_language"] = read_language(_LANGUAGE(root)) or _language(contents)
    found["url"] = next(iter(read_urls(root, contents)), "")
    found["og_type"] = _first(contents, ("og:type",), read_line)[1]
    return {name: value for name, value in found.items() if value}


def read_urls(root: etree._Element, contents: Mapping[str, list[str]]) -> list[str]:
    """Return the addresses that the page gives for itself, canonical, the best first."""
    hrefs = [*_CANONICAL(root), *contents.get("og:url", ())]
    return [url for url in map(read_url, hrefs) if url]


def read_title_element(root: etree._Element) -> str:
    """Return the text of the title element, the site's name still behind it."""
    return read_line(_TITLE(root))


def strip_site_name(title: str, names: tuple[str, ...]) -> str:
    """Return a title without the site's name behind or before it.

    >>> strip_site_name("Panel | Rivers | Al Mayadeen English", ("Al Mayadeen English",))
    'Panel | Rivers'
    """
    any_name = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    bar = r"\s*(?:[|–—:»«·]|(?<=\s)-(?=\s))\s*"
    stripped = re.sub(rf"(?:{bar}(?:{any_name}))+\s*\Z", "", title, flags=re.IGNORECASE)
    return "" if stripped in names else stripped


def _meta_contents(root: etree._Element) -> dict[str, list[str]]:
    contents: dict[str, list[str]] = {}
    for element in _META(root)[:_MAX_META]:
        for attribute in ("name", "property", "itemprop"):
            name = element.get(attribute, "").strip().lower()
            if name:
                contents.setdefault(name, []).append(element.get("content", ""))
    return contents


def _first(
    contents: Mapping[str, list[str]],
    names: tuple[str, ...],
    read: Callable[[Any], Any],
) -> tuple[str, Any]:
    """Return the first content that its reader understands, as written and as read."""
    texts = (text for name in names for text in contents.get(name, ()))
    return next(((read_line(text), value) for text in texts if (value := read(text))), ("", None))


def _language(contents: Mapping[str, list[str]]) -> str:
    return _first(contents, ("content-language", "language", "og:locale"), read_language)[1] or ""


def _first_instant(node: Mapping[str, Any], keys: tuple[str, ...]) -> tuple[Any, str]:
    pairs = ((read_instant(node.get(key)), read_line(node.get(key))) for key in keys)
    return next((pair for pair in pairs if pair[0]), (None, ""))


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
