"""Several processes on one archive, and processes that die while they store."""

import json
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive import SqliteArchive, Stored, open_archive
from archive.database import FILE_NAME
from archive.frontier import Days, Sighting
from tests.archive.samples import a_page, a_visit
from tests.archive.storing import DISPUTED, SHARED, articles

_ROOT = Path(__file__).resolve().parents[2]
_COUNT = 100
_INCONSISTENCIES = {
    "a version without its change": "SELECT id, version FROM versions "
    "EXCEPT SELECT id, version FROM changes",
    "a change without its version": "SELECT id, version FROM changes "
    "EXCEPT SELECT id, version FROM versions",
    "a version without its page": "SELECT id, version FROM versions "
    "EXCEPT SELECT id, version FROM pages",
    "a page without its version": "SELECT id, version FROM pages "
    "EXCEPT SELECT id, version FROM versions",
    "a change that was doubled": "SELECT id, version FROM changes "
    "GROUP BY id, version HAVING COUNT(*) > 1",
    "a gap in the versions": "SELECT id, MAX(version) FROM versions "
    "GROUP BY id HAVING MAX(version) <> COUNT(*) OR MIN(version) <> 1",
    "a gap in the changes": "SELECT MAX(number) FROM changes "
    "HAVING MAX(number) <> COUNT(*) OR MIN(number) <> 1",
    "an article without its address": "SELECT url, id FROM versions "
    "EXCEPT SELECT url, id FROM urls",
    "an article whose address waits": "SELECT url FROM versions "
    "EXCEPT SELECT url FROM frontier WHERE outcome IN ('new', 'changed', 'unchanged')",
}


_QUERIES = {
    "damage": "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    **_INCONSISTENCIES,
}


