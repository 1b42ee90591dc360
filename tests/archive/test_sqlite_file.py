"""One kind of SQLite file: its errors are the owner's, with a sentence; transactions are whole."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.sqlite_file import (
    Connection,
    SqliteFiles,
    create_schema,
    integrity_faults,
    is_empty,
    schema_version,
    use_write_ahead_log,
)


class FullError(Exception):
    """One of the owner's."""


class BusyError(Exception):
    """One of the owner's."""


class LockedOutError(Exception):
    """One of the owner's."""


class DamagedError(Exception):
    """One of the owner's."""


FILES = SqliteFiles(
    name="notes",
    errors={
        "full": FullError,
        "busy": BusyError,
        "read-only": LockedOutError,
        "damaged": DamagedError,
    },
    remedy="write them anew",
)
SCHEMA = "CREATE TABLE notes (text TEXT NOT NULL);\nCREATE INDEX by_text ON notes (text)"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """In a folder that is not there yet."""
    return tmp_path / "folder" / "notes.sqlite"


def prepare(connection: Connection) -> None:
    use_write_ahead_log(connection, 1.0)
    if is_empty(connection):
        create_schema(connection, SCHEMA, 7)


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    with closing(FILES.connect(path, prepare, timeout_s=0.05)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("code", "kind", "sentence"),
    [
        (sqlite3.SQLITE_FULL, FullError, "the disk is full"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, FullError, "the disk is full"),
        (sqlite3.SQLITE_IOERR_WRITE, FullError, "it cannot be written"),
        (sqlite3.SQLITE_BUSY, BusyError, "another process has held it"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, BusyError, "another process has held it"),
        (sqlite3.SQLITE_LOCKED, BusyError, "another process holds it"),
        (sqlite3.SQLITE_READONLY_DBMOVED, LockedOutError, "it may not be written"),
        (sqlite3.SQLITE_PERM, LockedOutError, "it may not be opened"),
        (sqlite3.SQLITE_CANTOPEN, LockedOutError, "it cannot be opened"),
        (sqlite3.SQLITE_NOTADB, DamagedError, "it is no database: write them anew$"),
        (sqlite3.SQLITE_CORRUPT, DamagedError, "it is damaged: write them anew$"),
        (sqlite3.SQLITE_IOERR_READ, DamagedError, "it cannot be read or written"),
    ],
)
def test_what_goes_wrong_is_a_sentence(
    path: Path, code: int, kind: type[Exception], sentence: str
) -> None:
    error = sqlite3.OperationalError("of SQLite")
    error.sqlite_errorcode = code
    with pytest.raises(kind, match=f"^notes .*notes.sqlite: {sentence}"), FILES.clear_errors(path):
        raise error


def test_a_bug_passes_as_it_is(path: Path, connection: Connection) -> None:
    with pytest.raises(sqlite3.OperationalError), FILES.clear_errors(path):
        connection.execute("SELECT nothing FROM nowhere")


def test_a_file_is_made_once(path: Path, connection: Connection) -> None:
    connection.execute("INSERT INTO notes VALUES ('kept')")
    with closing(FILES.connect(path, prepare, timeout_s=0.05)) as other:
        assert other.execute("SELECT text FROM notes").fetchall() == [("kept",)]
        assert schema_version(other) == 7
        assert integrity_faults(other) == []


def test_a_folder_that_cannot_be_made(path: Path) -> None:
    path.parent.touch()
    with pytest.raises(LockedOutError, match=r"^notes .*notes.sqlite: File exists: "):
        FILES.connect(path, prepare, timeout_s=0.05)


def write_and_fail(connection: Connection) -> None:
    connection.execute("INSERT INTO notes VALUES ('two')")
    raise KeyError


def test_a_transaction_is_whole_and_waits_for_others(path: Path, connection: Connection) -> None:
    with (
        closing(FILES.connect(path, is_empty, timeout_s=0.05)) as other,
        FILES.transaction(connection, path),
    ):
        connection.execute("INSERT INTO notes VALUES ('one')")
        with pytest.raises(BusyError), FILES.transaction(other, path):
            pass
        assert other.execute("SELECT COUNT(*) FROM notes").fetchone() == (0,)
    with pytest.raises(KeyError), FILES.transaction(connection, path):
        write_and_fail(connection)
    with FILES.transaction(connection, path):
        connection.execute("INSERT INTO notes VALUES ('three')")
    found = connection.execute("SELECT text FROM notes ORDER BY rowid").fetchall()
    assert found == [("one",), ("three",)]
