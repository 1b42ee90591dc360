from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.alignment import Alignment, Place, align, sentence_similarities

if TYPE_CHECKING:
    from meaning.encoder import Vectors

THRESHOLD = 0.5


def aligned(**matrices: list[list[float]]) -> Alignment:
    """Align the articles a, b, c, given as matrices such as ``a_b``."""
    similarities: dict[tuple[str, str], Vectors] = {}
    lengths: dict[str, int] = {}
    for name, rows in matrices.items():
        one, other = name.split("_")
        matrix = np.array(rows, np.float32)
        lengths[one], lengths[other] = matrix.shape
        similarities[one, other], similarities[other, one] = matrix, matrix.T
    return align(dict(sorted(lengths.items())), similarities, lambda *_: THRESHOLD)


def told(alignment: Alignment) -> tuple[list[dict[str, tuple[int, ...]]], dict[str, list[int]]]:
    alone = {id: [each.sentence for each in some] for id, some in alignment.alone.items()}
    return [dict(row.sentences) for row in alignment.rows], alone


@pytest.mark.parametrize(
    ("matrix", "rows", "alone"),
    [
        ([[0.9, 0.1], [0.1, 0.8]], [{"a": (0,), "b": (0,)}, {"a": (1,), "b": (1,)}], ([], [])),
        ([[0.1, 0.9], [0.8, 0.1]], [{"a": (0,), "b": (1,)}, {"a": (1,), "b": (0,)}], ([], [])),
        ([[0.9, 0.1], [0.2, 0.4]], [{"a": (0,), "b": (0,)}], ([1], [1])),
        ([[0.49]], [], ([0], [0])),
        ([[0.5]], [{"a": (0,), "b": (0,)}], ([], [])),
        # Two sentences here say what one says there.
        ([[0.8], [0.75]], [{"a": (0, 1), "b": (0,)}], ([], [])),
        # What another sentence says much better is no counterpart.
        ([[0.95], [0.55]], [{"a": (0,), "b": (0,)}], ([1], [])),
    ],
)
def test_two_articles(
    matrix: list[list[float]],
    rows: list[dict[str, tuple[int, ...]]],
    alone: tuple[list[int], list[int]],
) -> None:
    assert told(aligned(a_b=matrix)) == (rows, dict(zip("ab", alone, strict=True)))


def test_three_articles_share_a_row() -> None:
    found = aligned(a_b=[[0.9, 0.0]], a_c=[[0.0, 0.7]], b_c=[[0.0, 0.6], [0.0, 0.0]])
    assert told(found) == ([{"a": (0,), "b": (0,), "c": (1,)}], {"a": [], "b": [1], "c": [0]})
    assert found.rows[0].similarity == pytest.approx(0.7)  # the weakest that is needed


def test_a_sentence_that_is_like_two_rows_joins_one_and_does_not_merge_them() -> None:
    a_b, a_c, b_c = [[0.9, 0.0], [0.0, 0.85]], [[0.7], [0.65]], [[0.6], [0.66]]
    rows, _ = told(aligned(a_b=a_b, a_c=a_c, b_c=b_c))
    assert rows == [{"a": (0,), "b": (0,), "c": (0,)}, {"a": (1,), "b": (1,)}]


def test_the_best_similarity_and_where_are_told() -> None:
    found = aligned(a_b=[[0.2, 0.4]], a_c=[[0.3]], b_c=[[0.0], [0.0]])
    (alone,) = found.alone["a"]
    assert alone.best_similarity == pytest.approx(0.4)
    assert alone.nearest == Place("b", 1)


def test_an_article_alone_has_no_nearest() -> None:
    found = align({"a": 2}, {}, lambda *_: THRESHOLD)
    assert [(each.best_similarity, each.nearest) for each in found.alone["a"]] == [(0.0, None)] * 2


def test_names_add_to_meaning() -> None:
    meaning = {("a", "b"): np.array([[0.45]], np.float32)}
    names = {("a", "b"): np.array([[1.0]], np.float32)}
    assert sentence_similarities(meaning, names)["a", "b"][0, 0] == pytest.approx(0.6)


cosines = st.floats(-1, 1, width=16)


@given(st.data(), st.lists(st.integers(0, 5), min_size=2, max_size=4))
def test_every_sentence_is_in_one_place(data: st.DataObject, counts: list[int]) -> None:
    lengths = {f"en:{number}": count for number, count in enumerate(counts)}
    similarities: dict[tuple[str, str], Vectors] = {}
    for (one, rows), (other, columns) in combinations(lengths.items(), 2):
        values = data.draw(st.lists(cosines, min_size=rows * columns, max_size=rows * columns))
        matrix = np.array(values, np.float32).reshape(rows, columns)
        similarities[one, other], similarities[other, one] = matrix, matrix.T
    found = align(lengths, similarities, lambda *_: THRESHOLD)
    places = [
        Place(id, n) for row in found.rows for id, some in row.sentences.items() for n in some
    ]
    places += [Place(id, each.sentence) for id, alone in found.alone.items() for each in alone]
    assert sorted(places) == [Place(id, n) for id in sorted(lengths) for n in range(lengths[id])]
    assert all(len(row.sentences) > 1 for row in found.rows)
    assert all(row.similarity >= THRESHOLD for row in found.rows)
