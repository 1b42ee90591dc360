"""Which of the versions of an article is the newest, as an index is given them."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from archive.article import Article


class Version(NamedTuple):
    """A version of an article, on its way into an index."""

    article: Article
    is_newest: bool
    """Whether it has the highest number of those that the index is given."""


def told_apart(articles: Iterable[Article]) -> Iterator[Version]:
    """Yield versions, each with whether it is the newest of its article.

    Args:
        articles: All versions of an article next to each other, in any order. Of two with the
            same number the later one counts.
    """
    for _, group in groupby(articles, key=attrgetter("id")):
        versions = {article.version: article for article in group}
        newest = max(versions)
        for number, article in versions.items():
            yield Version(article, number == newest)
