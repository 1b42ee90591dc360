"""What a query asks for, as a tree that every engine understands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

TEXT_FIELDS = ("title", "lead", "body")
"""Parts of an article's text; words in them match by stem."""
LABEL_FIELDS = ("tag", "author", "section", "country", "source")
"""Labels of several words; words in them match as they are written."""
CODE_FIELDS = ("kind", "lang", "edition", "id")
"""Labels of one piece, matched whole."""


@dataclass(frozen=True, slots=True)
class All:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Word:
    """Articles with this word in any of its forms."""

    text: str
    """As typed; may come apart into several words, of which the article must have all."""
    position: int = field(default=0, compare=False)
    """Where it stands in the query, in characters from 0."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Articles with exactly these words, next to each other."""

    text: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Articles with a word that begins so."""

    text: str
    """Without the star."""
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Articles with this word in any of its forms, or with one spelt nearly so."""

    text: str
    distance: int = 1
    """Letters that may be wrong, missing or too many."""
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles published in a span of time; never those without a date."""

    since: datetime | None = None
    """Aware, inclusive; ``None``: from the beginning."""
    until: datetime | None = None
    """Aware, exclusive; ``None``: for ever."""


@dataclass(frozen=True, slots=True)
class Field:
    """The same, looked for in one field only."""

    name: str
    """One of :data:`TEXT_FIELDS`, :data:`LABEL_FIELDS`, :data:`CODE_FIELDS`."""
    node: "Node"
    """Without a field of its own."""


@dataclass(frozen=True, slots=True)
class And:
    """Articles that match every part."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that match at least one part."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that do not match."""

    node: "Node"


Leaf = Word | Phrase | Prefix | Fuzzy
Node = All | Leaf | DateRange | Field | And | Or | Not


class FieldLeaf(NamedTuple):
    """A word of a query, with the field it is looked for in."""

    field: str
    """``""``: anywhere in the text."""
    leaf: Leaf


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node."""
    match node:
        case And() | Or():
            return node.nodes
        case Not() | Field():
            return (node.node,)
    return ()


def leaves(node: Node, *, field: str = "", negated: bool = False) -> Iterator[FieldLeaf]:
    """Yield the words of a query; those under a ``Not`` only if ``negated``."""
    match node:
        case Word() | Phrase() | Prefix() | Fuzzy():
            yield FieldLeaf(field, node)
        case Not() if not negated:
            return
        case Field():
            yield from leaves(node.node, field=node.name, negated=negated)
        case _:
            for each in children(node):
                yield from leaves(each, field=field, negated=negated)


def depth(node: Node) -> int:
    """Return the number of levels, without recursion: 1 for a leaf."""
    levels, level = 0, [node]
    while level:
        levels += 1
        level = [child for each in level for child in children(each)]
    return levels
