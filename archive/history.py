"""The versions of an article, and what changed from each to the next."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from archive.archive import Archive
from archive.article import Article, write_time
from archive.lookup import find_article
from archive.text_diff import Piece, diff_lists, diff_texts

COMPARED = (
    "title",
    "lead",
    "body",
    "authors",
    "source",
    "tags",
    "kind",
    "section",
    "country",
    "coverage",
    "image_caption",
    "published",
    "url",
)
"""What a reader can see of an article, in the order in which changes are told."""

_UNORDERED = frozenset({"tags"})
"""Lists whose order says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """How one field differs from the version before."""

    field: str
    """One of :data:`COMPARED`."""
    pieces: tuple[Piece, ...]
    """The whole of both values, see :func:`archive.text_diff.diff_texts`."""
    removed: tuple[str, ...]
    """The stretches of text that went; of a list, its elements."""
    added: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values; pieces as ``words``: pairs of ``=-+`` and text."""
        return {
            "field": self.field,
            "removed": list(self.removed),
            "added": list(self.added),
            "words": [list(piece) for piece in self.pieces],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One version, and what made it differ from the one before."""

    article: Article
    changes: tuple[FieldChange, ...] = ()
    """In the order of :data:`COMPARED`; empty for the first version."""

    def as_json(self) -> dict[str, Any]:
        """Return number, times, hash and changes as JSON values."""
        values = self.article.as_json()
        told = ("version", "fetched", "modified", "content_hash")
        changes = [change.as_json() for change in self.changes]
        return {name: values[name] for name in told} | {"changes": changes}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All versions of an article, oldest first."""

    id: str
    gone: datetime | None
    """Aware, UTC. When the site was first found not to have the article any more."""
    steps: tuple[Step, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values; times as RFC 3339 in UTC."""
        return {
            "id": self.id,
            "gone": self.gone and write_time(self.gone),
            "versions": [step.as_json() for step in self.steps],
        }


def find_history(archive: Archive, name: str) -> History | None:
    """Return the history of an article, ``None`` if there is none.

    Args:
        archive: Where to look.
        name: As for :func:`archive.lookup.find_article`.
    """
    newest = find_article(archive, name)
    if newest is None:
        return None
    versions = archive.versions(newest.id)
    steps = [Step(article=versions[0])]
    steps += [Step(article=new, changes=compare(old, new)) for old, new in pairwise(versions)]
    return History(id=newest.id, gone=newest.gone, steps=tuple(steps))


def compare(old: Article, new: Article) -> tuple[FieldChange, ...]:
    """Return how the fields of two versions differ; those that say the same are left out."""
    values = ((name, getattr(old, name), getattr(new, name)) for name in COMPARED)
    return tuple(_change(*each) for each in values if not _is_same(*each))


def _is_same(field: str, old: object, new: object) -> bool:
    if field in _UNORDERED and isinstance(old, tuple) and isinstance(new, tuple):
        return sorted(old) == sorted(new)
    return old == new


def _change(field: str, old: Any, new: Any) -> FieldChange:
    if isinstance(old, tuple):
        removed, added = (
            tuple(each for each in one if each not in other)
            for one, other in ((old, new), (new, old))
        )
        pieces = diff_lists(old, new)
    else:
        pieces = diff_texts(_text(old), _text(new))
        removed, added = _stretches(pieces, "-"), _stretches(pieces, "+")
    return FieldChange(field=field, pieces=pieces, removed=removed, added=added)


def _stretches(pieces: tuple[Piece, ...], op: str) -> tuple[str, ...]:
    stripped = (piece.text.strip() for piece in pieces if piece.op == op)
    return tuple(filter(None, stripped))


def _text(value: str | datetime | None) -> str:
    return write_time(value) if isinstance(value, datetime) else value or ""
