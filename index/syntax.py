"""The language that queries are written in.

Words are joined by AND unless told otherwise; AND binds tighter than OR. Operators are capitals::

    wheat harvest              both words, in any of their forms
    wheat OR barley            either
    wheat -barley              without; NOT says the same
    "wheat harvest"            exactly these words in a row; also «…» and “…”
    harv*                      words that begin so: two letters at least
    harvets~                   also words spelt nearly so: up to two letters wrong, one in a word
                               of five or fewer; ~1 and ~2 say how many, always less than half
    title:wheat lead:(a OR b)  in one part of the text: title, lead, body
    tag:wheat author:"…"       in a label: tag, author, section, country, source
    kind:news lang:ar          a label matched whole: kind, lang, edition, id
    date:2024-01..2024-03      published from the first day named to the last, in Beirut;
    date:2024  date:..2024-03  also a year, a month, a day, and open ends
    *                          everything
"""

from index.engine import QuerySyntaxError
from index.tree import All, Node, depth, leaves

MAX_LENGTH = 1000
"""Characters of a query."""
MAX_TERMS = 50
"""Words, phrases and so on in a query."""
MAX_DEPTH = 20
"""Levels of nesting."""


def parse_query(text: str) -> Node:
    """Return what a query asks for; everything, when it is empty.

    The parser is loaded at the first query that is not: 40 ms.

    Raises:
        QuerySyntaxError: It is not of this language, too long or too deeply nested.
    """
    if len(text) > MAX_LENGTH:
        message = f"the query is longer than {MAX_LENGTH} characters: shorten it"
        raise QuerySyntaxError(message, position=MAX_LENGTH, text=text)
    if not text.strip():
        return All()
    from index.grammar import parse_tree

    tree = parse_tree(text)
    _check_size(tree, text)
    return tree


def _check_size(tree: Node, text: str) -> None:
    if depth(tree) > MAX_DEPTH:
        message = f"the query is nested more than {MAX_DEPTH} levels deep: simplify it"
        raise QuerySyntaxError(message, position=0, text=text)
    terms = [each.leaf for each in leaves(tree, negated=True)]
    if len(terms) > MAX_TERMS:
        message = f"the query has more than {MAX_TERMS} words: take some away"
        raise QuerySyntaxError(message, position=terms[MAX_TERMS].position, text=text)
