"""The occurrences of words as they lie on the disk: Whoosh's format, read and written in blocks.

Whoosh hands occurrences over one at a time, with several calls each. Here a word comes and goes
with all its rows. What is written is what Whoosh would have written, and read by it, too.
"""
# mypy: disallow-untyped-calls=False, disallow-subclassing-any=False
# Whoosh is typed in parts, and some of it wrongly.

import struct
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, starmap
from operator import sub
from pickle import UnpicklingError, dumps
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import compress

from whoosh.codec import whoosh3

if TYPE_CHECKING:
    from array import array

COMPRESSION = 1
"""Of zlib: takes half the time of Whoosh's own 3, and little more space."""
BLOCK = 128
"""Occurrences that are read together, as in Whoosh."""
_MAGIC = whoosh3.WHOOSH3_HEADER_MAGIC
_WORTH_COMPRESSING = 400
"""Bytes; most blocks have fewer, and compressing them all takes a tenth of the time of indexing."""
_PICKLE = 2
_LENGTH = struct.Struct("!i")
_FIELD = struct.Struct("!H")
_INFO = struct.Struct("!BfIBBfIIqi")
"""Of a word: whether its rows are in here, sum of weights, rows, shortest and longest (not kept),
highest weight, first and last row, place and length of the blocks."""
_FieldWriter: Any = whoosh3.W3FieldWriter
_Codec: Any = whoosh3.W3Codec
_LeafMatcher: Any = whoosh3.W3LeafMatcher


Block = tuple[Sequence[int], Sequence[float], Sequence[bytes]]
"""Rows, weights and values, some of them."""
POSTINGS: str = whoosh3.W3Codec.POSTS_EXT
"""What the name of the file with the blocks ends with."""


class Occurrences(NamedTuple):
    """A word and all its rows, ascending."""

    field: str
    word: bytes
    rows: "array[int]"
    weights: "array[float]"
    values: list[bytes]

    def extend(
        self, rows: Sequence[int], weights: Sequence[float], values: Sequence[bytes]
    ) -> None:
        """Put further rows behind."""
        self.rows.extend(rows)
        self.weights.extend(weights)
        self.values.extend(values)


class _Words(_FieldWriter):
    """Writes the words of one field after the other."""

    def add_term(self, found: Occurrences) -> None:
        """Write a word and all its rows."""
        rows, weights = found.rows, found.weights
        size = self._format.fixed_value_size()
        blocks = [_block(found, first, size) for first in range(0, len(rows), BLOCK)]
        written = _MAGIC + b"".join(blocks)
        numbers = sum(weights), len(rows), 0, 0, max(weights), rows[0], rows[-1]
        info = _INFO.pack(0, *numbers, self._postfile.tell(), len(written))
        self._postfile.write(written)
        self._tindex.add(_FIELD.pack(self._fieldid) + found.word, info)


def _block(found: Occurrences, first: int, value_size: int | None) -> bytes:
    """Return one block: its length (negative: the last), what is in it, and the packed rest."""
    chosen = slice(first, first + BLOCK)
    rows, weights, values = found.rows[chosen], found.weights[chosen], found.values[chosen]
    steps = rows[0], *starmap(sub, ((row, last) for last, row in pairwise(rows)))
    packed_values = tuple(values) if value_size is None or value_size < 0 else b"".join(values)
    data = dumps((steps, _packed(weights), packed_values or None), _PICKLE)
    is_large = len(data) >= _WORTH_COMPRESSING
    if is_large:
        data = compress(data, COMPRESSION)
    level = COMPRESSION if is_large else 0
    info = dumps((len(rows), rows[-1], max(weights), level, 0, 0), _PICKLE)
    length = len(info) + len(data)
    is_last = first + BLOCK >= len(found.rows)
    return _LENGTH.pack(-length if is_last else length) + info + data


def _packed(weights: "array[float]") -> tuple[float, ...] | float | None:
    if weights.count(weights[0]) < len(weights):
        return tuple(weights)
    return None if weights[0] == 1.0 else weights[0]


class BulkCodec(_Codec):
    """Whoosh's own, but for how words are handed over."""

    def field_writer(self, storage: Any, segment: Any) -> _Words:
        """Return what writes words."""
        return _Words(self, storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> Any:
        """Return a segment that says it is of Whoosh's codec: so it is read and pickled."""
        return _Codec().new_segment(storage, indexname)


class BulkReader(_LeafMatcher):
    """Reads all rows of one word."""

    def __init__(self, file: Any, info: Any, posting_format: Any) -> None:
        super().__init__(file, *info.extent(), posting_format)

    def blocks(self) -> Iterator[Block]:
        """Yield rows, weights and values, a block at a time; call it once.

        Raises:
            UnpicklingError: They cannot be read; so do Whoosh's own errors, and those of zlib.
        """
        while not self._atend:
            self._read_data()
            try:
                rows, weights, values = self._data
            except (TypeError, ValueError) as error:
                raise UnpicklingError("a block that is none") from error
            yield (
                tuple(accumulate(rows)),
                self._spread(weights, len(rows)),
                self._split(values, len(rows)),
            )
            self._next_block()

    def _spread(self, weights: Any, count: int) -> Sequence[float]:
        if isinstance(weights, tuple):
            return weights
        return (1.0 if weights is None else weights,) * count

    def _split(self, values: Any, count: int) -> Sequence[bytes]:
        if isinstance(values, tuple):
            return values
        size = self._fixedsize
        if not values:
            return (b"",) * count
        return [values[start : start + size] for start in range(0, len(values), size)]
