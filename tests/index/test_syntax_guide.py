"""What is told of the language of queries is so."""

from itertools import chain

import pytest

from index import SearchIndex, parse_query
from index.syntax_guide import EXAMPLES, Example
from index.tree import CODE_FIELDS, LABEL_FIELDS, TEXT_FIELDS, leaves
from tests.index.finding import ids

ALL = list(chain.from_iterable(some for _, some in EXAMPLES))


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.query)
def test_every_example_is_a_query(stocked: SearchIndex, example: Example) -> None:
    parse_query(example.query)
    assert len(ids(stocked, example.query)) <= stocked.count()


def test_every_field_has_an_example() -> None:
    shown = {place.field for each in ALL for place in leaves(parse_query(each.query))}
    told = " ".join(each.meaning for each in ALL)
    for field in (*TEXT_FIELDS, *LABEL_FIELDS, *CODE_FIELDS):
        assert field in shown or f"{field}:" in told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wheat barley", "wheat AND barley"),
        ("wheat NOT barley", "wheat -barley"),
        ("wheat barley OR drought", "(wheat barley) OR drought"),
        ("wheta~", "wheta~1"),
        ("harvets~", "harvets~2"),
        ('"dry spring"', "«dry spring»"),
        ("*", ""),
    ],
)
def test_what_is_said_to_be_the_same_is(one: str, other: str) -> None:
    assert parse_query(one) == parse_query(other)
