"""A query as what can be looked for in other languages, and what cannot be said otherwise."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from index.query import Query
from index.tree import (
    TEXT_FIELDS,
    All,
    And,
    DateRange,
    Field,
    Node,
    Not,
    Or,
    Word,
    children,
    leaves,
)
from languages import LANGUAGES, analyse, query_languages
from stories.keys import text_keys
from stories.names import find_names

FILTERS = ("languages", "editions", "kinds", "sections", "tags", "authors", "countries")
_MOST_NAMED = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossQuery:
    """What a query says, parted."""

    text: str
    """What an article should be about, in the query's own words; ``""``: anything."""
    words: Node
    """Articles with any of these words."""
    conditions: tuple[Node, ...]
    """What holds in every language: dates, labels, words that an article must not have."""

    @property
    def condition(self) -> Node:
        """All conditions together."""
        return And(self.conditions) if self.conditions else All()

    @property
    def candidates(self) -> Node:
        """Articles with any of the words that meet the conditions."""
        return And((self.words, *self.conditions)) if self.conditions else self.words


def part_query(tree: Node) -> AcrossQuery:
    """Return the parts of a query.

    Only ``NOT``, dates and labels at the top are conditions. Of the words an article needs any,
    also in a field of its text: what is told in another language has none of them.
    """
    nodes = tree.nodes if isinstance(tree, And) else (tree,)
    conditions = tuple(node for node in nodes if _is_condition(node))
    free = [node for node in nodes if not _is_condition(node) and node != All()]
    said = [each.leaf for node in free for each in leaves(node)]
    return AcrossQuery(
        text=" ".join(leaf.text for leaf in said),
        words=_any_of([node for node in free if not _is_stop_word(node)] or free),
        conditions=conditions,
    )


def is_filtered(query: Query, parted: AcrossQuery) -> bool:
    """Whether some articles may not be hits, whatever they say."""
    has_time = query.since is not None or query.until is not None
    return has_time or bool(parted.conditions) or any(getattr(query, name) for name in FILTERS)


class Named(NamedTuple):
    """A name, number, day or country in a query."""

    keys: frozenset[str]
    """Those of articles that have it; several if there are several ways to read it."""
    guess: str
    """The word, if it is only taken for a name because nobody used capitals; else ``""``."""


def find_named(text: str) -> list[Named]:
    """Return what a query names.

    In Latin letters names are capitalised words; where nobody used capitals any word may be one.

    >>> [sorted(each.keys) for each in find_named("grain in yemen")]
    [['c:YE'], ['s:grn']]
    """
    is_guess = text == text.lower() != text.title()
    read = text.title() if is_guess else text
    words: dict[str, set[str]] = defaultdict(set)
    others: set[str] = set()
    for language in spoken(text):
        for name in find_names(read, language):
            words[name.text].update(f"s:{skeleton}" for skeleton in name.skeletons)
        others.update(key for key in text_keys(read, language) if not key.startswith("s:"))
    found = [Named(frozenset({key}), "") for key in sorted(others)]
    found += [
        Named(frozenset(keys), word.lower() if is_guess else "") for word, keys in words.items()
    ]
    return found[:_MOST_NAMED]


def spoken(text: str) -> tuple[str, ...]:
    """Return the languages that a query may be in.

    Those that its letters allow; of two that share letters the one whose small words it has.

    >>> spoken("the port of Beirut"), spoken("el puerto de Beirut"), spoken("Beirut")
    (('en',), ('es',), ('en', 'es'))
    """
    allowed = query_languages(text)
    words = [token.exact for token in analyse(text, "")]
    counts = {code: sum(word in LANGUAGES[code].stop_words for word in words) for code in allowed}
    most = max(counts.values())
    return tuple(code for code in allowed if counts[code] == most)


def _is_condition(node: Node) -> bool:
    if isinstance(node, Not | DateRange):
        return True
    if isinstance(node, Field):
        return node.name not in TEXT_FIELDS
    return isinstance(node, And | Or) and all(map(_is_condition, children(node)))


def _is_stop_word(node: Node) -> bool:
    words = [token.exact for token in analyse(node.text, "")] if isinstance(node, Word) else []
    stop = set(chain.from_iterable(LANGUAGES[code].stop_words for code in spoken_words(words)))
    return bool(words) and all(word in stop for word in words)


def spoken_words(words: list[str]) -> tuple[str, ...]:
    """Return the languages whose letters some words have."""
    return query_languages(" ".join(words))


def _any_of(nodes: list[Node]) -> Node:
    if not nodes:
        return All()
    return Or(tuple(nodes)) if len(nodes) > 1 else nodes[0]
