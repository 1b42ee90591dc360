"""A query's tree, written down in the language of queries: what was understood of it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from index.dates import BEIRUT
from index.tree import All, And, DateRange, Field, Fuzzy, Node, Not, Or, Phrase, Prefix, Word

_JOINED = (And, Or)
_INSTANT = timedelta(microseconds=1)


def written(node: Node) -> str:
    """Return a query that asks for the same: dates to the day, in Beirut; operators said.

    >>> written(And((Word("wheat"), Or((Phrase("dry spring"), Not(Prefix("har")))))))
    'wheat AND ("dry spring" OR NOT har*)'
    """
    return _WRITE[type(node)](node)


def _inside(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, _JOINED) else written(node)


def _day(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(BEIRUT):%Y-%m-%d}"


def _dates(node: DateRange) -> str:
    since, until = _day(node.since), _day(node.until and node.until - _INSTANT)
    return f"date:{since}" if since == until else f"date:{since}..{until}"


def _quoted(text: str) -> str:
    return f"«{text}»" if '"' in text else f'"{text}"'


def _word(node: Word) -> str:
    return _quoted(node.text) if " " in node.text else node.text


_WRITE: Mapping[type[Node], Callable[[Any], str]] = {
    All: lambda _: "*",
    Word: _word,
    Phrase: lambda node: _quoted(node.text),
    Prefix: lambda node: f"{node.text}*",
    Fuzzy: lambda node: f"{node.text}~{node.distance}",
    DateRange: _dates,
    Field: lambda node: f"{node.name}:{_inside(node.node)}",
    And: lambda node: " AND ".join(map(_inside, node.nodes)),
    Or: lambda node: " OR ".join(map(_inside, node.nodes)),
    Not: lambda node: f"NOT {_inside(node.node)}",
}
