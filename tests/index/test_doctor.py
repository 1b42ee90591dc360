"""What a doctor finds: each fault that can be made, with what mends it; and nothing when well."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock

from archive import SqliteArchive, open_archive
from archive.data_folder import index_folder, runs_folder
from archive.frontier import Days, Sighting
from index import doctor, open_index
from index.doctor import Diagnosis, examine
from index.folder import rebuild_folder, sync_folder
from tests.index.invented import ARTICLES, article

ENGINE = "whoosh"
URL = "https://english.almayadeen.net/news/bakers"
RUN = "20240305T120000000000-english-7"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder in which all is well."""
    data = tmp_path / "data"
    with closing(open_archive(data, create=True)) as archive:
        for each in ARTICLES:
            archive.store(each)
    sync_folder(data, ENGINE)
    return data


@pytest.fixture
def archive(folder: Path) -> Iterator[SqliteArchive]:
    with closing(open_archive(folder)) as opened:
        yield opened


def _lines(folder: Path) -> list[str]:
    diagnosis = examine(folder, ENGINE)
    assert diagnosis.is_well is (not diagnosis.findings)
    return [f"{each.problem}: {each.remedy}" for each in diagnosis.findings]


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_is_well(folder: Path) -> None:
    before = _files(folder)
    assert examine(folder, ENGINE) == Diagnosis(
        findings=(), articles=len(ARTICLES), last_change=len(ARTICLES)
    )
    assert _files(folder) == before
    assert examine(folder, ENGINE).as_json() == {
        "well": True,
        "findings": [],
        "articles": len(ARTICLES),
        "last_change": len(ARTICLES),
        "hints": [],
    }


def test_more_articles_than_whoosh_serves_well(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "LARGE_FOR_WHOOSH", len(ARTICLES))
    assert examine(folder, ENGINE).hints == ()
    monkeypatch.setattr(doctor, "LARGE_FOR_WHOOSH", len(ARTICLES) - 1)
    diagnosis = examine(folder, ENGINE)
    assert diagnosis.is_well
    (hint,) = diagnosis.hints
    count = len(ARTICLES)
    assert hint.problem.startswith(f"{count} articles are more than the engine whoosh serves well")
    assert "`search_cli.py rebuild --engine tantivy`" in hint.remedy
    rebuild_folder(folder, "tantivy")
    assert examine(folder, "tantivy") == Diagnosis(findings=(), articles=count, last_change=count)


def test_an_index_of_tantivy(folder: Path, archive: SqliteArchive) -> None:
    (finding,) = examine(folder, "tantivy").findings
    assert finding.remedy == "run `search_cli.py sync`"
    sync_folder(folder, "tantivy")
    assert examine(folder, "tantivy").is_well
    archive.store(article("en:900", "Bakers"))
    (finding,) = examine(folder, "tantivy").findings
    assert finding.problem == "1 article is not indexed yet"
    for path in index_folder(folder).rglob("*.idx"):
        path.unlink()
    (finding,) = examine(folder, "tantivy").findings
    assert finding.remedy == "run `search_cli.py rebuild`"


def test_nothing_yet(tmp_path: Path) -> None:
    (line,) = _lines(tmp_path / "none")
    assert line.startswith(f"no archive in {tmp_path / 'none'}: crawl with `scrapy update`")
    open_archive(tmp_path / "new", create=True).close()
    assert _lines(tmp_path / "new") == []


def test_what_is_stored_and_not_indexed(folder: Path, archive: SqliteArchive) -> None:
    archive.store(article("en:900", "Bakers"))
    assert _lines(folder) == ["1 article is not indexed yet: run `search_cli.py sync`"]
    archive.store(article("en:901", "Bakers"))
    archive.store(article("en:901", "Millers"))
    assert _lines(folder) == ["2 articles are not indexed yet: run `search_cli.py sync`"]
    sync_folder(folder, ENGINE)
    assert _lines(folder) == []


def test_no_index(folder: Path) -> None:
    shutil.rmtree(index_folder(folder))
    (line,) = _lines(folder)
    assert line.endswith(": run `search_cli.py sync`")
    sync_folder(folder, ENGINE)
    assert _lines(folder) == []


def test_a_damaged_index(folder: Path) -> None:
    for path in index_folder(folder).rglob("*.toc"):
        path.write_bytes(b"no table")
    (line,) = _lines(folder)
    assert line.endswith(": run `search_cli.py rebuild`")
    rebuild_folder(folder, ENGINE)
    assert _lines(folder) == []


def test_an_unknown_engine_is_a_finding(folder: Path) -> None:
    (finding,) = examine(folder, "steam").findings
    assert (finding.problem, finding.remedy) == (
        "unknown search engine 'steam'",
        "use whoosh, tantivy",
    )


def test_an_archive_put_back_from_an_older_copy(folder: Path) -> None:
    copy = folder.parent / "copy"
    shutil.copytree(folder, copy)
    with closing(open_archive(folder)) as archive:
        archive.store(article("en:900", "Bakers"))
    sync_folder(folder, ENGINE)
    for path in folder.glob("archive*"):
        path.unlink()
    shutil.copy(copy / "archive.sqlite3", folder)
    count = len(ARTICLES)
    (line,) = _lines(folder)
    assert line.startswith(f"the index has change {count + 1}, but the archive only {count}: ")
    assert line.endswith(": run `search_cli.py rebuild`")
    rebuild_folder(folder, ENGINE)
    assert _lines(folder) == []


