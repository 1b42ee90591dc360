"""An article as sentences: what is encoded, aligned and shown."""

from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple

from archive.article import EDITION_LANGUAGES, Article
from languages.sentences import split_sentences

Part = Literal["title", "lead", "body"]

MAX_SENTENCES = 400
"""Of one article; the longest of real news have about 150."""
RULES = 1
"""Goes up when the same article would give other sentences: stored vectors are then outdated."""


class ArticleSentence(NamedTuple):
    """One sentence and where it stands."""

    part: Part
    text: str
    start: int
    """In the text of the part."""
    end: int
    """Exclusive."""


def article_sentences(article: Article) -> tuple[ArticleSentence, ...]:
    """Return the sentences of title, lead and body, in this order, at most 400.

    The title is one sentence, whatever its punctuation. What title or lead said is left out of
    the body where it stands there again, letter for letter.
    """
    return tuple(islice(_sentences(article), MAX_SENTENCES))


def article_language(article: Article) -> str:
    """Return the code of the language that the text is in; the edition's own if it is unknown."""
    return article.language or EDITION_LANGUAGES[article.edition]


def _sentences(article: Article) -> Iterator[ArticleSentence]:
    said = set()
    title = article.title.strip()
    if title:
        start = article.title.index(title)
        said.add(title)
        yield ArticleSentence("title", title, start, start + len(title))
    language = article_language(article)
    for sentence in _split("lead", article.lead, language):
        said.add(sentence.text)
        yield sentence
    for sentence in _split("body", article.body, language):
        if sentence.text not in said:
            yield sentence


def _split(part: Part, text: str, language: str) -> Iterator[ArticleSentence]:
    for start, end in split_sentences(text, language):
        yield ArticleSentence(part, text[start:end], start, end)
