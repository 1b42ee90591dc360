import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from meaning.database import VectorsDamagedError, VectorsOutdatedError, VectorsReadOnlyError
from meaning.means import centred
from meaning.vectors import Encoded, VectorStore, digest, open_vectors, remove_vectors, store_path
from tests.meaning.encoders import DIMENSION, WordEncoder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[VectorStore]:
    with closing(open_vectors(tmp_path, WordEncoder())) as opened:
        yield opened


def encoded(id: str, *sentences: str, version: int = 1, language: str = "en") -> Encoded:
    return Encoded(
        id=id,
        version=version,
        language=language,
        texts=digest(sentences),
        vectors=WordEncoder().encode(sentences),
    )


ONE = encoded("en:1", "The ferry left.", "Nobody waited.")
TWO = encoded("ar:2", "وصلت العبارة.", language="ar")
EMPTY = encoded("es:3", language="es")


def test_vectors_come_back_as_they_were_but_for_rounding(store: VectorStore) -> None:
    assert store.update([ONE, TWO, EMPTY], last_change=5, after=0)

    for each in (ONE, TWO, EMPTY):
        found = store.vectors(each.id, 1)
        assert found is not None and each.vectors is not None
        assert found.shape == each.vectors.shape and found.dtype == np.float32
        assert np.allclose(found, each.vectors, atol=1e-3)
    assert (store.count(), store.last_change()) == (3, 5)
    assert store.faults() == []


def test_only_the_newest_version_is_kept(store: VectorStore) -> None:
    store.update([ONE], last_change=1, after=0)
    store.update([encoded("en:1", "It stayed.", version=2)], last_change=2, after=1)

    assert store.vectors("en:1", 1) is None
    assert store.vectors("en:1", 3) is None
    newest = store.vectors("en:1", 2)
    assert newest is not None and len(newest) == 1


def test_an_articles_vector_is_its_centred_mean(store: VectorStore) -> None:
    store.update([ONE, TWO, EMPTY], last_change=1, after=0)
    assert ONE.vectors is not None
    mean = ONE.vectors.mean(axis=0, keepdims=True)

    found = store.article_vectors(["en:1", "es:3", "en:nowhere", "en:1"])

    assert list(found) == ["en:1"]
    assert np.allclose(found["en:1"], centred(mean, "en", store.means)[0], atol=2e-3)
    assert np.isclose(np.linalg.norm(found["en:1"]), 1)


def test_the_matrix_has_all_articles_with_sentences(store: VectorStore) -> None:
    store.update([ONE, EMPTY, TWO], last_change=1, after=0)

    ids, matrix = store.article_matrix()
    single = store.article_vectors(ids)

    assert ids == ["ar:2", "en:1"]
    assert np.array_equal(matrix, [single[id] for id in ids])


def test_sentence_vectors_are_centred(store: VectorStore) -> None:
    store.update([ONE, EMPTY, TWO], last_change=1, after=0)
    raw = store.vectors("ar:2", 1)
    assert raw is not None

    found = dict(store.sentence_vectors(["ar:2", "en:1", "es:3"]))

    assert set(found) == {"ar:2", "en:1"}
    assert np.allclose(found["ar:2"], centred(raw, "ar", store.means))


def test_thousands_of_ids_may_be_asked_for(store: VectorStore) -> None:
    store.update([ONE], last_change=1, after=0)

    assert set(store.article_vectors([*(f"en:x{n}" for n in range(40_000)), "en:1"])) == {"en:1"}


def test_an_update_that_another_process_was_faster_with_is_not_done(store: VectorStore) -> None:
    assert store.update([ONE], last_change=4, after=0)
    assert not store.update([TWO], last_change=3, after=0)

    assert (store.count(), store.last_change()) == (1, 4)


