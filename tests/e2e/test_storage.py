"""When the disk is full, the database locked or damaged, the folder read-only: one clear line."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive import open_archive
from archive.database import FILE_NAME
from archive.urls import HOSTS
from tests.e2e.conftest import NEWSROOM_COUNT, PROJECT, TOOLS, Program

pytestmark = pytest.mark.e2e
TIMEOUT_S = 120
HASTY = {"NEWS_BUSY_TIMEOUT_S": "0.3"}

# What a process may do is narrowed down before it becomes the program.
LIMITED = """
import ctypes, os, resource, sys
limit, *command = sys.argv[1:]
if limit == "powerless":  # whom permissions do not stop is made one whom they do
    PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0):
        sys.exit("cannot be made powerless")
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
os.execv(sys.executable, [sys.executable, *command])
"""
POWERLESS = "powerless"


class Outcome:
    """How a command ended."""

    def __init__(self, process: "subprocess.CompletedProcess[str]") -> None:
        self.status = process.returncode
        self.output = process.stdout
        self.errors = process.stderr

    def assert_fails_clearly(self, *words: str) -> None:
        """Check that it failed, said why in one line with these words, and showed no traceback."""
        assert self.status == 1, (self.output, self.errors)
        assert "Traceback" not in self.errors + self.output
        lines = [line for line in self.errors.splitlines() if all(word in line for word in words)]
        assert len(lines) == 1, self.errors


def limited(
    program: Program, limit: str | int, tool: str, *command: str, **changes: str
) -> Outcome:
    """Run a command that may write no larger files, or that permissions stop."""
    return Outcome(
        subprocess.run(
            [sys.executable, "-c", LIMITED, str(limit), *TOOLS[tool], *command],
            cwd=PROJECT,
            env=program.environment | {"PYTHONDONTWRITEBYTECODE": "1"} | changes,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=TIMEOUT_S,
        )
    )


def unlimited(program: Program, tool: str, *command: str, **changes: str) -> Outcome:
    """Run a command as it is."""
    return limited(program, 2**40, tool, *command, **changes)


def contents(program: Program) -> dict[tuple[str, int], str]:
    """Return the content hash of every version in the archive, having checked that it is whole."""
    with closing(open_archive(program.data_folder, create=True)) as archive:
        assert archive.faults() == []
        return {(each.id, each.version): each.content_hash for each in archive.every_version()}


@pytest.fixture(scope="session")
def wanted(crawled: Program) -> Mapping[tuple[str, int], str]:
    """What the archive holds of the English edition after a crawl without trouble."""
    held = contents(crawled)
    return {key: value for key, value in held.items() if key[0].startswith("en:")}


@pytest.fixture
def half(program: Program) -> Program:
    """A program whose archive and index hold some articles of the English edition."""
    program.run("scrapy", "update", "english", "-a", "since=2026-06-01", "-a", "until=2026-08-31")
    assert 0 < len(contents(program)) < NEWSROOM_COUNT
    return program


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A file to import."""
    file = tmp_path / "rows.jsonl"
    texts = "\n\n".join(f"The lanterns of Selun were lit again on day {n}." for n in range(400))
    lines = [
        {"url": f"https://{HOSTS['english']}/news/lanterns-{n}", "title": f"Day {n}", "body": texts}
        for n in range(20)
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def assert_completed(program: Program, wanted: Mapping[tuple[str, int], str]) -> None:
    """Check that the same command, without the trouble, does what is left."""
    program.run("scrapy", "update", "english")
    assert contents(program) == wanted
    stats = program.stats()
    assert stats["index"]["articles"] == len(wanted)
    assert stats["index"]["last_change"] == stats["last_change"]


# --- A full disk ------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [2_000, 30_000, 900_000])
def test_a_crawl_meets_a_full_disk(
    program: Program, wanted: Mapping[tuple[str, int], str], limit: int
) -> None:
    outcome = limited(program, limit, "scrapy", "update", "english")
    outcome.assert_fails_clearly(FILE_NAME, "check the disk" if limit != 30_000 else "disk")
    stored = contents(program)
    assert stored.items() <= wanted.items()
    assert bool(stored) == (limit == 900_000)
    assert_completed(program, wanted)


def test_the_index_meets_a_full_disk(half: Program) -> None:
    before = contents(half)
    shutil.rmtree(half.data_folder / "index")
    outcome = limited(half, 40_000, "triptych", "sync")
    outcome.assert_fails_clearly("error: the index in", "check the disk")
    assert contents(half) == before
    half.run("triptych", "sync")
    assert half.stats()["index"]["articles"] == len(before)


def test_an_import_meets_a_full_disk(half: Program, rows: Path) -> None:
    before = contents(half)
    outcome = limited(half, 60_000, "triptych", "import", str(rows))
    outcome.assert_fails_clearly("error: archive", FILE_NAME, "check the disk")
    assert before.items() <= contents(half).items()
    half.run("triptych", "import", str(rows))
    assert len(contents(half)) == len(before) + 20


READING = {
    "search": ("search", "harbour"),
    "show": ("show", "en:1"),
    "stats": ("stats",),
}


@pytest.mark.parametrize("command", READING)
def test_reading_on_a_full_disk_is_done_or_one_line(half: Program, command: str) -> None:
    outcome = limited(half, 0, "triptych", *READING[command])
    assert "Traceback" not in outcome.errors
    assert outcome.status == 0 or len(outcome.errors.splitlines()) == 1


# --- A locked database ------------------------------------------------------------------------


@contextmanager
def locked(program: Program) -> Iterator[None]:
    """Hold the archive's database, as a program that never ends its work does."""
    with closing(sqlite3.connect(program.data_folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout = 20000")
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def test_a_crawl_meets_a_locked_database(
    half: Program, wanted: Mapping[tuple[str, int], str]
) -> None:
    before = contents(half)
    with locked(half):
        outcome = unlimited(half, "scrapy", "update", "english", **HASTY)
    outcome.assert_fails_clearly(FILE_NAME, "another process has held it for too long")
    assert contents(half) == before
    assert_completed(half, wanted)


def test_a_database_is_locked_while_a_crawl_runs(
    program: Program, wanted: Mapping[tuple[str, int], str]
) -> None:
    crawl = program.start("scrapy", "update", "english", "-s", "DOWNLOAD_DELAY=0.1", **HASTY)
    while not _has_articles(program):
        assert crawl.poll() is None
        time.sleep(0.05)
    with locked(program):
        output, errors = crawl.communicate(timeout=TIMEOUT_S)
    done = subprocess.CompletedProcess(crawl.args, crawl.returncode, output, errors)
    Outcome(done).assert_fails_clearly(FILE_NAME, "another process has held it for too long")
    stored = contents(program)
    assert 0 < len(stored) < len(wanted)
    assert stored.items() <= wanted.items()
    assert_completed(program, wanted)


def _has_articles(program: Program) -> bool:
    if not (program.data_folder / FILE_NAME).exists():
        return False
    with closing(open_archive(program.data_folder, create=True)) as archive:
        return archive.last_change() > 0


def test_only_writers_mind_a_locked_database(half: Program, rows: Path) -> None:
    before = contents(half)
    shutil.rmtree(half.data_folder / "index")
    with locked(half):
        outcome = unlimited(half, "triptych", "import", str(rows), **HASTY)
        outcome.assert_fails_clearly("error: archive", "another process has held it for too long")
        for command in (("sync",), ("search", "the"), ("show", next(iter(before))[0]), ("stats",)):
            assert unlimited(half, "triptych", *command, **HASTY).status == 0
    assert contents(half) == before


@pytest.mark.parametrize("text", ["soon", "-1", "nan", "inf"])
def test_a_time_limit_that_is_none_is_one_line(half: Program, text: str) -> None:
    outcome = unlimited(half, "triptych", "stats", NEWS_BUSY_TIMEOUT_S=text)
    outcome.assert_fails_clearly("error:", f"NEWS_BUSY_TIMEOUT_S={text}")


# --- A damaged database -----------------------------------------------------------------------


def _write_noise(file: Path) -> None:
    file.write_bytes(random.Random(5).randbytes(file.stat().st_size))  # noqa: S311


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _overwrite_middle(file: Path) -> None:
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.seek(size // 10)
        opened.write(b"\xff" * (size * 8 // 10))


DAMAGES = {"noise": _write_noise, "cut": _cut, "middle": _overwrite_middle}
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "update": ("scrapy", "update", "english"),
    "search": ("triptych", "search", "the"),
    "show": ("triptych", "show", "en:1000000"),
    "stats": ("triptych", "stats"),
    "import": ("triptych", "import", "ROWS"),
    "sync": ("triptych", "sync"),
}


def command(name: str, rows: Path) -> list[str]:
    """Return a command whose tool comes first."""
    return [str(rows) if part == "ROWS" else part for part in COMMANDS[name]]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_database_is_one_line_from_every_command(
    half: Program, rows: Path, damage: str
) -> None:
    file = half.data_folder / FILE_NAME
    copy = file.with_suffix(".copy")
    before = contents(half)
    shutil.copyfile(file, copy)
    for name in COMMANDS:
        if name == "sync":  # it has something to do
            shutil.rmtree(half.data_folder / "index")
        shutil.copyfile(copy, file)
        DAMAGES[damage](file)
        outcome = unlimited(half, *command(name, rows))
        outcome.assert_fails_clearly(FILE_NAME, "restore it from a copy")
    shutil.copyfile(copy, file)
    assert contents(half) == before


# --- A folder that may not be written ---------------------------------------------------------


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take away the permission to write in a folder and in all that is in it."""
    paths = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


@pytest.fixture
def powerless(program: Program) -> None:
    """Skip where the superuser cannot be stopped."""
    ends = ["-c", LIMITED, POWERLESS, "-c", "pass"]
    if subprocess.run([sys.executable, *ends], capture_output=True, check=False).returncode:
        pytest.skip("whoever runs this may write everywhere")


@pytest.mark.usefixtures("powerless")
def test_a_read_only_folder_is_one_line_from_every_command(
    half: Program, rows: Path, wanted: Mapping[tuple[str, int], str]
) -> None:
    before = contents(half)
    with read_only(half.data_folder):
        for name in COMMANDS:
            outcome = limited(half, POWERLESS, *command(name, rows))
            outcome.assert_fails_clearly(str(half.data_folder))
    assert contents(half) == before
    assert_completed(half, wanted)


@pytest.mark.usefixtures("powerless")
def test_a_folder_that_cannot_be_made_is_one_line(program: Program, rows: Path) -> None:
    closed = program.data_folder.parent / "closed"
    closed.mkdir()
    elsewhere = str(closed / "data")
    with read_only(closed):
        for name in ("update", "import"):
            parts = command(name, rows)
            outcome = limited(program, POWERLESS, *parts, NEWS_DATA_DIR=elsewhere)
            outcome.assert_fails_clearly(elsewhere)


@pytest.mark.parametrize("name", ["update", "import"])
def test_a_file_in_place_of_the_folder_is_one_line(program: Program, rows: Path, name: str) -> None:
    program.data_folder.write_text("no folder")
    outcome = unlimited(program, *command(name, rows))
    outcome.assert_fails_clearly(str(program.data_folder))


def test_a_file_in_place_of_the_index_is_one_line(half: Program) -> None:
    shutil.rmtree(half.data_folder / "index")
    (half.data_folder / "index").write_text("no folder")
    index = str(half.data_folder / "index")
    unlimited(half, "triptych", "sync").assert_fails_clearly("error:", index)
    unlimited(half, "scrapy", "update", "english").assert_fails_clearly("english: index", index)
    assert unlimited(half, "triptych", "stats").status == 0
