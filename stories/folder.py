"""The stories of one data folder: what a command line asks for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from archive import Archive, open_archive
from archive.article import Article
from archive.lookup import find_article
from archive.notes import SYNC, Note, TakeNote
from stories.calibration import Calibration, calibrate
from stories.errors import (
    MeaningFailedError,
    StoriesDamagedError,
    StoriesError,
    StoriesOutdatedError,
)
from stories.labels import Labels, Verdict
from stories.links import Link
from stories.store import FILE_NAME, SqliteStories, StoryFilter
from stories.story import Story

if TYPE_CHECKING:
    from meaning.encoder import Encoder, Thresholds
    from meaning.vectors import VectorStore

Progress = Callable[[int, int], None]


class Synced(NamedTuple):
    """What bringing stories up to date came to."""

    encoded: int
    """Articles whose vectors were made."""
    linked: int
    """Articles that were taken in."""


class Told(NamedTuple):
    """What is known of a story, or of an article that is in none."""

    story: Story | None
    possible: tuple[Link, ...]
    """Links of its articles that may be, but make no story."""
    articles: dict[str, Article]
    """All that the story and the links name, by id."""

    def as_json(self) -> dict[str, Any]:
        """Return the story as ``stories --json`` has it, its links, and the possible ones."""
        told = {} if self.story is None else self.story.as_json()
        links = () if self.story is None else self.story.links
        return told | {
            "links": [link.as_json() for link in links],
            "possible": [link.as_json() for link in self.possible],
        }


class ArticleUnknownError(StoriesError):
    """The archive has no article, and there is no story, of this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesState:
    """How far the stories have come."""

    stories: int = 0
    articles: int = 0
    last_change: int = 0
    encoder: str = "none"
    """Whose vectors were used; ``none``: names alone."""
    problem: str = ""
    """Why they cannot be used, and what to do; ``""`` when they can."""


def stories_folder(folder: Path) -> Path:
    """Return the folder of stories and labels inside a data folder."""
    return folder / "stories"


@contextmanager
def opened_stories(folder: Path) -> Iterator[SqliteStories]:
    """Open the stories of a data folder as they are, and close them in the end.

    Raises:
        StoriesError: They cannot be opened.
    """
    with closing(SqliteStories(stories_folder(folder))) as store:
        yield store


def sync_stories(
    folder: Path,
    encoder: str,
    *,
    note: TakeNote | None = None,
    encoding: Progress | None = None,
    linking: Progress | None = None,
    anew: bool = False,
) -> Synced:
    """Bring a data folder's vectors up to date, then its stories.

    Args:
        folder: The data folder.
        encoder: The name of the encoder, see :func:`meaning.opening.open_encoder`; without one,
            articles are linked by names alone.
        note: Told why there is no encoder.
        encoding: Called with the changes encoded and in all.
        linking: Called with the steps linked and in all.
        anew: Forget links and stories first; labels, ids of stories and vectors stay.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        StoriesError: Vectors or stories cannot be made.
    """
    from meaning.encoder import MeaningError
    from meaning.sync import sync as sync_vectors
    from stories.sync import rebuild, sync

    try:
        with ExitStack() as opened:
            archive = opened.enter_context(closing(open_archive(folder)))
            store = opened.enter_context(_store(folder, anew=anew))
            labels = opened.enter_context(closing(Labels(stories_folder(folder))))
            found, vectors = _meaning(opened, folder, encoder, note)
            encoded = 0
            if found is not None and vectors is not None:
                encoded = sync_vectors(archive, vectors, found, encoding)
            run = rebuild if anew else sync
            thresholds = thresholds_of(found)
            linked = run(archive, vectors, store, labels, linking, thresholds=thresholds)
            return Synced(encoded, linked)
    except MeaningError as error:
        raise MeaningFailedError(str(error)) from error


