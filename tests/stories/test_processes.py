"""Processes that are killed while they link, and two that link at once."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive import open_archive
from stories.labels import Labels
from stories.store import SqliteStories
from stories.story import Story
from stories.sync import sync
from tests.stories.test_sync import ARTICLES

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(open_archive(tmp_path, create=True)) as archive:
        for article in ARTICLES:
            archive.store(article)
    return tmp_path


def start(folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.stories.syncing", str(folder)]
    return subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)


def linked(folder: Path, stories: Path) -> list[Story]:
    with (
        closing(open_archive(folder)) as archive,
        closing(SqliteStories(stories)) as store,
        closing(Labels(stories)) as labels,
    ):
        sync(archive, None, store, labels)
        assert store.faults() == []
        assert store.is_linked()
        return store.stories()


@pytest.mark.parametrize("lines", [1, 3])
def test_a_killed_process_leaves_what_the_next_one_finishes(
    folder: Path, tmp_path: Path, lines: int
) -> None:
    with start(folder) as process:
        assert process.stdout is not None
        for _ in range(lines):
            assert process.stdout.readline().startswith("at ")
        os.kill(process.pid, signal.SIGKILL)
    with closing(SqliteStories(folder)) as store:
        assert store.faults() == []
        assert not store.is_linked()
    assert linked(folder, folder) == linked(folder, tmp_path / "apart")


def test_two_at_once_link_the_same(folder: Path, tmp_path: Path) -> None:
    with start(folder) as one, start(folder) as other:
        told = [process.communicate(timeout=60)[0] for process in (one, other)]
    assert all(each.endswith("done\n") for each in told)
    assert linked(folder, folder) == linked(folder, tmp_path / "apart")
