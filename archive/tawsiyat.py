"""The site's own metadata object, as article fields.

Content pages hold it as JSON in ``<script id="tawsiyat-metadata" type="text/tawsiyat">``; files of
such objects can be imported. Every key is read, ignored on purpose, or listed as unknown.
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from archive.kinds import kind_of, refusal_of, section_of
from archive.urls import canonical_url

MAX_LINE_CHARS = 20_000
"""Longer texts of one line are cut off."""
MAX_VALUES = 300
"""Values of a list beyond these are left out; the longest real list of tags has under 100."""

IGNORED: Mapping[str, str] = {
    "word_count": "about half of the real number of words",
    "html": "always empty",
    "lite_url": "always empty",
}
"""Keys that are not read, and why."""

_CLASS_KEYS = {
    "class1": "posttype",
    "class2": "category",
    "class3": "country",
    "class5": "coverage",
    "class6": "author",
}
_CLASS_NAMES = tuple(_CLASS_KEYS.values())
_BEIRUT = ZoneInfo("Asia/Beirut")
_ABSURD_NUMBER = 10**18
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_INSTANT = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_USUAL_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", re.ASCII)
_SECONDS = re.compile(r"\d{1,9}(?:\.\d*)?")
_CLOCK_DURATION = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})")
_ISO_DURATION = re.compile(
    r"P(?:T|0?DT)(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,8})(?:[.]\d*)?S)?", re.IGNORECASE
)
_MAX_DURATION_S = 7 * 24 * 3600
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|li|ul|h[1-6])\b[^<>]*>", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?(?:span|b|i|u|strong|em|a)\b[^<>]*>", re.IGNORECASE)
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
_POSTID = re.compile(r"(?!0+\Z)[A-Za-z0-9_-]{1,40}")
_AUTHOR_BREAKS = re.compile(r"\s*[|;؛،\n]\s*")
_AUTHOR_JOINS = re.compile(r",\s+| (?:and|y|&) ")
_BYLINE = re.compile(
    r"\A(?:(?:written by|by|escrito por|por|autor|author)\b\s*:?\s+"
    r"|(?:بقلم|الكاتب|كتب|كتبت|إعداد)\s*:?\s+)",
    re.IGNORECASE,
)
_NAME_WORDS = range(2, 6)
_LAST_CASED = "\u05ff"
"""Letters behind this one, the Arabic ones among them, have no capitals."""
_SCHEMES = ("https://", "http://")
_NOTHING = frozenset({"", "null", "none", "undefined", "n/a", "-"})
_MAX_NOTHING_CHARS = max(map(len, _NOTHING))


def read_tawsiyat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the article fields that the object tells; absent ones are left out.

    Times become aware UTC: with an offset as written, without one they are UTC already, since the
    pages' meta elements write the same instants so. ``language`` is what the page says of itself.
    ``kind`` and ``section`` take the address into account, see :mod:`archive.kinds`. A value of
    another type than the site's is read if it can be, else left out; no value raises an error.
    """
    found = {field: read(values[key]) for key, (field, read) in _READERS.items() if key in values}
    classes = read_classes(values.get("classes"))
    url = found.get("url", "")
    found["authors"] = found.get("authors") or read_authors(classes.get("author"))
    found["country"] = classes.get("country")
    found["coverage"] = classes.get("coverage")
    found["image_url"] = read_address(values.get("thumbnail"), url)
    found["section"] = section_of(url)
    found["kind"] = kind_of(
        url,
        posttype=classes.get("posttype", ""),
        category=classes.get("category", ""),
        type=read_line(values.get("type")),
    )
    if found.get("published"):
        found["published_raw"] = read_line(values.get("published_time"))
    return {name: value for name, value in found.items() if value}


def unknown_keys(values: Mapping[str, Any]) -> list[str]:
    """Return the keys that are neither read nor ignored on purpose, sorted, to be counted."""
    known = _READERS.keys() | IGNORED.keys() | {"type", "classes", "thumbnail"}
    names = [key for key in values if key not in known]
    classes = values.get("classes")
    for each in classes if isinstance(classes, list) else ():
        mapping = _class_name(each) if isinstance(each, Mapping) else type(each).__name__
        if mapping not in _CLASS_KEYS.values():
            names.append(f"classes.{mapping}")
    return sorted(set(names))


