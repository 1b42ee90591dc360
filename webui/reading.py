"""The archive and the index, open for reading: a set of them for each thread that answers."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from archive import ArchiveError, SqliteArchive, open_archive
from archive.data_folder import index_folder
from archive.notes import Note
from index import QuerySyntaxError, SearchError, SearchIndex, open_index
from webui.failures import OverloadedError
from webui.site import Site

_Result = TypeVar("_Result")


class Reader:
    """The archive and the index of a site, for one thread. Neither can be written through it.

    Both are opened when they are first needed. To read never makes a writer wait: the archive keeps
    a write-ahead log, and an index is read as it was when the search began.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self._archive: SqliteArchive | None = None
        self._file = (0, 0)
        self._index: SearchIndex | None = None

    @property
    def archive(self) -> SqliteArchive:
        """The archive.

        Raises:
            ArchiveError: There is none, or it cannot be read.
        """
        if self._archive is None:
            self._archive = open_archive(self.site.folder)
            self._archive.forbid_writing()
            self._file = self._identity(self._archive)
        return self._archive

    @property
    def index(self) -> SearchIndex:
        """The index.

        Raises:
            SearchError: There is none, or it cannot be used.
        """
        if self._index is None:
            self._index = open_index(index_folder(self.site.folder), self.site.engine)
        return self._index

    def refresh(self) -> None:
        """Let go of an archive whose file is no longer there, or is another one."""
        if self._archive is not None and self._identity(self._archive) != self._file:
            self.close()

    def close(self) -> None:
        """Give the files back; they are opened again when they are needed."""
        for each in (self._archive, self._index):
            if each is not None:
                each.close()
        self._archive = self._index = None

    @staticmethod
    def _identity(archive: SqliteArchive) -> tuple[int, int]:
        try:
            status = archive.path.stat()
        except FileNotFoundError:
            return 0, 0
        return status.st_dev, status.st_ino


class Readers:
    """Threads that answer requests, each with a :class:`Reader` of its own."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._threads = ThreadPoolExecutor(site.threads, thread_name_prefix="reader")
        self._own = threading.local()
        self._all: list[Reader] = []
        self._taken = 0

    async def run(self, work: Callable[[Reader], _Result]) -> _Result:
        """Return what a piece of work comes to.

        Work that has begun goes on in its thread when its time is over: nobody waits for it.

        Raises:
            OverloadedError: It took too long, or too much is waiting already.
        """
        if self._taken >= self._site.threads + self._site.max_waiting:
            sentence = "too many are asking at once: try again in a moment"
            raise OverloadedError(Note("too-many-ask", sentence))
        self._taken += 1
        loop = asyncio.get_running_loop()
        try:
            future = loop.run_in_executor(self._threads, self._work, work)
            return await asyncio.wait_for(future, self._site.time_limit_s)
        except TimeoutError as error:
            limit = f"{self._site.time_limit_s:g}"
            sentence = f"no answer within {limit} seconds: ask for less, or try again in a moment"
            raise OverloadedError(Note("too-slow", sentence, seconds=limit)) from error
        finally:
            self._taken -= 1

    def close(self) -> None:
        """Take no more work, and give the files back; what runs still ends by itself."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for reader in self._all:
            reader.close()

    def _work(self, work: Callable[[Reader], _Result]) -> _Result:
        reader = getattr(self._own, "reader", None) or self._new_reader()
        reader.refresh()
        try:
            return work(reader)
        except QuerySyntaxError:
            raise
        except (ArchiveError, SearchError):
            reader.close()  # what is open may be what is wrong
            raise

    def _new_reader(self) -> Reader:
        reader = self._own.reader = Reader(self._site)
        self._all.append(reader)
        return reader
