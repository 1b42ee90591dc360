"""The newsroom: invented stories, each told by one to three editions, with gold for comparison.

One TOML file a story lies in ``replica/newsroom/``. Every text in it is invented: real countries,
but no real person, body or town. The editions tell the same event independently of one another.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

NEWSROOM = Path(__file__).parent / "newsroom"
EDITIONS = ("english", "arabic", "spanish")
TOPICS = frozenset(
    ["politics", "economy", "sports", "culture", "health", "technology", "environment", "misc"],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A social-media post embedded in an article."""

    after: int
    """The post follows this many paragraphs."""
    author: str
    handle: str
    language: str
    text: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One edition's article about a story."""

    edition: str
    kind: str
    published: datetime
    modified: datetime
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...]
    """Empty: the edition's own staff."""
    source: str
    country: str
    tags: tuple[str, ...]
    coverage: str
    image_caption: str
    posts: tuple[Post, ...]
    only_here: tuple[str, ...]
    """Gold: sentences, exactly as they stand in the text, whose facts no other edition has."""
    numbers_only_here: tuple[str, ...]
    """Gold: values (``1500``, ``2.5``) that stand in this edition's text and in no other."""

    @property
    def text(self) -> str:
        """Title, lead and paragraphs, one a line."""
        return "\n".join((self.title, self.lead, *self.paragraphs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One invented event and how each edition tells it."""

    id: str
    topic: str
    event_day: date
    look_alike: str
    """Stories with the same value are the same kind of event on another day or place; may be ''."""
    conflicts: tuple[Mapping[str, str], ...]
    """One quantity told differently: ``what`` and a value for each edition that names it."""
    tellings: Mapping[str, Telling]
    """By edition name."""


def read_stories(folder: Path = NEWSROOM) -> Iterator[Story]:
    """Yield the stories of a folder, by file name."""
    for path in sorted(folder.glob("*.toml")):
        yield read_story(path)


def read_story(path: Path) -> Story:
    """Return the story of one file.

    Raises:
        ValueError: The file is not TOML, or a value is missing, unknown or of the wrong kind.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Story(
            id=raw["id"],
            topic=raw["topic"],
            event_day=raw["event_day"],
            look_alike=raw.get("look_alike", ""),
            conflicts=tuple(raw.get("conflict", ())),
            tellings={name: _telling(name, raw[name]) for name in EDITIONS if name in raw},
        )
    except (KeyError, TypeError, ValueError) as error:
        message = f"{path.name}: {type(error).__name__}: {error}"
        raise ValueError(message) from error


def _telling(edition: str, raw: Mapping[str, Any]) -> Telling:
    values = {
        "authors": (),
        "source": "",
        "country": "",
        "coverage": "",
        "image_caption": "",
        "modified": raw["published"],
        "only_here": (),
        "numbers_only_here": (),
    } | dict(raw)
    for name in ("paragraphs", "authors", "tags", "only_here", "numbers_only_here"):
        values[name] = tuple(values[name])
    values["posts"] = tuple(Post(**post) for post in values.get("posts", ()))
    return Telling(edition=edition, **values)
