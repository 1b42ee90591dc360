"""The mean vector of each language: subtracted, so that cosines are about what is said.

Vectors of one language have a part in common, which makes any two of its articles alike and two of
different languages unlike. The means are fixed, not taken from what is stored: so no result
depends on which articles came first, and a rebuilt store equals the one that grew.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from meaning.encoder import Encoder, Vectors, unit

SHIPPED = Path(__file__).with_name("language_means.npz")
"""Arrays named ``encoder/language``, float16. ``benchmarks/stories/language_means.py`` makes it."""
SENTENCES = Path(__file__).with_name("parallel_sentences.toml")
LANGUAGES = ("en", "ar", "es")
"""In the order of the columns of the file of sentences."""

Means = Mapping[str, Vectors]
"""By language code. Of any other language the mean is the mean of these."""


def language_means(encoder: Encoder) -> Means:
    """Return the shipped means, else those of the invented sentences, which are encoded for it.

    Raises:
        MeaningError: The encoder cannot be used.
    """
    shipped = _shipped(encoder.name)
    return shipped or mean_vectors(encoder, parallel_sentences())


def mean_vectors(encoder: Encoder, sentences: Mapping[str, list[str]]) -> Means:
    """Return the mean vector of each language's sentences, float32.

    Raises:
        MeaningError: The encoder cannot be used.
    """
    means = {
        language: np.asarray(encoder.encode(texts).mean(axis=0), np.float32)
        for language, texts in sentences.items()
    }
    return MappingProxyType(means)


def parallel_sentences() -> Mapping[str, list[str]]:
    """Return the invented sentences by language; number *n* says the same in all of them."""
    rows = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))["sentences"]
    return {language: [row[column] for row in rows] for column, language in enumerate(LANGUAGES)}


def centred(vectors: Vectors, language: str, means: Means) -> Vectors:
    """Return vectors less their language's mean, at length 1 again."""
    mean = means.get(language)
    if mean is None:
        mean = np.mean(list(means.values()), axis=0)
    return unit(vectors - mean)


def _shipped(name: str) -> Means:
    with np.load(SHIPPED, allow_pickle=False) as file:
        found = {
            key.rpartition("/")[2]: file[key].astype(np.float32)
            for key in file.files
            if key.rpartition("/")[0] == name
        }
    return MappingProxyType(found)
