"""What the archive keeps: articles as frozen values."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from types import NoneType
from typing import Any, Literal, Self, get_args

Kind = Literal[
    "news",
    "opinion",
    "analysis",
    "feature",
    "blog",
    "press",
    "video",
    "newscast",
    "podcast",
    "infographic",
    "gallery",
    "other",
]
KINDS: frozenset[str] = frozenset(get_args(Kind))

EDITION_LANGUAGES: Mapping[str, str] = {"english": "en", "arabic": "ar", "spanish": "es"}
"""The language code of each edition, which is also the prefix of its articles' ids."""

_TIMES = frozenset({"published", "modified", "fetched", "gone"})
_TUPLES = frozenset({"authors", "tags", "related_urls"})
_OBJECTS = frozenset({"language_votes", "provenance"})
_JSON_TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(_TIMES, (str, NoneType)),
    **dict.fromkeys(_TUPLES, (list, tuple)),
    **dict.fromkeys(_OBJECTS, (Mapping,)),
    "video_duration_s": (int, NoneType),
    "language_confidence": (int, float, NoneType),
    "word_count": (int,),
    "version": (int,),
}
"""Of the fields that are no text."""
_MAX_NUMBER = 2**53
_CONTENT = (
    "title",
    "lead",
    "body",
    "authors",
    "source",
    "kind",
    "section",
    "country",
    "coverage",
    "image_caption",
)
"""What a reader reads: a change in any of these, or in the set of tags, is a new version."""


write_json = json.JSONEncoder(ensure_ascii=False).encode
"""As ``json.dumps`` does, which makes a new encoder each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of one article. Absent text is ``""``, an absent list ``()``."""

    id: str
    """Language code of the edition and the site's post id (``en:1850881``), else of the address."""
    edition: str
    url: str
    """Canonical address on the real host, raw Unicode (see :func:`archive.urls.canonical_url`)."""
    postid: str = ""
    kind: str = "other"
    """One of :data:`KINDS`."""
    section: str = ""
    """The address path without slug, date and id, such as ``news/politics``."""
    title: str
    lead: str = ""
    """Plain text, one paragraph."""
    body: str = ""
    """Plain text, paragraphs separated by one blank line; empty for a video without text."""
    authors: tuple[str, ...] = ()
    source: str = ""
    """Where the edition says it has the story from, without its label."""
    tags: tuple[str, ...] = ()
    """In the order of the page, no repeats."""
    country: str = ""
    coverage: str = ""
    published: datetime | None = None
    """Aware, UTC."""
    modified: datetime | None = None
    """Aware, UTC."""
    published_raw: str = ""
    """The publication time exactly as the page wrote it."""
    image_url: str = ""
    image_caption: str = ""
    video_duration_s: int | None = None
    related_urls: tuple[str, ...] = ()
    language: str = ""
    """ISO 639-1, of the text itself; ``""`` when there is too little text to tell."""
    language_confidence: float | None = None
    """0 to 1."""
    language_votes: Mapping[str, str] = field(default_factory=dict)
    """What ``page``, ``edition`` and ``detector`` each take the language to be."""
    word_count: int = 0
    """Words of the body."""
    version: int = 0
    """1 for the first stored version; 0 before it is stored."""
    content_hash: str = ""
    """Set by :func:`with_content_hash`."""
    fetched: datetime | None = None
    """Aware, UTC. When the page was downloaded, or the file imported."""
    gone: datetime | None = None
    """Aware, UTC. When the site was first found not to have the article any more (404, 410)."""
    provenance: Mapping[str, str] = field(default_factory=dict)
    """Field name to its source: ``tawsiyat``, ``json-ld``, ``meta``, ``dom``, ``url``,
    ``fallback``, ``import``."""

    def __post_init__(self) -> None:
        """Refuse what can be no article.

        Raises:
            ValueError: An unknown edition or kind, a foreign id, or a time without a zone.
        """
        if self.edition not in EDITION_LANGUAGES:
            raise ValueError(f"unknown edition {self.edition!r}")
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind {self.kind!r}")
        if not self.id.startswith(f"{EDITION_LANGUAGES[self.edition]}:"):
            raise ValueError(f"id {self.id!r} is not of the {self.edition} edition")
        for name in _TIMES:
            time = getattr(self, name)
            if time is not None and time.utcoffset() is None:
                raise ValueError(f"{name} has no time zone")

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values: lists, and times as RFC 3339 in UTC with ``Z``."""
        return {each.name: _json_value(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the article of :meth:`as_json`; fields it does not know are left out.

        Raises:
            ValueError: A value that :meth:`as_json` does not write.
            TypeError: A required field is missing.
        """
        known = {each.name for each in fields(cls)}
        return cls(**{name: _read_value(name, values[name]) for name in known & values.keys()})


def article_id(edition: str, postid: str, url: str) -> str:
    """Return the id of an article: by post id if there is one, else by canonical address.

    >>> article_id("english", "1850881", "https://english.almayadeen.net/news/politics/x")
    'en:1850881'
    """
    key = postid or hashlib.sha256(url.encode()).hexdigest()[:16]
    return f"{EDITION_LANGUAGES[edition]}:{key}"


def with_content_hash(article: Article) -> Article:
    """Return the article with the SHA-256 of what a reader reads, in hexadecimal."""
    values = [getattr(article, name) for name in _CONTENT]
    text = write_json([*values, sorted(article.tags)])
    return replace(article, content_hash=hashlib.sha256(text.encode()).hexdigest())


def write_time(time: datetime) -> str:
    """Return an aware time as RFC 3339 in UTC; a fraction only where there is one.

    >>> write_time(datetime(2024, 2, 1, 22, 18, tzinfo=UTC))
    '2024-02-01T22:18:00Z'
    """
    return time.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def read_time(text: str) -> datetime:
    """Return the time of an RFC 3339 text, in UTC.

    Raises:
        ValueError: Not such a text, one without offset, or a time before year 1 or after 9999.
    """
    time = datetime.fromisoformat(text)
    if time.tzinfo is UTC:
        return time
    if time.utcoffset() is None:
        raise ValueError(f"no time zone in {text!r}")
    try:
        return time.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"no such time in UTC: {text!r}") from error


def _read_value(name: str, value: Any) -> Any:
    _check_type(name, value)
    if name in _OBJECTS:
        _check_texts(name, value.values())
    if name in _TIMES:
        return read_time(value) if value else None
    if name in _TUPLES:
        _check_texts(name, value)
        return tuple(value)
    return value


def _check_type(name: str, value: object) -> None:
    if not isinstance(value, _JSON_TYPES.get(name, (str,))) or isinstance(value, bool):
        raise ValueError(f"{name} may not be of type {type(value).__name__}")  # noqa: TRY004
    if isinstance(value, int | float) and not 0 <= value <= _MAX_NUMBER:
        raise ValueError(f"{name} is out of range: {value}")


def _check_texts(name: str, values: Iterable[object]) -> None:
    if not all(isinstance(each, str) for each in values):
        raise ValueError(f"{name} holds what is no text")


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return write_time(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    return value