def remove_vectors_of(folder: Path, encoder: str) -> None:
    """Forget the vectors of an encoder and what searches across languages made of them.

    Raises:
        StoriesError: The encoder or its vectors cannot be used.
        OSError: A file may not be deleted.
    """
    from meaning.encoder import MeaningError
    from meaning.folder import forget_vectors
    from meaning.opening import open_encoder
    from stories.across_folder import remove_across

    try:
        found = open_encoder(encoder)
        if found is not None:
            forget_vectors(folder, found)
    except MeaningError as error:
        raise MeaningFailedError(str(error)) from error
    remove_across(folder, encoder)


def sync_across_of(folder: Path, encoder: str) -> None:
    """Bring what searches across languages read up to date; after the stories.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        StoriesError: A file cannot be written.
    """
    from meaning.encoder import MeaningError
    from meaning.opening import open_encoder
    from stories.across_folder import sync_across

    try:
        sync_across(folder, open_encoder(encoder))
    except MeaningError as error:
        raise MeaningFailedError(str(error)) from error


def are_current(folder: Path, encoder: str) -> bool:
    """Whether a data folder's stories are up to date with its archive and labels.

    Found out without loading the encoder: one that is asked for and not installed counts as
    the one that was used.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        StoriesError: The stories cannot be read.
    """
    with ExitStack() as opened:
        archive = opened.enter_context(closing(open_archive(folder)))
        if not (stories_folder(folder) / FILE_NAME).exists():
            return False
        store = opened.enter_context(opened_stories(folder))
        labels = opened.enter_context(closing(Labels(stories_folder(folder))))
        return (
            store.last_change() == archive.last_change()
            and store.is_linked()
            and store.used_labels() == labels.all()
            and store.encoder() in {encoder, "none"}
            and (encoder != "none" or store.encoder() == "none")
        )


def label(folder: Path, verdict: Verdict | None, one: str, other: str) -> tuple[str, str]:
    """Keep what the user says of two articles; return their ids.

    Args:
        folder: The data folder.
        verdict: ``None`` to take back what was said.
        one: Id or address of an article.
        other: Of another one.

    Raises:
        ArticleUnknownError: The archive does not have one of them, or both are the same.
        ArchiveError: There is no archive, or it cannot be read.
        StoriesError: It cannot be kept.
    """
    with closing(open_archive(folder)) as archive:
        first, second = (_article(archive, name).id for name in (one, other))
    if first == second:
        raise ArticleUnknownError(f"{first} is both articles: name two")
    with closing(Labels(stories_folder(folder))) as labels:
        if verdict is None:
            labels.forget(first, second)
        else:
            keep = labels.confirm if verdict == "confirmed" else labels.reject
            keep(first, second)
    return first, second


def use_labels(folder: Path, encoder: str) -> None:
    """Make the stories anew that labels touch; new articles wait for :func:`sync_stories`.

    Costs what the days around the labelled articles hold. Nothing is done where there are no
    stories, or where they were made with an encoder that is not to be had: labels are kept all
    the same.

    Raises:
        StoriesError: Stories, labels or vectors cannot be used.
    """
    from meaning.encoder import MeaningError
    from meaning.opening import NONE
    from stories.sync import relabel

    if not (stories_folder(folder) / FILE_NAME).exists():
        return
    try:
        with ExitStack() as opened:
            store = opened.enter_context(opened_stories(folder))
            labels = opened.enter_context(closing(Labels(stories_folder(folder))))
            wanted = NONE if store.encoder() == NONE else encoder
            found, vectors = _meaning(opened, folder, wanted)
            if store.encoder() == (NONE if vectors is None else vectors.encoder):
                relabel(vectors, store, labels, thresholds_of(found))
    except MeaningError as error:
        raise MeaningFailedError(str(error)) from error


def list_stories(
    folder: Path, wanted: StoryFilter, *, limit: int | None = None, offset: int = 0
) -> tuple[list[Story], int]:
    """Return the stories that are wanted, the newest first, and how many there are in all.

    Raises:
        StoriesError: They cannot be read.
    """
    with opened_stories(folder) as store:
        return store.stories(wanted, limit, offset), store.count(wanted)


