"""A story: the articles that report one event, and what holds them together."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.article import write_time
from stories.links import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArticle:
    """An article of a story."""

    id: str
    edition: str
    title: str
    published: datetime | None
    """Aware, UTC."""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        published = None if self.published is None else write_time(self.published)
        return {
            "id": self.id,
            "edition": self.edition,
            "title": self.title,
            "published": published,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An event that two articles or more report."""

    id: str
    """Stable: of the earliest article when the story was first seen. When stories turn out to be
    one, the older id stays and the other one leads there."""
    articles: tuple[StoryArticle, ...]
    """The earliest first; those without a time last."""
    links: tuple[Link, ...]
    """Those between its articles that are confirmed or likely, the best first."""
    confidence: float
    """Score of the weakest link that holds it together, at most 1; 1 if the user confirmed all."""

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that carry it, the first first."""
        return tuple(dict.fromkeys(each.edition for each in self.articles))

    @property
    def first(self) -> str:
        """The id of the earliest article."""
        return self.articles[0].id

    def as_json(self) -> dict[str, Any]:
        """Return the story as ``stories --json`` has it."""
        return {
            "id": self.id,
            "articles": [each.as_json() for each in self.articles],
            "first": self.first,
            "editions": list(self.editions),
            "confidence": self.confidence,
        }


def story_id(articles: Iterable[str], taken: Iterable[str] = ()) -> str:
    """Return the id of a new story: of its first article whose id is not taken yet.

    Args:
        articles: Their ids, the earliest first.
        taken: Ids that other stories have.
    """
    used = set(taken)
    ids = ["s" + hashlib.sha256(each.encode()).hexdigest()[:10] for each in articles]
    return next((each for each in ids if each not in used), ids[0])
