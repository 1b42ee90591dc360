"""A process of its own that keeps the index up to date while a crawl runs.

Indexing costs as much processor time as crawling; beside the crawl it takes the second core, and
whatever happens to it, the archive is not touched. It ends when its standard input does: also when
the crawl was killed.
"""

import argparse
import gc
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from archive import Archive, ArchiveError, open_archive
from archive.data_folder import index_folder
from index import SearchError, SearchIndex, open_index, sync

POLL_S = 1.0
MAX_LAG_S = 5.0
"""A new article can be found about this long after it was archived."""
ENOUGH = 500
"""So many changes are taken in at once, without waiting longer.

A commit costs as much as some ten articles, and what comes in small commits is written again when
their segments are merged.
"""
_GARBAGE_THRESHOLD = 50_000
"""Whoosh makes tuples by the hundred thousand, and no cycles to speak of."""
LOCK_NAME = "follower.lock"
FORESEEN = "index: "
"""What the line begins with that says what went wrong."""
logger = logging.getLogger(__name__)


class Follower:
    """The process, seen from the crawl."""

    def __init__(self, data_folder: Path, engine: str) -> None:
        """Start it."""
        self._process = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-m", __spec__.name, str(data_folder), engine],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parent.parent,
        )

    def finish(self) -> str:
        """Wait until it has taken in everything; return its error line, ``""`` when all is well."""
        _, errors = self._process.communicate()
        status = self._process.returncode
        line = "".join(errors.strip().splitlines()[-1:])
        if status == 0 or line.startswith(FORESEEN):
            return line if status else ""
        why = f" ({line})" if line else ""
        return f"{FORESEEN}indexing ended with status {status}{why}: run `search_cli.py sync`"


def is_behind(data_folder: Path, engine: str) -> bool:
    """Whether something archived cannot be found: after a crawl that was killed, most likely.

    An index that cannot be used is behind, too: to follow with it tells what is wrong. Without an
    archive that can be read there is nothing to say: the crawl itself has said it.
    """
    try:
        with closing(open_archive(data_folder)) as archive:
            newest = archive.last_change()
    except ArchiveError:
        return False
    try:
        with closing(open_index(index_folder(data_folder), engine)) as index:
            return index.last_change() < newest
    except SearchError:
        return newest > 0


def follow(data_folder: Path, engine: str, ended: threading.Event) -> None:
    """Bring the index up to date again and again, and once more after ``ended`` is set.

    Of several followers of one folder only one works; the others wait for the end.

    Raises:
        SearchError: The index cannot be written.
        ArchiveError: The archive cannot be read.
        OSError: The folder of the index cannot be written.
    """
    folder = index_folder(data_folder)
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK_NAME)
    while not ended.wait(POLL_S):
        try:
            with lock.acquire(blocking=False):
                _follow_alone(data_folder, engine, ended)
        except Timeout:
            continue
    with _opened(data_folder, engine) as (archive, index):
        _catch_up(archive, index, lock)


def _follow_alone(data_folder: Path, engine: str, ended: threading.Event) -> None:
    waited_s = 0.0
    while not ended.wait(POLL_S):
        with _opened(data_folder, engine) as (archive, index):
            newest = archive.last_change()
            behind = newest - index.last_change()
            waited_s = waited_s + POLL_S if behind else 0.0
            if behind >= ENOUGH or waited_s >= MAX_LAG_S:
                sync(archive, index, until=newest)
                waited_s = 0.0


def _catch_up(archive: Archive, index: SearchIndex, lock: FileLock) -> None:
    """Wait until all that is archived now can be found, whichever follower sees to it.

    The lock may be with the follower of another crawl, which has hours to go.
    """
    newest = archive.last_change()
    while index.last_change() < newest:
        with suppress(Timeout), lock.acquire(timeout=POLL_S):
            sync(archive, index)


@contextmanager
def _opened(data_folder: Path, engine: str) -> Iterator[tuple[Archive, SearchIndex]]:
    with (
        closing(open_archive(data_folder, create=True)) as archive,
        closing(open_index(index_folder(data_folder), engine, create=True)) as index,
    ):
        yield archive, index


def _wait_for_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


def main() -> int:
    """Follow the archive of the folder on the command line until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data_folder", type=Path)
    parser.add_argument("engine")
    arguments = parser.parse_args()
    # Ctrl-C reaches every process of a terminal; this one is told by the crawl when it is over.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_GARBAGE_THRESHOLD)
    ended = threading.Event()
    threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    started = time.monotonic()
    try:
        follow(arguments.data_folder, arguments.engine, ended)
    except (ArchiveError, SearchError, OSError) as error:
        sys.stderr.write(f"{FORESEEN}{error}\n")
        return 1
    logger.debug("followed for %.0f s", time.monotonic() - started)
    return 0


if __name__ == "__main__":
    sys.exit(main())
