"""An encoder that needs nothing: words and their order of magnitude, by hash."""

import zlib
from collections.abc import Sequence

import numpy as np

from meaning.encoder import Thresholds, Vectors, unit

DIMENSION = 16


class WordEncoder:
    """Sentences that share words have similar vectors; counts what it was given."""

    thresholds = Thresholds()

    def __init__(self, name: str = "words", dimension: int = DIMENSION) -> None:
        self.name = name
        self.dimension = dimension
        self.encoded: list[str] = []

    def encode(self, sentences: Sequence[str]) -> Vectors:
        self.encoded += sentences
        out = np.zeros((len(sentences), self.dimension), np.float32)
        for row, sentence in enumerate(sentences):
            for word in sentence.split():
                generator = np.random.default_rng(zlib.crc32(word.encode()))
                out[row] += generator.normal(size=self.dimension)
        return unit(out)
