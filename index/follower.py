"""A process of its own that keeps the index up to date while a crawl runs.

Indexing costs as much processor time as crawling; beside the crawl it takes the second core, and
whatever happens to it, the archive is not touched. It ends when its standard input does: also when
the crawl was killed.
"""

import argparse
import logging
import subprocess
import sys
import threading
import time
from pathlib import Path

from filelock import FileLock, Timeout

from archive import ArchiveError, open_archive
from archive.data_folder import index_folder
from index import SearchError, open_index, sync

POLL_S = 1.0
"""A new article can be found about this long after it was archived."""
LOCK_NAME = "follower.lock"
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
        if self._process.returncode == 0:
            return ""
        lines = errors.strip().splitlines()
        return lines[-1] if lines else f"indexing ended with status {self._process.returncode}"


def follow(data_folder: Path, engine: str, ended: threading.Event) -> None:
    """Bring the index up to date again and again, and once more after ``ended`` is set.

    Of several followers of one folder only one works; the others wait for the end.

    Raises:
        SearchError: The index cannot be written.
        ArchiveError: The archive cannot be read.
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
    with lock:
        _take_in(data_folder, engine)


def _follow_alone(data_folder: Path, engine: str, ended: threading.Event) -> None:
    while not ended.wait(POLL_S):
        _take_in(data_folder, engine)


def _take_in(data_folder: Path, engine: str) -> None:
    archive = open_archive(data_folder, create=True)
    try:
        index = open_index(index_folder(data_folder), engine, create=True)
        try:
            sync(archive, index)
        finally:
            index.close()
    finally:
        archive.close()


def _wait_for_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


def main() -> int:
    """Follow the archive of the folder on the command line until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data_folder", type=Path)
    parser.add_argument("engine")
    arguments = parser.parse_args()
    ended = threading.Event()
    threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    started = time.monotonic()
    try:
        follow(arguments.data_folder, arguments.engine, ended)
    except (ArchiveError, SearchError) as error:
        sys.stderr.write(f"index: {error}\n")
        return 1
    logger.debug("followed for %.0f s", time.monotonic() - started)
    return 0


if __name__ == "__main__":
    sys.exit(main())
