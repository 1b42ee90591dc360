"""Reading queries, in the language that :mod:`index.syntax_guide` tells."""

import re

from archive.notes import Note
from index.engine import QuerySyntaxError
from index.tree import All, And, Node, Word, depth, leaves

MAX_LENGTH = 1000
"""Characters of a query."""
MAX_TERMS = 50
"""Words, phrases and so on in a query."""
MAX_DEPTH = 20
"""Levels of nesting."""
_PLAIN = re.compile("[0-9A-Za-zÀ-ÖØ-öø-ɏ\u0621-\u063a\u0641-\u064a]+")
_OPERATORS = frozenset({"AND", "OR", "NOT"})


def parse_query(text: str) -> Node:
    """Return what a query asks for; everything, when it is empty.

    The parser is loaded at the first query that is more than plain words: 90 ms.

    Raises:
        QuerySyntaxError: It is not of this language, too long or too deeply nested.
    """
    if len(text) > MAX_LENGTH:
        sentence = f"the query is longer than {MAX_LENGTH} characters: shorten it"
        note = Note("query-long", sentence, most=MAX_LENGTH)
        raise QuerySyntaxError(note, position=MAX_LENGTH, text=text)
    if not text.strip():
        return All()
    tree = _plain_words(text) or _parsed(text)
    _check_size(tree, text)
    return tree


def _parsed(text: str) -> Node:
    from index.grammar import parse_tree

    return parse_tree(text)


def _plain_words(text: str) -> Node | None:
    """Return what the parser would make of a query that is words alone; ``None`` if it is not."""
    found = list(re.finditer(r"\S+", text))
    if not all(_PLAIN.fullmatch(each[0]) and each[0] not in _OPERATORS for each in found):
        return None
    words = tuple(Word(text=each[0], position=each.start()) for each in found)
    return And(nodes=words) if len(words) > 1 else next(iter(words), None)


def _check_size(tree: Node, text: str) -> None:
    if depth(tree) > MAX_DEPTH:
        sentence = f"the query is nested more than {MAX_DEPTH} levels deep: simplify it"
        note = Note("query-deep", sentence, most=MAX_DEPTH)
        raise QuerySyntaxError(note, position=0, text=text)
    terms = [each.leaf for each in leaves(tree, negated=True)]
    if len(terms) > MAX_TERMS:
        sentence = f"the query has more than {MAX_TERMS} words: take some away"
        note = Note("query-words", sentence, most=MAX_TERMS)
        raise QuerySyntaxError(note, position=terms[MAX_TERMS].position, text=text)
