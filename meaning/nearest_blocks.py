"""Rows of numbers of every article, in blocks of many: a file that is read from end to end.

One SQLite file. A search reads all of it, block by block, in a few hundredths of a second and in
the memory of one block; an article's rows are replaced by writing its block again. It is derived:
whatever is in it can be made anew, so one that is damaged or of other rules is emptied.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.sqlite_file import Connection
from meaning.database import (
    VectorsDamagedError,
    clear_errors,
    connect_prepared,
    transaction,
)

Numbers = NDArray[Any]

ARTICLES_A_BLOCK = 1024
_PAGE_BYTES = 1 << 16
"""The largest there are: a block is read in fewer pieces."""
_LENGTH = np.dtype("<u4")
_SCHEMA = (
    "CREATE TABLE blocks (number INTEGER PRIMARY KEY, ids TEXT, lengths BLOB, columns BLOB)",
    "CREATE TABLE places (id TEXT PRIMARY KEY, block INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE state (rules TEXT NOT NULL, last_change INTEGER NOT NULL)",
)


class Shape(NamedTuple):
    """What the numbers of a file are."""

    rules: str
    """Of what they mean; a file of other rules is emptied."""
    type: str
    """Of NumPy, little-endian: ``<u8``."""
    width: int
    """Numbers in a row."""


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of some articles, one article after another."""

    ids: list[str]
    lengths: NDArray[np.int64]
    """Rows of each article; an article without any has no place in a block."""
    columns: Numbers
    """Of shape (width, rows)."""

    @property
    def starts(self) -> NDArray[np.int64]:
        """The first row of each article."""
        return np.asarray(np.cumsum(self.lengths) - self.lengths)


