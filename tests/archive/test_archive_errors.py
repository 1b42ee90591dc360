"""What can go wrong with an archive: each has its error, in one line that says what to do."""

import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive import (
    ArchiveBusyError,
    ArchiveDamagedError,
    ArchiveError,
    ArchiveFullError,
    ArchiveMissingError,
    ArchiveReadOnlyError,
    SqliteArchive,
    database,
    open_archive,
)
from archive.exports_output import ExportError
from archive.frontier import Days, Sighting
from archive.json_lines import ImportFileError
from tests.archive.samples import ONE_LINE, a_page, a_visit, an_article, assert_clear, fill

_ROOT = Path(__file__).resolve().parents[2]


def _nothing(_: Path) -> None:
    pass


def _empty_folder(folder: Path) -> None:
    folder.mkdir()


def _empty_file(folder: Path) -> None:
    folder.mkdir()
    (folder / database.FILE_NAME).touch()


@pytest.mark.parametrize("prepare", [_nothing, _empty_folder, _empty_file])
def test_nothing_has_been_archived(tmp_path: Path, prepare: Callable[[Path], None]) -> None:
    folder = tmp_path / "data"
    prepare(folder)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ArchiveMissingError) as caught:
        open_archive(folder)
    assert_clear(caught.value, folder)
    assert sorted(tmp_path.rglob("*")) == before
    with closing(open_archive(folder, create=True)) as archive:
        assert archive.store(an_article()).change == 1


@pytest.mark.parametrize("place", ["data", "data/deeper", f"folder/{database.FILE_NAME}/"])
def test_something_else_is_in_the_place(tmp_path: Path, place: str) -> None:
    folder = tmp_path / place.removesuffix(f"{database.FILE_NAME}/")
    if place.endswith("/"):
        (tmp_path / place).mkdir(parents=True)
    else:
        (tmp_path / "data").write_text("no folder")
    with pytest.raises(ArchiveReadOnlyError) as caught:
        open_archive(folder, create=True)
    assert_clear(caught.value, folder)


def test_a_file_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = fill(tmp_path)
    connect = sqlite3.connect

    def connect_read_only(path: Path, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(f"{path.as_uri()}?mode=ro", **options, uri=True)
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect_read_only)
    with closing(open_archive(tmp_path)) as archive:
        for change in (
            lambda: archive.store(an_article(99)),
            lambda: archive.frontier.sight("english", [Sighting("https://x/")]),
            lambda: archive.frontier.release("run"),
        ):
            with pytest.raises(ArchiveReadOnlyError) as caught:
                change()
            assert_clear(caught.value, file)
        assert archive.last_change() == 40


_POWERLESS = """
import json, os, sys
from pathlib import Path
from typing import Any
from archive import ArchiveError, open_archive
from tests.archive.samples import an_article
folder = Path(sys.argv[1])
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for create in (False, True):
    try:
        open_archive(folder, create=create).store(an_article(99))
        print(json.dumps(["stored", ""]))
    except ArchiveError as error:
        print(json.dumps([type(error).__name__, str(error)]))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A temporary folder that every user may enter, which pytest's own is not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in (folder / "data", folder / "data" / database.FILE_NAME):
            path.chmod(0o755)


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o000, 0o644), (0o555, 0o444)])
def test_a_folder_of_another_user(open_folder: Path, folder_mode: int, file_mode: int) -> None:
    folder = open_folder / "data"
    fill(folder).chmod(file_mode)
    folder.chmod(folder_mode)
    command = [sys.executable, "-c", _POWERLESS, str(folder)]
    run = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    said = [json.loads(line) for line in run.stdout.splitlines()]
    assert [name for name, _ in said] == ["ArchiveReadOnlyError", "ArchiveReadOnlyError"]
    assert all(ONE_LINE.fullmatch(sentence) and str(folder) in sentence for _, sentence in said)


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(an_article(1))
        pages = archive._connection.execute("PRAGMA page_count").fetchone()[0]
        archive._connection.execute(f"PRAGMA max_page_count = {pages + 20}")
        stored = _store_until_full(archive, tmp_path)
        archive._connection.execute("PRAGMA max_page_count = 1000000")
        assert archive.store(an_article(99)).change == stored + 2


def _store_until_full(archive: SqliteArchive, folder: Path) -> int:
    for number in range(1000):
        article = an_article(100 + number, body=random.Random(number).randbytes(4000).hex())  # noqa: S311
        try:
            archive.store(article, a_page(article), a_visit(article.url))
        except ArchiveFullError as error:
            assert_clear(error, folder)
            assert archive.last_change() == number + 1
            assert archive.article(article.id) is None
            assert archive.id_of_url(article.url) is None
            with pytest.raises(ArchiveFullError):
                archive.store(article)
            return number
    raise AssertionError("it was never full")


_LIMITED = """
import json, sys
from pathlib import Path
from typing import Any
from archive import ArchiveFullError, open_archive
from tests.archive.samples import an_article
archive = open_archive(Path(sys.argv[1]))
number = 1
try:
    while number < 1000:
        archive.store(an_article(number, body=f"{number} " * 2000))
        number += 1
