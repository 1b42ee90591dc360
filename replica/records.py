"""Articles of a file as pages: the archive's export, the site's own metadata, or loose notes.

The texts are read from where they lie and served as they are; nothing is kept.
"""

import gzip
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from archive.article import EDITION_LANGUAGES
from archive.urls import edition_of_url
from replica.content import Block, Class, Page, Paragraph, classes_of, number_of
from replica.dates import find_time
from replica.editions import Edition, editions
from replica.slugs import new_slug
from replica.tellings import thumbnail
from replica.texts import blocks_of_lines, split_text, split_whole_page, without_lead

Values = Mapping[str, Any]
_ID_LENGTH = 5

_EDITION_NAMES = {code: name for name, code in EDITION_LANGUAGES.items()} | {
    name: name for name in EDITION_LANGUAGES
}


class RecordError(ValueError):
    """A line that is no article; the message says where it stands."""


def read_files(paths: Sequence[Path]) -> Iterator[Page]:
    """Yield the pages of JSON Lines files, plain or gzipped; lines without a title are skipped.

    Raises:
        RecordError: A line is no JSON object, or lacks what no rule can derive.
        OSError: A file cannot be read.
    """
    for path in paths:
        for number, line in enumerate(_lines(path), start=1):
            try:
                page = read_page(json.loads(line)) if line.strip() else None
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise RecordError(f"{path}, line {number}: {error!r}") from error
            if page is not None:
                yield page


def read_page(values: Values) -> Page | None:
    """Return the page of one article, or ``None`` when it has no title."""
    if not str(values.get("title") or "").strip():
        return None
    edition = editions()[_edition_name(values)]
    for field, read in _FORMS.items():
        if field in values:
            return read(edition, values)
    return _loose(edition, values)


def _lines(path: Path) -> Iterator[str]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from file
    else:
        with path.open(encoding="utf-8") as file:
            yield from file


def _edition_name(values: Values) -> str:
    named = str(values.get("edition") or values.get("lang") or "").strip().lower()
    name = _EDITION_NAMES.get(named) or edition_of_url(str(values.get("url") or ""))
    if name is None:
        raise ValueError(f"unknown edition {named!r}")
    return name


def _of_tawsiyat(edition: Edition, values: Values) -> Page:
    path = _path(values["url"])
    lead = str(values.get("description") or "")
    whole_page = str(values.get("full_text_how") or "").startswith("all <p>")
    classes = tuple(_class(each) for each in values.get("classes") or ())
    text = str(values.get("full_text") or "")
    has_coverage = any(each.mapping == "coverage" for each in classes)
    lines = split_whole_page(text, has_coverage=has_coverage) if whole_page else split_text(text)
    published = _time(values["published_time"])
    newscast = path.startswith("/newscast/")
    return Page(
        edition=edition.name,
        path=path,
        postid=str(values.get("postid") or _made_id(edition, path)),
        title=str(values["title"]),
        lead=lead,
        blocks=blocks_of_lines(without_lead(lines, lead)),
        published=published,
        modified=_time(values.get("last_updated") or values["published_time"]),
        type=str(values.get("type") or ("videoobject" if newscast else "article")),
        classes=classes,
        keywords=_keywords(values.get("keywords")),
        author=str(values.get("author") or ""),
        thumbnail=str(values.get("thumbnail") or ""),
        video_duration=_optional(values.get("video_duration")),
        word_count=str(values.get("word_count") or ""),
    )


