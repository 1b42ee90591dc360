"""What other programs make of a page: trafilatura and newspaper4k, with metadata."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

NEWSPAPER_MISSING = "newspaper4k is not installed: python -m pip install 'newspaper4k[nlp]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What a program found on a page; absent values are empty."""

    title: str = ""
    lead: str = ""
    paragraphs: tuple[str, ...] = ()
    authors: str = ""
    tags: frozenset[str] = frozenset()
    published: date | None = None
    """Both give a day without a zone."""


Extractor = Callable[[bytes, str], Extract]
"""Takes a page and its address."""


def extract_by_trafilatura(html: bytes, url: str) -> Extract:
    """Return what trafilatura finds, with its own settings but for comments, which it leaves out.

    Its text has a paragraph a line.
    """
    from trafilatura import bare_extraction

    found = bare_extraction(
        html, url=url, with_metadata=True, include_comments=False, include_tables=False
    )
    if found is None:
        return Extract()
    values: dict[str, Any] = found if isinstance(found, dict) else found.as_dict()
    return Extract(
        title=values["title"] or "",
        lead=values["description"] or "",
        paragraphs=tuple((values["text"] or "").split("\n")),
        authors=values["author"] or "",
        tags=frozenset(",".join(values["tags"] or ()).split(",")),
        published=_day(values["date"]),
    )


def extract_by_newspaper(html: bytes, url: str) -> Extract:
    """Return what newspaper4k finds; its text has blank lines between paragraphs."""
    newspaper = import_module("newspaper")
    article = newspaper.Article(url, fetch_images=False)
    article.download(input_html=html.decode())
    article.parse()
    return Extract(
        title=article.title or "",
        lead=article.meta_description or "",
        paragraphs=tuple((article.text or "").split("\n\n")),
        authors=" ".join(article.authors or ()),
        tags=frozenset(article.meta_keywords or ()),
        published=article.publish_date.date() if article.publish_date else None,
    )


def rivals() -> Mapping[str, Extractor]:
    """Return the extractors that are installed, by name."""
    found: dict[str, Extractor] = {"trafilatura": extract_by_trafilatura}
    if find_spec("newspaper") and find_spec("nltk"):
        found["newspaper4k"] = extract_by_newspaper
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
