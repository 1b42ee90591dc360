"""The SQLite files of stories and labels, and one place where errors become sentences."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stories.errors import (
    StoriesBusyError,
    StoriesDamagedError,
    StoriesError,
    StoriesFullError,
    StoriesOutdatedError,
    StoriesReadOnlyError,
)

BUSY_TIMEOUT_S = 120.0
_IDS_AT_ONCE = 500
_FULL = (StoriesFullError, "the disk is full: free some space, run it again")
_BUSY = (StoriesBusyError, "another process holds it: wait for that one")
_READ_ONLY = (StoriesReadOnlyError, "it may not be written: check permissions")
_ERRORS: dict[int, tuple[type[StoriesError], str]] = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: _FULL,
    sqlite3.SQLITE_IOERR_WRITE: (
        StoriesFullError,
        "it cannot be written: check the disk's space",
    ),
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: (StoriesReadOnlyError, "it cannot be opened: check permissions"),
    sqlite3.SQLITE_IOERR: (StoriesDamagedError, "it cannot be read or written: check the disk"),
}
_DAMAGE: dict[int, str] = {
    sqlite3.SQLITE_NOTADB: "it is no database",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
}


class Database:
    """One SQLite file: a connection whose errors are sentences."""

    def __init__(self, path: Path, schema: str, version: int, *, remedy: str) -> None:
        """Open the file, and make it first if it is not there.

        Args:
            path: The file.
            schema: The statements that make its tables.
            version: Of the schema; a file of another one is not read.
            remedy: What to do with a file that is damaged or of another version.

        Raises:
            StoriesError: It cannot be opened, is damaged or outdated.
        """
        self.path = path
        self._remedy = remedy
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoriesReadOnlyError(f"{path}: {error.strerror}: {path.parent}") from error
        with self.clear_errors():
            self._connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
            try:
                self._prepare(schema, version)
            except BaseException:
                self._connection.close()
                raise

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        with self.clear_errors():
            return self._connection.execute(query, values).fetchall()

    def value(self, query: str, values: Sequence[Any] = ()) -> Any:
        """Return the one value that a query finds; ``None`` if it finds none."""
        rows = self.rows(query, values)
        return rows[0][0] if rows else None

    def rows_of(self, query: str, ids: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
        """Yield what a query finds whose ``{ids}`` stands for a list of values."""
        different = sorted(set(ids))
        for start in range(0, len(different), _IDS_AT_ONCE):
            some = different[start : start + _IDS_AT_ONCE]
            yield from self.rows(query.format(ids=", ".join("?" * len(some))), some)

    def write(self, query: str, values: Sequence[Any] = ()) -> int:
        """Run a statement, in the transaction that is open; return how many rows it changed."""
        with self.clear_errors():
            return self._connection.execute(query, values).rowcount

    def write_all(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row."""
        with self.clear_errors():
            self._connection.executemany(query, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run statements as one whole, after those of every other process: all, or none."""
        with self.clear_errors():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with self.clear_errors():
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def damaged(self, what: str) -> StoriesDamagedError:
        """Return the error of a file that holds what it should not."""
        return StoriesDamagedError(f"{self.path}: {what}: {self._remedy}")

    def close(self) -> None:
        """Give the file back. Nothing is lost without it."""
        self._connection.close()

    @contextmanager
    def clear_errors(self) -> Iterator[None]:
        """Turn SQLite's errors into :class:`StoriesError`; bugs pass as they are."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0)
            damage = _DAMAGE.get(code & 0xFF)
            if damage is not None:
                raise self.damaged(damage) from error
            found = _ERRORS.get(code) or _ERRORS.get(code & 0xFF)
            if found is None:
                raise
            kind, sentence = found
            raise kind(f"{self.path}: {sentence}") from error

    def _prepare(self, schema: str, version: int) -> None:
        if self._is_empty():
            # Readers go on while a long transaction is written.
            self._connection.execute("PRAGMA journal_mode = WAL")
            with self.transaction():
                if self._is_empty():
                    for statement in schema.split(";\n"):
                        self._connection.execute(statement)
                    self._connection.execute(f"PRAGMA user_version = {version}")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        if self.value("PRAGMA user_version") != version:
            sentence = "made by another version of this program"
            raise StoriesOutdatedError(f"{self.path}: {sentence}: {self._remedy}")

    def _is_empty(self) -> bool:
        return not self.value("SELECT EXISTS (SELECT 1 FROM sqlite_master)")
