"""Articles whose meaning is near to a text's, whatever its language."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from meaning.encoder import Encoder, Vectors, unit
from meaning.means import centred
from meaning.nearest import nearest
from meaning.nearest_blocks import BlockFile
from meaning.threads import one_thread
from meaning.vectors import VectorStore

CANDIDATES = 500
"""So many articles are chosen by their codes."""


class Near(NamedTuple):
    """How near an article is; cosines of centred vectors."""

    best: float
    """Of its nearest sentence."""
    whole: float
    """Of the mean of its sentences."""
    sentence: int
    """Number of the nearest one, see :func:`meaning.article_sentences.article_sentences`."""
    sentences: int
    """How many it has."""


class Meanings:
    """The vectors of a data folder, to search in."""

    def __init__(self, encoder: Encoder, vectors: VectorStore, codes: BlockFile) -> None:
        self.thresholds = encoder.thresholds
        self._encoder = encoder
        self._vectors = vectors
        self._codes = codes

    def of_text(self, text: str, languages: Sequence[str]) -> Vectors:
        """Return the vector of a query, centred as the languages are that it may be in.

        Raises:
            MeaningError: The encoder cannot be used.
        """
        vector = self._encoder.encode([text])
        each = [centred(vector, language, self._vectors.means) for language in languages]
        return np.asarray(unit(np.mean(each, axis=0))[0])

    def led(self, vector: Vectors, leaders: Mapping[str, float], weight: float) -> Vectors:
        """Return a vector drawn towards those of some articles.

        Args:
            vector: Of a query.
            leaders: Ids, and how much each counts; those without a vector do not.
            weight: Of all of them together, beside the vector's 1.
        """
        found = self._vectors.article_vectors(leaders)
        if not found:
            return vector
        drawn = np.sum([leaders[id] * each for id, each in found.items()], axis=0)
        return unit(vector + weight * unit(drawn))

    def of_article(self, id: str) -> Vectors | None:
        """Return the stored vector of an article; ``None`` if there is none."""
        return self._vectors.article_vectors([id]).get(id)

    def nearest(self, vector: Vectors, allowed: Collection[str] | None = None) -> list[str]:
        """Return the ids of the articles that come into question, see :data:`CANDIDATES`."""
        return nearest(self._codes.blocks(), vector, CANDIDATES, allowed)

    def distances(self, vector: Vectors, ids: Iterable[str]) -> dict[str, Near]:
        """Return how near articles are; those without vectors are left out."""
        wanted = list(ids)
        wholes = self._vectors.article_vectors(wanted)
        found = {}
        with one_thread():
            for id, sentences in self._vectors.sentence_vectors(wanted):
                cosines = sentences @ vector
                place = int(cosines.argmax())
                whole = float(wholes[id] @ vector)
                found[id] = Near(float(cosines[place]), whole, place, len(cosines))
        return found
