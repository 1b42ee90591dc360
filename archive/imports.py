"""Articles from files, without a crawl: our own exports, or the site's metadata with its text."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from archive.archive import Stored
from archive.article import EDITION_LANGUAGES, Article, read_time, with_content_hash
from archive.intake import build_article, normalise, tag_language
from archive.json_lines import read_rows
from archive.kinds import path_id
from archive.site_text import (
    paragraphs_of,
    paragraphs_with_gaps,
    without_furniture,
    without_lead,
)
from archive.tawsiyat import read_tawsiyat
from archive.urls import canonical_url, edition_of_url
from languages import clean_text, parse_visible_date

SHOWN_REFUSALS = 20
"""So many refused lines are named one by one; all are counted."""
SOURCE = "import"
"""Where a field comes from whose source the file does not tell."""

_ALL_PARAGRAPHS = "all <p>"
"""How ``full_text_how`` begins when a text was made of every paragraph of its page."""
_SITE_TEXTS = ("full_text", "text", "body")
_SITE_NAMES = frozenset(
    {"published_time", "last_updated", "keywords", "classes", "description", "full_text"},
)
_OWN_NAMES = frozenset({"published", "lead", "tags", "kind", "authors", "content_hash"})
_READ_FROM_SITE = frozenset({"title", "postid", "body"})
"""Names that both have; among the site's names they are read as the site's."""
_EDITIONS = {code: edition for edition, code in EDITION_LANGUAGES.items()} | {
    edition: edition for edition in EDITION_LANGUAGES
}
_ID = re.compile(r"[a-z]{2}:[\w.-]{1,64}")
_MAX_REASON_CHARS = 200
_MAX_POSTID_CHARS = 64
_MAX_NUMBER = 10**9


class Refusal(NamedTuple):
    """A line that was not taken in."""

    line: int
    """From 1."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import came to. Each line read is new, changed, unchanged or refused."""

    read: int = 0
    """Lines, blank ones left out."""
    new: int = 0
    changed: int = 0
    """Articles of which a new version was stored."""
    unchanged: int = 0
    refused: int = 0
    refusals: tuple[Refusal, ...] = ()
    """The first :data:`SHOWN_REFUSALS`."""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values; refusals as objects with ``line`` and ``reason``."""
        return asdict(self) | {"refusals": [each._asdict() for each in self.refusals]}


class _Store(Protocol):
    """What an import needs of an archive."""

    def restore(self, article: Article) -> Stored: ...
    def mark_gone(self, id: str, at: datetime) -> None: ...
    def article(self, id: str, version: int | None = None) -> Article | None: ...


def import_articles(
    archive: _Store,
    path: str | Path,
    *,
    now: datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Store the articles of a file, each in a transaction of its own.

    A version that the archive has already is unchanged, newest or not: importing a file again
    stores nothing. An article that the file says is gone is recorded as gone. A line that is no
    article is counted and the next one read.

    Args:
        archive: Where to.
        path: As for :func:`archive.json_lines.read_rows`.
        now: When articles count as fetched that do not say; aware, now if absent.
        progress: Is told the number of lines read so far, after each.

    Raises:
        ImportFileError: The file cannot be read, or not to its end; what came before is stored.
        ArchiveError: The archive cannot be written; what came before is stored.
    """
    now = now or datetime.now(UTC)
    outcomes: Counter[str] = Counter()
    refusals: list[Refusal] = []

    def refuse(line: int, reason: str) -> None:
        outcomes["refused"] += 1
        if len(refusals) < SHOWN_REFUSALS:
            refusals.append(Refusal(line, clean_text(reason)[:_MAX_REASON_CHARS]))

    for line, row in read_rows(path, refuse):
        try:
            article = article_of_row(row, now=now)
        except ValueError as error:
            refuse(line, str(error))
        else:
            outcomes[_store(archive, article)] += 1
        if progress is not None:
            progress(outcomes.total())
    return ImportReport(read=outcomes.total(), refusals=tuple(refusals), **outcomes)


def article_of_row(row: Mapping[str, Any], *, now: datetime) -> Article:
    """Return the article that an object tells, in our field names or in the site's.

    Of our own names every given value is kept as it is, but for what follows from the others:
    the address is made canonical, words are counted. The site's names are read as
    :func:`archive.tawsiyat.read_tawsiyat` does, with the text in ``full_text``, ``text`` or
    ``body``; lead and furniture in it are left out. Where both tell a field, ours counts.

    Args:
        row: The object.
        now: When it counts as fetched if it does not say; aware.

    Raises:
        ValueError: It is no article: no title, no address, no edition, or an impossible value.
    """
    values = read_tawsiyat(row)
    page_language = values.pop("language", "")
    is_site_row = not row.keys() & _OWN_NAMES and bool(row.keys() & _SITE_NAMES)
    values |= _own_values(row, skipped=_READ_FROM_SITE if is_site_row else frozenset())
    values["url"] = _url(row)
    values["edition"] = _edition(row, values["url"], page_language)
    values.setdefault("fetched", now)
    if is_site_row or "body" not in row:
        values["body"] = _body(row, values, now)
    if values["edition"] == "spanish" and not values.get("postid") and "id" not in row:
        values["postid"] = path_id(values["url"])
    normalise(values)
    if row.get("language") is None:
        tag_language(values, page=page_language)
    if row.get("provenance") is None:
        values["provenance"] = _provenance(values)
    return _with_given_id(build_article(values), row)


