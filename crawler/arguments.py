"""What the user may tell a spider: days, addresses, a mirror."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.frontier import BEIRUT, Days
from archive.urls import canonical_url

MAX_FILE_BYTES = 50 * 2**20
_SHOWN_CHARS = 200


class ArgumentError(ValueError):
    """An argument that cannot be followed, as one sentence that says what to give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """The arguments of one crawl, read."""

    days: Days
    urls: tuple[str, ...]
    """As given; empty: find them."""
    site: str
    """``http://HOST:PORT`` of a mirror; ``""``: the edition's own host."""
    refresh: bool


def read_arguments(
    *,
    since: str = "",
    until: str = "",
    urls: str = "",
    site: str = "",
    refresh: str = "",
) -> Arguments:
    """Return the arguments of a crawl.

    Args:
        since: First day of publication, ``YYYY-MM-DD``, in Beirut.
        until: Last day of publication, inclusive.
        urls: Addresses separated by commas, or ``@FILE`` with one a line.
        site: Address of a mirror.
        refresh: ``1`` to fetch known articles again.

    Raises:
        ArgumentError: One of them cannot be followed.
    """
    days = Days(since=_midnight("since", since), until=_midnight("until", until, days_later=1))
    if days.since and days.until and days.since >= days.until:
        raise ArgumentError(f"until={until} is before since={since}")
    if refresh not in {"", "0", "1"}:
        raise ArgumentError(f"refresh={_shown(refresh)}: give 1 or 0")
    return Arguments(days=days, urls=_urls(urls), site=_site(site), refresh=refresh == "1")


def read_mirror(file: str) -> dict[str, str]:
    """Return the addresses of a mirror by edition, from a JSON file.

    Raises:
        ArgumentError: It cannot be read, or is of another form.
    """
    try:
        sites: Any = json.loads(_read_file(file))
    except (OSError, ValueError, RecursionError) as error:
        raise ArgumentError(f"mirror {_shown(file)}: cannot be read as JSON") from error
    if not isinstance(sites, dict) or not all(isinstance(v, str) for v in sites.values()):
        raise ArgumentError(f'mirror {_shown(file)}: give {{"english": "http://HOST:PORT", …}}')
    return sites


def site_of_mirror(file: str, edition: str) -> str:
    """Return the address of one edition in a mirror file.

    Raises:
        ArgumentError: The file cannot be read, or has none.
    """
    site = read_mirror(file).get(edition, "")
    if not site:
        raise ArgumentError(f"mirror {_shown(file)}: no address for {edition}")
    return _site(site)


def _midnight(name: str, text: str, *, days_later: int = 0) -> datetime | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=days_later)
        midnight = datetime.combine(day, time(), BEIRUT)
        midnight.astimezone(UTC)  # of the first day of year 1, UTC has no midnight in Beirut
    except (ValueError, OverflowError) as error:
        raise ArgumentError(f"{name}={_shown(text)}: give a day as YYYY-MM-DD") from error
    return midnight


def _urls(text: str) -> tuple[str, ...]:
    lines = _lines_of_file(text[1:]) if text.startswith("@") else text.split(",")
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _lines_of_file(file: str) -> list[str]:
    try:
        return _read_file(file).splitlines()
    except (OSError, ValueError) as error:
        size = f"at most {MAX_FILE_BYTES >> 20} MB of UTF-8 text"
        raise ArgumentError(f"urls=@{_shown(file)}: cannot be read as {size}") from error


def _read_file(file: str) -> str:
    """Return a text; what has no end, such as a device, is not read to its end."""
    with Path(file).open("rb") as opened:
        content = opened.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise ValueError(f"larger than {MAX_FILE_BYTES} bytes")
    return content.decode("utf-8-sig")


def _site(text: str) -> str:
    if not text:
        return ""
    try:
        canonical_url(text)  # refuses what is no host
        parts = urlsplit(text.strip())
        more = "@" in parts.netloc or parts.path.strip("/") or parts.query or parts.fragment
    except ValueError as error:
        raise ArgumentError(f"site={_shown(text)}: give http://HOST:PORT") from error
    if more:
        raise ArgumentError(f"site={_shown(text)}: give http://HOST:PORT and nothing behind it")
    return f"{parts.scheme}://{parts.netloc}"


def _shown(text: str) -> str:
    """Return what the user gave so that it can stand in one line."""
    return "".join(
        c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:_SHOWN_CHARS]
    )
