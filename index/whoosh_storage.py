"""A Whoosh index as it lies on the disk, read as it stands at one moment.

Opening one with Whoosh's own reader copies the whole index into memory (``BufferFile`` makes a
``BytesIO`` of every part of a segment): for 20,000 articles some 140 ms and 320 MB after every
commit. Here a segment is one memory-mapped file, and its parts are views of the map: nothing is
copied but what is asked for. No class of Whoosh's is changed: the storage hands out such files.
"""
# mypy: disallow-untyped-calls=False
# Whoosh is typed in parts.

import io
import mmap
import pickle
import re
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from itertools import chain, starmap, takewhile
from operator import attrgetter
from pathlib import Path
from time import sleep
from typing import Any, NamedTuple

from whoosh import reading
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import FileFormatError
from whoosh.filedb.structfile import BufferFile
from whoosh.index import TOC, EmptyIndexError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import TermNotFound

from index.engine import IndexAccessError, IndexMissingError, IndexOutdatedError
from index.whoosh_blocks import POSTINGS, Block, BulkReader
from index.whoosh_schema import CHAIN, LENGTH, OLD, SCHEMA, STATE, encode, version

INDEX_NAME = "articles"
"""What Whoosh's file names begin with."""

_TABLE = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")
_CORRUPT: type[Exception] = getattr(reading, "CorruptIndexError", struct.error)
"""What whoosh3 raises where other forks trip over what they read."""
_DAMAGE = (_CORRUPT, pickle.UnpicklingError, EOFError, struct.error, zlib.error)
UNREADABLE = (
    *_DAMAGE,
    FileNotFoundError,
    WhooshIndexError,
    FileFormatError,
    AssertionError,
    AttributeError,
    ImportError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
)
"""What Whoosh and pickle raise, between them, on a file that is not theirs or not whole."""
_OPEN_ATTEMPTS = 20
_OPEN_DELAY_S = 0.05
_READ_AHEAD_BYTES = 512
_MOST_COUNTED = 100
"""Rows with a word; of more, those that are hidden are only estimated."""


class _View(io.RawIOBase):
    """A file over a piece of memory."""

    def __init__(self, memory: memoryview) -> None:
        super().__init__()
        self._memory = memory
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._memory[self._place : self._place + len(buffer)]
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: len(self._memory)}[whence]
        self._place = base + offset
        return self._place


class MappedFile(BufferFile):
    """Whoosh's structured file, over memory that is not copied."""

    def __init__(self, memory: memoryview, name: str | None = None) -> None:
        self._buf: Any = memory
        self._name = name
        self.file = io.BufferedReader(_View(memory), _READ_AHEAD_BYTES)
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    def subset(self, position: int, length: int, name: str | None = None) -> "MappedFile":
        """Return a part of the file, not copied either."""
        return MappedFile(self._buf[position : position + length], name or self._name)


