"""Every version of every article, for an index that is made anew: shared among processes.

Analysing text takes most of the time that indexing takes, and Python does it on one core only. So
each process reads a share of the articles from the archive and makes whole segments of them, which
the engine puts in place.
"""

import gc
import os
import signal
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from archive import Archive, ArchiveError, SqliteArchive, open_archive
from archive.article import Article
from index.engine import SearchError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MIN_ARTICLES = 1500
"""Fewer are not worth the start of a process."""
MAX_PROCESSES = 4
"""Each takes some 400 MB."""
REPORTED = 200
"""After so many articles a process says how far it is."""
_IDS_AT_ONCE = 10_000
_COST: Mapping[str, float] = {"ar": 2.4}
"""What an article of a language costs, by the beginning of its id; of the others: 1."""

Made = TypeVar("Made")
Work = Callable[[int, Iterable[Article]], Iterator[Made]]
"""Takes the number of a share, from 0, and the versions in it, those of an article together. Must
be a function of a module, or a ``partial`` of one."""
Progress = Callable[[int, int], None]
"""Told how much is done, of how much in all."""


class _News(NamedTuple):
    """What a process tells its parent."""

    articles: int = 0
    """Taken in since the last time."""
    made: tuple[Any, ...] = ()
    error: Exception | None = None


class EveryVersion(Iterable[Article]):
    """All versions of the articles of an archive, those of an article together."""

    def __init__(
        self, archive: Archive, progress: Progress | None = None, *, processes: int = 0
    ) -> None:
        """Find out which articles there are.

        Args:
            archive: Where they are.
            progress: Called now and then with the articles done and the articles in all.
            processes: How many to share them among; 0: one for each core, up to
                :data:`MAX_PROCESSES`, if there are enough articles.
        """
        self._archive = archive
        self._progress = progress
        self._processes = processes
        self._ids = sorted(set(_changed_ids(archive)))
        self._done = 0

    def __iter__(self) -> Iterator[Article]:
        """Yield them in this process."""
        for id_ in self._ids:
            yield from self._archive.versions(id_)
            self._tell(1)

    def spread(self, work: "Work[Made]") -> Iterator[Made]:
        """Yield what ``work`` makes of all articles, in no order.

        Raises:
            ArchiveError: The archive cannot be read.
            SearchError: One of the processes was ended from outside.
            OSError: What is made cannot be written.
        """
        is_large = len(self._ids) >= MIN_ARTICLES
        count = self._processes or (min(MAX_PROCESSES, _cores()) if is_large else 1)
        if count > 1 and isinstance(self._archive, SqliteArchive):
            yield from self._gather(work, self._archive.path.parent, _shares(self._ids, count))
        else:
            yield from work(0, self)

    def _gather(
        self, work: "Work[Made]", folder: Path, shares: Sequence[Sequence[str]]
    ) -> Iterator[Made]:
        from multiprocessing import get_context

        context = get_context("spawn")  # a fork would share the open database
        waiting: dict[Connection, Any] = {}
        for number, ids in enumerate(shares):
            receiving, sending = context.Pipe(duplex=False)
            arguments = (work, number, folder, ids, sending)
            process = context.Process(target=_work_share, args=arguments, daemon=True)
            process.start()
            sending.close()
            waiting[receiving] = process
        processes = list(waiting.values())
        try:
            while waiting:
                yield from self._received(waiting)
        finally:
            for process in processes:
                process.terminate()
                process.join()

    def _received(self, waiting: "dict[Connection, Any]") -> Iterator[Any]:
        from multiprocessing.connection import wait

        for ready in cast("list[Connection]", wait(list(waiting))):
            try:
                news: _News = ready.recv()
            except EOFError:
                process = waiting.pop(ready)
                process.join()
                if process.exitcode:
                    message = f"a process that made the index ended with status {process.exitcode}"
                    raise SearchError(message) from None
                continue
            if news.error is not None:
                raise news.error
            self._tell(news.articles)
            yield from news.made

    def _tell(self, articles: int) -> None:
        before, self._done = self._done, self._done + articles
        is_due = self._done // REPORTED > before // REPORTED or self._done == len(self._ids)
        if self._progress is not None and articles and is_due:
            self._progress(self._done, len(self._ids))


def made_of(articles: Iterable[Article], work: "Work[Made]") -> Iterator[Made]:
    """Return what is made of articles: by several processes, if they can be shared."""
    return articles.spread(work) if isinstance(articles, EveryVersion) else work(0, articles)


def _changed_ids(archive: Archive) -> Iterator[str]:
    after = 0
    while changes := archive.changes(after, _IDS_AT_ONCE):
        yield from (change.id for change in changes)
        after = changes[-1].number


def _shares(ids: Sequence[str], count: int) -> list[Sequence[str]]:
    """Return parts of a sorted list of ids that take about the same time.

    Each has as few languages as can be: so a word is analysed, and written, in one process only.
    """
    ends = list(accumulate(_COST.get(id_.partition(":")[0], 1.0) for id_ in ids))
    places = [bisect_left(ends, ends[-1] * part / count) for part in range(count)]
    return [ids[start:end] for start, end in pairwise([*places, len(ids)])]


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _work_share(
    work: "Work[Any]", number: int, folder: Path, ids: Sequence[str], sending: "Connection"
) -> None:
    """Do the work of a process, and send what it makes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent gets it, too, and ends this process
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # millions of tuples and texts are made here, and no cycles
    try:
        with closing(open_archive(folder)) as archive:
            shares = map(ids.__getitem__, _slices(len(ids)))
            articles = chain.from_iterable(_versions(archive, some, sending) for some in shares)
            for made in work(number, articles):
                sending.send(_News(made=(made,)))
    except (ArchiveError, SearchError, OSError) as error:
        sending.send(_News(error=error))


def _slices(count: int) -> Iterator[slice]:
    return (slice(start, start + REPORTED) for start in range(0, count, REPORTED))


def _versions(archive: Archive, ids: Sequence[str], sending: "Connection") -> Iterator[Article]:
    for id_ in ids:
        yield from archive.versions(id_)
    sending.send(_News(articles=len(ids)))


def _end_with_parent() -> None:
    """End this process when its parent was killed."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