except ArchiveFullError as error:
    print(json.dumps([number, str(error)]))
"""


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    file = fill(tmp_path, 1)
    size = file.stat().st_size + 100_000
    run = subprocess.run(
        [sys.executable, "-B", "-c", _LIMITED, str(tmp_path)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    stored, sentence = json.loads(run.stdout)
    assert ONE_LINE.fullmatch(sentence) and str(file) in sentence
    with closing(open_archive(tmp_path)) as archive:
        assert archive.last_change() == stored > 1
        assert archive.store(an_article(99)).change == stored + 1


@pytest.fixture
def held_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An archive's file that another connection holds for longer than the time limit."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.05)
    file = fill(tmp_path, 1)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield file
        other.execute("ROLLBACK")


def test_another_process_holds_it(held_file: Path) -> None:
    with closing(open_archive(held_file.parent)) as archive:
        for change in (
            lambda: archive.store(an_article(2)),
            lambda: archive.frontier.take("english", "run", Days()),
            lambda: archive.frontier.finish(a_visit("https://x/", "gone")),
        ):
            with pytest.raises(ArchiveBusyError) as caught:
                change()
            assert_clear(caught.value, held_file)
        assert archive.last_change() == 1


def test_another_process_is_making_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.05)
    file = tmp_path / database.FILE_NAME
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveBusyError) as caught:
            open_archive(tmp_path, create=True)
    assert_clear(caught.value, file)


_STEPS = ("versions", "changes", "urls", "pages", "frontier")


@pytest.mark.parametrize("table", _STEPS)
def test_a_store_that_fails_at_any_step_keeps_nothing(tmp_path: Path, table: str) -> None:
    file = fill(tmp_path, 1)
    article = an_article(2)
    with closing(open_archive(tmp_path)) as archive, closing(sqlite3.connect(file)) as other:
        archive.frontier.sight("english", [Sighting(article.url)])
        before = _contents(other)
        body = "SELECT RAISE(ABORT, 'no')"
        for event in ("INSERT", "UPDATE"):
            other.execute(f"CREATE TRIGGER no_{event} AFTER {event} ON {table} BEGIN {body}; END")
        with pytest.raises(sqlite3.IntegrityError):
            archive.store(article, a_page(article), a_visit(article.url))
        assert _contents(other) == before
        assert archive.frontier.waiting_count("english", Days()) == 1
        other.executescript("DROP TRIGGER no_INSERT; DROP TRIGGER no_UPDATE")
        stored = archive.store(article, a_page(article), a_visit(article.url))
        assert (stored.change, stored.outcome) == (2, "new")


def _contents(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in _STEPS}  # noqa: S608


def test_a_commit_that_fails_keeps_nothing_and_can_be_repeated(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive._connection.executescript(
            """
            PRAGMA foreign_keys = ON;
            CREATE TABLE owed (id TEXT REFERENCES paid (id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE paid (id TEXT PRIMARY KEY);
            CREATE TRIGGER late AFTER INSERT ON changes
              BEGIN INSERT INTO owed VALUES (new.id); END;
            """,
        )
        with pytest.raises(sqlite3.IntegrityError):
            archive.store(an_article(1))
        assert archive.last_change() == 0
        archive._connection.execute("DROP TRIGGER late")
        assert archive.store(an_article(1)).change == 1


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    """No test can cut the power; this is what SQLite promises to survive it with."""
    with closing(open_archive(tmp_path, create=True)) as archive:
        modes = [archive._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _MODES]
    assert modes == list(_MODES.values())


_MODES = {"synchronous": 2, "journal_mode": "wal"}


def test_a_mistake_in_the_program_is_no_archive_error(tmp_path: Path) -> None:
    archive = open_archive(tmp_path, create=True)
    archive.close()
    with pytest.raises(sqlite3.ProgrammingError):
        archive.last_change()


def test_the_tree_of_errors() -> None:
    kinds = {
        ArchiveMissingError,
        ArchiveBusyError,
        ArchiveFullError,
        ArchiveReadOnlyError,
        ArchiveDamagedError,
        ImportFileError,
        ExportError,
    }
    assert set(ArchiveError.__subclasses__()) == kinds
    assert ArchiveError.__doc__ is not None
    assert all(f"``{kind.__name__}``" in ArchiveError.__doc__ for kind in kinds)
