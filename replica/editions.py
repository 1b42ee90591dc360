"""What surrounds the articles of each edition: read from ``editions.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.urls import HOSTS

EDITIONS_FILE = Path(__file__).parent / "editions.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """One entry of the main menu."""

    name: str
    path: str
    items: tuple[tuple[str, str], ...]
    """Name and path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition: its words, its menus and where its sections lie."""

    name: str
    host: str
    language: str
    direction: str
    brand: str
    """Stands after the title in ``<title>``."""
    staff: str
    """The author of news."""
    network: str
    """The author of videos, and the name in the news sitemap."""
    id_in_path: bool
    news_roots: tuple[str, ...]
    """First parts of the paths that the news sitemap lists."""
    sitemap_times: bool
    """Whether ``sitemaps/all`` has ``lastmod``; nobody has recorded it, so the editions differ."""
    months: tuple[str, ...]
    recent: tuple[str, ...]
    """Dates of the first cards of "most read"."""
    ticker: tuple[str, ...]
    footer: tuple[str, ...]
    footer_links: tuple[str, ...]
    replica: str
    """Says in the footer that this is a replica."""
    edited: str
    """The sentence that ``--fault edited`` adds."""
    blurb: str
    """The paragraph below every article of a coverage; ``{coverage}`` stands for its name."""
    labels: Mapping[str, str]
    posttypes: Mapping[str, str]
    """By kind, such as ``news``."""
    categories: Mapping[str, str]
    """By topic, such as ``economy``."""
    sections: Mapping[str, str]
    """Path by topic or kind."""
    menu: tuple[Menu, ...]

    @property
    def origin(self) -> str:
        """Scheme and host of the real site."""
        return f"https://{self.host}"


@cache
def editions() -> Mapping[str, Edition]:
    """Return the editions by name, in the order English, Arabic, Spanish."""
    raw = tomllib.loads(EDITIONS_FILE.read_text(encoding="utf-8"))
    return {name: _edition(name, raw[name]) for name in HOSTS}


def _edition(name: str, raw: Mapping[str, Any]) -> Edition:
    values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in raw.items()}
    values["menu"] = tuple(
        Menu(name=each["name"], path=each["path"], items=tuple(map(tuple, each["items"])))
        for each in raw["menu"]
    )
    return Edition(name=name, host=HOSTS[name], **values)
