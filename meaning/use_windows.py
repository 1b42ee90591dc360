"""Products of windows of rows, two windows at a time: seven products of rows where ten were.

Winograd's minimal filtering (Lavin and Gray 2015, "Fast Algorithms for Convolutional Neural
Networks"): of two windows that overlap, those of two rows need three products in place of four,
those of three rows four in place of six. Windows of five rows are taken as three rows and two,
whose products are added up by the same multiplication.
"""

from collections.abc import Mapping

import numpy as np

from meaning.encoder import Vectors

_PARTS: Mapping[int, tuple[tuple[int, int], ...]] = {
    2: ((0, 2),),
    3: ((0, 3),),
    5: ((0, 3), (3, 2)),
}
"""First row and number of rows of a window's parts, by the window's number of rows."""
_THREE = 3


class Windows:
    """The weights of a window, arranged."""

    def __init__(self, weights: Vectors, bias: Vectors) -> None:
        """Take the weights, of shape (rows of a window, inputs, outputs): 2, 3 or 5 rows."""
        self._parts = _PARTS[len(weights)]
        parts = [weights[start : start + rows] for start, rows in self._parts]
        self._first = np.concatenate([part[0] for part in parts])
        self._last = np.concatenate([part[-1] for part in parts])
        self._shared = np.concatenate([part.sum(axis=0) / (len(part) - 1) for part in parts])
        threes = [(part[0] - part[1] + part[2]) / 2 for part in parts if len(part) == _THREE]
        self._third = threes[0] if threes else None
        self._bias = bias

    def multiply(self, rows: Vectors, out: Vectors) -> None:
        """Write the product of the window that begins at each row, an even number of them.

        Args:
            rows: At least as many as there are windows, and a window's number more.
            out: A row for each window.
        """
        outer, inner = self._differences(rows, len(out))
        even, odd = out[0::2], out[1::2]
        np.matmul(outer[0::2], self._first, out=even)
        np.matmul(outer[1::2], self._last, out=odd)
        shared = inner @ self._shared
        shared += self._bias
        even += shared
        np.subtract(shared, odd, out=odd)
        if self._third is not None:
            third = (
                _every_other(rows, 2, len(out)) - _every_other(rows, 1, len(out))
            ) @ self._third
            even += third
            odd -= third

    def _differences(self, rows: Vectors, count: int) -> tuple[Vectors, Vectors]:
        """Return what only one of two windows is made of, and what both are."""
        width = rows.shape[1]
        outer = np.empty((count, width * len(self._parts)), np.float32)
        inner = np.empty((count // 2, width * len(self._parts)), np.float32)
        for number, (start, length) in enumerate(self._parts):
            columns = slice(number * width, (number + 1) * width)
            first, last = rows[start:][:count], rows[start + length - 1 :][:count]
            np.subtract(first, last, out=outer[:, columns])
            inner[:, columns] = _every_other(rows, start + 1, count)
            if length == _THREE:
                inner[:, columns] += _every_other(rows, start + 2, count)
        return outer, inner


def _every_other(rows: Vectors, start: int, count: int) -> Vectors:
    return rows[start : start + count : 2]
