"""Articles like one: those that share the words that tell it apart from all others."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from math import log
from time import perf_counter
from typing import NamedTuple

from archive.archive import Archive
from archive.article import Article
from index.chains import article_chain, article_language, parts
from index.engine import SearchIndex
from index.query import Query
from index.search import Results, answer
from index.tree import All, And, Field, Node, Not, Or, Word
from index.tree_text import written
from languages import LANGUAGES, analyse

TELLING_WORDS = 20
"""So many words make the query."""

_TITLE_WEIGHT = 3
_CANDIDATES = 80
"""Words whose frequency is looked up: those that the article uses most."""
_MIN_LETTERS = 3
_MIN_ARTICLES = 2
"""A word of the article alone leads to no other."""
_FEW_ARTICLES = 5
"""A word of more than these, and of more than half of all, leads everywhere."""
_MOST_TOKENS = 5_000


class _Candidate(NamedTuple):
    """A word of an article."""

    text: str
    """As printed first, in small letters."""
    stems: tuple[str, ...]
    weight: int
    """How often the article has it in any form; in its title that counts threefold."""


def find_similar(
    archive: Archive, index: SearchIndex, article: Article, query: Query | None = None
) -> Results:
    """Return the articles in the language of one that are most like it, without itself.

    Args:
        archive: Where the articles are.
        index: Where they are looked for.
        article: The one to compare with; it need not be in the index.
        query: Filters, and which slice of the hits; its text and languages are not heeded.

    Raises:
        SearchError: The index cannot be used.
    """
    started = perf_counter()
    tree = telling_tree(index, article)
    wanted = replace(query or Query(), text=written(tree), languages=(article_language(article),))
    results = answer(archive, index, wanted, tree)
    return replace(results, took_ms=round(1000 * (perf_counter() - started), 1))


def telling_tree(index: SearchIndex, article: Article) -> Node:
    """Return what to look for: any of the words that tell most, and not the article itself.

    A word tells the more the oftener the article has it and the fewer others do. An article
    without such words is like no other.
    """
    others = Not(Field("id", Word(article.id)))
    words = telling_words(index, article)
    if not words:
        return And((others, Not(All())))
    return And((Or(tuple(map(Word, words))) if len(words) > 1 else Word(words[0]), others))


def telling_words(index: SearchIndex, article: Article) -> list[str]:
    """Return the words that tell an article apart, as it prints them, the best first."""
    total = index.count()
    candidates = list(islice(_candidates(article), _CANDIDATES))
    counted = index.spread([each.stems for each in candidates], article_chain(article))
    worth = {
        word: weight * log(1 + (total - others + 0.5) / (others + 0.5))
        for (word, _, weight), others in zip(candidates, counted, strict=True)
        if _MIN_ARTICLES <= others <= max(total // 2, _FEW_ARTICLES)
    }
    return sorted(worth, key=lambda word: (-worth[word], word))[:TELLING_WORDS]


def _candidates(article: Article) -> Iterator[_Candidate]:
    """Yield the words of an article, each in one of its forms, the most used first."""
    chain = article_chain(article)
    stop_words = LANGUAGES[chain].stop_words
    weights: Counter[tuple[str, ...]] = Counter()
    printed: dict[tuple[str, ...], str] = {}
    for part, text in parts(article):
        for token in islice(analyse(text, chain), _MOST_TOKENS):
            if len(token.exact) >= _MIN_LETTERS and token.exact not in stop_words:
                weights[token.stems] += _TITLE_WEIGHT if part == "title" else 1
                printed.setdefault(token.stems, text[token.start : token.end].lower())
    for stems, weight in weights.most_common():
        yield _Candidate(printed[stems], stems, weight)
