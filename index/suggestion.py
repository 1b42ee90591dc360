"""Did you mean …? A query that finds something, in place of one with words that no article has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import NamedTuple

from archive.archive import Archive
from archive.article import Article
from index.chains import article_chain, parts, query_chains
from index.engine import QuerySyntaxError, SearchIndex
from index.matching import likely_distance
from index.query import Query
from index.syntax import parse_query
from index.tree import TEXT_FIELDS, Node, Phrase, Word, leaves
from languages import analyse

_MOST_WORDS = 4
"""With more wrong words than these there is nothing to suggest."""
_CHOICES = 3
"""Spellings that are tried for each wrong word."""
_MOST_TRIES = 9
_DISTANCE = 2
"""Letters of a word that may be wrong; always less than half of them."""


class _Mistake(NamedTuple):
    """A word of a query that no article has."""

    start: int
    """In the query's text, in characters."""
    end: int
    choices: tuple[str, ...]
    """Words that articles have, in exact form, the likeliest first; at least one."""


def suggest(archive: Archive, index: SearchIndex, query: Query, tree: Node) -> str:
    """Return the text of a query with other spellings that has hits; ``""`` if there is none.

    Words and phrases in the text are looked at; not numbers, labels, ids, ``prefix*`` and
    ``fuzzy~``. Filters hold. Costs a walk through the words of the index for each word that no
    article has.

    Raises:
        SearchError: The index cannot be used.
    """
    mistakes = list(islice(_mistakes(index, query, tree), _MOST_WORDS + 1))
    if not mistakes or len(mistakes) > _MOST_WORDS:
        return ""
    tries = sorted(product(*(range(len(each.choices)) for each in mistakes)), key=sum)
    for places in tries[:_MOST_TRIES]:
        words = [each.choices[place] for each, place in zip(mistakes, places, strict=True)]
        if corrected := _tried(archive, index, query, mistakes, words):
            return corrected
    return ""


def _mistakes(index: SearchIndex, query: Query, tree: Node) -> Iterator[_Mistake]:
    chains = query_chains(query, tree)
    for field, leaf in leaves(tree):
        if not isinstance(leaf, Word | Phrase) or field not in ("", *TEXT_FIELDS):
            continue
        offset = query.text.find(leaf.text, leaf.position)
        for token in analyse(leaf.text, chains[0]):
            surface = leaf.text[token.start : token.end]
            if any(index.frequency(Word(surface), chain) for chain in chains):
                continue
            if token.exact.isalpha() and (choices := _choices(index, token.exact)):
                yield _Mistake(offset + token.start, offset + token.end, choices)


def _choices(index: SearchIndex, word: str) -> tuple[str, ...]:
    """Return the words nearest to one; two letters the wrong way round are one mistake."""
    for distance in range(1, likely_distance(word, _DISTANCE) + 1):
        near = dict(index.words_near(word, distance, _CHOICES))
        if distance == 1:
            for swapped in _swapped(word):
                near |= index.words_near(swapped, 0, 1)
        if near:
            return tuple(sorted(near, key=lambda each: (-near[each], each))[:_CHOICES])
    return ()


def _swapped(word: str) -> Iterator[str]:
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _tried(
    archive: Archive,
    index: SearchIndex,
    query: Query,
    mistakes: Sequence[_Mistake],
    words: Sequence[str],
) -> str:
    """Return the query with other words, as they are printed, if that has hits."""
    text = _replaced(query.text, mistakes, words)
    found = _first(archive, index, replace(query, text=text))
    if found is None:
        return ""
    printed = _printed(found)
    spelt = [
        _in_case_of(query.text[mistake.start : mistake.end], printed.get(word, word))
        for mistake, word in zip(mistakes, words, strict=True)
    ]
    shown = _replaced(query.text, mistakes, spelt)
    return shown if _first(archive, index, replace(query, text=shown)) else text


def _first(archive: Archive, index: SearchIndex, query: Query) -> Article | None:
    try:
        tree = parse_query(query.text)
    except QuerySyntaxError:  # a word that is printed as an operator
        return None
    found = index.find(replace(query, limit=1, offset=0, facets=()), tree)
    ids = [located.id for located in found.hits]
    return next(iter(archive.articles(ids).values()), None)


def _in_case_of(typed: str, word: str) -> str:
    return word.lower() if typed.islower() else word


def _printed(article: Article) -> Mapping[str, str]:
    """Return how an article first prints each of its words, by their exact forms."""
    printed: dict[str, str] = {}
    for _, text in parts(article):
        for token in analyse(text, article_chain(article)):
            printed.setdefault(token.exact, text[token.start : token.end])
    return printed


def _replaced(text: str, mistakes: Sequence[_Mistake], words: Sequence[str]) -> str:
    for mistake, word in reversed(list(zip(mistakes, words, strict=True))):
        text = text[: mistake.start] + word + text[mistake.end :]
    return text