def tell_story(folder: Path, name: str) -> Told:
    """Return a story by its id, or by id or address of one of its articles.

    Raises:
        ArticleUnknownError: There is no such story and no such article.
        ArchiveError: There is no archive, or it cannot be read.
        StoriesError: The stories cannot be read.
    """
    with opened_stories(folder) as store, closing(open_archive(folder)) as archive:
        story = store.story(name)
        ids = [each.id for each in story.articles] if story else [_article(archive, name).id]
        story = story or store.story_of(ids[0])
        ids = [each.id for each in story.articles] if story else ids
        links = {link.pair: link for id in ids for link in store.links_of(id)}
        possible = tuple(link for link in links.values() if link.grade == "possible")
        named = {*ids, *(id for link in possible for id in link.pair)}
        return Told(story, possible, archive.articles(sorted(named)))


def calibrate_folder(folder: Path, encoder: str) -> Calibration:
    """Return how the thresholds do against the user's labels, with the vectors as they are stored.

    Raises:
        StoriesError: Stories, labels or vectors cannot be read.
    """
    from meaning.encoder import MeaningError
    from stories.sync import score_pairs

    try:
        with ExitStack() as opened:
            store = opened.enter_context(opened_stories(folder))
            labels = opened.enter_context(closing(Labels(stories_folder(folder))))
            found, vectors = _meaning(opened, folder, encoder)
            kept = labels.all()
            thresholds = thresholds_of(found)
            scores = score_pairs(vectors, store, [each.pair for each in kept], thresholds)
            return calibrate(kept, scores, thresholds)
    except MeaningError as error:
        raise MeaningFailedError(str(error)) from error


def stories_state(folder: Path) -> StoriesState:
    """Return how far a data folder's stories have come; without loading the encoder."""
    if not (stories_folder(folder) / FILE_NAME).exists():
        return StoriesState(problem=Note("none-yet", f"no stories yet: {SYNC}"))
    try:
        with opened_stories(folder) as store:
            return StoriesState(
                stories=store.count(),
                articles=store.article_count(),
                last_change=store.last_change(),
                encoder=store.encoder(),
            )
    except StoriesError as error:
        return StoriesState(problem=str(error))


def thresholds_of(encoder: "Encoder | None") -> "Thresholds":
    """Return what scores mean with an encoder, or without one."""
    from meaning.encoder import NAMES_ONLY

    return NAMES_ONLY if encoder is None else encoder.thresholds


def _meaning(
    opened: ExitStack, folder: Path, encoder: str, note: TakeNote | None = None
) -> "tuple[Encoder | None, VectorStore | None]":
    """Open an encoder and its vectors; neither, if there is no encoder."""
    from meaning.opening import open_encoder
    from meaning.vectors import open_vectors

    found = open_encoder(encoder, note)
    if found is None:
        return None, None
    return found, opened.enter_context(closing(open_vectors(folder, found)))


@contextmanager
def _store(folder: Path, *, anew: bool) -> Iterator[SqliteStories]:
    """Open the stories; when they are to be made anew, a file that is no good is replaced."""
    try:
        store = SqliteStories(stories_folder(folder))
    except (StoriesDamagedError, StoriesOutdatedError):
        if not anew:
            raise
        for suffix in ("", "-wal", "-shm", "-journal"):
            (stories_folder(folder) / f"{FILE_NAME}{suffix}").unlink(missing_ok=True)
        store = SqliteStories(stories_folder(folder))
    with closing(store):
        yield store


def _article(archive: Archive, name: str) -> Article:
    article = find_article(archive, name)
    if article is None:
        raise ArticleUnknownError(
            f"no article or story {name[:200]}: find ids with `search_cli.py search`"
        )
    return article
