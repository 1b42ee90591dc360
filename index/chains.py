"""Which language's analysis an article or a query gets, and how to tell that it has changed."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache

from archive.article import EDITION_LANGUAGES, Article
from index.query import Query
from index.tree import Node, leaves
from languages import LANGUAGES, analyse, query_languages

_SAMPLES: Mapping[str, str] = {
    "en": "The harbours' 1,500 US-led talks weren't cancelled: Łódź, café, don’t, H2O, naïve, 2.5",
    "ar": "وَبِالمَدارِسِ والمهندسون إلى آذار/مارس ٢٠٢٤ ﷺ ﻻعب کیف مسؤولية الـBBC كتابهما فلسطين_حرة "
    "فوانيسها وبلديات أبنائه پوتین",
    "es": "Las elecciones económicas del año: niños, acción, pingüino, cafés, l’Orient, 1.500,25",
}
"""Words that every step of the analysis has something to do with."""


def article_language(article: Article) -> str:
    """Return the language of an article's text; its edition's when that is not known."""
    return article.language or EDITION_LANGUAGES[article.edition]


def article_chain(article: Article) -> str:
    """Return the code of the analysis that an article gets: its language's, else its edition's."""
    language = article_language(article)
    return language if language in LANGUAGES else EDITION_LANGUAGES[article.edition]


def query_chains(query: Query, tree: Node) -> tuple[str, ...]:
    """Return the codes of the analyses that a query's words get, each looked for on its own.

    Those of the languages asked for; when none is, or one that has no analysis, all that the
    letters of the words allow together (so that a word in Latin letters beside an Arabic one is
    looked for in Arabic texts).
    """
    if query.languages and all(code in LANGUAGES for code in query.languages):
        return query.languages
    return query_languages(" ".join(each.leaf.text for each in leaves(tree, negated=True)))


def parts(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the names and texts of the parts of an article that words are looked for in."""
    yield "title", article.title
    yield "lead", article.lead
    yield "body", article.body


@cache
def fingerprint() -> str:
    """Return what changes when the analysis does: an index with another one must be rebuilt."""
    tokens = [analyse(text, language) for language, text in _SAMPLES.items()]
    return hashlib.sha256(repr(tokens).encode()).hexdigest()[:16]
