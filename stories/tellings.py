"""Articles as they are compared: their sentences, with what each of them says and names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from archive.article import Article
from meaning.article_sentences import ArticleSentence, article_language, article_sentences
from meaning.encoder import Vectors
from stories.keys import Keys, shared, text_keys
from stories.rarity import key_frequencies

Pair = tuple[str, str]
Similarities = Mapping[Pair, Vectors]
"""By two ids: how alike each sentence of the first (rows) is to each of the second (columns)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Telling:
    """One article of a comparison."""

    article: Article
    language: str
    """ISO 639-1, of the text."""
    sentences: tuple[ArticleSentence, ...]
    """In order; their numbers in a comparison are their places here, from 0, the title's."""
    keys: tuple[Keys, ...]
    """What each sentence names."""
    vectors: Vectors | None
    """Centred, a row a sentence; ``None`` without an encoder."""

    @property
    def id(self) -> str:
        """The article's."""
        return self.article.id

    @property
    def texts(self) -> tuple[str, ...]:
        """The sentences as printed."""
        return tuple(sentence.text for sentence in self.sentences)


def read_telling(article: Article, vectors: Vectors | None) -> Telling:
    """Return an article as it is compared.

    Args:
        article: The article.
        vectors: Of its sentences, centred. They are left aside if their number is another one,
            which means that they are of another version.
    """
    language = article_language(article)
    sentences = article_sentences(article)
    is_current = vectors is not None and len(vectors) == len(sentences)
    return Telling(
        article=article,
        language=language,
        sentences=sentences,
        keys=tuple(text_keys(sentence.text, language) for sentence in sentences),
        vectors=vectors if is_current else None,
    )


def have_vectors(tellings: Sequence[Telling]) -> bool:
    """Whether all of them can be compared by meaning."""
    return all(telling.vectors is not None for telling in tellings)


def meanings(tellings: Sequence[Telling]) -> Similarities:
    """Return the cosines of all sentences of each two articles that have vectors."""
    return {
        (one.id, other.id): np.asarray(one.vectors @ other.vectors.T, np.float32)
        for one in tellings
        for other in tellings
        if one is not other and one.vectors is not None and other.vectors is not None
    }


def names_in_common(tellings: Sequence[Telling]) -> Similarities:
    """Return how much all sentences of each two articles name in common, 0 to 1.

    What is named in many sentences of these articles says little.
    """
    idf = key_frequencies(
        (telling.language, keys) for telling in tellings for keys in telling.keys
    ).idf
    found: dict[Pair, Vectors] = {}
    for place, one in enumerate(tellings):
        for other in tellings[place + 1 :]:
            rows = [[shared(these, others, idf) for others in other.keys] for these in one.keys]
            matrix = np.array(rows, np.float32).reshape(len(one.keys), len(other.keys))
            found[one.id, other.id], found[other.id, one.id] = matrix, matrix.T
    return found
