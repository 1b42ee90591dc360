"""What each subword brings to multilingual USE, computed once and kept while it is in use.

A subword's embedding, its projection and its share of the first convolution depend on nothing but
itself. Few subwords make up most of any text, so most of them need not be computed again.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from meaning.encoder import Vectors

Weights = Mapping[str, NDArray[np.float32]]
Tables = NDArray[np.uint8]
Numbers = NDArray[np.int64]

WIDTH = 256
"""Of one convolution."""
ORDERS = ((2, 0), (3, 1), (5, 2))
"""Pieces that a convolution sees, and how many of them stand before its own."""
CAPACITY = 14_336
"""Subwords that are kept: 220 MB once all are taken. News in three languages has as many in use."""


class Subwords:
    """A row for each subword that is kept, and row 0: the zeros between sentences."""

    def __init__(self, weights: Weights, tables: Tables, capacity: int = CAPACITY) -> None:
        """Take the weights, and the embeddings: subword i is row i // 17 of table i % 17."""
        self._weights = weights
        self._tables = tables
        self._first = {
            order: weights[f"w1_{order}"].reshape(order, WIDTH, WIDTH) for order, _ in ORDERS
        }
        self._projection = self._joined("proj", axis=1)
        self._bias, self._gain, self._shift = map(self._joined, ("proj_b", "ln_g", "ln_b"))
        self._epsilon = float(weights["eps"])
        self._row_of = np.zeros(tables.shape[0] * tables.shape[1], np.int64)
        self._subword_at = np.full(capacity + 1, -1, np.int64)
        self._used = np.zeros(capacity + 1, np.int64)
        self._turn = 0
        # Pages of zeros that nobody has written to take no memory.
        self.embedding = np.zeros((capacity + 1, tables.shape[2]), np.float32)
        self.total = np.zeros(capacity + 1, np.float32)
        self.squares = np.zeros(capacity + 1, np.float32)
        self.inputs = np.zeros((len(ORDERS), capacity + 1, WIDTH), np.float32)
        self.products = {
            order: np.zeros((order, capacity + 1, WIDTH), np.float32) for order, _ in ORDERS
        }
        for order, _ in ORDERS:
            self.products[order][0, 0] = weights[f"b1_{order}"]

    def rows(self, subwords: Numbers) -> Numbers:
        """Return the row of each subword; of different ones no more than the capacity."""
        different = np.unique(subwords)
        self._turn += 1
        known = self._row_of[different]
        self._used[known[known > 0]] = self._turn
        self._used[0] = self._turn
        missing = different[known == 0]
        if len(missing):
            self._take_in(missing)
        return self._row_of[subwords]

    def _take_in(self, subwords: Numbers) -> None:
        # Those that have not been used for longest make room.
        rows = np.argpartition(self._used, len(subwords) - 1)[: len(subwords)]
        gone = self._subword_at[rows]
        self._row_of[gone[gone >= 0]] = 0
        self._row_of[subwords] = rows
        self._subword_at[rows] = subwords
        self._used[rows] = self._turn
        table = subwords % len(self._tables)
        embedding = self._tables[table, subwords // len(self._tables)].astype(np.float32)
        embedding *= self._weights["scale"][table, None]
        embedding += self._weights["lo"][table, None]
        self._keep(rows, embedding)

    def _keep(self, rows: Numbers, embedding: Vectors) -> None:
        self.embedding[rows] = embedding
        self.total[rows] = embedding.sum(axis=1)
        self.squares[rows] = np.einsum("ij,ij->i", embedding, embedding)
        inputs = np.split(self._project(embedding), len(ORDERS), axis=1)
        for number, (order, _) in enumerate(ORDERS):
            self.inputs[number][rows] = inputs[number]
            for place, weights in enumerate(self._first[order]):
                self.products[order][place][rows] = inputs[number] @ weights
            # Every window has a subword in the first place, if only the zeros between sentences.
            self.products[order][0][rows] += self._weights[f"b1_{order}"]

    def _project(self, embedding: Vectors) -> Vectors:
        values = embedding @ self._projection
        values += self._bias
        values -= values.mean(axis=1, keepdims=True)
        squares = np.einsum("ij,ij->i", values, values) / np.float32(values.shape[1])
        values *= inverse_root(squares + self._epsilon)[:, None]
        values *= self._gain
        values += self._shift
        return values

    def _joined(self, name: str, axis: int = 0) -> Vectors:
        return np.concatenate([self._weights[f"{name}{order}"] for order, _ in ORDERS], axis=axis)


def inverse_root(values: Vectors) -> Vectors:
    """Return one over the square root of each value."""
    return np.asarray(1 / np.sqrt(values), np.float32)