@pytest.mark.parametrize(
    ("kept", "added", "problems"),
    [
        (slice(1, None), [], ["1 article is missing from the index, such as {first}"]),
        (slice(3, None), [], ["3 articles are missing from the index, such as {first}"]),
        (
            slice(None),
            ["en:900", "en:901"],
            ["2 articles are in the index, but not in the archive, such as en:900"],
        ),
        (
            slice(1, None),
            ["en:900"],
            [
                "1 article is missing from the index, such as {first}",
                "1 article is in the index, but not in the archive, such as en:900",
            ],
        ),
    ],
)
def test_an_index_of_other_articles(
    folder: Path, kept: slice, added: list[str], problems: list[str]
) -> None:
    ours = sorted(ARTICLES, key=lambda each: each.id)
    with closing(open_index(index_folder(folder), ENGINE)) as index:
        strangers = [article(id_, "Bakers") for id_ in added]
        index.replace_all([*ours[kept], *strangers], last_change=len(ARTICLES))
    assert _lines(folder) == [
        f"{problem.format(first=ours[0].id)}: run `search_cli.py rebuild`" for problem in problems
    ]
    rebuild_folder(folder, ENGINE)
    assert _lines(folder) == []


def test_an_article_that_is_in_the_index_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.whoosh_engine import WhooshIndex

    monkeypatch.setattr(WhooshIndex, "count", lambda _: 99)
    (line,) = _lines(folder)
    assert line.startswith(f"the index counts 99 articles, but has {len(ARTICLES)} different")


def test_what_is_behind_is_not_missing(folder: Path, archive: SqliteArchive) -> None:
    with closing(open_index(index_folder(folder), ENGINE)) as index:
        index.replace_all(ARTICLES[1:], last_change=len(ARTICLES) - 2)
    archive.store(article("en:900", "Bakers"))
    lines = _lines(folder)
    assert lines[0] == "3 articles are not indexed yet: run `search_cli.py sync`"
    assert lines[1].startswith("1 article is missing from the index, such as ")
    assert len(lines) == 2


def test_faults_of_the_archive(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as connection:
        connection.execute("DELETE FROM changes WHERE number = 1")
        connection.commit()
    lines = _lines(folder)
    assert lines[0].startswith(
        f"archive {folder / 'archive.sqlite3'}: 1 versions without a change number: restore it"
    )
    assert "`search_cli.py export" in lines[0]


def test_a_damaged_archive_is_one_finding(folder: Path) -> None:
    for path in folder.glob("archive*"):
        path.write_bytes(b"no database at all" * 100)
    (line,) = _lines(folder)
    assert line.endswith("it is no database: restore it from a copy")


def _sight(archive: SqliteArchive, *, take: str = "") -> None:
    archive.frontier.sight("english", [Sighting(URL), Sighting(f"{URL}-2")])
    if take:
        assert archive.frontier.take("english", take, Days(), 1)


def test_addresses_that_wait(folder: Path, archive: SqliteArchive) -> None:
    archive.frontier.sight("arabic", [Sighting("https://www.almayadeen.net/x")])
    _sight(archive)
    assert _lines(folder) == [
        "2 addresses are waiting in the english edition: run `scrapy update english`",
        "1 address is waiting in the arabic edition: run `scrapy update arabic`",
    ]


@pytest.fixture
def lock(folder: Path) -> Path:
    """The path of the lock of a run."""
    runs_folder(folder).mkdir()
    return runs_folder(folder) / f"{RUN}.lock"


@pytest.mark.parametrize("is_left", [True, False])
def test_a_crawl_that_died(
    folder: Path, archive: SqliteArchive, lock: Path, *, is_left: bool
) -> None:
    if is_left:
        lock.touch()
    _sight(archive, take=RUN)
    died = "a crawl of the english edition died and left addresses half-way: "
    assert _lines(folder) == [
        f"{died}run `scrapy update english`: it goes on from there",
        "2 addresses are waiting in the english edition: run `scrapy update english`",
    ]
    assert lock.exists() is is_left


def test_a_crawl_that_lives(folder: Path, archive: SqliteArchive, lock: Path) -> None:
    _sight(archive, take=RUN)
    with FileLock(lock):
        assert _lines(folder) == []
    assert len(_lines(folder)) == 2


def test_a_crawl_that_died_before_it_took_anything(folder: Path, lock: Path) -> None:
    lock.touch()
    (line,) = _lines(folder)
    assert line == f"{lock} is left over from a crawl that died: run `rm {lock}`"


@pytest.mark.parametrize("place", ["a b.jsonl.part", "runs/x.part"])
def test_files_left_over(folder: Path, place: str) -> None:
    path = folder / place
    path.parent.mkdir(exist_ok=True)
    path.touch()
    assert _lines(folder) == []
    old = time.time() - 2 * doctor.LEFT_AFTER_S
    os.utime(path, (old, old))
    quoted = f"'{path}'" if " " in place else str(path)
    assert _lines(folder) == [
        f"{path} is left over from a task that was interrupted: run `rm {quoted}`"
    ]


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """How to set what is free on the disk, in bytes."""

    def use(free: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(10**12, 0, free))

    return use


def test_a_full_disk(folder: Path, disk: Callable[[int], None]) -> None:
    disk(doctor.MIN_FREE_BYTES)
    assert _lines(folder) == []
    disk(doctor.MIN_FREE_BYTES - 1)
    (line,) = _lines(folder)
    assert line.startswith(f"only 499 MB are free on the disk of {folder}: free some space; ")


def test_a_disk_without_room_for_a_rebuild(
    folder: Path, disk: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "size_of", lambda *_: 3 * 10**9)
    disk(2 * 10**9)
    (line,) = _lines(folder)
    assert line.endswith("free some space; 3000 MB are needed to rebuild the index")
