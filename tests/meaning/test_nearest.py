import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import open_archive
from meaning import nearest_blocks
from meaning.database import VectorsDamagedError
from meaning.encoder import Vectors, unit
from meaning.nearest import code_file, code_path, codes_of, nearest, sync_codes
from meaning.nearest_blocks import Block, BlockFile, Numbers, Shape
from meaning.sync import sync
from meaning.vectors import open_vectors
from tests.archive.samples import an_article
from tests.meaning.encoders import WordEncoder

SHAPE = Shape("test 1", "<u4", 2)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest_blocks, "ARTICLES_A_BLOCK", 3)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BlockFile]:
    with closing(BlockFile(tmp_path / "numbers.sqlite", SHAPE)) as opened:
        yield opened


def rows_of(first: int, count: int) -> Numbers:
    return np.arange(first, first + 2 * count, dtype="<u4").reshape(count, 2)


def contents(file: BlockFile) -> dict[str, list[list[int]]]:
    found = {}
    for block in file.blocks():
        ends = np.cumsum(block.lengths)
        for id, start, end in zip(block.ids, block.starts, ends, strict=True):
            assert id not in found
            found[id] = block.columns[:, start:end].T.tolist()
    return found


updates = st.lists(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 4), max_size=8), max_size=5
)


@settings(max_examples=30, deadline=None)
@given(updates)
def test_a_file_holds_what_it_was_given_last(changes: list[dict[str, int]]) -> None:
    expected: dict[str, list[list[int]]] = {}
    with closing(BlockFile(Path(":memory:"), SHAPE)) as file:
        for number, change in enumerate(changes, 1):
            rows = {id: rows_of(10 * number, count) for id, count in change.items()}
            assert file.update(rows, last_change=number, after=number - 1)
            expected |= {id: each.tolist() for id, each in rows.items()}
            expected = {id: each for id, each in expected.items() if each}
            assert contents(file) == expected
            assert (file.count(), file.last_change()) == (len(expected), number)


def test_of_two_writers_the_second_is_told(tmp_path: Path, file: BlockFile) -> None:
    with closing(BlockFile(file.path, SHAPE)) as other:
        assert file.update({"a": rows_of(0, 1)}, last_change=5, after=0)
        assert not other.update({"b": rows_of(0, 1)}, last_change=4, after=0)
        assert contents(other) == {"a": [[0, 1]]}
        assert other.last_change() == 5


def test_what_fails_changes_nothing(file: BlockFile) -> None:
    file.update({"a": rows_of(0, 2)}, last_change=1, after=0)
    with pytest.raises(ValueError, match="dimension"):
        file.update({"a": rows_of(8, 1), "b": np.zeros((1, 3), "<u4")}, last_change=2, after=1)
    assert contents(file) == {"a": [[0, 1], [2, 3]]}
    assert file.last_change() == 1


def test_a_file_of_other_rules_is_emptied(file: BlockFile) -> None:
    file.update({"a": rows_of(0, 2)}, last_change=1, after=0)
    with closing(BlockFile(file.path, Shape("test 2", "<u8", 1))) as other:
        assert (other.count(), other.last_change()) == (0, 0)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 99])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "numbers.sqlite"
    path.write_bytes(content)
    with closing(BlockFile(path, SHAPE)) as file:
        assert file.count() == 0
        assert file.update({"a": rows_of(0, 1)}, last_change=1, after=0)


def test_a_damaged_block_is_told(file: BlockFile) -> None:
    file.update({"a": rows_of(0, 2)}, last_change=1, after=0)
    with closing(sqlite3.connect(file.path)) as connection, connection:
        connection.execute("UPDATE blocks SET columns = x'00'")
    with pytest.raises(VectorsDamagedError, match="delete this file"):
        contents(file)


def test_clearing_begins_anew(file: BlockFile) -> None:
    file.update({"a": rows_of(0, 2)}, last_change=1, after=0)
    file.clear()
    assert (contents(file), file.last_change()) == ({}, 0)


def blocks_of(articles: dict[str, Numbers], size: int) -> Iterator[Block]:
    ids = list(articles)
    for start in range(0, len(ids), size):
        chosen = ids[start : start + size]
        lengths = np.array([len(articles[id]) for id in chosen])
        yield Block(chosen, lengths, np.concatenate([articles[id] for id in chosen]).T)


def some(generator: np.random.Generator, count: int) -> Vectors:
    return unit(generator.normal(size=(count, 100)).astype(np.float32))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 999), size=st.integers(1, 9), limit=st.integers(1, 30))
def test_the_nearest_are_those_of_the_fewest_bits(seed: int, size: int, limit: int) -> None:
    generator = np.random.default_rng(seed)
    codes = {f"en:{number:02}": codes_of(some(generator, 2 + number % 4)) for number in range(20)}
    vector = some(generator, 1)[0]
    code = codes_of(vector[None])[0]

    def distance(id: str) -> tuple[int, str]:
        bits = np.bitwise_count(codes[id] ^ code).sum(axis=1).tolist()
        return bits[0] + min(bits[1:]), id

    allowed = set(list(codes)[::2]) if seed % 2 else None
    expected = sorted((id for id in codes if allowed is None or id in allowed), key=distance)
    found = nearest(blocks_of(codes, size), vector, limit, allowed)
    assert [distance(id)[0] for id in found] == [distance(id)[0] for id in expected[:limit]]


def test_codes_follow_the_vectors(tmp_path: Path) -> None:
    encoder = WordEncoder()
    with (
        closing(open_archive(tmp_path, create=True)) as archive,
        closing(open_vectors(tmp_path, encoder)) as vectors,
        closing(code_file(vectors)) as codes,
    ):
        for number in range(5):
            archive.store(an_article(number))
        assert sync_codes(archive, vectors, codes) == 0
        sync(archive, vectors, encoder)
        archive.store(an_article(9))
        assert sync_codes(archive, vectors, codes) == 5
        assert codes.count() == 5
        archive.store(replace(an_article(0), title="Quite another lantern"))
        sync(archive, vectors, encoder)
        assert sync_codes(archive, vectors, codes) == 2
        assert sync_codes(archive, vectors, codes) == 0
        vector = vectors.article_vectors([an_article(0).id])[an_article(0).id]
        assert nearest(codes.blocks(), vector, 1) == [an_article(0).id]
        for block in codes.blocks():
            for id, start, length in zip(block.ids, block.starts, block.lengths, strict=True):
                ((_, sentences),) = vectors.sentence_vectors([id])
                expected = codes_of(sentences)
                assert (expected == block.columns[:, start + 1 : start + length].T).all()


def test_codes_of_vectors_made_anew_are_made_anew(tmp_path: Path) -> None:
    encoder = WordEncoder()
    with (
        closing(open_archive(tmp_path, create=True)) as archive,
        closing(open_vectors(tmp_path, encoder)) as vectors,
        closing(code_file(vectors)) as codes,
    ):
        archive.store(an_article(1))
        sync(archive, vectors, encoder)
        sync_codes(archive, vectors, codes)
        vectors.clear()
        sync_codes(archive, vectors, codes)
        assert (codes.count(), codes.last_change()) == (0, 0)
        assert code_path(vectors.path).exists()