def test_sentences_that_stayed_are_kept_with_the_new_version(store: VectorStore) -> None:
    store.update([ONE], last_change=1, after=0)
    same = Encoded(id="en:1", version=2, language="es", texts=ONE.texts, vectors=None)

    assert store.update([same], last_change=2, after=1)

    assert store.vectors("en:1", 2) is not None
    assert ONE.vectors is not None
    mean = ONE.vectors.mean(axis=0, keepdims=True)
    centred_anew = centred(mean, "es", store.means)[0]
    assert np.allclose(store.article_vectors(["en:1"])["en:1"], centred_anew, atol=2e-3)


def test_sentences_that_went_meanwhile_cannot_be_kept(store: VectorStore) -> None:
    same = Encoded(id="en:1", version=2, language="en", texts=ONE.texts, vectors=None)

    assert not store.update([TWO, same], last_change=2, after=0)
    assert (store.count(), store.last_change()) == (0, 0)


def test_nothing_of_a_failed_update_is_kept(store: VectorStore) -> None:
    bad = Encoded(id="en:9", version=None, language="en", texts=b"", vectors=TWO.vectors)  # type: ignore[arg-type]

    with pytest.raises(sqlite3.IntegrityError):
        store.update([ONE, bad], last_change=2, after=0)
    assert (store.count(), store.last_change()) == (0, 0)


def test_a_cleared_store_begins_anew(store: VectorStore) -> None:
    store.update([ONE], last_change=7, after=0)
    store.clear()

    assert (store.count(), store.last_change(), store.article_matrix()[0]) == (0, 0, [])


def test_each_encoder_has_its_own_file(tmp_path: Path) -> None:
    for name in ("words", "onnx:a", "onnx:b"):
        with closing(open_vectors(tmp_path, WordEncoder(name))) as opened:
            opened.update([ONE], last_change=1, after=0)
    remove_vectors(tmp_path, "onnx:a")

    counts = {}
    for name in ("words", "onnx:a", "onnx:b"):
        with closing(open_vectors(tmp_path, WordEncoder(name))) as opened:
            counts[name] = opened.count()
    assert counts == {"words": 1, "onnx:a": 0, "onnx:b": 1}


def test_a_store_of_another_encoder_is_refused(tmp_path: Path) -> None:
    with closing(open_vectors(tmp_path, WordEncoder())):
        pass

    with pytest.raises(VectorsDamagedError, match=r"they are of 'words'.*rebuild"):
        VectorStore(store_path(tmp_path, "words"), WordEncoder("others"))
    with pytest.raises(VectorsDamagedError, match="they are of 'words'"):
        open_vectors(tmp_path, WordEncoder(dimension=DIMENSION + 1))


@pytest.mark.parametrize("content", [b"no database at all, but long enough " * 100, b"SQLite"])
def test_a_damaged_file_is_one_clear_line(tmp_path: Path, content: bytes) -> None:
    path = store_path(tmp_path, "words")
    path.parent.mkdir(parents=True)
    path.write_bytes(content)

    with pytest.raises(VectorsDamagedError, match=r"^vectors .*words\.sqlite: it is no database"):
        open_vectors(tmp_path, WordEncoder())


def test_vectors_of_a_wrong_length_are_told(tmp_path: Path, store: VectorStore) -> None:
    store.update([ONE, TWO], last_change=1, after=0)
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("UPDATE vectors SET sentences = x'00' WHERE id = 'en:1'")
        connection.execute("DELETE FROM means WHERE id = 'ar:2'")

    with pytest.raises(VectorsDamagedError, match="rebuild"):
        store.vectors("en:1", 1)
    assert store.faults() == [
        "1 articles with vectors of another length",
        "1 articles without their mean vector",
    ]


def test_a_store_of_other_rules_is_outdated(store: VectorStore) -> None:
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(VectorsOutdatedError, match="rebuild"):
        VectorStore(store.path, WordEncoder())


def test_a_folder_that_is_a_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "meaning").write_text("")

    with pytest.raises(VectorsReadOnlyError, match="vectors"):
        open_vectors(tmp_path, WordEncoder())