class MappedStorage(FileStorage):
    """A folder whose files are mapped into memory when they are opened."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)  # the way of Whoosh's that copies

    def open_file(self, name: str, **_: Any) -> MappedFile:
        """Return a file to read.

        Raises:
            FileNotFoundError: A writer has just taken it away, or there never was one.
        """
        with Path(self.folder, name).open("rb") as file:
            if not file.seek(0, io.SEEK_END):
                return MappedFile(memoryview(b""), name)
            return MappedFile(
                memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), name
            )


class Posting(NamedTuple):
    """One word in one row."""

    row: int
    weight: float
    value: bytes


class _Leaf(NamedTuple):
    """A segment."""

    base: int
    """The row of the index that its first row is."""
    terms: Any
    rows: Any
    occurrences: Any
    segment: Any
    files: Any


class Snapshot:
    """An index as it stood when it was opened, whatever writers do meanwhile.

    Rows are numbered through all segments. Deleted ones are never returned; older versions of
    articles only by what :meth:`with_old_versions` returns.
    """

    def __init__(self, storage: MappedStorage) -> None:
        toc = TOC.read(storage, INDEX_NAME, schema=SCHEMA)
        self.generation: int = toc.generation
        self.deleted: set[int] = set()
        self.hidden: set[int] = self.deleted
        """Rows that are never returned."""
        self.size = 0
        """Rows, deleted ones included."""
        self._leaves: list[_Leaf] = []
        for segment in toc.segments:
            self._leaves.append(_open(segment, storage, self.size))
            self.deleted.update(self.size + row for row in segment.deleted_docs())
            self.size += segment.doc_count_all()
        self._states = self._rows(STATE)
        state = self._stored(self._states[-1]) if self._states else {}
        self.last_change: int = state.get("last_change", 0)
        self.version: str = state.get("version", version())
        self._loaded: dict[str, Sequence[Any]] = {}
        self._lengths: dict[str, tuple[int, float]] = {}
        self._readers: dict[tuple[str, int], Any] = {}
        self.hidden = self.deleted.union(self._states, self._rows(OLD))

    def with_old_versions(self) -> "Snapshot":
        """Return the same with older versions among its rows; only the first is to be closed."""
        whole = copy(self)
        whole.hidden = self.deleted.union(self._states)
        whole._lengths = {}  # noqa: SLF001  it is one of us
        return whole

    def articles(self) -> set[int]:
        """Return the rows of all articles."""
        return set(range(self.size)) - self.hidden

    def count(self) -> int:
        """Return the number of articles."""
        return self.size - len(self.hidden)

    def postings(self, field: str, word: str) -> Iterator[Posting]:
        """Yield the occurrences of a word, by row."""
        return self._postings(field, word, self.hidden)

    def weights(self, field: str, word: str) -> dict[int, float]:
        """Return the rows of a word with its weights."""
        found: dict[int, float] = {}
        for leaf, blocks in self._blocks(field, word):
            for rows, weights, _ in blocks:
                found.update(zip(map(leaf.base.__add__, rows), weights, strict=True))
        for row in found.keys() & self.hidden:
            del found[row]
        return found

    def _rows(self, mark: str) -> list[int]:
        """Return the rows that are marked so, hidden or not."""
        return [posting.row for posting in self._postings(mark, mark, self.deleted)]

    def _postings(self, field: str, word: str, hidden: set[int]) -> Iterator[Posting]:
        for leaf, blocks in self._blocks(field, word):
            for row, weight, value in chain.from_iterable(starmap(zip, blocks)):
                if leaf.base + row not in hidden:
                    yield Posting(leaf.base + row, weight, value)

    def articles_with(self, field: str, word: str) -> int:
        """Return how many articles have a word: of a frequent one an estimate."""
        rows: int = sum(info.doc_frequency() for _, info in self._infos(field, word))
        hidden = len(self.hidden) - len(self._states)
        if not hidden:
            return rows
        if rows <= _MOST_COUNTED:
            return len(self.weights(field, word))
        return round(rows * (1 - hidden / self.size))

    def _blocks(self, field: str, word: str) -> Iterator[tuple[_Leaf, Iterator[Block]]]:
        for leaf, info in self._infos(field, word):
            yield leaf, BulkReader(leaf.occurrences, info, SCHEMA[field].format).blocks()

    def _infos(self, field: str, word: str) -> Iterator[tuple[_Leaf, Any]]:
        text = encode(word)
        for leaf in self._leaves:
            with suppress(TermNotFound):
                yield leaf, leaf.terms.term_info(field, text)

    def words_from(self, field: str, prefix: str) -> set[str]:
        """Return the words of a field that begin so."""
        start = encode(prefix)
        found: set[bytes] = set()
        for leaf in self._leaves:
            following = leaf.terms.terms_from(field, start)
            found.update(
                text
                for _, text in takewhile(
                    lambda term: term[0] == field and term[1].startswith(start), following
                )
            )
        return {text.decode() for text in found}

    def words_near(self, field: str, word: str, distance: int) -> set[str]:
        """Return the words of a field that are at most so many letters away from one."""
        found: set[str] = set()
        for leaf in self._leaves:
            automata = leaf.segment.codec().automata(leaf.files, leaf.segment)
            cursor = leaf.terms.cursor(field, SCHEMA[field])
            found.update(automata.terms_within(cursor, word, distance))
        return found

    def column(self, field: str) -> Sequence[Any]:
        """Return the value of every row of a column that loads at once."""
        if field not in self._loaded:
            values: list[Any] = []
            for place, leaf in enumerate(self._leaves):
                reader = self._reader(field, place)
                column: Any = SCHEMA[field].column_type
                count = leaf.segment.doc_count_all()
                values += [column.default_value()] * count if reader is None else reader.load()
            self._loaded[field] = values
        return self._loaded[field]

    def lengths(self, chain: str) -> tuple[int, float]:
        """Return how many articles got one analysis (all: ``""``), and their mean length."""
        if chain not in self._lengths:
            rows = enumerate(zip(self.column(LENGTH), self.column(CHAIN), strict=True))
            lengths = [
                length
                for row, (length, code) in rows
                if code and chain in ("", code) and row not in self.hidden
            ]
            self._lengths[chain] = len(lengths), max(sum(lengths) / max(len(lengths), 1), 1.0)
        return self._lengths[chain]

    def text(self, field: str, row: int) -> str:
        """Return the value of one row of a column of texts."""
        value: bytes = self._value(field, row) or b""
        return value.decode()

    def number(self, field: str, row: int) -> int:
        """Return the value of one row of a column of numbers."""
        return self._value(field, row) or 0

    def close(self) -> None:
        """Give the files back."""
        for leaf in self._leaves:
            leaf.terms.close()
            leaf.rows.close()
            leaf.files.close()

    def _value(self, field: str, row: int) -> Any:
        place = bisect_right(self._leaves, row, key=attrgetter("base")) - 1
        reader = self._reader(field, place)
        return None if reader is None else reader[row - self._leaves[place].base]

    def _reader(self, field: str, place: int) -> Any:
        """Return the reader of a column of a segment; ``None`` if no row has a value."""
        if (field, place) not in self._readers:
            rows, column = self._leaves[place].rows, SCHEMA[field].column_type
            has = rows.has_column(field)
            self._readers[field, place] = rows.column_reader(field, column) if has else None
        return self._readers[field, place]

    def rows_of(self, ids: Iterable[str]) -> list[int]:
        """Return the rows that an update of these articles replaces: theirs and the state's."""
        found = (posting.row for id_ in ids for posting in self._postings("id", id_, self.deleted))
        return [*found, *self._states]

    def _stored(self, row: int) -> dict[str, Any]:
        leaf = self._leaves[bisect_right(self._leaves, row, key=attrgetter("base")) - 1]
        stored: dict[str, Any] = leaf.rows.stored_fields(row - leaf.base)
        return stored