def refusal_reason(values: Mapping[str, Any]) -> str:
    """Return why the object is not that of an article, as :func:`archive.kinds.refusal_of` does."""
    classes = read_classes(values.get("classes"))
    return refusal_of(
        read_url(values.get("url")),
        posttype=classes.get("posttype", ""),
        type=read_line(values.get("type")),
    )


def read_classes(value: Any) -> dict[str, str]:
    """Return the object's classes by their meaning: ``posttype``, ``category``, ``country``…"""  # noqa: D415
    if isinstance(value, dict):
        value = [{"key": key, "mapping": key, "value": each} for key, each in value.items()]
    classes: dict[str, str] = {}
    for each in value if isinstance(value, list) else ():
        text = read_line(each.get("value")) if isinstance(each, dict) else ""
        if text:
            classes.setdefault(_class_name(each), text)
    return classes


def read_line(value: Any) -> str:
    """Return a text or a number as one line; ``""`` for everything else.

    Entities are decoded, tags dropped, runs of space become one; letters stay as they are.
    """
    text = value[: 2 * MAX_LINE_CHARS] if isinstance(value, str) else _number(value)
    if "&" in text:
        text = _ENTITY.sub(lambda m: html.unescape(m[0]), text)
    if "<" in text:
        text = _INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", text))
    if "  " in text or not text.isprintable():
        text = _HTML_SPACE.sub(" ", _UNWRITABLE.sub("", text))
    text = text.strip()
    if len(text) <= _MAX_NOTHING_CHARS and text.casefold() in _NOTHING:
        return ""
    return text[:MAX_LINE_CHARS]


def read_postid(value: Any) -> str:
    """Return a post id: letters and digits, not nought; else ``""``."""
    text = read_line(value)
    return text if _POSTID.fullmatch(text) else ""


def read_url(value: Any) -> str:
    """Return a canonical address, or ``""``."""
    try:
        return canonical_url(read_line(value))
    except ValueError:
        return ""


def read_address(value: Any, base: str = "") -> str:
    """Return an absolute web address as it is written, or ``""``; ``base`` completes others."""
    line = read_line(value)
    try:
        address = line if line.startswith(_SCHEMES) else urljoin(base, line)
    except ValueError:
        return ""
    return address if line and address.startswith(_SCHEMES) else ""


def read_tags(value: Any) -> tuple[str, ...]:
    """Return tags in their order without repeats, from a text with commas, or a list.

    The site parts its keywords with ASCII commas; an Arabic comma then belongs to the tag (eight
    of 7,251 articles of 2023 have such tags). It parts only where there is no other.

    >>> read_tags("Rivers, Ports,Rivers")
    ('Rivers', 'Ports')
    """
    if not isinstance(value, str):
        return _distinct(map(_name_of, _values(value)))
    return _distinct(value.split("," if "," in value else "،"))


def read_authors(value: Any) -> tuple[str, ...]:
    """Return the names of a byline without its label.

    ``|``, ``;`` and the Arabic comma part names. A comma, "and" and "y" do so only where full
    names stand on both sides, for they occur in the names of bodies and people as well. Arabic
    "and" is a prefix that names begin with too, so such pairs stay together, as do places that
    follow a dash.

    >>> read_authors("By Ana Lora and Petr Novik | Al Mayadeen English")
    ('Ana Lora', 'Petr Novik', 'Al Mayadeen English')
    """
    return _distinct(name for each in _values(value) for name in _names_in(_name_of(each)))


def read_duration_s(value: Any) -> int | None:
    """Return seconds, from seconds, ``h:mm:ss`` or ISO 8601; ``None`` for none or nought."""
    text = read_line(value)
    if _SECONDS.fullmatch(text):
        seconds = int(text.partition(".")[0])
    else:
        match = _CLOCK_DURATION.fullmatch(text) or _ISO_DURATION.fullmatch(text)
        h, m, s = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
        seconds = h * 3600 + m * 60 + s
    return seconds if 0 < seconds <= _MAX_DURATION_S else None


