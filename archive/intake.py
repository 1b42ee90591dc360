"""From raw field values to an :class:`Article`: the same steps for a crawl and for an import.

Each step works on any mutable mapping of field names to values: a dict, or an ``ItemAdapter``.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import fields
from typing import Any

from archive.article import Article, article_id
from languages import clean_paragraphs, clean_text, detect_language

LINES = ("title", "lead", "source", "section", "country", "coverage", "image_caption")
"""Fields of one paragraph of text."""
LISTS = ("authors", "tags")
AS_WRITTEN = ("postid", "published_raw", "image_url", "language")
"""Fields of text that no reader reads, left as they are but for what cannot be written at all."""
MAX_BODY_CHARS = 2_000_000
MAX_LINE_CHARS = 20_000
_FIELDS = frozenset(each.name for each in fields(Article))


def normalise(values: MutableMapping[str, Any]) -> None:
    """Clean every text as :func:`languages.clean_text` does; drop repeats in lists; count words."""
    for name in LINES:
        values[name] = clean_text(str(values.get(name) or "")[:MAX_LINE_CHARS])
    for name in LISTS:
        values[name] = distinct(clean_text(str(each)) for each in values.get(name) or ())
    for name in AS_WRITTEN:
        values[name] = _writable(values.get(name))
    values["related_urls"] = distinct(map(_writable, values.get("related_urls") or ()))
    body = clean_paragraphs(str(values.get("body") or "")[:MAX_BODY_CHARS])
    values["body"] = body
    values["word_count"] = len(body.split())


def tag_language(values: MutableMapping[str, Any], *, page: str = "") -> None:
    """Set language, confidence and the three votes from the text; call after :func:`normalise`."""
    text = "\n".join(filter(None, (values["title"], values["lead"], values["body"])))
    found = detect_language(text, edition=values["edition"], page=page)
    values["language"] = found.language
    values["language_confidence"] = found.confidence
    values["language_votes"] = dict(found.votes)


def build_article(values: Mapping[str, Any]) -> Article:
    """Return the article of these values; the id follows from edition, post id and address.

    Raises:
        ValueError: They do not make an article: no title, or an impossible value.
    """
    known = {name: values[name] for name in _FIELDS if name in values}
    if not known.get("title"):
        raise ValueError("no title")
    known["id"] = article_id(known["edition"], known.get("postid", ""), known["url"])
    for name in ("authors", "tags", "related_urls"):
        known[name] = tuple(known.get(name) or ())
    return Article(**known)


def _writable(value: object) -> str:
    # JSON can hold lone surrogates, which are in no UTF-8.
    return str(value or "")[:MAX_LINE_CHARS].encode(errors="ignore").decode()


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts in their order, without repeats and empty ones."""
    return tuple(dict.fromkeys(filter(None, texts)))
