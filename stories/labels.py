"""What the user has said about links: kept apart from what is derived, and never touched by it."""

from pathlib import Path
from typing import Literal, NamedTuple

from stories.database import Database
from stories.links import Pair, pair_of

Verdict = Literal["confirmed", "rejected"]
FILE_NAME = "labels.sqlite"
_VERSION = 1
_SCHEMA = """
CREATE TABLE labels (
  a TEXT NOT NULL,                  -- ids, the lesser first
  b TEXT NOT NULL,
  verdict TEXT NOT NULL,            -- 'confirmed', 'rejected'
  PRIMARY KEY (a, b)
) WITHOUT ROWID;
"""
_KEEP = "INSERT INTO labels VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET verdict = excluded.verdict"


class Label(NamedTuple):
    """Two articles and what the user says of them."""

    pair: Pair
    verdict: Verdict


class Labels:
    """The user's labels of pairs of articles, by their ids; both need not be archived."""

    def __init__(self, folder: Path) -> None:
        """Open the file in a folder, and make it first if it is not there.

        Raises:
            StoriesError: It cannot be opened, or is damaged.
        """
        remedy = "restore it from a copy; it is all that holds what you confirmed and rejected"
        self._database = Database(folder / FILE_NAME, _SCHEMA, _VERSION, remedy=remedy)

    def confirm(self, one: str, other: str) -> None:
        """Say that two articles tell one story."""
        self._keep(one, other, "confirmed")

    def reject(self, one: str, other: str) -> None:
        """Say that two articles do not tell one story."""
        self._keep(one, other, "rejected")

    def forget(self, one: str, other: str) -> bool:
        """Take back what was said; return whether anything was."""
        with self._database.transaction():
            query = "DELETE FROM labels WHERE a = ? AND b = ?"
            return bool(self._database.write(query, pair_of(one, other)))

    def all(self) -> list[Label]:
        """Return all labels, by their ids."""
        rows = self._database.rows("SELECT a, b, verdict FROM labels ORDER BY a, b")
        return [Label((a, b), verdict) for a, b, verdict in rows]

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def _keep(self, one: str, other: str, verdict: Verdict) -> None:
        """Keep a label.

        Raises:
            ValueError: Both articles are the same one.
        """
        if one == other:
            raise ValueError("an article has no link with itself")
        with self._database.transaction():
            self._database.write(_KEEP, (*pair_of(one, other), verdict))
