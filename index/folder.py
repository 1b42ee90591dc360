"""The archive and the index of one data folder, together: what a command line asks for."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from archive import Archive, SqliteArchive, open_archive
from archive.data_folder import index_folder
from archive.lookup import find_article
from archive.notes import Note
from index.engine import SearchIndex
from index.opening import open_index
from index.query import Query
from index.rebuilding import Progress
from index.search import Results, search
from index.sync import rebuild, sync

_COUNTED_CHANGES = 1000


class Answer(NamedTuple):
    """What a search found, and how far the index may be trusted."""

    results: Results
    behind: int
    """Articles whose newest version the index does not know."""
    notes: tuple[Note, ...] = ()
    """What else there is to say about it, a line each."""


def search_folder(folder: Path, engine: str, query: Query, *, explained: bool = False) -> Answer:
    """Return what a query finds in a data folder, see :func:`index.search.search`.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        SearchError: There is no index, it cannot be used, or the query cannot be read.
    """
    with _opened(folder, engine) as (archive, index):
        results = search(archive, index, query, explained=explained)
        return Answer(results, articles_behind(archive, index.last_change()))


def similar_in_folder(folder: Path, engine: str, name: str, query: Query) -> Answer | None:
    """Return the articles that are like one, see :func:`index.similar.find_similar`.

    Args:
        folder: The data folder.
        engine: The engine of the index.
        name: The article's id or address; ``None`` is returned if the archive does not have it.
        query: Filters, and which slice of the hits.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        SearchError: There is no index, or it cannot be used.
    """
    from index.similar import find_similar

    with _opened(folder, engine) as (archive, index):
        article = find_article(archive, name)
        if article is None:
            return None
        results = find_similar(archive, index, article, query)
        return Answer(results, articles_behind(archive, index.last_change()))


def sync_folder(folder: Path, engine: str, progress: Progress | None = None) -> int:
    """Bring a data folder's index up to date, see :func:`index.sync.sync`.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        SearchError: The index cannot be written.
    """
    with _opened(folder, engine, create=True) as (archive, index):
        return sync(archive, index, progress=progress)


def rebuild_folder(folder: Path, engine: str, progress: Progress | None = None) -> int:
    """Make a data folder's index anew, see :func:`index.sync.rebuild`.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        SearchError: The index cannot be written.
    """
    with closing(open_archive(folder)) as archive:
        return rebuild(archive, index_folder(folder), engine=engine, progress=progress)


def articles_behind(archive: Archive, last_change: int) -> int:
    """Return how many articles changed after a change number; above 1,000 changes, about."""
    newest = archive.last_change()
    if newest - last_change > _COUNTED_CHANGES:
        return newest - last_change
    return len({change.id for change in archive.changes(last_change, _COUNTED_CHANGES)})


@contextmanager
def _opened(
    folder: Path, engine: str, *, create: bool = False
) -> Iterator[tuple[SqliteArchive, SearchIndex]]:
    with (
        closing(open_archive(folder)) as archive,
        closing(open_index(index_folder(folder), engine, create=create)) as index,
    ):
        yield archive, index