def _of_archive(edition: Edition, values: Values) -> Page:
    kind = str(values.get("kind") or "news")
    path = _path(values["url"])
    published = values.get("published") or values.get("fetched")
    time = _time(published) if published else _made_time(path)
    author = "، ".join(values.get("authors") or ()) or edition.staff
    return Page(
        edition=edition.name,
        path=path,
        postid=str(values.get("postid") or _made_id(edition, path)),
        title=str(values["title"]),
        lead=str(values.get("lead") or ""),
        blocks=_paragraphs(str(values.get("body") or "")),
        published=time,
        modified=_time(values["modified"]) if values.get("modified") else time,
        type="videoobject" if kind == "newscast" else "article",
        classes=classes_of(
            [
                ("posttype", edition.posttypes.get(kind, edition.posttypes["news"])),
                ("country", str(values.get("country") or "")),
                ("coverage", str(values.get("coverage") or "")),
                ("author", author),
            ]
        ),
        keywords=_keywords(values.get("tags")),
        author=author,
        source=str(values.get("source") or ""),
        thumbnail=str(values.get("image_url") or ""),
        image_caption=str(values.get("image_caption") or ""),
        video_duration=_optional(values.get("video_duration_s")),
    )


def _loose(edition: Edition, values: Values) -> Page:
    derived = _Derived.of(edition, values)
    byline = str(values.get("byline") or values.get("author") or "")
    author = byline.removeprefix("By ").strip() or edition.staff
    return Page(
        edition=edition.name,
        path=derived.path,
        postid=derived.postid,
        title=str(values["title"]).strip(),
        lead=str(values.get("lead") or ""),
        blocks=blocks_of_lines([str(line) for line in values.get("text") or ()]),
        published=derived.published,
        modified=derived.published,
        classes=classes_of([("posttype", edition.posttypes["news"]), ("author", author)]),
        keywords=_keywords(values.get("keywords")),
        author=author,
        source=str(values.get("source_line") or "").partition(":")[2].strip(),
        thumbnail=thumbnail(edition, derived.published, derived.postid),
        image_caption=str(values.get("image_caption") or ""),
    )


_FORMS: Mapping[str, Callable[[Edition, Values], Page]] = {
    "published_time": _of_tawsiyat,
    "body": _of_archive,
    "published": _of_archive,
}
"""The first of these fields that is there tells the form of an article; else it is loose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Derived:
    """What a loose note may lack: made up, but always the same."""

    path: str
    postid: str
    published: datetime

    @classmethod
    def of(cls, edition: Edition, values: Values) -> "_Derived":
        title = str(values["title"]).strip()
        url = values.get("url")
        path = _path(str(url)) if url else ""
        numbers = [part for part in path.split("/") if part.isdigit() and len(part) >= _ID_LENGTH]
        postid = numbers[0] if numbers else _made_id(edition, path or title)
        if not path:
            id_part = f"{postid}/" if edition.id_in_path else ""
            path = f"/{edition.sections['politics']}/{id_part}{new_slug(title)}"
        times = (values.get(name) for name in ("date_line", "date", "kind"))
        published = find_time([str(time) for time in times if time], edition.months)
        return cls(path=path, postid=postid, published=published or _made_time(title))


def _path(url: str) -> str:
    path = unicodedata.normalize("NFC", unquote(urlsplit(url).path)).rstrip("/")
    if not path:
        raise ValueError(f"no path in address {url!r}")
    return path


def _made_id(edition: Edition, key: str) -> str:
    return str(1_000_000 + number_of("postid", edition.name, key) % 900_000)


def _made_time(key: str) -> datetime:
    minute = number_of("time", key) % (365 * 24 * 60)
    start = int(datetime(2023, 1, 1, tzinfo=UTC).timestamp())
    return datetime.fromtimestamp(start + 60 * minute, UTC)


def _time(text: str) -> datetime:
    """Return a time with offset, or in UTC without one, as an aware time."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _keywords(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    return tuple(str(each) for each in value or () if each) if isinstance(value, list) else ()


def _class(values: Mapping[str, str]) -> Class:
    return Class(values["mapping"], values["value"])


def _optional(value: object) -> str | None:
    return None if value is None else str(value)


def _paragraphs(body: str) -> tuple[Block, ...]:
    return tuple(Paragraph(text) for text in body.split("\n\n") if text.strip())