def _store(archive: _Store, article: Article) -> str:
    outcome = "unchanged" if _is_known(archive, article) else archive.restore(article).outcome
    if article.gone is not None:
        archive.mark_gone(article.id, article.gone)
    return outcome


def _is_known(archive: _Store, article: Article) -> bool:
    known = archive.article(article.id, article.version) if article.version else None
    return known is not None and known.content_hash == with_content_hash(article).content_hash


def _with_given_id(article: Article, row: Mapping[str, Any]) -> Article:
    given = row.get("id")
    if given is None or given == article.id:
        return article
    if not isinstance(given, str) or not _ID.fullmatch(given):
        raise ValueError(f"id {given!r} is not such as en:12345")
    return replace(article, id=given)


def _url(row: Mapping[str, Any]) -> str:
    given = row.get("url")
    if not isinstance(given, str) or not given.strip():
        raise ValueError("no url")
    return canonical_url(given)


def _edition(row: Mapping[str, Any], url: str, page_language: str) -> str:
    given = row.get("edition")
    if given:
        known = _EDITIONS.get(str(given).strip().lower())
        if known is None:
            raise ValueError(f"unknown edition {given!r}: use {', '.join(EDITION_LANGUAGES)}")
        return known
    told = edition_of_url(url) or _EDITIONS.get(page_language)
    if told is None:
        raise ValueError("no edition: none given, and neither url nor lang tells it")
    return told


def _body(row: Mapping[str, Any], values: Mapping[str, Any], now: datetime) -> str:
    text = next((row[name] for name in _SITE_TEXTS if row.get(name)), "")
    has_furniture = str(row.get("full_text_how") or "").startswith(_ALL_PARAGRAPHS)
    paragraphs = paragraphs_with_gaps(text) if has_furniture else paragraphs_of(text)
    lead = row.get("lead") or row.get("description")
    paragraphs = without_lead(paragraphs, lead if isinstance(lead, str) else "")
    if has_furniture:
        language = EDITION_LANGUAGES[values["edition"]]
        paragraphs = without_furniture(
            paragraphs,
            tags=map(clean_text, values.get("tags", ())),
            is_date=lambda line: parse_visible_date(line, language, now=now) is not None,
        )
    return "\n\n".join(paragraphs)


def _provenance(values: Mapping[str, Any]) -> dict[str, str]:
    unsaid = {"language", "language_confidence", "language_votes", "word_count", "fetched", "gone"}
    names = [each.name for each in fields(Article) if each.name not in unsaid]
    return {name: SOURCE for name in names if values.get(name) not in (None, "", ())}


def _own_values(row: Mapping[str, Any], *, skipped: frozenset[str]) -> dict[str, Any]:
    names = (_READERS.keys() & row.keys()) - skipped
    return {name: _READERS[name](name, row[name]) for name in names}


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"{name} is no text")  # noqa: TRY004  the line is wrong, not the caller
    return str(value)


def _postid(name: str, value: Any) -> str:
    text = clean_text(_text(name, value))
    if len(text) > _MAX_POSTID_CHARS:
        raise ValueError(f"{name} of {len(text)} characters")
    return text


def _kind(name: str, value: Any) -> str:
    return _text(name, value) or "other"


def _texts(name: str, value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else [value]
    return tuple(_text(name, part) for part in parts if part is not None)


def _text_by_name(name: str, value: Any) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} is no object")  # noqa: TRY004
    return {key: _text(name, each) for key, each in value.items()}


def _time(name: str, value: Any) -> datetime | None:
    text = _text(name, value)
    try:
        return read_time(text) if text else None
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{name} {text[:40]!r} is no time such as 2024-02-01T22:18:00Z") from error


def _whole_number(name: str, value: Any) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= _MAX_NUMBER:
        raise ValueError(f"{name} {str(value)[:40]!r} is no such number")
    return value


def _share(name: str, value: Any) -> float | None:
    if value is None:
        return None
    if type(value) not in {int, float} or not 0 <= value <= 1:
        raise ValueError(f"{name} {str(value)[:40]!r} is not between 0 and 1")
    return float(value)


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "postid": _postid,
    "kind": _kind,
    "authors": _texts,
    "tags": _texts,
    "published": _time,
    "modified": _time,
    "video_duration_s": _whole_number,
    "related_urls": _texts,
    "language_confidence": _share,
    "language_votes": _text_by_name,
    "version": lambda name, value: _whole_number(name, value) or 0,
    "fetched": _time,
    "gone": _time,
    "provenance": _text_by_name,
} | dict.fromkeys(
    (
        "section",
        "title",
        "lead",
        "body",
        "source",
        "country",
        "coverage",
        "published_raw",
        "image_url",
        "image_caption",
        "language",
    ),
    _text,
)
"""How each of our own fields is read; all but those that follow from others."""
