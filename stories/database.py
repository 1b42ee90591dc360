"""The SQLite files of stories and labels: how they are opened, read and written."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from archive.sqlite_file import (
    Connection,
    SqliteFiles,
    create_schema,
    integrity_faults,
    is_empty,
    schema_version,
    use_write_ahead_log,
)
from stories.errors import (
    StoriesBusyError,
    StoriesDamagedError,
    StoriesFullError,
    StoriesOutdatedError,
    StoriesReadOnlyError,
)

BUSY_TIMEOUT_S = 120.0
_IDS_AT_ONCE = 500
_FILES = SqliteFiles(
    name="stories",
    errors={
        "full": StoriesFullError,
        "busy": StoriesBusyError,
        "read-only": StoriesReadOnlyError,
        "damaged": StoriesDamagedError,
    },
    remedy="",
)


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
        self._files = replace(_FILES, remedy=remedy)
        prepare = partial(self._prepare, schema=schema, version=version)
        self._connection = self._files.connect(path, prepare, timeout_s=BUSY_TIMEOUT_S)

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

    def transaction(self) -> AbstractContextManager[None]:
        """Run statements as one whole, after those of every other process: all, or none."""
        return self._files.transaction(self._connection, self.path)

    def damaged(self, what: str) -> StoriesDamagedError:
        """Return the error of a file that holds what it should not."""
        return StoriesDamagedError(f"stories {self.path}: {what}: {self._files.remedy}")

    def faults(self) -> list[str]:
        """Return what SQLite finds wrong, a line each."""
        with self.clear_errors():
            return integrity_faults(self._connection)

    def close(self) -> None:
        """Give the file back. Nothing is lost without it."""
        self._connection.close()

    def clear_errors(self) -> AbstractContextManager[None]:
        """Turn SQLite's errors into :class:`StoriesError`; bugs pass as they are."""
        return self._files.clear_errors(self.path)

    def _prepare(self, connection: Connection, schema: str, version: int) -> None:
        if is_empty(connection):
            use_write_ahead_log(connection, BUSY_TIMEOUT_S)
            with self._files.transaction(connection, self.path):
                if is_empty(connection):
                    create_schema(connection, schema, version)
        connection.execute("PRAGMA synchronous = NORMAL")
        if schema_version(connection) != version:
            sentence = f"made by another version of this program: {self._files.remedy}"
            raise StoriesOutdatedError(f"stories {self.path}: {sentence}")
