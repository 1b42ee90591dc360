"""Bringing an index up to date with the archive, and making it anew."""

from itertools import chain
from pathlib import Path

from archive.archive import Archive
from index.engine import SearchIndex
from index.opening import open_index
from index.rebuilding import EveryVersion, Progress

BATCH = 500
"""Changes per commit."""


def sync(
    archive: Archive,
    index: SearchIndex,
    *,
    until: int | None = None,
    batch: int = BATCH,
    progress: Progress | None = None,
) -> int:
    """Take what is new in the archive into the index; return how many articles that were.

    All versions of an article that changed are taken in together.

    A crash leaves whole batches; the next call goes on from there. When two run at once, one waits
    for the other's commit and goes on from that: nothing is done twice, and no newer version is
    replaced by an older one.

    Args:
        archive: Where the articles are.
        index: What is to be brought up to date.
        until: Go no further than the batch with this change, however many follow meanwhile.
        batch: Changes per commit.
        progress: Called after every commit with the changes taken in and the changes to take in.

    Raises:
        IndexBusyError: Another process has been writing for too long.
        IndexOutdatedError: The index must be rebuilt.
    """
    first = after = index.last_change()
    taken = 0
    while (until is None or after < until) and (changes := archive.changes(after, batch)):
        ids = {change.id for change in changes}
        articles = chain.from_iterable(map(archive.versions, sorted(ids)))
        if index.update(articles, last_change=changes[-1].number, after=after):
            taken += len(ids)
        after = index.last_change()
        if progress is not None:
            progress(after - first, max(archive.last_change(), after) - first)
    return taken


def rebuild(
    archive: Archive, folder: Path, *, engine: str = "whoosh", progress: Progress | None = None
) -> int:
    """Make an index anew from the archive, and return how many articles it has.

    Searches see the old index until the new one takes its place at once. What is stored meanwhile
    is taken in afterwards.

    Args:
        archive: Where the articles are.
        folder: The folder of the indexes; need not exist.
        engine: The name of the engine.
        progress: Called now and then with the articles done and the articles in all.

    Raises:
        IndexBusyError: Another process has been writing for too long.
        SearchError: There is no such engine.
    """
    index = open_index(folder, engine, create=True)
    try:
        last_change = archive.last_change()
        index.replace_all(EveryVersion(archive, progress), last_change=last_change)
        sync(archive, index)
        return index.count()
    finally:
        index.close()
