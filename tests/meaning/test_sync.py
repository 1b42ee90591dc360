import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from archive import SqliteArchive, open_archive
from meaning.article_sentences import article_sentences
from meaning.folder import opened_vectors, rebuild_vectors, sync_vectors
from meaning.sync import sync
from meaning.vectors import VectorStore, open_vectors, store_path
from tests.archive.samples import an_article
from tests.meaning.encoders import WordEncoder

_ROOT = Path(__file__).resolve().parents[2]
_COUNT = 60


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with closing(open_archive(tmp_path, create=True)) as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[VectorStore]:
    with closing(open_vectors(tmp_path, WordEncoder())) as opened:
        yield opened


def agrees(archive: SqliteArchive, store: VectorStore) -> bool:
    """Whether the store has just what the archive's newest versions say."""
    articles = list(archive.every_article())
    for article in articles:
        expected = WordEncoder().encode([each.text for each in article_sentences(article)])
        found = store.vectors(article.id, article.version)
        if found is None or not np.allclose(found, expected, atol=1e-3):
            return False
    return store.count() == len(articles) and store.last_change() == archive.last_change()


def test_vectors_follow_the_archive(archive: SqliteArchive, store: VectorStore) -> None:
    seen = []
    for number in range(5):
        archive.store(an_article(number))

    assert sync(archive, store, WordEncoder(), lambda *how: seen.append(how), batch=2) == 5
    assert agrees(archive, store)
    assert seen == [(2, 5), (4, 5), (5, 5)]

    archive.store(an_article(2, body="It closed for good."))
    archive.store(an_article(9, edition="arabic"))
    assert sync(archive, store, WordEncoder()) == 2
    assert agrees(archive, store)
    assert sync(archive, store, WordEncoder()) == 0


def test_only_new_sentences_cost_anything(archive: SqliteArchive, store: VectorStore) -> None:
    archive.store(an_article(1))
    sync(archive, store, WordEncoder())
    archive.store(an_article(1, tags=("canal",)))
    encoder = WordEncoder()

    assert sync(archive, store, encoder) == 1

    assert encoder.encoded == []
    assert agrees(archive, store)


def test_an_article_that_a_better_parser_read_is_encoded_again(
    archive: SqliteArchive, store: VectorStore
) -> None:
    archive.store(an_article(1))
    sync(archive, store, WordEncoder())
    archive.mend(replace(an_article(1, body="A better text."), version=1))

    assert sync(archive, store, WordEncoder()) == 1
    assert agrees(archive, store)


def test_an_archive_begun_anew_is_encoded_anew(
    tmp_path: Path, archive: SqliteArchive, store: VectorStore
) -> None:
    for number in range(4):
        archive.store(an_article(number))
    sync(archive, store, WordEncoder())
    with closing(open_archive(tmp_path / "other", create=True)) as other:
        other.store(an_article(77))

        assert sync(other, store, WordEncoder()) == 1
        assert agrees(other, store)


def test_a_grown_store_equals_a_rebuilt_one(tmp_path: Path, archive: SqliteArchive) -> None:
    encoder = WordEncoder()
    for number in (3, 1, 2):
        archive.store(an_article(number))
        sync_vectors(tmp_path, encoder)
    archive.store(an_article(1, body="Changed."))
    sync_vectors(tmp_path, encoder)
    with opened_vectors(tmp_path, encoder) as grown:
        ids, matrix = grown.article_matrix()

    assert rebuild_vectors(tmp_path, encoder) == 3

    with opened_vectors(tmp_path, encoder) as rebuilt:
        assert agrees(archive, rebuilt)
        assert rebuilt.article_matrix()[0] == ids
        assert np.array_equal(rebuilt.article_matrix()[1], matrix)


def test_a_damaged_store_can_be_rebuilt(tmp_path: Path, archive: SqliteArchive) -> None:
    archive.store(an_article(1))
    path = store_path(tmp_path, "words")
    path.parent.mkdir()
    path.write_bytes(b"no database " * 1000)

    assert rebuild_vectors(tmp_path, WordEncoder()) == 1
    with opened_vectors(tmp_path, WordEncoder()) as store:
        assert agrees(archive, store)


def _program(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.meaning.syncing", str(folder)],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_at_once_do_everything_once(
    tmp_path: Path, archive: SqliteArchive, store: VectorStore
) -> None:
    for number in range(_COUNT):
        archive.store(an_article(number))
    both = [_program(tmp_path) for _ in range(2)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=120)[0].split() for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert sum(int(words[-1]) for words in told) == _COUNT
    assert agrees(archive, store)
    assert store.faults() == []


def test_a_killed_sync_leaves_whole_batches(
    tmp_path: Path, archive: SqliteArchive, store: VectorStore
) -> None:
    for number in range(_COUNT):
        archive.store(an_article(number))
    with _program(tmp_path) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        for _ in range(4):
            process.stdout.readline()
        process.kill()

    done = store.last_change()
    assert 12 <= done <= _COUNT and done % 3 == 0
    assert store.count() == done
    assert store.faults() == []
    assert sync(archive, store, WordEncoder()) == _COUNT - done
    assert agrees(archive, store)
