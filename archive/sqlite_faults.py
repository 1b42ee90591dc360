"""Whether an archive is whole: what must hold between its tables."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from archive.database import clear_errors
from archive.sqlite_file import integrity_faults

_MUST_BE_NONE: Mapping[str, str] = {
    "versions without a change number": """
        SELECT COUNT(*) FROM versions WHERE NOT EXISTS
        (SELECT 1 FROM changes WHERE changes.id = versions.id
         AND changes.version = versions.version)""",
    "changes without a version": """
        SELECT COUNT(*) FROM changes WHERE NOT EXISTS
        (SELECT 1 FROM versions WHERE versions.id = changes.id
         AND versions.version = changes.version)""",
    "raw pages without a version": """
        SELECT COUNT(*) FROM pages WHERE NOT EXISTS
        (SELECT 1 FROM versions WHERE versions.id = pages.id
         AND versions.version = pages.version)""",
    "articles with a version missing": """
        SELECT COUNT(*) FROM (SELECT id FROM versions GROUP BY id
        HAVING MAX(version) <> COUNT(*) OR MIN(version) <> 1)""",
    "addresses of articles that are not there": """
        SELECT COUNT(*) FROM urls WHERE NOT EXISTS
        (SELECT 1 FROM versions WHERE versions.id = urls.id)""",
    "addresses that ended with an article that is not there": """
        SELECT COUNT(*) FROM frontier WHERE outcome IN ('new', 'changed', 'unchanged')
        AND NOT EXISTS (SELECT 1 FROM urls WHERE urls.url = frontier.url)""",
}


def find_faults(connection: sqlite3.Connection, path: Path) -> list[str]:
    """Return what is wrong, a line each: first SQLite's own check, then what we rely on."""
    with clear_errors(path):
        faults = integrity_faults(connection)
        for name, query in _MUST_BE_NONE.items():
            count = connection.execute(query).fetchone()[0]
            if count:
                faults.append(f"{count} {name}")
    return faults
