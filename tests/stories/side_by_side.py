"""Articles to compare, and vectors that say which of their sentences mean the same."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from archive import Article
from archive.article import EDITION_LANGUAGES
from archive.urls import HOSTS
from meaning.article_sentences import article_sentences
from meaning.encoder import Vectors
from meaning.means import centred, language_means
from meaning.use_encoder import UseEncoder
from replica.stories import Story, read_stories

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
_EDITIONS = {code: edition for edition, code in EDITION_LANGUAGES.items()}
_DIMENSION = 64


def article(id: str, title: str, *sentences: str, **fields: Any) -> Article:
    """Return an article whose sentences are its title and the given ones."""
    code = id.partition(":")[0]
    edition = _EDITIONS[code]
    values: dict[str, Any] = {
        "url": f"https://{HOSTS[edition]}/news/{id.partition(':')[2]}",
        "language": code,
        "kind": "news",
        "published": NOON,
        "body": "\n\n".join(sentences),
    }
    return Article(id=id, edition=edition, title=title, **(values | fields))


def meaning(*topics: int | Mapping[int, float]) -> Vectors:
    """Return a vector a sentence: of one topic, or of several in some measure."""
    rows = np.zeros((len(topics), _DIMENSION), np.float32)
    for row, topic in zip(rows, topics, strict=True):
        for number, share in ({topic: 1.0} if isinstance(topic, int) else topic).items():
            row[number] = share
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def stories() -> Iterator[tuple[Story, list[Article]]]:
    """Yield the newsroom's stories that several editions carry, and their articles."""
    for number, story in enumerate(read_stories(), 1):
        if len(story.tellings) > 1:
            yield story, [_telling(story, edition, number) for edition in story.tellings]


def _telling(story: Story, edition: str, number: int) -> Article:
    told = story.tellings[edition]
    return article(
        f"{EDITION_LANGUAGES[edition]}:{number}",
        told.title,
        *told.paragraphs,
        lead=told.lead,
        published=told.published,
        modified=told.modified,
        tags=told.tags,
    )


def encode(articles: Sequence[Article], encoder: UseEncoder) -> dict[str, Vectors]:
    """Return the centred vectors of articles' sentences."""
    means = language_means(encoder)
    return {
        each.id: centred(
            encoder.encode([sentence.text for sentence in article_sentences(each)]),
            each.language,
            means,
        )
        for each in articles
    }


def later(minutes: int) -> datetime:
    """Return a time after noon."""
    return NOON + timedelta(minutes=minutes)