def read_language(value: Any) -> str:
    """Return the bare language code of a language tag, such as ``ar`` for ``ar-LB``."""
    code = read_line(value).lower().replace("_", "-").partition("-")[0]
    return code if _LANGUAGE_CODE.fullmatch(code) else ""


def read_instant(value: Any) -> datetime | None:
    """Return the instant of a machine-written time, in UTC.

    With an offset it is taken at its word. Without one it is UTC, as in the pages' meta elements;
    a fraction of any length is read to the microsecond. A day without a time begins in Beirut.
    Absent for anything else, and for times that cannot be (the year 1 of an unset value).
    """
    try:
        time = _instant(read_line(value)[:64])
    except (ValueError, OverflowError):
        return None
    return time if time and _FIRST_YEAR <= time.year <= _LAST_YEAR else None


def _instant(text: str) -> datetime | None:
    if _USUAL_INSTANT.fullmatch(text):  # as the site writes nearly all: many times as fast
        return datetime.fromisoformat(text).astimezone(UTC)
    match = _INSTANT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups(default="")
    numbers = [int(part or 0) for part in (year, month, day, hour, minute, second)]
    micros = int(fraction[:6].ljust(6, "0")) if fraction else 0
    zone = _zone(offset) if hour else _BEIRUT
    return datetime(*numbers, micros, tzinfo=zone).astimezone(UTC)  # type: ignore[misc,arg-type]  # six numbers


@lru_cache(maxsize=64)
def _zone(offset: str) -> timezone:
    """Return the zone of ``+03:00``, ``+0300``, ``+03``, ``Z`` or nothing, which is UTC.

    Raises:
        ValueError: A day or more.
    """
    if not offset or offset in "Zz":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-away if offset[0] == "-" else away)


def _class_name(each: Mapping[str, Any]) -> str:
    named = each.get("mapping")
    if named in _CLASS_NAMES:
        return str(named)
    mapping = read_line(named).casefold()
    if mapping in _CLASS_NAMES:
        return mapping
    return _CLASS_KEYS.get(read_line(each.get("key")) or mapping, mapping or "?")


@lru_cache(maxsize=64)
def _names_in(byline: str) -> tuple[str, ...]:
    """Return the names of a byline; most come again with the next article of their writer."""
    parts = _AUTHOR_BREAKS.split(_BYLINE.sub("", byline, count=1))
    names = (name for part in parts for name in _joined_names(part))
    return tuple(name for name in names if not name.startswith(_SCHEMES))


def _joined_names(text: str) -> Iterable[str]:
    parts = _AUTHOR_JOINS.split(text)
    return parts if all(_is_full_name(part) for part in parts) else [text]


def _is_full_name(text: str) -> bool:
    """Return whether a text is a few words, the first and the last with a capital, if it has any.

    >>> [_is_full_name(name) for name in ("Ana Lora", "Center for Research", "Studies")]
    [True, True, False]
    """
    words = text.split()
    ends = (words[0][0], words[-1][0]) if words else ()
    return len(words) in _NAME_WORDS and all(c.isupper() or c > _LAST_CASED for c in ends)


def _number(value: Any) -> str:
    """Return a number as written, without a fraction of nought; ``""`` for an absurd one.

    What is no number has none.
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    if not abs(value) < _ABSURD_NUMBER:
        return ""
    return str(int(value)) if value == int(value) else str(value)


def _values(value: Any) -> Sequence[Any]:
    return value[:MAX_VALUES] if isinstance(value, list | tuple) else [value]


def _name_of(value: Any) -> str:
    """Return a text, or the name in an object such as ``{"@type": "Person", "name": …}``."""
    if isinstance(value, dict):
        value = value.get("name")
        value = value[0] if isinstance(value, list) and value else value
    return read_line(value)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(read_line, texts))))[:MAX_VALUES]


_READERS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "postid": ("postid", read_postid),
    "title": ("title", read_line),
    "url": ("url", read_url),
    "keywords": ("tags", read_tags),
    "video_duration": ("video_duration_s", read_duration_s),
    "lang": ("language", read_language),
    "published_time": ("published", read_instant),
    "last_updated": ("modified", read_instant),
    "description": ("lead", read_line),
    "author": ("authors", read_authors),
}
