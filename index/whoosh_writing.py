"""Writing a segment of a Whoosh index: the same files as Whoosh's own writer, in less time.

Whoosh keeps the words of new rows as a list of tuples, writes it to the disk whenever it grows,
sorts, merges and reads it again, and then hands over one occurrence at a time. Here words are kept
by word, with their rows in arrays, so that nothing is sorted but the words, and a word is written
with all its rows at once. Merging reads the words of the old segments side by side. The format of
the files, the columns and the commits are Whoosh's.
"""
# mypy: disallow-untyped-calls=False, disallow-subclassing-any=False
# Whoosh is typed in parts.

import gc
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter as _SegmentWriter

from archive.article import Article
from index.versions import told_apart
from index.whoosh_blocks import POSTINGS, BulkCodec, BulkReader, Occurrences
from index.whoosh_schema import SCHEMA, Weighed, encode, state_row, version_row
from index.whoosh_storage import INDEX_NAME, MappedStorage

MAX_OCCURRENCES = 5_000_000
"""Of words in the rows of a new segment: some 6,500 articles, and 400 MB of memory."""

_Rows = tuple["array[int]", "array[float]", list[bytes]]


class Pool:
    """The words of new rows, in memory."""

    def __init__(self) -> None:
        self.size = 0
        """Occurrences: a word that is in a row several times counts once."""
        self._fields: dict[str, dict[str, _Rows]] = {}

    def add(self, field: str, words: Weighed, row: int) -> None:
        """Take in the words of a field of a row, with weights and values. Rows must ascend."""
        known = self._fields.setdefault(field, {})
        for word, (weight, value) in words.items():
            found = known.get(word)
            if found is None:
                known[word] = array("I", (row,)), array("f", (weight,)), [value]
            else:
                rows, weights, values = found
                rows.append(row)
                weights.append(weight)
                values.append(value)
        self.size += len(words)

    def words(self) -> Iterator[Occurrences]:
        """Yield all words, by field and word."""
        for field, words in sorted(self._fields.items()):
            for word in sorted(words, key=encode):
                yield Occurrences(field, encode(word), *words[word])

    def cleanup(self) -> None:
        """Forget everything."""
        self._fields.clear()


SegmentWriter: Any = _SegmentWriter


class RowWriter(SegmentWriter):
    """Whoosh's writer, with another way to keep and write words. The lock must be held."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, _lk=False, codec=BulkCodec())
        self.pool = Pool()
        self._merged: list[Iterator[Occurrences]] = []
        self._readers: list[Any] = []

    def add_document(self, **fields: Any) -> None:
        """Add a row; the names of its fields must be known."""
        written = self.perdocwriter
        written.start_doc(self.docnum)
        for name, value in fields.items():
            field = self.schema[name]
            if field.indexed:
                self.pool.add(name, field.words(value), self.docnum)
            if field.stored:
                written.add_field(name, field, value, 0)
            if field.column_type:
                column_value = field.to_column_value(value)
                written.add_column_value(name, field.column_type, column_value)
        written.finish_doc()
        self._added = True
        self.docnum += 1

    def finish_segment(self) -> Any:
        """Write what was added as a segment and return it, for another writer to commit."""
        segment = self._finalize_segment()
        self.is_closed = True
        return segment

    def take_over(self, segments: Sequence[Any]) -> None:
        """Write the rows of other segments into the new one, without the deleted ones.

        They must come before all new rows.
        """
        for segment in segments:
            reader = SegmentReader(self.storage, self.schema, segment)
            self._readers.append(reader)
            base = self.docnum
            rows = self.write_per_doc(set(self.schema.names()), reader)
            self._merged.append(_words_of(segment, self.storage, self.schema, base, rows))
            self._added = True

    def close(self) -> None:
        """Leave the index as it is, unless all is written."""
        if not self.is_closed:
            self.cancel()

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        words = merge(*self._merged, self.pool.words(), key=itemgetter(0, 1))
        for field, of_field in groupby(words, key=itemgetter(0)):
            self.fieldwriter.start_field(field, self.schema[field])
            for _, same in groupby(of_field, key=itemgetter(1)):
                self.fieldwriter.add_term(_joined(list(same)))
            self.fieldwriter.finish_field()
        self.fieldwriter.close()

    def _close_segment(self) -> None:
        super()._close_segment()
        for reader in self._readers:
            reader.close()


def write_segments(
    folder: Path, last_change: int, share: int, articles: Iterable[Article]
) -> Iterator[Any]:
    """Yield segments with all versions of articles, each as large as memory allows.

    Args:
        folder: Of an index that can be read; its lock must be held.
        last_change: The state of the index, which the first segment of the first share gets.
        share: The number of the share, from 0.
        articles: All versions of an article next to each other.
    """
    versions = told_apart(articles)
    rows = chain([state_row(last_change)] * (share == 0), map(version_row, versions))
    while row := next(rows, None):
        with closing(new_writer(MappedStorage(folder))) as writer, _without_collections():
            writer.add_document(**row)
            for following in rows:
                writer.add_document(**following)
                if writer.pool.size >= MAX_OCCURRENCES:
                    break
            segment = writer.finish_segment()
        yield segment


@contextmanager
def _without_collections() -> Iterator[None]:
    """Do not look for cycles: there are millions of tuples and arrays here, and no cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def new_writer(storage: MappedStorage) -> RowWriter:
    """Return a writer to the index of a folder; its changes are gone unless it commits.

    The lock must be held.
    """
    return RowWriter(FileIndex(storage, SCHEMA, INDEX_NAME))


def _words_of(
    segment: Any, storage: Any, schema: Any, base: int, rows: Mapping[int, int] | None
) -> Iterator[Occurrences]:
    """Yield the words of a segment with the rows that they have in the new one.

    Args:
        segment: The old one.
        storage: Where it lies.
        schema: The schema of the index.
        base: The first new row.
        rows: Old to new rows when some are left out; else all follow each other.
    """
    files = segment.open_compound_file(storage)
    terms = segment.codec().terms_reader(files, segment)
    occurrences = segment.open_file(files, POSTINGS)
    for (field, word), info in terms.items():
        found = Occurrences(field, word, array("I"), array("f"), [])
        for old, weights, values in BulkReader(occurrences, info, schema[field].format).blocks():
            if rows is None:
                found.extend([base + row for row in old], weights, values)
            else:
                kept = [place for place, row in enumerate(old) if row in rows]
                found.extend(
                    [rows[old[place]] for place in kept],
                    [weights[place] for place in kept],
                    [values[place] for place in kept],
                )
        if found.rows:
            yield found
    terms.close()
    files.close()


def _joined(same: Sequence[Occurrences]) -> Occurrences:
    """Return all rows of a word, from segments in their order."""
    first, *others = same
    for other in others:
        first.extend(other.rows, other.weights, other.values)
    return first
