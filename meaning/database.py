"""The SQLite file of a vector store: its schema, its errors, and how it is opened."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from archive.sqlite_file import (
    Connection,
    SqliteFiles,
    create_schema,
    is_empty,
    schema_version,
)
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
_FILES = SqliteFiles(
    name="vectors",
    errors={
        "full": VectorsFullError,
        "busy": VectorsBusyError,
        "read-only": VectorsReadOnlyError,
        "damaged": VectorsDamagedError,
    },
    remedy=AGAIN,
)
clear_errors = _FILES.clear_errors
"""Turns SQLite's errors into :class:`MeaningError`."""
transaction = _FILES.transaction


def connect(path: Path) -> Connection:
    """Open the file, which is made if it is not there; it may still be empty.

    Raises:
        MeaningError: It cannot be opened, is damaged, or of another format.
    """
    return connect_prepared(path, partial(_check_format, path=path))


def connect_prepared(path: Path, prepare: Callable[[Connection], object]) -> Connection:
    """Open a file of another schema; see :meth:`archive.sqlite_file.SqliteFiles.connect`.

    Raises:
        MeaningError: It cannot be opened.
    """
    return _FILES.connect(path, prepare, timeout_s=BUSY_TIMEOUT_S)


def create_tables(connection: Connection) -> None:
    """Make the tables, inside a transaction."""
    create_schema(connection, _SCHEMA, FORMAT)


def _check_format(connection: Connection, path: Path) -> None:
    if is_empty(connection) or schema_version(connection) == FORMAT:
        return
    raise VectorsOutdatedError(f"vectors {path}: made by another version of this program: {AGAIN}")
