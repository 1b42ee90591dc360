"""The frontier in the archive's SQLite file."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from archive.article import read_time, write_time
from archive.database import clear_errors, transaction
from archive.frontier import Days, Outcome, Sighting, Source, Visit, Waiting
from archive.sqlite_file import Connection

_SIGHT = """
INSERT INTO frontier (url, edition, month, lastmod, outcome)
VALUES (:url, :edition, :month, :lastmod, 'waiting')
ON CONFLICT (url) DO UPDATE SET
  month = CASE WHEN excluded.month = '' THEN month ELSE excluded.month END,
  lastmod = CASE WHEN excluded.lastmod = '' THEN lastmod ELSE excluded.lastmod END,
  outcome = CASE
    WHEN :refresh
      OR (visited <> '' AND excluded.lastmod > visited AND excluded.lastmod <= :now) THEN 'waiting'
    ELSE outcome END
RETURNING outcome
"""
_REOPEN = """
UPDATE frontier SET outcome = 'waiting',
  asked_again = asked_again OR (outcome = 'gone' AND published IS NULL)
WHERE edition = :edition AND (outcome IN ('failed', 'blocked', 'out-of-range')
  OR (outcome IN ('new', 'changed', 'unchanged', 'gone')
      AND published >= :published_since AND visited < :visited_before)
  OR (outcome = 'gone' AND published IS NULL AND NOT asked_again
      AND visited < :gone_before))
"""
_CHOSEN = """
edition = :edition AND outcome = 'waiting'
AND (month = '' OR ((:first = '' OR month >= :first) AND (:last = '' OR month <= :last)))
AND (published IS NULL OR ((:since = '' OR published >= :since)
  AND (:until = '' OR published < :until)))
"""
_TAKE = f"""
UPDATE frontier SET held_by = :run WHERE url IN (
  SELECT url FROM frontier WHERE {_CHOSEN} AND held_by IS NULL ORDER BY month DESC, url LIMIT :limit
) RETURNING url, month, etag, last_modified
"""  # noqa: S608  our own condition
_SETTLE = """
INSERT INTO frontier
  (url, edition, month, lastmod, outcome, reason, visited, published, etag, last_modified)
VALUES (:url, :edition, '', '', :outcome, :reason, :visited, :published, :etag, :last_modified)
ON CONFLICT (url) DO UPDATE SET
  outcome = excluded.outcome, reason = excluded.reason, visited = excluded.visited,
  -- Where twice nothing was, nobody looks a third time: see _REOPEN.
  asked_again = asked_again AND excluded.outcome = 'gone',
  published = COALESCE(excluded.published, published),
  etag = excluded.etag, last_modified = excluded.last_modified, held_by = NULL
"""
# Gone is an article whose own address is: one that merely led to it may end.
_GONE = """
INSERT OR IGNORE INTO gone (id, at)
SELECT id, :at FROM versions WHERE url = :url AND id = (SELECT id FROM urls WHERE url = :url)
LIMIT 1
"""
_GONE_CHANGE = """
INSERT INTO changes (id, version)
SELECT id, MAX(version) FROM versions WHERE id = (SELECT id FROM urls WHERE url = :url)
"""


class SqliteFrontier:
    """An :class:`archive.frontier.Frontier` on the archive's connection."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def reopen(
        self,
        edition: str,
        *,
        published_since: datetime | None = None,
        visited_before: datetime | None = None,
        gone_before: datetime | None = None,
    ) -> None:
        """See :meth:`archive.frontier.Frontier.reopen`."""
        values = {
            "edition": edition,
            "published_since": _text(published_since) or None,
            "visited_before": _text(visited_before) or None,
            "gone_before": _text(gone_before) or None,
        }
        with transaction(self._connection, self._path):
            self._connection.execute(_REOPEN, values)

    def sight(self, edition: str, sightings: Iterable[Sighting], *, refresh: bool = False) -> int:
        """See :meth:`archive.frontier.Frontier.sight`."""
        settled = 0
        fixed = {"edition": edition, "refresh": refresh, "now": _text(datetime.now(UTC))}
        with transaction(self._connection, self._path):
            for sighting in sightings:
                row = self._connection.execute(_SIGHT, sighting._asdict() | fixed).fetchone()
                settled += row["outcome"] != "waiting"
        return settled

    def settled_count(self, edition: str, month: str) -> int:
        """See :meth:`archive.frontier.Frontier.settled_count`."""
        query = (
            "SELECT COUNT(*) AS settled FROM frontier "
            "WHERE edition = ? AND month = ? AND outcome <> 'waiting'"
        )
        with clear_errors(self._path):
            return int(self._connection.execute(query, (edition, month)).fetchone()["settled"])

    def source(self, url: str) -> Source | None:
        """See :meth:`archive.frontier.Frontier.source`."""
        with clear_errors(self._path):
            row = self._connection.execute("SELECT * FROM sources WHERE url = ?", (url,)).fetchone()
        return None if row is None else Source(**(dict(row) | {"read": read_time(row["read"])}))

    def record_source(self, source: Source) -> None:
        """See :meth:`archive.frontier.Frontier.record_source`."""
        values = asdict(source) | {"read": write_time(source.read)}
        with transaction(self._connection, self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO sources (url, edition, month, read, etag, last_modified) "
                "VALUES (:url, :edition, :month, :read, :etag, :last_modified)",
                values,
            )

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
            if visit.outcome == "gone":
                self._record_gone(visit)

    def settle(self, visit: Visit, *, outcome: Outcome) -> None:
        """Write the end of a wait inside a transaction that the caller has opened."""
        self._connection.execute(
            _SETTLE,
            {
                "url": visit.url,
                "edition": visit.edition,
                "outcome": outcome,
                "reason": visit.reason,
                "visited": _text(visit.at),
                "published": _text(visit.published) or None,
                "etag": visit.etag,
                "last_modified": visit.last_modified,
            },
        )

    def _record_gone(self, visit: Visit) -> None:
        values = {"url": visit.url, "at": _text(visit.at)}
        if self._connection.execute(_GONE, values).rowcount:
            self._connection.execute(_GONE_CHANGE, values)

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
