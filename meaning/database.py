"""The SQLite file of a vector store: its schema, and one place where errors become sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from meaning.article_sentences import RULES
from meaning.encoder import MeaningError

FORMAT = 100 + RULES
"""Of the file; another one must be made anew."""
BUSY_TIMEOUT_S = 60.0

_SCHEMA = """
CREATE TABLE vectors (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  language TEXT NOT NULL,
  texts BLOB NOT NULL,              -- digest of the sentences
  count INTEGER NOT NULL,           -- of sentences
  sentences BLOB NOT NULL           -- float16, little-endian, one sentence after another
);
CREATE TABLE means (                -- of each article; apart, for they are read all together
  id TEXT PRIMARY KEY,
  language TEXT NOT NULL,
  mean BLOB NOT NULL                -- float16, little-endian, not centred
);
CREATE TABLE languages (            -- the mean of each language, float32, little-endian
  language TEXT PRIMARY KEY,
  mean BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE state (                -- one row
  encoder TEXT NOT NULL,
  dimension INTEGER NOT NULL,
  last_change INTEGER NOT NULL
);
"""


class VectorsBusyError(MeaningError):
    """Another process held the store for longer than the time limit."""


class VectorsFullError(MeaningError):
    """The disk is full; what was stored before is whole."""


class VectorsReadOnlyError(MeaningError):
    """The store's folder or file may not be written."""


class VectorsDamagedError(MeaningError):
    """The store's file is damaged, or no store of ours."""


class VectorsOutdatedError(MeaningError):
    """The store was made by other rules than this program's."""


AGAIN = "make it anew with `rebuild`"
_ERRORS: dict[int, tuple[type[MeaningError], str]] = {
    sqlite3.SQLITE_FULL: (VectorsFullError, "the disk is full: free some space, run it again"),
    sqlite3.SQLITE_IOERR_WRITE: (VectorsFullError, "it cannot be written: check the disk's space"),
    sqlite3.SQLITE_IOERR_SHMSIZE: (
        VectorsFullError,
        "the disk is full: free some space, run it again",
    ),
    sqlite3.SQLITE_BUSY: (VectorsBusyError, "another process holds it: wait for that one"),
    sqlite3.SQLITE_LOCKED: (VectorsBusyError, "another process holds it: wait for that one"),
    sqlite3.SQLITE_READONLY: (VectorsReadOnlyError, "it may not be written: check permissions"),
    sqlite3.SQLITE_CANTOPEN: (VectorsReadOnlyError, "it cannot be opened: check permissions"),
    sqlite3.SQLITE_PERM: (VectorsReadOnlyError, "it may not be opened: check permissions"),
    sqlite3.SQLITE_NOTADB: (VectorsDamagedError, f"it is no database: {AGAIN}"),
    sqlite3.SQLITE_CORRUPT: (VectorsDamagedError, f"it is damaged: {AGAIN}"),
    sqlite3.SQLITE_IOERR: (VectorsDamagedError, "it cannot be read or written: check the disk"),
}


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into :class:`MeaningError` with a sentence; bugs pass as they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0)
        found = _ERRORS.get(code) or _ERRORS.get(code & 0xFF)
        if found is None:
            raise
        kind, sentence = found
        raise kind(f"vectors {path}: {sentence}") from error


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Run statements as one whole: all of them, or none; after those of every other process."""
    with clear_errors(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, which is made if it is not there; it may still be empty.

    Raises:
        MeaningError: It cannot be opened, is damaged, or of another format.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VectorsReadOnlyError(f"vectors {path}: {error.strerror}: {path.parent}") from error
    with clear_errors(path):
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
        try:
            _check_format(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def create_schema(connection: sqlite3.Connection) -> None:
    """Make the tables, inside a transaction."""
    for statement in _SCHEMA.split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether no tables have been made yet."""
    return not connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master)").fetchone()[0]


def _check_format(connection: sqlite3.Connection, path: Path) -> None:
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if is_empty(connection) or found == FORMAT:
        return
    raise VectorsOutdatedError(f"vectors {path}: made by another version of this program: {AGAIN}")
