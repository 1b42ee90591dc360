"""What a page says about itself to machines: metadata object, JSON-LD, meta tags."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from replica.content import Page
from replica.editions import Edition
from replica.times import meta_tag_time, metadata_time

_CLASS_KEYS = {
    "posttype": "class1",
    "category": "class2",
    "country": "class3",
    "coverage": "class5",
    "author": "class6",
}


def script_json(values: Mapping[str, Any]) -> str:
    """Return JSON that can stand in a ``<script>``: raw Unicode, no ``<``."""
    return json.dumps(values, ensure_ascii=False).replace("<", "\\u003c")


def tawsiyat(page: Page, edition: Edition) -> dict[str, Any]:
    """Return the metadata object of the site: all 16 fields, in its order."""
    return {
        "type": page.type,
        "postid": page.postid,
        "title": page.title,
        "url": edition.origin + page.path,
        "keywords": ",".join(page.keywords),
        "thumbnail": page.thumbnail,
        "video_duration": page.video_duration,
        "word_count": page.word_count or str(int(page.words * 0.47)),
        "lang": edition.language,
        "published_time": metadata_time(page.published),
        "last_updated": metadata_time(page.modified),
        "description": page.lead,
        "author": page.author,
        "classes": [
            {"key": _CLASS_KEYS.get(each.mapping, "class4"), **each._asdict()}
            for each in page.classes
        ],
        "html": "",
        "lite_url": "",
    }


def static_tawsiyat(edition: Edition, path: str, title: str) -> dict[str, Any]:
    """Return the metadata object of a page that is no article, such as a listing."""
    values = dict.fromkeys(("keywords", "thumbnail", "description", "author"), "")
    return {
        "type": "page",
        "postid": "0",
        "title": title,
        "url": edition.origin + path,
        **values,
        "lang": edition.language,
        "classes": [{"key": "class1", "mapping": "posttype", "value": edition.posttypes["static"]}],
        "html": "",
        "lite_url": "",
    }


def json_ld(page: Page, edition: Edition) -> dict[str, Any]:
    """Return the article as schema.org; lists and objects vary with the page, as CMSs do."""
    is_list = page.number % 2 == 0
    person = {"@type": "Person", "name": page.author}
    return {
        "@context": "https://schema.org",
        "@type": "VideoObject" if page.type == "videoobject" else "NewsArticle",
        "headline": page.title,
        "description": page.lead,
        "keywords": list(page.keywords) if is_list else ",".join(page.keywords),
        "author": [person] if is_list else person,
        "datePublished": metadata_time(page.published),
        "dateModified": metadata_time(page.modified),
        "dateCreated": metadata_time(page.published),
        "articleSection": page.value("category") or page.value("posttype"),
        "wordCount": page.words,
        "inLanguage": edition.language,
        "image": {"@type": "ImageObject", "url": page.thumbnail} if is_list else page.thumbnail,
        "url": edition.origin + page.path,
        "mainEntityOfPage": edition.origin + page.path,
        "publisher": publisher(edition),
    }


def publisher(edition: Edition) -> dict[str, Any]:
    """Return the publisher as schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "NewsMediaOrganization",
        "name": edition.network,
        "url": edition.origin,
        "logo": f"{edition.origin}/assets/logo.svg",
    }


def meta_tags(page: Page, edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield attribute, name and content of the meta tags."""
    lead = page.lead.strip()
    yield "name", "postid", page.postid
    yield "name", "keywords", ",".join(page.keywords)
    yield "name", "author", page.author
    yield "name", "description", lead
    yield "property", "og:site_name", edition.brand
    yield "property", "og:type", "article"
    yield "property", "og:title", page.title
    yield "property", "og:description", lead
    yield "property", "og:image", page.thumbnail
    yield "property", "og:url", edition.origin + page.path
    yield "property", "article:published_time", meta_tag_time(page.published)
    yield "property", "article:modified_time", meta_tag_time(page.modified)
    if page.video_duration:
        yield "property", "og:video_duration", page.video_duration