def newest_generation(folder: Path) -> int | None:
    """Return the number of the newest commit to the index of a folder; ``None`` without index."""
    paths = folder.iterdir() if folder.is_dir() else ()
    found = [int(match[1]) for path in paths if (match := _TABLE.fullmatch(path.name))]
    return max(found, default=None)


def open_snapshot(folder: Path) -> Snapshot:
    """Return the index of a folder as it stands.

    Raises:
        IndexMissingError: There is none.
        IndexOutdatedError: It is of another version, or cannot be read.
    """
    try:
        snapshot = _open_snapshot(MappedStorage(folder))
    except EmptyIndexError as error:
        message = f"nothing has been indexed in {folder}: run `search_cli.py sync`"
        raise IndexMissingError(message) from error
    except UNREADABLE as error:
        message = f"the index in {folder} cannot be read: run `search_cli.py rebuild`"
        raise IndexOutdatedError(message) from error
    if snapshot.version != version():
        message = f"the index in {folder} is of another version: run `search_cli.py rebuild`"
        raise IndexOutdatedError(message)
    return snapshot


@contextmanager
def damage_named(folder: Path) -> Iterator[None]:
    """Turn what Whoosh raises on a damaged posting or column into an error of ours."""
    try:
        yield
    except _DAMAGE as error:
        message = f"the index in {folder} is damaged: run `search_cli.py rebuild`"
        raise IndexOutdatedError(message) from error


@contextmanager
def access_named(folder: Path) -> Iterator[None]:
    """Turn what the system has against reading or writing the files into an error of ours."""
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        message = f"the index in {folder}: {why}: check the disk, its free space and permissions"
        raise IndexAccessError(message) from error


def _open_snapshot(storage: MappedStorage) -> Snapshot:
    """Try again when a writer takes a file away between its listing and its opening."""
    for _ in range(_OPEN_ATTEMPTS - 1):
        try:
            return Snapshot(storage)
        except FileNotFoundError:
            sleep(_OPEN_DELAY_S)
    return Snapshot(storage)


def _open(segment: Any, storage: MappedStorage, base: int) -> _Leaf:
    files, codec = segment.open_compound_file(storage), segment.codec()
    terms = codec.terms_reader(files, segment)
    rows = codec.per_document_reader(files, segment)
    occurrences = segment.open_file(files, POSTINGS)
    return _Leaf(base, terms, rows, occurrences, segment, files)
