"""What every crawl came to, in the archive's SQLite file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.database import clear_errors, transaction
from archive.sqlite_file import Connection


class SqliteRuns:
    """The reports of past crawls, on the archive's connection."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def record(self, id: str, report: Mapping[str, Any]) -> None:
        """Keep the report of a run; it has at least ``edition`` and ``started`` (RFC 3339, UTC)."""
        values = (id, report["edition"], report["started"], json.dumps(report, ensure_ascii=False))
        with transaction(self._connection, self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO runs (id, edition, started, report) VALUES (?, ?, ?, ?)",
                values,
            )

    def latest(self, edition: str, limit: int = 20) -> list[dict[str, Any]]:
        """Return the reports of an edition's latest runs, newest first."""
        query = "SELECT report FROM runs WHERE edition = ? ORDER BY started DESC LIMIT ?"
        with clear_errors(self._path):
            rows = self._connection.execute(query, (edition, limit)).fetchall()
        return [json.loads(row["report"]) for row in rows]
