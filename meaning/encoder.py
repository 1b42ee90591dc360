"""What an encoder of sentences is, and what can go wrong with meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""One row for each sentence."""

_TINY = 1e-12


class MeaningError(Exception):
    """What can go wrong with vectors, as one sentence that says what to do.

    ``MeaningError``
    ├── ``EncoderUnknownError``    there is no encoder of this name
    ├── ``EncoderMissingError``    its package or its folder is not there
    ├── ``EncoderBrokenError``     it gives other vectors than it should, or none
    ├── ``VectorsBusyError``       another process held the store for too long
    ├── ``VectorsFullError``       the disk is full
    ├── ``VectorsReadOnlyError``   the store may not be written
    ├── ``VectorsDamagedError``    the store's file is damaged
    └── ``VectorsOutdatedError``   the store was made by other rules than this program's
    """


class EncoderUnknownError(MeaningError):
    """There is no encoder of this name."""


class EncoderMissingError(MeaningError):
    """The package or the folder of the encoder is not there."""


class EncoderBrokenError(MeaningError):
    """The encoder gives other vectors than it should, or none at all."""


def _pairs(en_ar: float, ar_es: float, en_es: float) -> Mapping[frozenset[str], float]:
    return MappingProxyType(
        {
            frozenset({"en", "ar"}): en_ar,
            frozenset({"ar", "es"}): ar_es,
            frozenset({"en", "es"}): en_es,
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which values on two articles or sentences belong together. Each encoder has its own.

    The defaults are those of multilingual USE, chosen on NTREX-128 and on pairs of independently
    written articles (docs/stories.md).
    """

    likely: float = 0.55
    """Score of two articles that tell the same story."""
    possible: float = 0.40
    """Score of two articles that may."""
    same_edition: float = 1.4
    """Score of two articles of one edition that report the same. Much higher: what comes from one
    house in one language is alike anyway, and names are words there."""
    align: Mapping[frozenset[str], float] = field(default_factory=lambda: _pairs(0.51, 0.465, 0.59))
    """Centred cosine of two sentences that say the same, by their two language codes."""
    names_weight: float = 1.0
    """Weight of shared names and numbers beside a cosine's 1."""

    def aligned(self, first: str, second: str) -> float:
        """Return the threshold for sentences of two languages; the highest if it is not known.

        >>> Thresholds().aligned("ar", "en"), Thresholds().aligned("es", "es")
        (0.51, 0.59)
        """
        return self.align.get(frozenset({first, second}), max(self.align.values()))


NAMES_ONLY = Thresholds(likely=0.12, possible=0.08, same_edition=0.5)
"""Without an encoder the score is the names' cosine alone. Chosen on simulated editions among real
articles of the same days (``benchmarks/stories/linking.py``)."""


class Encoder(Protocol):
    """Turns sentences of any of the three languages into vectors of one space."""

    @property
    def name(self) -> str:
        """What the vectors are stored under; vectors of two names are never compared."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def thresholds(self) -> Thresholds:
        """What its cosines mean."""

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Return an array of shape (sentences, dimension), rows in the given order, of length 1.

        A sentence's vector does not depend on the others beyond rounding. No sentence: no row.

        Raises:
            MeaningError: The encoder cannot be used.
        """


def unit(vectors: Vectors) -> Vectors:
    """Return the rows at length 1; a row of zeros stays one.

    >>> unit(np.array([[3, 4]], np.float32)).round(1).tolist()
    [[0.6000000238418579, 0.800000011920929]]
    """
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, _TINY), np.float32)
