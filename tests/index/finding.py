"""Searching an index in one call."""

from dataclasses import replace
from typing import Any

import pytest

from index import Found, Query, SearchIndex, parse_query


def find(index: SearchIndex, text: str = "", **fields: Any) -> Found:
    query = Query(text=text, **fields)
    return index.find(query, parse_query(text))


def ids(index: SearchIndex, text: str = "", **fields: Any) -> list[str]:
    query = replace(Query(text=text, limit=100), **fields)
    tree = parse_query(text)
    found = index.find(query, tree)
    assert found.total == len(found.hits)
    assert index.ids(query, tree) == {located.id for located in found.hits}
    return [located.id for located in found.hits]


def assert_alike(found: Found, expected: Found, engine: str) -> None:
    """Assert that what an engine finds is the same as with another history behind it.

    What Tantivy's scores take for rare depends on articles that were replaced, too, until their
    segments are merged: its scores are only nearly the same.
    """
    if engine == "tantivy":
        scores = {(hit.id, hit.version): hit.score for hit in found.hits}
        assert scores == pytest.approx(
            {(hit.id, hit.version): hit.score for hit in expected.hits}, rel=0.3
        )
        found = replace(found, hits=expected.hits)
    assert found == expected