class BlockFile:
    """The file. Safe in several processes at once: readers see whole transactions."""

    def __init__(self, path: Path, shape: Shape) -> None:
        """Open it; it is made, or emptied, where that is needed.

        Raises:
            MeaningError: It cannot be opened, or may not be written although it is not there.
        """
        self.path = path
        self._shape = shape
        try:
            self._connection = connect_prepared(path, self._prepare)
        except VectorsDamagedError:
            remove_blocks(path)
            self._connection = connect_prepared(path, self._prepare)

    def last_change(self) -> int:
        """Return the number of the last change taken in; 0 if none."""
        return int(self._read("SELECT last_change FROM state")[0][0])

    def count(self) -> int:
        """Return how many articles have rows."""
        return int(self._read("SELECT COUNT(*) FROM places")[0][0])

    def blocks(self) -> Iterator[Block]:
        """Yield all blocks as they were at the first one."""
        with clear_errors(self.path):
            self._connection.execute("BEGIN")
            try:
                cursor = self._connection.execute("SELECT ids, lengths, columns FROM blocks")
                for ids, lengths, columns in cursor:
                    yield self._block(ids, lengths, columns)
            finally:
                self._connection.execute("COMMIT")

    def update(self, rows: Mapping[str, Numbers], *, last_change: int, after: int) -> bool:
        """Put rows in place of those of the same articles, in one transaction with the change.

        Args:
            rows: An array of shape (rows, width) for each article; without rows it is taken out.
            last_change: What :meth:`last_change` returns from now on.
            after: What it returned when the caller began to read.

        Returns:
            Whether it was done; not if another process was faster.

        Raises:
            MeaningError: Nothing was stored.
        """
        with transaction(self._connection, self.path):
            if self.last_change() != after:
                return False
            for number in self._numbers_of(list(rows)):
                self._drop(number, rows)
            self._append({id: each for id, each in rows.items() if len(each)})
            self._connection.execute("UPDATE state SET last_change = ?", (last_change,))
        return True

    def clear(self) -> None:
        """Forget everything, so that the next sync begins at the first change."""
        with transaction(self._connection, self.path):
            for statement in ("DELETE FROM blocks", "DELETE FROM places"):
                self._connection.execute(statement)
            self._connection.execute("UPDATE state SET last_change = 0")

    def close(self) -> None:
        """Give the file back. Nothing is lost without it."""
        self._connection.close()

    def _prepare(self, connection: Connection) -> None:
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")  # of a new file
        if not _has_rules(connection, self._shape.rules):
            with transaction(connection, self.path):
                _create(connection, self._shape.rules)
        connection.execute("PRAGMA synchronous = NORMAL")

    def _numbers_of(self, ids: Sequence[str]) -> set[int]:
        """Return the blocks that hold articles."""
        query = "SELECT block FROM places WHERE id = ?"
        return {row[0] for id in ids for row in self._read(query, (id,))}

    def _drop(self, number: int, ids: Mapping[str, Numbers]) -> None:
        """Write a block again without some articles."""
        block = self._load(number)
        kept = np.array([id not in ids for id in block.ids])
        gone = [(id,) for id in block.ids if id in ids]
        self._connection.executemany("DELETE FROM places WHERE id = ?", gone)
        columns = block.columns[:, np.repeat(kept, block.lengths)]
        left = [id for id in block.ids if id not in ids]
        self._write(number, Block(left, block.lengths[kept], columns))

    def _append(self, rows: Mapping[str, Numbers]) -> None:
        """Add articles to the last block, and new ones when it is full."""
        number = int(self._read("SELECT COALESCE(MAX(number), 0) FROM blocks")[0][0])
        block = self._load(number)
        ids = list(rows)
        while ids:
            if len(block.ids) >= ARTICLES_A_BLOCK:
                number, block = number + 1, self._load(number + 1)
            taken, ids = _split(ids, ARTICLES_A_BLOCK - len(block.ids))
            lengths = np.array([len(rows[id]) for id in taken])
            columns = np.concatenate([rows[id] for id in taken]).T
            self._connection.executemany(
                "INSERT INTO places VALUES (?, ?)", [(id, number) for id in taken]
            )
            block = Block(
                block.ids + taken,
                np.concatenate([block.lengths, lengths]),
                np.concatenate([block.columns, columns], axis=1),
            )
            self._write(number, block)

    def _load(self, number: int) -> Block:
        rows = self._read("SELECT ids, lengths, columns FROM blocks WHERE number = ?", (number,))
        return self._block(*rows[0]) if rows else self._block("", b"", b"")

    def _write(self, number: int, block: Block) -> None:
        lengths = block.lengths.astype(_LENGTH).tobytes()
        columns = np.ascontiguousarray(block.columns, self._shape.type).tobytes()
        row = (number, "\n".join(block.ids), lengths, columns)
        self._connection.execute("INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?)", row)

    def _block(self, ids: str, lengths: bytes, columns: bytes) -> Block:
        names = ids.split("\n") if ids else []
        try:
            counts = np.frombuffer(lengths, _LENGTH).astype(np.int64)
            numbers = np.frombuffer(columns, self._shape.type)
        except ValueError as error:
            raise self._damaged() from error
        if len(names) != len(counts) or len(numbers) != counts.sum() * self._shape.width:
            raise self._damaged()
        return Block(names, counts, numbers.reshape(self._shape.width, -1))

    def _damaged(self) -> VectorsDamagedError:
        return VectorsDamagedError(f"vectors {self.path}: it is damaged: delete this file")

    def _read(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with clear_errors(self.path):
            return self._connection.execute(query, values).fetchall()


def remove_blocks(path: Path) -> None:
    """Delete a file of blocks, whatever state it is in.

    Raises:
        OSError: It may not be deleted.
    """
    for suffix in ("", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _has_rules(connection: sqlite3.Connection, rules: str) -> bool:
    found = connection.execute("SELECT name FROM sqlite_master WHERE name = 'state'").fetchall()
    return bool(found) and connection.execute("SELECT rules FROM state").fetchall() == [(rules,)]


def _create(connection: sqlite3.Connection, rules: str) -> None:
    if _has_rules(connection, rules):  # another process was faster
        return
    for table in ("blocks", "places", "state"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.execute("INSERT INTO state VALUES (?, 0)", (rules,))


def _split(ids: list[str], place: int) -> tuple[list[str], list[str]]:
    return ids[:place], ids[place:]
