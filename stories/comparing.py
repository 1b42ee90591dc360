"""Comparing articles of one data folder: what a command line asks for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from archive import Archive, open_archive
from archive.article import Article
from archive.lookup import find_article
from archive.notes import SYNC, Note, TakeNote
from meaning.article_sentences import article_language, article_sentences
from meaning.encoder import Encoder, Vectors
from meaning.means import centred, language_means
from meaning.opening import NONE, open_encoder
from meaning.vectors import open_vectors, store_path
from stories.comparison import MOST_ARTICLES, Comparison, StoryFacts, compare
from stories.folder import opened_stories, stories_folder
from stories.lexicon import Lexicon
from stories.links import Link
from stories.store import FILE_NAME, StoryStore


class ArticleMissingError(Exception):
    """The archive has no article of a name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


_NAMES_ONLY = "NEWS_ENCODER=none: sentences are compared by names and numbers alone"
_NO_STORIES = f"no stories are known yet, so this article is shown alone: {SYNC}"
_ALONE = ", so it is shown alone; give the ids of others to compare"
_STORY_ID = re.compile("s[0-9a-f]{10}")


class _Told(NamedTuple):
    """What is compared."""

    ids: Sequence[str]
    links: Sequence[Link] = ()
    story: StoryFacts | None = None


def compare_folder(
    folder: Path, names: Sequence[str], *, encoder: str, lexicon: Lexicon, note: TakeNote
) -> Comparison:
    """Return the comparison of some articles, or of the story of one.

    Vectors that are not stored are made now, and not stored.

    Args:
        folder: The data folder.
        names: Ids or addresses of articles: several are compared as they are, one with the other
            articles of its story. A story's id will do as well.
        encoder: The name of the encoder, see :func:`meaning.opening.open_encoder`.
        lexicon: The terms to count.
        note: Called for each thing a reader should know.

    Raises:
        ArticleMissingError: There is no article of one of the names.
        ArchiveError: There is no archive, or it cannot be read.
        MeaningError: The vectors or the encoder cannot be used.
        StoriesError: The stories cannot be read.
    """
    with closing(open_archive(folder)) as archive:
        told = _told(folder, archive, names, note)
        found = archive.articles(told.ids)
        articles = [found[id] for id in told.ids if id in found]
        if len(articles) > MOST_ARTICLES:
            note(_too_many(len(articles)))
        articles = articles[:MOST_ARTICLES]
        opened = open_encoder(encoder, note)
        if opened is None and encoder == NONE:
            note(Note("names-only", _NAMES_ONLY))
        return compare(
            articles,
            vectors=None if opened is None else article_vectors(folder, opened, articles),
            links=told.links,
            thresholds=None if opened is None else opened.thresholds,
            story=told.story,
            lexicon=lexicon,
        )


def article_vectors(
    folder: Path, encoder: Encoder, articles: Sequence[Article]
) -> Mapping[str, Vectors]:
    """Return the centred vectors of articles' sentences: stored ones, or made now.

    Raises:
        MeaningError: The vectors or the encoder cannot be used.
    """
    stored = dict(_stored(folder, encoder, articles))
    missing = [article for article in articles if article.id not in stored]
    if not missing:
        return stored
    means = language_means(encoder)
    for article in missing:
        texts = [sentence.text for sentence in article_sentences(article)]
        vectors = encoder.encode(texts)
        stored[article.id] = centred(vectors, article_language(article), means)
    return stored


def _stored(
    folder: Path, encoder: Encoder, articles: Sequence[Article]
) -> Iterator[tuple[str, Vectors]]:
    if not store_path(folder, encoder.name).exists():
        return
    with closing(open_vectors(folder, encoder)) as store:
        for article in articles:
            vectors = store.vectors(article.id, article.version)
            if vectors is not None:
                yield article.id, centred(vectors, article_language(article), store.means)


def _told(folder: Path, archive: Archive, names: Sequence[str], note: TakeNote) -> _Told:
    if not (stories_folder(folder) / FILE_NAME).exists():
        if len(names) == 1:
            note(Note("no-stories", _NO_STORIES))
        return _Told([_id_of(archive, name) for name in names])
    with opened_stories(folder) as store:
        if len(names) == 1:
            return _story(archive, store, names[0], note)
        ids = list(dict.fromkeys(_id_of(archive, name) for name in names))
        return _Told(ids, _links(store, ids))


def _story(archive: Archive, store: StoryStore, name: str, note: TakeNote) -> _Told:
    if store.last_change() < archive.last_change():
        note(Note("stories-behind", f"the newest articles are in no story yet: {SYNC}"))
    if _STORY_ID.fullmatch(name):
        story = store.story(name)
        if story is None:
            raise ArticleMissingError(name)
    else:
        id = _id_of(archive, name)
        story = store.story_of(id)
        if story is None:
            note(Note("no-story", f"{id} is in no story{_ALONE}", id=id))
            return _Told([id])
    ids = [article.id for article in story.articles]
    facts = StoryFacts(id=story.id, confidence=story.confidence)
    return _Told(ids, _links(store, ids), facts)


def _too_many(count: int) -> Note:
    sentence = f"{count} articles: the first {MOST_ARTICLES} are compared"
    return Note("too-many", sentence, n=count, most=MOST_ARTICLES)


def _links(store: StoryStore, ids: Sequence[str]) -> list[Link]:
    """Return the links between some articles, also the possible ones."""
    chosen = set(ids)
    links = {
        link.pair: link for id in ids for link in store.links_of(id) if chosen.issuperset(link.pair)
    }
    return list(links.values())


def _id_of(archive: Archive, name: str) -> str:
    article = find_article(archive, name)
    if article is None:
        raise ArticleMissingError(name)
    return article.id
