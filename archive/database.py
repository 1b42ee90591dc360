"""The SQLite file: its schema, and one place where its errors become sentences."""

import math
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from archive.archive import (
    ArchiveBusyError,
    ArchiveDamagedError,
    ArchiveError,
    ArchiveFullError,
    ArchiveMissingError,
    ArchiveReadOnlyError,
)

FILE_NAME = "archive.sqlite3"
SCHEMA_VERSION = 1
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
  held_by TEXT                      -- the run that took it
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

_ERRORS: dict[int, tuple[type[ArchiveError], str]] = {
    sqlite3.SQLITE_FULL: (ArchiveFullError, "the disk is full: free some space and run it again"),
    sqlite3.SQLITE_IOERR_WRITE: (  # a quota is met, or a limit of the size of files
        ArchiveFullError,
        "it cannot be written: check the disk, its free space and its quota",
    ),
    sqlite3.SQLITE_IOERR_SHMSIZE: (
        ArchiveFullError,
        "the disk is full: free some space and run it again",
    ),
    sqlite3.SQLITE_BUSY: (
        ArchiveBusyError,
        "another process has held it for too long: wait for that one, or end it",
    ),
    sqlite3.SQLITE_LOCKED: (ArchiveBusyError, "another process holds it: wait for that one"),
    sqlite3.SQLITE_READONLY: (ArchiveReadOnlyError, "it may not be written: check its permissions"),
    sqlite3.SQLITE_CANTOPEN: (
        ArchiveReadOnlyError,
        "it cannot be opened: check that its folder exists and may be written",
    ),
    sqlite3.SQLITE_PERM: (ArchiveReadOnlyError, "it may not be opened: check its permissions"),
    sqlite3.SQLITE_NOTADB: (ArchiveDamagedError, "it is no database: restore it from a copy"),
    sqlite3.SQLITE_CORRUPT: (ArchiveDamagedError, "it is damaged: restore it from a copy"),
    sqlite3.SQLITE_IOERR: (ArchiveDamagedError, "it cannot be read or written: check the disk"),
}


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into :class:`ArchiveError` with a sentence; bugs pass as they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _error_code(error)
        found = _ERRORS.get(code) or _ERRORS.get(code & 0xFF)
        if found is None:
            raise
        kind, sentence = found
        raise kind(f"archive {path}: {sentence}") from error


class Connection(sqlite3.Connection):
    """A connection on which one thread may commit what another has written."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.turn = threading.Lock()
        """Held from the beginning of a transaction to the end of its commit."""


def connect(folder: Path, *, create: bool) -> Connection:
    """Open the archive's database in a folder, and make it first if ``create``.

    Raises:
        ArchiveError: It is missing, of another format, or cannot be opened.
    """
    path = folder / FILE_NAME
    timeout_s = _busy_timeout_s()
    _make_way(path, create=create)
    with clear_errors(path):
        connection = sqlite3.connect(
            path,
            timeout=timeout_s,
            isolation_level=None,
            factory=Connection,
            check_same_thread=False,
        )
        connection.row_factory = sqlite3.Row
        try:
            _prepare(connection, path, create=create)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: Connection, path: Path) -> Iterator[None]:
    """Run statements as one whole: all of them, or none."""
    with open_transaction(connection, path) as commit:
        yield
    commit()


@contextmanager
def open_transaction(connection: Connection, path: Path) -> Iterator[Callable[[], None]]:
    """Run statements of a transaction; give what commits it afterwards.

    That must be called, if all went well, once and from any thread: it waits for the disk. Other
    transactions on the connection wait until it is done.
    """
    connection.turn.acquire()
    try:
        with clear_errors(path):
            connection.execute("BEGIN IMMEDIATE")
            yield partial(_commit, connection, path)
    except BaseException:
        _give_up(connection)
        raise


def _commit(connection: Connection, path: Path) -> None:
    try:
        with clear_errors(path):
            connection.execute("COMMIT")
    except BaseException:
        _give_up(connection)
        raise
    connection.turn.release()


def _give_up(connection: Connection) -> None:
    try:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    finally:
        connection.turn.release()


def _error_code(error: sqlite3.DatabaseError) -> int:
    # A text that is no UTF-8 is Python's finding, not SQLite's: it comes without a code.
    unread = sqlite3.SQLITE_CORRUPT if isinstance(error, sqlite3.OperationalError) else 0
    return getattr(error, "sqlite_errorcode", unread)


def _busy_timeout_s() -> float:
    text = os.environ.get(TIMEOUT_VARIABLE, "").strip()
    try:
        seconds = float(text or BUSY_TIMEOUT_S)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= MAX_TIMEOUT_S:
        raise ArchiveError(f"{TIMEOUT_VARIABLE}={text[:100]}: give seconds, 0 to {MAX_TIMEOUT_S}")
    return seconds


def _make_way(path: Path, *, create: bool) -> None:
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.exists():
            raise _missing(path)
    except OSError as error:
        raise ArchiveReadOnlyError(f"archive {path}: {error.strerror}: {path.parent}") from error


def _missing(path: Path) -> ArchiveMissingError:
    return ArchiveMissingError(
        f"no archive in {path.parent}: crawl with `scrapy update`, or `import` a file",
    )


def _prepare(connection: Connection, path: Path, *, create: bool) -> None:
    # FULL: a commit is on the disk before the change number is told to anyone; with less, the index
    # could be ahead of an archive that lost its last seconds to a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    if _is_empty(connection):
        if not create:
            raise _missing(path)
        _use_write_ahead_log(connection)
        with transaction(connection, path):
            if _is_empty(connection):
                _create_schema(connection)
    version = _schema_version(connection)
    if version != SCHEMA_VERSION:
        raise ArchiveDamagedError(
            f"archive {path}: format {version}, and this program reads format {SCHEMA_VERSION}",
        )


def _is_empty(connection: sqlite3.Connection) -> bool:
    """Whether nothing has been made yet: by us, or by another process that is just about to."""
    return not connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master)").fetchone()[0]


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    # SQLite does not wait for its turn in this one statement, so crawls that start together would
    # fail on a new archive.
    deadline = time.monotonic() + _busy_timeout_s()
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if _error_code(error) & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _schema_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _create_schema(connection: sqlite3.Connection) -> None:
    for statement in _SCHEMA.split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
