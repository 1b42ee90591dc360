"""An archive of an earlier format is carried over when it is opened: all of it, or nothing."""

import sqlite3
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from archive import ArchiveReadOnlyError, SqliteArchive, database, open_archive
from archive.frontier import Days
from tests.archive.samples import NOON, a_visit, an_article, assert_clear, fill

FORMAT_1 = """
DROP INDEX IF EXISTS versions_counted;
DROP TABLE frontier;
CREATE TABLE frontier (
  url TEXT PRIMARY KEY,
  edition TEXT NOT NULL,
  month TEXT NOT NULL,
  lastmod TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  visited TEXT NOT NULL DEFAULT '',
  published TEXT,
  etag TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '',
  held_by TEXT
) WITHOUT ROWID;
CREATE INDEX frontier_waiting ON frontier (edition, month DESC) WHERE outcome = 'waiting';
CREATE INDEX frontier_months ON frontier (edition, month);
CREATE INDEX frontier_held ON frontier (held_by) WHERE held_by IS NOT NULL;
PRAGMA user_version = 1;
"""
VISITED = "2024-03-05T13:00:00Z"
LATER = NOON + timedelta(days=9)
ROWS = [  # outcome and reason in format 1; the reason now, and whether it was asked again
    ("waiting", "", "", 0),
    ("waiting", "gone once", "", 1),
    ("waiting", "404, twice", "404", 1),
    ("gone", "404", "404", 0),
    ("gone", "410, twice", "410", 1),
    ("failed", "timeout", "timeout", 0),
    ("refused", "listing-page", "listing-page", 0),
]


def _in_format_1(folder: Path, rows: Iterable[tuple[str, str]]) -> Path:
    """Make an archive as it was: of a few articles, and addresses by outcome and reason."""
    file = fill(folder, 3)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(FORMAT_1)
        connection.executemany(
            "INSERT INTO frontier (url, edition, month, lastmod, outcome, reason, visited) "
            "VALUES (?, 'english', '2024-03', '', ?, ?, ?)",
            [(f"{outcome}/{reason}", outcome, reason, VISITED) for outcome, reason in rows],
        )
        connection.commit()
    return file


def _tables(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the columns of every table and index."""
    query = "SELECT type, name FROM sqlite_master ORDER BY name"
    with closing(sqlite3.connect(file)) as connection:
        version = connection.execute("PRAGMA user_version").fetchall()
        return {"": version} | {
            name: connection.execute(f"PRAGMA {type_}_xinfo ({name})").fetchall()
            for type_, name in connection.execute(query)
            if type_ in {"table", "index"}
        }


def _taken(archive: SqliteArchive) -> set[str]:
    return {each.url for each in archive.frontier.take("english", "run", Days())}


def test_it_has_the_tables_of_a_new_one_and_all_it_had(tmp_path: Path) -> None:
    file = _in_format_1(tmp_path / "old", [row[:2] for row in ROWS])
    with closing(open_archive(tmp_path / "old")) as archive:
        assert len(list(archive.every_article())) == archive.last_change() == 3
        assert archive.faults() == []
    assert _tables(file) == _tables(fill(tmp_path / "new"))
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT url, outcome, month, visited, reason, asked_again FROM frontier"
        carried = {url: tuple(rest) for url, *rest in connection.execute(query)}
    assert carried == {
        f"{outcome}/{before}": (outcome, "2024-03", VISITED, reason, asked_again)
        for outcome, before, reason, asked_again in ROWS
    }


def test_where_nothing_was_is_asked_as_often_as_before(tmp_path: Path) -> None:
    _in_format_1(tmp_path, [row[:2] for row in ROWS])
    with closing(open_archive(tmp_path)) as archive:
        waiting = {"waiting/", "waiting/gone once", "waiting/404, twice"}
        assert _taken(archive) == waiting
        for url in waiting:
            archive.frontier.finish(a_visit(url, "gone", reason="404"))
        archive.frontier.reopen("english", gone_before=LATER)
        once = {"waiting/", "gone/404"}
        assert _taken(archive) == once | {"failed/timeout"}
        for url in once:
            archive.frontier.finish(a_visit(url, "gone", reason="404"))
        archive.frontier.reopen("english", gone_before=LATER)
        assert _taken(archive) == set()


def test_several_that_open_it_together(tmp_path: Path) -> None:
    _in_format_1(tmp_path, [("waiting", "gone once")])

    def count(_: int) -> int:
        with closing(open_archive(tmp_path)) as archive:
            return archive.frontier.waiting_count("english", Days())

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(count, range(8))) == [1] * 8


def test_what_cannot_be_carried_over_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _in_format_1(tmp_path, [("gone", "404, twice")])
    before = _tables(file)
    with monkeypatch.context() as patch:
        patch.setattr(database, "_STEPS", {1: database._STEPS[1] + "DROP TABLE nowhere"})
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            open_archive(tmp_path)
    assert _tables(file) == before
    with closing(open_archive(tmp_path)) as archive:
        archive.store(an_article(9))


def test_one_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _in_format_1(tmp_path, [])
    connect = sqlite3.connect

    def connect_read_only(path: Path, **options: object) -> sqlite3.Connection:
        return connect(f"{path.as_uri()}?mode=ro", **options, uri=True)  # type: ignore[call-overload, no-any-return]

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect_read_only)
        with pytest.raises(ArchiveReadOnlyError) as caught:
            open_archive(tmp_path)
    assert_clear(caught.value, file)
    assert _tables(file)[""] == [(1,)]
