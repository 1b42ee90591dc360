"""Engines need not score alike, but must put nearly the same articles on a first page."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import islice
from random import Random
from statistics import mean

import pytest

from archive.article import Article
from benchmarks.search_corpus import made_articles
from index import SearchIndex, open_index
from index.chains import article_chain
from languages import analyse
from tests.index.finding import find

PAGE = 10
QUERIES = 40
_LONG = 4


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [replace(each, version=1) for each in islice(made_articles(), 300)]


@pytest.fixture(scope="module")
def both(
    articles: list[Article], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SearchIndex, SearchIndex]]:
    folder = tmp_path_factory.mktemp("both")
    with (
        closing(open_index(folder, "whoosh", create=True)) as one,
        closing(open_index(folder, "tantivy", create=True)) as other,
    ):
        for index in (one, other):
            index.replace_all(articles, last_change=1)
        yield one, other


def words(text: str, article: Article) -> list[str]:
    """Return the longer words of a text of an article as they are written."""
    tokens = analyse(text, article_chain(article))
    return [text[token.start : token.end] for token in tokens if len(token.exact) >= _LONG]


def _some(drawing: Random, article: Article, count: int) -> list[str]:
    return drawing.sample(words(article.body, article), count)


def _phrase(drawing: Random, article: Article) -> str:
    tokens = analyse(article.body, article_chain(article))
    start = drawing.randrange(len(tokens) - 1)
    return f'"{tokens[start].exact} {tokens[start + 1].exact}"'


def _title(drawing: Random, article: Article) -> str:
    return f"title:{drawing.choice(words(article.title, article))}"


KINDS: Mapping[str, tuple[Callable[[Random, Article], str], float]] = {
    "word": (lambda drawing, article: _some(drawing, article, 1)[0], 0.9),
    "all": (lambda drawing, article: " ".join(_some(drawing, article, 2)), 0.9),
    "any": (lambda drawing, article: " OR ".join(_some(drawing, article, 5)), 0.9),
    "phrase": (_phrase, 0.85),
    "title": (_title, 0.7),
    "beginning": (lambda drawing, article: f"{_some(drawing, article, 1)[0][:4]}*", 0.75),
    "misspelt": (lambda drawing, article: f"{_some(drawing, article, 1)[0][:-1]}~1", 0.6),
}
"""How to make a query of each kind, and how much of the first pages must be the same at least."""


@pytest.mark.parametrize("kind", KINDS)
def test_first_pages_are_alike(
    both: tuple[SearchIndex, SearchIndex], articles: list[Article], kind: str
) -> None:
    drawing, (draw, bound) = Random(11), KINDS[kind]  # noqa: S311  no secret
    shares: list[float] = []
    while len(shares) < QUERIES:
        text = draw(drawing, drawing.choice(articles))
        one, other = (find(index, text, limit=PAGE) for index in both)
        assert one.total == other.total
        if size := min(one.total // 2, PAGE):
            first = [{hit.id for hit in found.hits[:size]} for found in (one, other)]
            shares.append(len(set.intersection(*first)) / size)
    assert mean(shares) >= bound
