"""Searching across languages in one data folder: what a command line asks for."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from archive import Archive, open_archive
from archive.data_folder import index_folder
from archive.lookup import find_article
from archive.notes import SYNC, Code, Note, TakeNote
from index.explanation import explain
from index.folder import Answer, articles_behind
from index.opening import open_index
from index.query import Query
from index.search import Results
from index.syntax import parse_query
from meaning.database import VectorsBusyError, VectorsReadOnlyError
from meaning.encoder import Encoder
from meaning.nearest import code_file, code_path, sync_codes
from meaning.nearest_blocks import BlockFile, remove_blocks
from meaning.opening import NONE, encoder_name, open_encoder
from meaning.sync import Progress
from meaning.vectors import open_vectors, store_path
from stories.across import Sources, search_across
from stories.across_keys import Naming, find_naming, key_file, key_path, sync_keys
from stories.across_meaning import Meanings
from stories.across_query import part_query
from stories.across_similar import find_similar_across
from stories.store import FILE_NAME, SqliteStories

_TAKEN_IN = 300
"""So many changes are taken in by a search that finds them missing: some two seconds."""
_WORDS_ONLY = "NEWS_ENCODER=none: found by words, names and numbers alone"
_NO_VECTORS = f"no article has vectors yet, found by words and names alone: {SYNC}"


def search_folder_across(
    folder: Path, engine: str, query: Query, *, explained: bool = False
) -> Answer | None:
    """Return what a query finds in all languages, see :func:`stories.across.search_across`.

    ``None`` if the query has no words: nothing to translate.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        SearchError: There is no index, it cannot be used, or the query cannot be read.
        MeaningError: The vectors or the encoder cannot be used.
    """
    tree = parse_query(query.text)
    if not part_query(tree).text:
        return None
    with opened_sources(folder, engine) as (sources, notes):
        results = search_across(sources, query, tree)
        if explained:
            results = replace(results, explanation=explain(sources.index, query, tree))
        return _answer(sources, results, notes)


def similar_in_folder_across(folder: Path, engine: str, name: str, query: Query) -> Answer | None:
    """Return the articles in all languages that are like one.

    Args:
        folder: The data folder.
        engine: The engine of the index.
        name: The article's id or address; ``None`` is returned if the archive does not have it.
        query: Filters, and which slice of the hits.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        SearchError: There is no index, or it cannot be used.
        MeaningError: The vectors cannot be used.
    """
    with opened_sources(folder, engine) as (sources, notes):
        article = find_article(sources.archive, name)
        if article is None:
            return None
        partners = _partners(folder, article.id)
        return _answer(sources, find_similar_across(sources, article, query, partners), notes)


def sync_across(folder: Path, encoder: Encoder | None, progress: Progress | None = None) -> int:
    """Bring what searches across languages read up to date; after vectors and stories.

    Returns:
        How many articles were taken in.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        MeaningError: A file cannot be written.
    """
    with ExitStack() as stack:
        archive = stack.enter_context(closing(open_archive(folder)))
        keys = stack.enter_context(closing(key_file(folder)))
        taken = sync_keys(archive, keys, progress, _stories(stack, folder))
        if encoder is not None and store_path(folder, encoder.name).exists():
            vectors = stack.enter_context(closing(open_vectors(folder, encoder)))
            sync_codes(archive, vectors, stack.enter_context(closing(code_file(vectors))), progress)
    return taken


def remove_across(folder: Path, encoder: str) -> None:
    """Delete what searches across languages read; the next :func:`sync_across` makes it anew.

    Raises:
        OSError: It may not be deleted.
    """
    remove_blocks(key_path(folder))
    remove_blocks(code_path(store_path(folder, encoder)))


def _answer(sources: Sources, results: Results, notes: Sequence[Note]) -> Answer:
    behind = articles_behind(sources.archive, sources.index.last_change())
    return Answer(results, behind, tuple(notes))


@contextmanager
def opened_sources(folder: Path, engine: str) -> Iterator[tuple[Sources, list[Note]]]:
    """Open what a search reads, caught up where that is quick; and notes on what is missing.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        SearchError: There is no index, or it cannot be used.
        MeaningError: The vectors or the encoder cannot be used.
    """
    notes: list[Note] = []
    with ExitStack() as stack:
        archive = stack.enter_context(closing(open_archive(folder)))
        index = stack.enter_context(closing(open_index(index_folder(folder), engine)))
        sources = Sources(
            archive=archive,
            index=index,
            meanings=_meanings(stack, folder, archive, notes.append),
            naming=_naming(stack, folder, archive, notes.append),
        )
        yield sources, notes


def _meanings(stack: ExitStack, folder: Path, archive: Archive, note: TakeNote) -> Meanings | None:
    """Open the vectors, if there is an encoder and it has encoded anything."""
    name = encoder_name()
    encoder = open_encoder(name, note)
    if encoder is None:
        if name == NONE:
            note(Note("words-only", _WORDS_ONLY))
        return None
    if not store_path(folder, encoder.name).exists():
        note(Note("no-vectors", _NO_VECTORS))
        return None
    vectors = stack.enter_context(closing(open_vectors(folder, encoder)))
    codes = _opened(stack, lambda: code_file(vectors), note)
    if codes is None:
        return None
    _catch_up(lambda: sync_codes(archive, vectors, codes))
    _say_behind(archive, codes, "meaning-behind", note)
    return Meanings(encoder, vectors, codes)


def _naming(
    stack: ExitStack, folder: Path, archive: Archive, note: TakeNote
) -> Callable[[Collection[str]], Naming]:
    keys = _opened(stack, lambda: key_file(folder), note)
    if keys is None:
        return lambda _: Naming()
    if archive.last_change() - keys.last_change() <= _TAKEN_IN:
        _catch_up(lambda: sync_keys(archive, keys))
    _say_behind(archive, keys, "names-behind", note)
    return lambda wanted: find_naming(keys.blocks(), wanted)


def _opened(
    stack: ExitStack, open_file: Callable[[], BlockFile], note: TakeNote
) -> BlockFile | None:
    """Open a file; ``None`` where it is not there and may not be made."""
    try:
        return stack.enter_context(closing(open_file()))
    except VectorsReadOnlyError as error:
        note(Note("files-kept", str(error)))
        return None


def _catch_up(sync: Callable[[], int]) -> None:
    with suppress(VectorsBusyError, VectorsReadOnlyError):  # what is there is searched
        sync()


def _say_behind(archive: Archive, file: BlockFile, code: Code, note: TakeNote) -> None:
    behind = articles_behind(archive, file.last_change())
    if behind:
        articles = "article is" if behind == 1 else "articles are"
        what = code.partition("-")[0]
        note(Note(code, f"{behind} {articles} not looked for by {what} yet: {SYNC}", n=behind))


def _stories(stack: ExitStack, folder: Path) -> SqliteStories | None:
    if not (folder / "stories" / FILE_NAME).exists():
        return None
    return stack.enter_context(closing(SqliteStories(folder / "stories")))


def _partners(folder: Path, id: str) -> Sequence[str]:
    """Return the articles of the story that an article is in, if stories have been made."""
    with ExitStack() as stack:
        store = _stories(stack, folder)
        story = None if store is None else store.story_of(id)
    return () if story is None else [article.id for article in story.articles]
