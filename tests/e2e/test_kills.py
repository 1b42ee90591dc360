"""A crawl may be killed at any moment, any number of times: started again, it misses nothing."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.killed_crawls import SEARCHES, Site, crawl_and_kill, crawl_in_peace, serving
from benchmarks.kills import differences
from tests.e2e.conftest import NEWSROOM_COUNT, PROJECT, TOOLS, Program

pytestmark = pytest.mark.e2e
KILLS = 25
ARTICLES = 360
SEED = 20260203
TIMEOUT_S = 120


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(ARTICLES) as served:
        yield served


def test_a_crawl_killed_at_25_moments_comes_to_what_one_in_peace_comes_to(
    site: Site, tmp_path: Path
) -> None:
    wanted = crawl_in_peace(site, tmp_path / "peace")
    assert len(wanted.versions) == len(wanted.pages) == wanted.indexed == ARTICLES
    assert wanted.indexed_change == wanted.last_change == ARTICLES
    assert all(wanted.found[words] for words in SEARCHES)
    assert (wanted.faults, wanted.waiting, wanted.held) == ((), 0, 0)
    kills: Counter[str] = Counter()
    chance = random.Random(SEED)  # noqa: S311  any moment will do
    for tally, found in crawl_and_kill(site, tmp_path, KILLS, chance):
        print(*tally.moments, sep="\n")  # noqa: T201  shown when the test fails
        assert differences(wanted, found) == {}
        assert tally.fetched_twice == []
        kills += tally.kills
    assert kills.total() == KILLS
    assert kills["storing"] > 0 < kills["finding"]


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def follower_of(folder: Path) -> int | None:
    """Return the process that keeps a data folder's index up to date."""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().split(b"\0")
        except OSError:
            continue  # it has just ended
        if b"index.follower" in words and str(folder).encode() in words:
            return int(file.parent.name)
    return None


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are not listed")
def test_killing_the_follower_is_reported_and_mended(program: Program) -> None:
    crawl = program.start("scrapy", "update", "english", "-s", "DOWNLOAD_DELAY=0.05")
    wait_for(lambda: follower_of(program.data_folder) is not None)
    follower = follower_of(program.data_folder)
    assert follower is not None
    os.kill(follower, signal.SIGKILL)
    table, errors = crawl.communicate(timeout=TIMEOUT_S)
    assert crawl.returncode == 1
    assert "UNHEALTHY" in table
    lines = [line for line in errors.splitlines() if line.startswith("english:")]
    assert lines == [
        "english: index: indexing ended with status -9: run `search_cli.py sync`",
    ]
    stats = program.stats()
    assert stats["editions"][0]["articles"] == NEWSROOM_COUNT
    assert stats["index"]["last_change"] < stats["last_change"]
    program.run("triptych", "sync")
    assert_index_is_whole(program)


def test_a_crawl_that_finds_nothing_new_mends_the_index_all_the_same(program: Program) -> None:
    """As after a kill that came when all was archived and not all was indexed."""
    program.run("scrapy", "update", "english")
    shutil.rmtree(program.data_folder / "index")
    program.run("scrapy", "update", "english")
    assert_index_is_whole(program)


def test_ctrl_c_ends_the_crawl_in_order(program: Program) -> None:
    crawl = subprocess.Popen(
        [sys.executable, *TOOLS["scrapy"], "update", "english", "-s", "DOWNLOAD_DELAY=0.2"],
        cwd=PROJECT,
        env=program.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_for((program.data_folder / "index" / "whoosh").exists)
    os.killpg(crawl.pid, signal.SIGINT)
    _, errors = crawl.communicate(timeout=TIMEOUT_S)
    assert crawl.returncode == 1
    assert "Traceback" not in errors
    assert "index" not in errors
    stats = program.stats()
    assert 0 < stats["index"]["articles"] < NEWSROOM_COUNT
    assert stats["index"]["last_change"] == stats["last_change"]
    program.run("scrapy", "update", "english")
    assert_index_is_whole(program)


def assert_index_is_whole(program: Program) -> None:
    stats = program.stats()
    assert stats["index"]["articles"] == NEWSROOM_COUNT
    assert stats["index"]["last_change"] == stats["last_change"] == NEWSROOM_COUNT
    assert len(program.hits("--edition", "english")) == NEWSROOM_COUNT
