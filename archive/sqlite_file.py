"""Files of SQLite's: how they are opened and written, and where its errors become sentences."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

Trouble = Literal["full", "busy", "read-only", "damaged"]
_FULL: tuple[Trouble, str] = ("full", "the disk is full: free some space and run it again")
_SAID: Mapping[int, tuple[Trouble, str]] = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: _FULL,
    sqlite3.SQLITE_IOERR_WRITE: (  # a quota is met, or a limit of the size of files
        "full",
        "it cannot be written: check the disk, its free space and its quota",
    ),
    sqlite3.SQLITE_BUSY: (
        "busy",
        "another process has held it for too long: wait for that one, or end it",
    ),
    sqlite3.SQLITE_LOCKED: ("busy", "another process holds it: wait for that one"),
    sqlite3.SQLITE_READONLY: ("read-only", "it may not be written: check its permissions"),
    sqlite3.SQLITE_CANTOPEN: (
        "read-only",
        "it cannot be opened: check that its folder exists and may be written",
    ),
    sqlite3.SQLITE_PERM: ("read-only", "it may not be opened: check its permissions"),
    sqlite3.SQLITE_NOTADB: ("damaged", "it is no database: {remedy}"),
    sqlite3.SQLITE_CORRUPT: ("damaged", "it is damaged: {remedy}"),
    sqlite3.SQLITE_IOERR: ("damaged", "it cannot be read or written: check the disk"),
}


class Connection(sqlite3.Connection):
    """A connection on which one thread may commit what another has written."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.turn = threading.Lock()
        """Held from the beginning of a transaction to the end of its commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteFiles:
    """One kind of file, with the errors that are raised for it."""

    name: str
    """What sentences call it."""
    errors: Mapping[Trouble, type[Exception]]
    remedy: str
    """What to do with one that is damaged."""

    @contextmanager
    def clear_errors(self, path: Path) -> Iterator[None]:
        """Turn SQLite's errors into ours, with a sentence; bugs pass as they are."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = error_code(error)
            found = _SAID.get(code) or _SAID.get(code & 0xFF)
            if found is None:
                raise
            trouble, sentence = found
            raise self.error(trouble, path, sentence.format(remedy=self.remedy)) from error

    def error(self, trouble: Trouble, path: Path, sentence: str) -> Exception:
        """Return the error of a file in trouble."""
        return self.errors[trouble](f"{self.name} {path}: {sentence}")

    @contextmanager
    def clear_paths(self, path: Path) -> Iterator[None]:
        """Turn what the system says of the folder of a file into our error."""
        try:
            yield
        except OSError as error:
            sentence = f"{error.strerror}: {path.parent}"
            raise self.error("read-only", path, sentence) from error

    def connect(
        self,
        path: Path,
        prepare: Callable[[Connection], object],
        *,
        timeout_s: float,
        any_thread: bool = False,
    ) -> Connection:
        """Open a file, and make it and its folder first if they are not there.

        Args:
            path: The file. It is closed again if it cannot be prepared.
            prepare: Does with the connection what comes before all else.
            timeout_s: How long to wait for another process that writes.
            any_thread: Whether threads may share the connection.
        """
        with self.clear_paths(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        with self.clear_errors(path):
            connection = sqlite3.connect(
                path,
                timeout=timeout_s,
                isolation_level=None,
                factory=Connection,
                check_same_thread=not any_thread,
            )
            try:
                prepare(connection)
            except BaseException:
                connection.close()
                raise
        return connection

    @contextmanager
    def transaction(self, connection: Connection, path: Path) -> Iterator[None]:
        """Run statements as one whole, after those of every other process: all, or none."""
        with self.open_transaction(connection, path) as commit:
            yield
        commit()

    @contextmanager
    def open_transaction(self, connection: Connection, path: Path) -> Iterator[Callable[[], None]]:
        """Run statements of a transaction; give what commits it afterwards.

        That must be called, if all went well, once and from any thread: it waits for the disk.
        Other transactions on the connection wait until it is done.
        """
        connection.turn.acquire()
        try:
            with self.clear_errors(path):
                connection.execute("BEGIN IMMEDIATE")
                yield partial(self._commit, connection, path)
        except BaseException:
            _give_up(connection)
            raise

    def _commit(self, connection: Connection, path: Path) -> None:
        try:
            with self.clear_errors(path):
                connection.execute("COMMIT")
        except BaseException:
            _give_up(connection)
            raise
        connection.turn.release()


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether nothing has been made yet: by us, or by another process that is just about to."""
    return not connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master)").fetchone()[0]


def create_schema(connection: sqlite3.Connection, schema: str, version: int) -> None:
    """Make the tables, or change them to those of a version, inside a transaction."""
    for statement in schema.split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {version}")


def schema_version(connection: sqlite3.Connection) -> int:
    """Return what :func:`create_schema` was given; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def use_write_ahead_log(connection: sqlite3.Connection, timeout_s: float) -> None:
    """Let readers go on while another connection writes.

    SQLite does not wait for its turn in this one statement, so processes that start together would
    fail on a new file.
    """
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error_code(error) & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def integrity_faults(connection: sqlite3.Connection, shown: int = 5) -> list[str]:
    """Return the first lines of SQLite's own check; none when all is well. Reads everything."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    return [] if found == ["ok"] else found[:shown]


def error_code(error: sqlite3.DatabaseError) -> int:
    """Return SQLite's code of an error; 0 if it is not SQLite's."""
    # A text that is no UTF-8 is Python's finding, not SQLite's: it comes without a code.
    unread = sqlite3.SQLITE_CORRUPT if isinstance(error, sqlite3.OperationalError) else 0
    return getattr(error, "sqlite_errorcode", unread)


def _give_up(connection: Connection) -> None:
    try:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    finally:
        connection.turn.release()
