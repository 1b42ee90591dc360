"""Several processes on one index, and processes that die while they write."""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive import open_archive
from index import FACETS, IndexBusyError, Query, SearchIndex, open_index, parse_query, sync
from tests.index.finding import assert_alike
from tests.index.invented import ARTICLES, article
from tests.index.writing import GENERATION_SIZE, generation

_ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def process(what: str, folder: Path, engine: str) -> Iterator[subprocess.Popen[str]]:
    """Run a second process from the moment it is under way; kill what is left of it."""
    command = [sys.executable, "-m", "tests.index.writing", what, str(folder), engine]
    with subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        yield running
        running.kill()


def titles(index: SearchIndex, text: str) -> int:
    return index.find(Query(text=text), parse_query(text)).total


@pytest.fixture
def filled(engine: str, tmp_path: Path) -> Iterator[SearchIndex]:
    with closing(open_index(tmp_path, engine, create=True, writer_timeout_s=60)) as opened:
        opened.update(ARTICLES, last_change=1)
        yield opened


def test_second_writer_waits_for_the_first(
    filled: SearchIndex, engine: str, tmp_path: Path
) -> None:
    written: list[bool] = []
    waiting = threading.Thread(
        target=lambda: written.append(
            filled.update([article("en:901", "Queued")], last_change=901, after=900)
        )
    )
    with process("hold", tmp_path, engine) as holder:
        waiting.start()
        waiting.join(timeout=0.3)
        assert not written
        assert titles(filled, "held OR queued") == 0
        assert titles(filled, "terminal") == 3
        holder.communicate("go on\n")
        waiting.join()
    assert written == [True]
    assert titles(filled, "held OR queued") == filled.count() == 2


def test_writer_that_waits_too_long_says_so(
    filled: SearchIndex, engine: str, tmp_path: Path
) -> None:
    hasty = open_index(tmp_path, engine, writer_timeout_s=0.2)
    with process("hold", tmp_path, engine):
        for write in (
            lambda: hasty.update([], last_change=5),
            lambda: hasty.replace_all([], last_change=5),
            hasty.optimise,
        ):
            with pytest.raises(IndexBusyError, match=r"another process .* try again later"):
                write()
    assert (filled.count(), filled.last_change()) == (len(ARTICLES), 1)


def test_killed_writer_leaves_the_index_as_it_was_and_free(
    filled: SearchIndex, engine: str, tmp_path: Path
) -> None:
    with process("hold", tmp_path, engine) as holder:
        holder.kill()
        holder.wait()
        assert (filled.count(), titles(filled, "held")) == (len(ARTICLES), 0)
        assert filled.update([article("en:901", "After")], last_change=2, after=1)
    assert (filled.count(), titles(filled, "after")) == (len(ARTICLES) + 1, 1)


def test_searches_see_all_of_a_commit_or_nothing(engine: str, tmp_path: Path) -> None:
    seen: set[str] = set()
    with closing(open_index(tmp_path, engine, create=True)) as reader:
        reader.update(generation(0), last_change=0)
        with process("generations", tmp_path, engine):
            while len(seen) < 25:
                found = reader.find(Query(facets=("section",)), parse_query("bread"))
                assert list(found.facets["section"].values()) == [GENERATION_SIZE]
                seen.update(found.facets["section"])
        assert reader.count() == GENERATION_SIZE


def test_threads_share_an_index(engine: str, tmp_path: Path) -> None:
    with closing(open_index(tmp_path, engine, create=True)) as shared:
        shared.update(generation(0), last_change=0)

        def search(_: int) -> tuple[int, ...]:
            found = shared.find(Query(facets=("section",)), parse_query("bread"))
            return found.total, *found.facets["section"].values()

        with ThreadPoolExecutor(4) as pool:
            answers = pool.map(search, range(60))
            for number in range(1, 6):
                shared.update(generation(number), last_change=number)
            assert set(answers) == {(GENERATION_SIZE, GENERATION_SIZE)}


@pytest.mark.parametrize("seed", [1, 2])
def test_sync_goes_on_after_kills_as_if_nothing_had_happened(
    engine: str, tmp_path: Path, seed: int
) -> None:
    moments = random.Random(seed)  # noqa: S311  no secret
    with closing(open_archive(tmp_path, create=True)) as archive:
        for each in ARTICLES * 2:
            archive.store(each)
        for number in range(30):
            archive.store(article(f"en:{number}", f"Bread {number}"))
        for _ in range(3):
            with process("follow", tmp_path / "index", engine) as follower:
                threading.Event().wait(moments.uniform(0, 0.3))
                follower.kill()
        with (
            closing(open_index(tmp_path / "index", engine)) as survivor,
            closing(open_index(tmp_path / "other", engine, create=True)) as fresh,
        ):
            sync(archive, survivor)
            sync(archive, fresh)
            assert survivor.last_change() == fresh.last_change() == archive.last_change()
            for text in ("", "terminal OR bread", "مدرسة", "harv*", '"dry spring"'):
                query = Query(text=text, facets=FACETS, limit=100)
                tree = parse_query(text)
                assert_alike(survivor.find(query, tree), fresh.find(query, tree), engine)


def test_two_syncs_at_once_share_the_work(engine: str, tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        for number in range(40):
            archive.store(article(f"en:{number}", "Bread"))
    with (
        process("follow", tmp_path / "index", engine) as one,
        process("follow", tmp_path / "index", engine) as other,
    ):
        taken = [int(each.communicate()[0]) for each in (one, other)]
    assert sum(taken) == 40
    with closing(open_index(tmp_path / "index", engine)) as opened:
        assert (opened.count(), titles(opened, "bread")) == (40, 40)
