from datetime import UTC, datetime

import pytest
from hypothesis import given

from index import parse_query
from index.tree import DateRange, Field, Node, Phrase, Word
from index.tree_text import written
from tests.index.test_syntax import _trees as trees


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "*"),
        ("a b", "a AND b"),
        ("a b OR c -d", "(a AND b) OR (c AND NOT d)"),
        ("-(a OR b)", "NOT (a OR b)"),
        ("title:(a OR -b)", "title:(a OR NOT b)"),
        ("harvest~ grain~ wh*", "harvest~2 AND grain~1 AND wh*"),
        ("«حبوب سيلون»", '"حبوب سيلون"'),
        ("edition:arabic id:en:1", "edition:arabic AND id:en:1"),
        ("date:2024-02", "date:2024-02-01..2024-02-29"),
        ("date:2024-02-03", "date:2024-02-03"),
        ("date:..2024", "date:..2024-12-31"),
        ("date:2024..", "date:2024-01-01.."),
    ],
)
def test_written(text: str, expected: str) -> None:
    assert written(parse_query(text)) == expected
    assert parse_query(expected) == parse_query(text)


def test_what_needs_quotation_marks_has_them() -> None:
    assert written(Field("id", Word("en:1 b"))) == 'id:"en:1 b"'
    assert written(Phrase('a "b" c')) == '«a "b" c»'
    moment = datetime(2024, 2, 1, 23, tzinfo=UTC)
    assert written(DateRange(moment, moment)) == "date:2024-02-02"


@given(trees)
def test_a_tree_that_is_written_is_read_again(tree: Node) -> None:
    assert parse_query(written(tree)) == tree
