"""Searching an index in one call."""

from typing import Any

from index import Found, Query, SearchIndex, parse_query


def find(index: SearchIndex, text: str = "", **fields: Any) -> Found:
    query = Query(text=text, **fields)
    return index.find(query, parse_query(text))


def ids(index: SearchIndex, text: str = "", **fields: Any) -> list[str]:
    found = find(index, text, **{"limit": 100, **fields})
    assert found.total == len(found.hits)
    return [id_ for id_, _ in found.hits]
