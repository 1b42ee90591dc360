"""Saved pages: folders of ``tests/pages`` with a page and what a reader expects of it.

A folder holds ``page.html`` as it was fetched, ``meta.json`` (its address, when it was fetched),
and either ``expected.json`` (the values of its article) or ``refused.json`` (why it is none). What
this module writes there is what the parser finds today: a draft, to be held against the page.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from archive import RawPage
from archive.article import article_id, write_time
from archive.kinds import fold_name, path_parts
from crawler.editions import SITES
from crawler.items import ArticleItem, RefusedPageError
from crawler.pages import parse_page

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
"""What a page's folder may be called."""
_SLUG_CHARS = 60
OF_PIPELINES = frozenset(
    {
        "edition",
        "id",
        "language",
        "language_confidence",
        "language_votes",
        "word_count",
        "version",
        "content_hash",
        "fetched",
        "page",
    }
)
"""Fields of an item that are not the page's own."""
FIELDS = tuple(each.name for each in fields(ArticleItem) if each.name not in OF_PIPELINES)


def slug_of(edition: str, url: str) -> str:
    """Return a name for a page's folder: the end of its address, where that is plain letters.

    >>> slug_of("english", "https://english.almayadeen.net/news/politics/A-quiet-harbour:-part-2")
    'a-quiet-harbour-part-2'
    """
    last = fold_name((path_parts(url) or ("",))[-1])[:_SLUG_CHARS].strip("-")
    return last if SLUG.fullmatch(last) else article_id(edition, "", url).partition(":")[2]


def expected_values(item: ArticleItem) -> dict[str, Any]:
    """Return the page's own fields of an item as JSON values; of the body, its paragraphs."""
    return {name: _json_value(name, getattr(item, name)) for name in FIELDS}


def save_page(folder: Path, page: RawPage, edition: str) -> str:
    """Write a page's folder, and return what it is: its kind, or why it is refused.

    Raises:
        FileExistsError: The folder is there already.
        OSError: It cannot be written.
    """
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(page.body)
    _write(folder / "meta.json", {"url": page.url, "fetched": write_time(page.fetched)})
    try:
        item = parse_page(page.body, page.url, SITES[edition], fetched=page.fetched)
    except RefusedPageError as error:
        _write(folder / "refused.json", {"reason": error.reason})
        return error.reason
    _write(folder / "expected.json", expected_values(item))
    return item.kind


def _json_value(name: str, value: Any) -> Any:
    if name == "body":
        return value.split("\n\n") if value else []
    if isinstance(value, datetime):
        return write_time(value)
    return list(value) if isinstance(value, tuple) else value


def _write(file: Path, values: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
