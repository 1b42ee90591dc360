"""Files that are no archive, or no longer one: never anything but an archive error."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive import ArchiveDamagedError, database, open_archive
from archive.frontier import Days
from tests.archive.samples import a_page, an_archive, an_article, assert_clear, fill


def _read_all(folder: Path) -> None:
    with closing(an_archive(folder)) as archive:
        for article in archive.every_article():
            archive.versions(article.id)
            archive.page(article.id, article.version)
            archive.id_of_url(article.url)
        archive.changes(0)
        archive.counts()
        archive.frontier.waiting_count("english", Days())


def _other_database(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def _later_format(file: Path) -> None:
    fill(file.parent)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {database.SCHEMA_VERSION + 1}")


def _random_bytes(file: Path) -> None:
    file.write_bytes(random.Random(1).randbytes(50_000))  # noqa: S311  no secret


def _text(file: Path) -> None:
    file.write_text("lanterns, lanterns, lanterns\n" * 100)


def _damaged_header(file: Path) -> None:
    whole = fill(file.parent).read_bytes()
    file.write_bytes(whole[:16] + bytes(84) + whole[100:])


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    "make",
    [_other_database, _later_format, _random_bytes, _text, _damaged_header],
)
def test_a_file_that_is_no_archive(
    tmp_path: Path,
    make: Callable[[Path], None],
    create: bool,
) -> None:
    file = tmp_path / database.FILE_NAME
    make(file)
    before = file.read_bytes()
    with pytest.raises(ArchiveDamagedError) as caught:
        open_archive(tmp_path, create=create)
    assert_clear(caught.value, tmp_path)
    assert file.read_bytes() == before


def test_a_table_that_lost_the_name_of_a_column(tmp_path: Path) -> None:
    file = fill(tmp_path)
    file.write_bytes(file.read_bytes().replace(b"  lead TEXT", b"  leaf TEXT"))
    with pytest.raises(ArchiveDamagedError) as caught:
        _read_all(tmp_path)
    assert_clear(caught.value, file)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off(tmp_path: Path, part: float) -> None:
    file = fill(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(ArchiveDamagedError) as caught:
        _read_all(tmp_path)
    assert_clear(caught.value, file)


def test_damage_anywhere_is_an_archive_error(tmp_path: Path) -> None:
    whole = fill(tmp_path / "whole").read_bytes()
    chance = random.Random(2)  # noqa: S311  no secret
    found = 0
    for number in range(60):
        folder = tmp_path / str(number)
        folder.mkdir()
        size = chance.choice([1, 20, 4096])
        start = chance.randrange(100, len(whole) - size)
        hurt = whole[:start] + chance.randbytes(size) + whole[start + size :]
        (folder / database.FILE_NAME).write_bytes(hurt)
        found += _is_found(folder)
        shutil.rmtree(folder)
    assert found > 10


def _is_found(folder: Path) -> bool:
    try:
        _read_all(folder)
        with closing(an_archive(folder)) as archive:
            for number in range(0, 60, 7):
                archive.store(an_article(number), a_page(an_article(number)))
    except ArchiveDamagedError as error:
        assert_clear(error, folder)
        return True
    return False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE versions SET title = CAST(x'ff' AS TEXT)",
        "UPDATE versions SET title = x'ff'",
        "UPDATE versions SET authors = '['",
        "UPDATE versions SET authors = '[1]'",
        "UPDATE versions SET authors = '7'",
        "UPDATE versions SET provenance = '[]'",
        "UPDATE versions SET published = 'yesterday'",
        "UPDATE versions SET published = 7",
        "UPDATE versions SET kind = 'recipe'",
        "UPDATE versions SET edition = 'spanish'",
        "UPDATE versions SET word_count = 'many'",
        "UPDATE pages SET body = x'00'",
        "UPDATE pages SET body = substr(body, 1, length(body) - 3)",
        "UPDATE pages SET body = 'text'",
        "UPDATE pages SET headers = 'a'",
        "UPDATE pages SET fetched = ''",
    ],
)
def test_a_value_that_no_archive_writes(tmp_path: Path, statement: str) -> None:
    file = fill(tmp_path, 3)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)
    with pytest.raises(ArchiveDamagedError) as caught:
        _read_all(tmp_path)
    assert_clear(caught.value, file)
