"""A Tantivy index as it lies on the disk: which of its folders counts, and how it is opened.

Beside the lock there is a table that names the folder of the index and its version. An index that
is made anew gets a folder of its own, and the table is replaced when it is whole: so it can take
the place of one that is outdated or damaged, and whoever is searching sees the old one until then.
Commits in between are Tantivy's, and as atomic.

What several processes make becomes one index before the table names it (:func:`join`). Of Tantivy's
files that takes two to be known, both lists in JSON: the segments that count (``meta.json``), and
the files that it may delete (``.managed.json``).
"""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Any, NamedTuple

from filelock import FileLock, Timeout
from tantivy import Document, Index

from index.engine import (
    IndexAccessError,
    IndexBusyError,
    IndexMissingError,
    IndexOutdatedError,
)
from index.tantivy_schema import STATE, STATUS, schema, version

_TABLE = "table.json"
_LOCK = "writer.lock"
_COMMITS = "meta.json"
"""Tantivy's own table of segments, replaced by every commit."""
_MANAGED = ".managed.json"
"""The names of the files that Tantivy deletes when no segment needs them any more."""
_FOLDER = "articles-"
_PART_SUFFIX = ".part"
_SEVERAL_MEMORY_BYTES = 50_000_000
_ALL_MEMORY_BYTES = 200_000_000
"""What the words of new articles may take up before they are written out as a segment."""
_OPEN_ATTEMPTS = 20
_OPEN_DELAY_S = 0.05

Mark = tuple[int, ...]
"""What is different after every commit."""


class Table(NamedTuple):
    """Which folder holds the index."""

    folder: Path
    number: int
    version: str


def read_table(folder: Path) -> Table:
    """Return where the index of a folder is.

    Raises:
        IndexMissingError: Nothing is indexed there.
        IndexOutdatedError: The table cannot be read.
    """
    try:
        values = _read_json(folder / _TABLE)
        number = int(values["number"])
        return Table(folder / f"{_FOLDER}{number}", number, str(values["version"]))
    except FileNotFoundError as error:
        message = f"nothing has been indexed in {folder}: run `search_cli.py sync`"
        raise IndexMissingError(message) from error
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(folder) from error


def has_index(folder: Path) -> bool:
    """Return whether there is an index in a folder, usable or not."""
    return (folder / _TABLE).exists()


class Watch:
    """Tells whether there was a commit to the index of a folder, in some microseconds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._table = str(folder / _TABLE)
        self._commits = self._table
        self._known: Mark = ()

    def mark(self) -> Mark | None:
        """Return what is different after every commit; ``None``: that cannot be told just now."""
        try:
            table = _mark(self._table)
            if table != self._known:
                self._commits = str(read_table(self._folder).folder / _COMMITS)
                self._known = table
            return table + _mark(self._commits)
        except OSError:
            return None


def open_newest(folder: Path) -> Index:
    """Return the index of a folder; tried again when it is replaced meanwhile.

    Raises:
        IndexMissingError: There is none.
        IndexOutdatedError: It is of another version, or cannot be read.
    """
    for _ in range(_OPEN_ATTEMPTS - 1):
        table = read_table(folder)
        try:
            return _open(folder, table)
        except IndexOutdatedError:
            if read_table(folder) == table:
                raise
            sleep(_OPEN_DELAY_S)
    return _open(folder, read_table(folder))


def create(folder: Path) -> None:
    """Put an empty index into a folder without one. The lock must be held."""
    with replacing(folder) as new:
        write_all(new, iter(()))


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Lend a new folder for an index that takes the place of what is there, unless something fails.

    The lock must be held.
    """
    _clear(folder)
    numbers = [int(path.name.removeprefix(_FOLDER)) for path in _folders(folder)]
    number = max(numbers, default=0) + 1
    new = folder / f"{_FOLDER}{number}"
    try:
        with access_named(folder):
            new.mkdir()
        yield new
        with access_named(folder):
            _write_json(folder / _TABLE, {"version": version(), "number": number})
    finally:
        _clear(folder)


def write_all(folder: Path, rows: Iterator[Document]) -> None:
    """Put rows into a new index: in the folder of :func:`replacing`, or in a part of it."""
    with access_named(folder):
        folder.mkdir(exist_ok=True)
        index = Index(schema(), str(folder), reuse=False)
    with writing(folder, index, memory_bytes=_ALL_MEMORY_BYTES) as writer:
        for row in rows:
            writer.add(row)


