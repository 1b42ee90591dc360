"""The archive's SQLite file: its schema, and how it is opened."""

import math
import os
import sqlite3
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from archive.archive import (
    ArchiveBusyError,
    ArchiveDamagedError,
    ArchiveError,
    ArchiveFullError,
    ArchiveMissingError,
    ArchiveReadOnlyError,
)
from archive.notes import Note
from archive.sqlite_file import (
    Connection,
    SqliteFiles,
    create_schema,
    is_empty,
    schema_version,
    use_write_ahead_log,
)

FILE_NAME = "archive.sqlite3"
SCHEMA_VERSION = 2
BUSY_TIMEOUT_S = 60.0
"""How long to wait for another process that writes, unless ``NEWS_BUSY_TIMEOUT_S`` says it."""
TIMEOUT_VARIABLE = "NEWS_BUSY_TIMEOUT_S"
MAX_TIMEOUT_S = 86_400

_SCHEMA = """
CREATE TABLE versions (
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  edition TEXT NOT NULL,
  url TEXT NOT NULL,
  postid TEXT NOT NULL,
  kind TEXT NOT NULL,
  section TEXT NOT NULL,
  title TEXT NOT NULL,
  lead TEXT NOT NULL,
  body TEXT NOT NULL,
  authors TEXT NOT NULL,            -- JSON list
  source TEXT NOT NULL,
  tags TEXT NOT NULL,               -- JSON list
  country TEXT NOT NULL,
  coverage TEXT NOT NULL,
  published TEXT,                   -- RFC 3339, UTC, as are all times
  modified TEXT,
  published_raw TEXT NOT NULL,
  image_url TEXT NOT NULL,
  image_caption TEXT NOT NULL,
  video_duration_s INTEGER,
  related_urls TEXT NOT NULL,       -- JSON list
  language TEXT NOT NULL,
  language_confidence REAL,
  language_votes TEXT NOT NULL,     -- JSON object
  word_count INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  fetched TEXT,
  provenance TEXT NOT NULL,         -- JSON object
  PRIMARY KEY (id, version)
) WITHOUT ROWID;
CREATE INDEX versions_by_content ON versions (content_hash);
-- All that is counted, without the texts that stand between.
CREATE INDEX versions_counted ON versions (id, version, edition, section, published);

CREATE TABLE pages (
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  url TEXT NOT NULL,
  status INTEGER NOT NULL,
  headers TEXT NOT NULL,            -- JSON object
  body BLOB NOT NULL,               -- Zstandard
  fetched TEXT NOT NULL,
  PRIMARY KEY (id, version)
);

-- AUTOINCREMENT: a number is never given twice, and writers take turns, so a reader that has seen
-- number n will never meet a smaller one later.
CREATE TABLE changes (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  version INTEGER NOT NULL
);

CREATE TABLE urls (url TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE frontier (
  url TEXT PRIMARY KEY,
  edition TEXT NOT NULL,
  month TEXT NOT NULL,              -- YYYY-MM of the sitemap that lists it, Beirut
  lastmod TEXT NOT NULL,
  outcome TEXT NOT NULL,            -- 'waiting', or how the last visit ended
  reason TEXT NOT NULL DEFAULT '',
  visited TEXT NOT NULL DEFAULT '',
  published TEXT,
  etag TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '',
  held_by TEXT,                     -- the run that took it
  asked_again INTEGER NOT NULL DEFAULT 0  -- 1: once more, as no article was there at first
) WITHOUT ROWID;
CREATE INDEX frontier_waiting ON frontier (edition, month DESC) WHERE outcome = 'waiting';
CREATE INDEX frontier_months ON frontier (edition, month);
CREATE INDEX frontier_held ON frontier (held_by) WHERE held_by IS NOT NULL;

CREATE TABLE sources (              -- sitemaps of one month each
  url TEXT PRIMARY KEY,
  edition TEXT NOT NULL,
  month TEXT NOT NULL,
  read TEXT NOT NULL,
  etag TEXT NOT NULL,
  last_modified TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE gone (id TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;

CREATE VIEW articles AS            -- every version, and whether the site still has the article
SELECT versions.*, gone.at AS gone FROM versions LEFT JOIN gone ON gone.id = versions.id;

CREATE TABLE runs (                 -- what every crawl came to
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL,
  started TEXT NOT NULL,
  report TEXT NOT NULL              -- JSON object
) WITHOUT ROWID;
CREATE INDEX runs_by_edition ON runs (edition, started);
"""

_STEPS: Mapping[int, str] = {
    1: """
CREATE INDEX versions_counted ON versions (id, version, edition, section, published);
ALTER TABLE frontier ADD COLUMN asked_again INTEGER NOT NULL DEFAULT 0;
UPDATE frontier SET asked_again = 1,
  reason = replace(replace(reason, 'gone once', ''), ', twice', '')
WHERE reason = 'gone once' OR reason LIKE '%, twice';
""",
}
"""What makes the next format of an earlier one."""

_FILES = SqliteFiles(
    name="archive",
    errors={
        "full": ArchiveFullError,
        "busy": ArchiveBusyError,
        "read-only": ArchiveReadOnlyError,
        "damaged": ArchiveDamagedError,
    },
    remedy="restore it from a copy",
)
clear_errors = _FILES.clear_errors
"""Turns SQLite's errors into :class:`ArchiveError`."""
transaction = _FILES.transaction
open_transaction = _FILES.open_transaction


def connect(folder: Path, *, create: bool) -> Connection:
    """Open the archive's database in a folder, and make it first if ``create``.

    Raises:
        ArchiveError: It is missing, of another format, or cannot be opened.
    """
    path = folder / FILE_NAME
    timeout_s = _busy_timeout_s()
    with _FILES.clear_paths(path):
        if not create and not path.exists():
            raise _missing(path)
    prepare = partial(_prepare, path=path, create=create)
    return _FILES.connect(path, prepare, timeout_s=timeout_s, any_thread=True)


def _busy_timeout_s() -> float:
    text = os.environ.get(TIMEOUT_VARIABLE, "").strip()
    try:
        seconds = float(text or BUSY_TIMEOUT_S)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= MAX_TIMEOUT_S:
        raise ArchiveError(f"{TIMEOUT_VARIABLE}={text[:100]}: give seconds, 0 to {MAX_TIMEOUT_S}")
    return seconds


def _missing(path: Path) -> ArchiveMissingError:
    sentence = f"no archive in {path.parent}: crawl with `scrapy update`, or `import` a file"
    return ArchiveMissingError(Note("no-archive", sentence))


def _prepare(connection: Connection, path: Path, *, create: bool) -> None:
    connection.row_factory = sqlite3.Row
    # FULL: a commit is on the disk before the change number is told to anyone; with less, the index
    # could be ahead of an archive that lost its last seconds to a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    if is_empty(connection):
        if not create:
            raise _missing(path)
        use_write_ahead_log(connection, _busy_timeout_s())
        with transaction(connection, path):
            if is_empty(connection):
                create_schema(connection, _SCHEMA, SCHEMA_VERSION)
    while (version := schema_version(connection)) in _STEPS:
        with transaction(connection, path):
            if schema_version(connection) == version:  # no other process was faster
                create_schema(connection, _STEPS[version], version + 1)
    if version != SCHEMA_VERSION:
        raise ArchiveDamagedError(
            f"archive {path}: format {version}, and this program reads format {SCHEMA_VERSION}",
        )
