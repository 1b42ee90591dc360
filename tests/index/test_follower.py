"""The process that follows a crawl, and what the crawl is told of its end."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from archive import SqliteArchive, open_archive
from archive.data_folder import index_folder
from index import open_index, sync
from index.follower import LOCK_NAME, Follower, follow, is_behind
from tests.index.invented import ARTICLES, article

TIMEOUT_S = 60


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with closing(open_archive(tmp_path, create=True)) as opened:
        yield opened


@pytest.fixture
def filled(archive: SqliteArchive) -> SqliteArchive:
    for each in ARTICLES:
        archive.store(each)
    return archive


def indexed_change(folder: Path, engine: str) -> int:
    with closing(open_index(index_folder(folder), engine)) as index:
        return index.last_change()


def sync_folder(archive: SqliteArchive, folder: Path, engine: str) -> None:
    with closing(open_index(index_folder(folder), engine, create=True)) as index:
        sync(archive, index)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_everything_can_be_found_when_it_has_ended(
    filled: SqliteArchive, tmp_path: Path, engine: str
) -> None:
    assert Follower(tmp_path, engine).finish() == ""
    assert indexed_change(tmp_path, engine) == filled.last_change() == len(ARTICLES)


def test_it_takes_in_what_comes_while_it_runs(
    filled: SqliteArchive, tmp_path: Path, engine: str
) -> None:
    follower = Follower(tmp_path, engine)
    wait_for((index_folder(tmp_path) / LOCK_NAME).exists)
    filled.store(article("en:900", "Bread"))
    assert follower.finish() == ""
    assert indexed_change(tmp_path, engine) == filled.last_change() == len(ARTICLES) + 1


def test_a_follower_that_was_killed_is_told_of(
    filled: SqliteArchive, tmp_path: Path, engine: str
) -> None:
    follower = Follower(tmp_path, engine)
    follower._process.kill()
    assert follower.finish() == "index: indexing ended with status -9: run `search_cli.py sync`"
    assert is_behind(tmp_path, engine)


def test_ctrl_c_is_for_the_crawl(filled: SqliteArchive, tmp_path: Path, engine: str) -> None:
    follower = Follower(tmp_path, engine)
    wait_for((index_folder(tmp_path) / LOCK_NAME).exists)
    follower._process.send_signal(signal.SIGINT)
    assert follower.finish() == ""
    assert indexed_change(tmp_path, engine) == filled.last_change()


@pytest.mark.parametrize("place", ["index", "index/{engine}"])
def test_a_folder_that_is_none_is_one_line(
    filled: SqliteArchive, tmp_path: Path, engine: str, place: str
) -> None:
    path = tmp_path / place.format(engine=engine)
    path.parent.mkdir(exist_ok=True)
    path.write_text("no folder")
    line = Follower(tmp_path, engine).finish()
    assert line.startswith("index: ")
    assert str(index_folder(tmp_path)) in line
    assert "\n" not in line


def test_the_end_waits_for_no_other_follower(
    filled: SqliteArchive, tmp_path: Path, engine: str
) -> None:
    """The other one may have hours to go: what counts is that all can be found."""
    ended, folder = threading.Event(), index_folder(tmp_path)
    ended.set()
    folder.mkdir()
    follower = threading.Thread(target=follow, args=(tmp_path, engine, ended))
    with FileLock(folder / LOCK_NAME):
        follower.start()
        follower.join(0.2)
        assert follower.is_alive()
        sync_folder(filled, tmp_path, engine)
        follower.join(TIMEOUT_S)
        assert not follower.is_alive()


def test_behind_is_what_cannot_be_found(
    archive: SqliteArchive, tmp_path: Path, engine: str
) -> None:
    assert not is_behind(tmp_path / "nowhere", engine)
    assert not is_behind(tmp_path, engine)
    archive.store(ARTICLES[0])
    assert is_behind(tmp_path, engine)
    sync_folder(archive, tmp_path, engine)
    assert not is_behind(tmp_path, engine)
    archive.store(ARTICLES[1])
    assert is_behind(tmp_path, engine)
    for path in (index_folder(tmp_path) / engine).rglob("*"):
        if path.is_file():
            path.write_bytes(b"no index")
    assert is_behind(tmp_path, engine)
