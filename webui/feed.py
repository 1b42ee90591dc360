"""Hits as an Atom feed (RFC 4287), for readers of feeds and for programs."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from archive.article import EDITION_LANGUAGES, Article, write_time
from index import Hit, Results
from languages import clean_text
from webui.addresses import outside_address
from webui.answers import ATOM, Answer
from webui.asked import Asked
from webui.hits import article_address
from webui.passages import language_of

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def feed_answer(results: Results, asked: Asked, *, title: str) -> Answer:
    """Return hits as a feed, in the order of the search.

    Args:
        results: What was found.
        asked: What was asked for.
        title: Of the feed.
    """
    ET.register_namespace("", _NAMESPACE)
    here = asked.address
    feed = ET.Element(f"{{{_NAMESPACE}}}feed", {_LANGUAGE: asked.interface.code})
    _add(feed, "id", f"{asked.origin}{here}")
    _add(feed, "title", title)
    _add(feed, "updated", write_time(max(map(_updated, results.hits), default=_NEVER)))
    _link(feed, "self", f"{asked.origin}{here}")
    _link(feed, "alternate", f"{asked.origin}{here.without('format')}")
    for hit in results.hits:
        _add_hit(feed, hit, asked)
    body = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Answer(body=body, media_type=ATOM)


def _add_hit(feed: ET.Element, hit: Hit, asked: Asked) -> None:
    article = hit.article
    page = f"{asked.origin}{article_address(asked, article, is_newest=hit.newest)}"
    original = outside_address(article.url)
    entry = ET.SubElement(feed, f"{{{_NAMESPACE}}}entry", _language(article))
    _add(entry, "id", original if original and hit.newest else page)
    _add(entry, "title", article.title or article.id)
    _add(entry, "updated", write_time(_updated(hit)))
    if article.published:
        _add(entry, "published", write_time(article.published))
    for name in article.authors or (f"Al Mayadeen ({article.edition})",):
        author = ET.SubElement(entry, f"{{{_NAMESPACE}}}author")
        _add(author, "name", name)
    _link(entry, "alternate", page)
    if original:
        _link(entry, "related", original)
    for tag in article.tags:
        ET.SubElement(entry, f"{{{_NAMESPACE}}}category", {"term": clean_text(tag)})
    _add(entry, "summary", hit.snippet.text)


def _language(article: Article) -> dict[str, str]:
    return {_LANGUAGE: language_of(article) or EDITION_LANGUAGES[article.edition]}


def _updated(hit: Hit) -> datetime:
    article = hit.article
    return article.modified or article.published or article.fetched or _NEVER


def _add(parent: ET.Element, name: str, text: str) -> None:
    # What XML cannot hold, control characters above all, is what clean_text takes out.
    ET.SubElement(parent, f"{{{_NAMESPACE}}}{name}").text = clean_text(text)


def _link(parent: ET.Element, relation: str, address: str) -> None:
    ET.SubElement(parent, f"{{{_NAMESPACE}}}link", {"rel": relation, "href": address})