def inconsistencies(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what does not fit together in an archive whose versions all came with pages."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        found = {what: connection.execute(query).fetchall() for what, query in _QUERIES.items()}
    return {what: rows for what, rows in found.items() if rows}


@contextmanager
def storing(folder: Path, writer: int, count: int) -> Iterator[subprocess.Popen[str]]:
    """A process that has opened the archive, and stores articles once it gets a line."""
    command = [sys.executable, "-m", "tests.archive.storing", str(folder), str(writer), str(count)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=_ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def _start(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def _said(lines: str) -> list[Stored]:
    """Return what a process said that it stored; a last line that was cut off does not count."""
    whole = lines[: lines.rfind("\n") + 1]
    return [Stored(*json.loads(line)) for line in whole.splitlines()]


def test_two_processes_store_at_once(tmp_path: Path) -> None:
    with storing(tmp_path, 0, _COUNT) as first, storing(tmp_path, 1, _COUNT) as second:
        _start(first)
        _start(second)
        said = [_said(process.communicate()[0]) for process in (first, second)]
    assert [len(each) for each in said] == [_COUNT, _COUNT]
    assert inconsistencies(tmp_path) == {}
    kept = {(each.id, each.version): each.change for all_ in said for each in all_ if each.change}
    with closing(open_archive(tmp_path)) as archive:
        assert {(each.id, each.version): each.number for each in archive.changes(0)} == kept
        for writer in (0, 1):
            for step, article in enumerate(articles(writer, _COUNT)):
                bodies = [version.body for version in archive.versions(article.id)]
                assert bodies.count(article.body) == 1
                assert len(bodies) == (2 if step % DISPUTED == 0 else 1)
        assert sum(each.articles for each in archive.counts()) == 2 * _COUNT - _COUNT // SHARED


def test_nothing_is_lost_when_a_storing_process_is_killed(tmp_path: Path) -> None:
    chance = random.Random(20240305)  # noqa: S311  no secret
    said: list[Stored] = []
    for writer in range(8):
        with storing(tmp_path, writer, 1_000_000) as process:
            _start(process)
            assert process.stdout is not None
            lines = process.stdout.readline() if writer % 2 else ""
            time.sleep(chance.uniform(0, 0.15))
            process.kill()
            said += _said(lines + process.stdout.read())
        assert inconsistencies(tmp_path) == {}
        _assert_kept(tmp_path, said)
    assert len(said) >= 4


def _assert_kept(folder: Path, said: list[Stored]) -> None:
    with closing(open_archive(folder)) as archive:
        numbers = {each.number: each for each in archive.changes(0, limit=1_000_000)}
        for each in said:
            article = archive.article(each.id, each.version)
            assert article is not None
            assert archive.page(each.id, each.version) == a_page(article)
            if each.change:
                assert numbers[each.change] == (each.change, each.id, each.version)


def test_a_store_after_a_kill_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with storing(tmp_path, 0, 1_000_000) as process:
        _start(process)
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        process.kill()
    with closing(open_archive(tmp_path)) as archive:
        last = archive.last_change()
        again = next(articles(0, 1))
        assert archive.store(again) == Stored(first[0], 1, 0, "unchanged")
        assert archive.last_change() == last


def test_two_runs_never_take_the_same_address(tmp_path: Path) -> None:
    sightings = [Sighting(f"https://x/{n}", f"2024-{n % 12 + 1:02}") for n in range(600)]
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.frontier.sight("english", sightings)
    taken: dict[str, list[str]] = {"first": [], "second": []}
    together = threading.Barrier(len(taken))

    def take(run: str) -> None:
        with closing(open_archive(tmp_path)) as archive:
            together.wait()
            for _ in range(20):
                some = archive.frontier.take("english", run, Days(), limit=10)
                taken[run] += [each.url for each in some]

    threads = [threading.Thread(target=take, args=(run,)) for run in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(urls) for urls in taken.values()] == [200, 200]
    assert len({url for urls in taken.values() for url in urls}) == 400


def test_processes_may_make_an_archive_together(tmp_path: Path) -> None:
    """A second process comes while a first one is about to make the database."""
    connection = sqlite3.connect(
        tmp_path / FILE_NAME,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.2, connection.execute, ("ROLLBACK",))
    timer.start()
    try:
        with closing(open_archive(tmp_path, create=True)) as archive:
            assert archive.last_change() == 0
    finally:
        timer.join()
        connection.close()


def test_a_reader_sees_whole_stores_only(tmp_path: Path) -> None:
    """What another process stores meanwhile does not tear what is read."""
    with storing(tmp_path, 0, 300) as process, closing(open_archive(tmp_path)) as archive:
        _start(process)
        seen = 0
        while process.poll() is None:
            seen = _read_on(archive, seen)
        assert process.wait() == 0
        assert _read_on(archive, seen) == 300


def _read_on(archive: SqliteArchive, seen: int) -> int:
    for change in archive.changes(seen):
        assert change.number == seen + 1
        assert archive.article(change.id, change.version) is not None
        assert archive.page(change.id, change.version) is not None
        seen = change.number
    return seen


@pytest.mark.parametrize("what", _INCONSISTENCIES)
def test_inconsistencies_are_seen(tmp_path: Path, what: str) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        for article in articles(0, 3):
            archive.store(article, a_page(article), a_visit(article.url))
    assert inconsistencies(tmp_path) == {}
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.executescript(_BREAKING[what])
    assert what in inconsistencies(tmp_path)


_BREAKING = {
    "a version without its change": "DELETE FROM changes WHERE number = 2",
    "a change without its version": "DELETE FROM versions WHERE id = 'en:0'",
    "a version without its page": "DELETE FROM pages WHERE id = 'en:0'",
    "a page without its version": "DELETE FROM versions WHERE id = 'en:0'",
    "a change that was doubled": "INSERT INTO changes (id, version) VALUES ('en:0', 1)",
    "a gap in the versions": "UPDATE versions SET version = 2 WHERE id = 'en:0'",
    "a gap in the changes": "UPDATE changes SET number = 9 WHERE number = 3",
    "an article without its address": "DELETE FROM urls WHERE id = 'en:0'",
    "an article whose address waits": "UPDATE frontier SET outcome = 'waiting'",
}
