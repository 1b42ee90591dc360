"""The frontier in the archive's SQLite file."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from archive.article import write_time
from archive.database import clear_errors, transaction
from archive.frontier import SETTLED, Days, Outcome, Sighting, Visit, Waiting

_SETTLED = ", ".join(f"'{outcome}'" for outcome in sorted(SETTLED))
_SIGHT = f"""
INSERT INTO frontier (url, edition, month, lastmod, outcome)
VALUES (:url, :edition, :month, :lastmod, 'waiting')
ON CONFLICT (url) DO UPDATE SET
  month = CASE WHEN excluded.month = '' THEN month ELSE excluded.month END,
  lastmod = CASE WHEN excluded.lastmod = '' THEN lastmod ELSE excluded.lastmod END,
  outcome = CASE
    WHEN :refresh OR outcome NOT IN ({_SETTLED}) OR excluded.lastmod > visited THEN 'waiting'
    ELSE outcome END
RETURNING outcome
"""  # noqa: S608  our own outcome names
_CHOSEN = """
edition = :edition AND outcome = 'waiting'
AND (month = '' OR ((:first = '' OR month >= :first) AND (:last = '' OR month <= :last)))
AND (published IS NULL OR ((:since = '' OR published >= :since)
  AND (:until = '' OR published < :until)))
"""
_TAKE = f"""
UPDATE frontier SET held_by = :run WHERE url IN (
  SELECT url FROM frontier WHERE {_CHOSEN} AND held_by IS NULL ORDER BY month DESC, url LIMIT :limit
) RETURNING url, month
"""  # noqa: S608  our own condition


class SqliteFrontier:
    """An :class:`archive.frontier.Frontier` on the archive's connection."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def sight(self, edition: str, sightings: Iterable[Sighting], *, refresh: bool = False) -> int:
        """See :meth:`archive.frontier.Frontier.sight`."""
        settled = 0
        with transaction(self._connection, self._path):
            for sighting in sightings:
                values = sighting._asdict() | {"edition": edition, "refresh": refresh}
                row = self._connection.execute(_SIGHT, values).fetchone()
                settled += row["outcome"] != "waiting"
        return settled

    def take(self, edition: str, run: str, days: Days, limit: int = 500) -> list[Waiting]:
        """See :meth:`archive.frontier.Frontier.take`."""
        values = _choice(edition, days) | {"run": run, "limit": limit}
        with transaction(self._connection, self._path):
            rows = self._connection.execute(_TAKE, values).fetchall()
        return sorted((Waiting(*row) for row in rows), key=lambda each: each.month, reverse=True)

    def release(self, run: str) -> None:
        """See :meth:`archive.frontier.Frontier.release`."""
        with transaction(self._connection, self._path):
            self._connection.execute(
                "UPDATE frontier SET held_by = NULL WHERE held_by = ?",
                (run,),
            )

    def holders(self, edition: str) -> list[str]:
        """See :meth:`archive.frontier.Frontier.holders`."""
        query = "SELECT DISTINCT held_by FROM frontier WHERE edition = ? AND held_by IS NOT NULL"
        with clear_errors(self._path):
            return [row["held_by"] for row in self._connection.execute(query, (edition,))]

    def finish(self, visit: Visit) -> None:
        """See :meth:`archive.frontier.Frontier.finish`."""
        with transaction(self._connection, self._path):
            self.settle(visit, outcome=visit.outcome)

    def settle(self, visit: Visit, *, outcome: Outcome) -> None:
        """Write the end of a wait inside a transaction that the caller has opened."""
        self._connection.execute(
            "INSERT INTO frontier (url, edition, month, lastmod, outcome, reason, visited, "
            "published) VALUES (:url, :edition, '', '', :outcome, :reason, :visited, :published) "
            "ON CONFLICT (url) DO UPDATE SET outcome = excluded.outcome, held_by = NULL, "
            "reason = excluded.reason, visited = excluded.visited, "
            "published = COALESCE(excluded.published, published)",
            {
                "url": visit.url,
                "edition": visit.edition,
                "outcome": outcome,
                "reason": visit.reason,
                "visited": _text(visit.at),
                "published": _text(visit.published) or None,
            },
        )

    def waiting_count(self, edition: str, days: Days) -> int:
        """See :meth:`archive.frontier.Frontier.waiting_count`."""
        query = f"SELECT COUNT(*) AS waiting FROM frontier WHERE {_CHOSEN}"  # noqa: S608
        with clear_errors(self._path):
            row = self._connection.execute(query, _choice(edition, days)).fetchone()
        return int(row["waiting"])


def _choice(edition: str, days: Days) -> dict[str, str]:
    first, last = days.months
    return {
        "edition": edition,
        "first": first,
        "last": last,
        "since": _text(days.since),
        "until": _text(days.until),
    }


def _text(time: datetime | None) -> str:
    # Whole seconds, so that times compare as texts.
    return write_time(time.astimezone(UTC).replace(microsecond=0)) if time else ""