def join(folder: Path, parts: Sequence[Path]) -> None:
    """Put the segments of indexes in parts of a folder into that of the folder itself.

    Nobody may have one of them open. At the end Tantivy reads the segments, and commits them.
    """
    if not parts:
        return
    with access_named(folder):
        whole, managed = _read_json(folder / _COMMITS), set(_read_json(folder / _MANAGED))
        for part in parts:
            whole["segments"] += _read_json(part / _COMMITS)["segments"]
            managed.update(_read_json(part / _MANAGED))
            for file in part.glob("[!.]*"):
                if file.name != _COMMITS:
                    file.rename(folder / file.name)
            shutil.rmtree(part)
        _write_json(folder / _MANAGED, sorted(managed))
        _write_json(folder / _COMMITS, whole)
        index = Index.open(str(folder))
    with writing(folder, index):
        pass


class Writer:
    """Tantivy's writer; what goes wrong in it is told from what goes wrong in the rows."""

    def __init__(self, folder: Path, index: Index, memory_bytes: int) -> None:
        self._folder = folder
        with access_named(folder):
            self._writer = index.writer(memory_bytes, num_threads=1)

    def add(self, row: Document) -> None:
        """Take in a row."""
        with access_named(self._folder):
            self._writer.add_document(row)

    def delete(self, field: str, value: str) -> None:
        """Take out the rows with a value; not those that are added afterwards."""
        with access_named(self._folder):
            self._writer.delete_documents_by_term(field, value)

    def commit(self) -> None:
        """Make it so, and wait until small segments are merged and old files are gone."""
        with access_named(self._folder):
            self._writer.commit()
            self._writer.wait_merging_threads()

    def cancel(self) -> None:
        """Undo everything."""
        with suppress(ValueError, RuntimeError):
            self._writer.rollback()
            self._writer.wait_merging_threads()


@contextmanager
def writing(
    folder: Path, index: Index, *, memory_bytes: int = _SEVERAL_MEMORY_BYTES
) -> Iterator[Writer]:
    """Lend a writer that commits at the end, or undoes everything. The lock must be held."""
    writer = Writer(folder, index, memory_bytes)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.cancel()
        raise


def replace_state(writer: Writer, row: Document) -> None:
    """Put another row in place of the one that is no article."""
    writer.delete(STATUS, STATE)
    writer.add(row)


@contextmanager
def locked(folder: Path, timeout_s: float) -> Iterator[None]:
    """Keep all other writers out, of this process and of others.

    Raises:
        IndexBusyError: One of them has been at it for longer than that.
    """
    lock = FileLock(folder / _LOCK, timeout=timeout_s)
    try:
        with access_named(folder):
            lock.acquire()
    except Timeout as error:
        raise IndexBusyError(
            f"another process has been writing to the index in {folder} for more "
            f"than {timeout_s:g} seconds: try again later"
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def access_named(folder: Path) -> Iterator[None]:
    """Turn what the system has against reading or writing the files into an error of ours.

    Tantivy says it with a ``ValueError``; so only its own calls may stand in here.
    """
    try:
        yield
    except Timeout:
        raise
    except OSError as error:
        raise _no_access(folder, error.strerror or type(error).__name__) from error
    except ValueError as error:
        raise _no_access(folder, str(error).strip(" .:")) from error


class DamageNamed:
    """Turns what Tantivy raises on damaged files, panic included, into an error of ours.

    May be entered as often as a query asks something, also by several threads at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        """Let the caller read."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Turn the error, if there is one."""
        if isinstance(error, ValueError) or type(error).__name__ == "PanicException":
            raise _unreadable(self._folder) from error


def _open(folder: Path, table: Table) -> Index:
    if table.version != version():
        message = f"the index in {folder} is of another version: run `search_cli.py rebuild`"
        raise IndexOutdatedError(message)
    with DamageNamed(folder):
        index = Index.open(str(table.folder))
        index.config_reader("manual")
        return index


def _mark(path: str) -> Mark:
    found = os.stat(path)  # noqa: PTH116  every search waits for it
    return found.st_ino, found.st_mtime_ns, found.st_size


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _write_json(path: Path, value: object) -> None:
    """Put a file in place of another at once, and on the disk."""
    part = path.with_name(f"{path.name}{_PART_SUFFIX}")
    with part.open("w", encoding="utf-8") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _clear(folder: Path) -> None:
    """Remove the folders that do not count: left by a writer that was killed, or replaced."""
    kept = None
    with suppress(IndexMissingError, IndexOutdatedError):
        kept = read_table(folder).folder
    for path in _folders(folder):
        if path != kept:
            shutil.rmtree(path, ignore_errors=True)


def _folders(folder: Path) -> list[Path]:
    return [path for path in folder.glob(f"{_FOLDER}*") if path.name[len(_FOLDER) :].isdecimal()]


def _unreadable(folder: Path) -> IndexOutdatedError:
    return IndexOutdatedError(f"the index in {folder} cannot be read: run `search_cli.py rebuild`")


def _no_access(folder: Path, why: str) -> IndexAccessError:
    return IndexAccessError(
        f"the index in {folder}: {why}: check the disk, its free space and permissions"
    )
