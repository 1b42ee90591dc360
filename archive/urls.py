"""Addresses: one article, one canonical address."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit, urlunsplit

HOSTS: Mapping[str, str] = {
    "english": "english.almayadeen.net",
    "arabic": "www.almayadeen.net",
    "spanish": "espanol.almayadeen.net",
}
"""The host of each edition."""

MAX_URL_LENGTH = 2_000
"""Characters, decoded. The longest real address seen is 376 percent-encoded characters."""

_EDITIONS = {host: edition for edition, host in HOSTS.items()} | {"almayadeen.net": "arabic"}
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|ref|ref_src|s)\Z")
_HOST_NAME = re.compile(r"[a-z0-9._-]{1,253}|(?=[^:]*:)[0-9a-f:.]{2,45}")
_KEPT_ENCODED = re.compile(
    r"[\x00-\x20\x7f-\xa0\s%/?#\\"  # controls, spaces, what has a meaning in an address
    r"\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"  # what would show an address as another
    r"\udc80-\udcff]",  # bytes that are no UTF-8
)
_ORIGINS = tuple(f"https://{host}/" for host in HOSTS.values())
_NOT_PLAIN = ("%", "?", "#", " ", "\\", "//")


@lru_cache(maxsize=64)
def canonical_url(url: str) -> str:
    """Return the one address of a page: https, raw Unicode in NFC, no tracking, no fragment.

    Escapes are decoded, as the site's own sitemap and metadata write addresses; only what would
    change the meaning (a slash, a space, a control character) stays encoded.

    >>> canonical_url("http://English.almayadeen.net/news/a%3A-b/?utm_source=x#top")
    'https://english.almayadeen.net/news/a:-b'

    Raises:
        ValueError: Not an http(s) address, without a proper host, or over
            :data:`MAX_URL_LENGTH`.
    """
    if len(url) <= MAX_URL_LENGTH and _is_plain(url):
        return url
    if len(url) > 10 * MAX_URL_LENGTH:
        raise ValueError(f"address of {len(url)} characters")
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"not a web address: {url[:200]!r}")
    path = _decode(parts.path).rstrip("/")
    query = urlencode(sorted(_meaningful(parts.query))) if parts.query else ""
    result = urlunsplit(("https", _host(parts.hostname, parts.port), path, query, ""))
    if len(result) > MAX_URL_LENGTH:
        raise ValueError(f"address of {len(result)} characters")
    return result


def request_url(canonical: str) -> str:
    """Return the address as it goes over the wire: path percent-encoded UTF-8, ``:`` kept."""
    parts = urlsplit(canonical)
    return urlunsplit(parts._replace(path=quote(parts.path, safe="/:%!$&'()*+,;=@~")))


def edition_of_url(url: str) -> str | None:
    """Return the edition whose host an address names, or ``None``."""
    edition = _EDITIONS.get(url[8:].partition("/")[0]) if url.startswith("https://") else None
    if edition is not None:
        return edition
    try:
        host = urlsplit(url.strip()).hostname
    except ValueError:
        return None
    return _EDITIONS.get(host or "")


def _is_plain(url: str) -> bool:
    """Return whether an address is surely canonical, as nearly all of the sites' are: fast."""
    path = url[len("https://") :]
    for each in _NOT_PLAIN:
        if each in path:
            return False
    printable = url.startswith(_ORIGINS) and not url.endswith("/") and url.isprintable()
    return printable and (url.isascii() or unicodedata.is_normalized("NFC", url))


def _host(name: str, port: int | None) -> str:
    name = name if name.isascii() else name.encode("idna").decode()
    edition = _EDITIONS.get(name)
    if edition is not None:
        return HOSTS[edition]
    if not _HOST_NAME.fullmatch(name):
        raise ValueError(f"not a host name: {name[:200]!r}")
    shown = f"[{name}]" if ":" in name else name
    return shown if port in {None, 80, 443} else f"{shown}:{port}"


def _decode(path: str) -> str:
    """Return the path decoded; slashes part it only where they were not encoded."""
    return "/".join(map(_decode_segment, path.split("/")))


def _decode_segment(segment: str) -> str:
    # All of it is decoded, composed, and only then encoded where it must be: in any other order,
    # decoding could make new escapes, and composing could take the last letter of one.
    text = unquote_to_bytes(segment).decode(errors="surrogateescape")
    return _KEPT_ENCODED.sub(_encode, unicodedata.normalize("NFC", text))


def _encode(match: re.Match[str]) -> str:
    return quote(match[0].encode(errors="surrogateescape"), safe="")


def _meaningful(query: str) -> list[tuple[str, str]]:
    text = unicodedata.normalize
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    composed = ((text("NFC", name), text("NFC", value)) for name, value in pairs)
    return [(name, value) for name, value in composed if not _TRACKING.match(name)]
