"""Reading in threads: nothing can be written, nothing waits for ever, no writer is held up."""

import asyncio
import threading
from contextlib import closing
from pathlib import Path

import pytest

from archive import ArchiveMissingError, ArchiveReadOnlyError, open_archive
from index import IndexMissingError
from tests.webui.site_content import FERIA, MARKET, SOUK
from webui.failures import OverloadedError
from webui.reading import Reader, Readers
from webui.site import Site


def test_nothing_can_be_written(data: Path) -> None:
    reader = Reader(Site(folder=data))
    with pytest.raises(ArchiveReadOnlyError):
        reader.archive.store(FERIA)
    with pytest.raises(ArchiveReadOnlyError):
        reader.archive.runs.record("x", {"edition": "english", "started": "2024"})
    reader.close()


def test_reading_makes_nothing(tmp_path: Path) -> None:
    reader = Reader(Site(folder=tmp_path))
    with pytest.raises(ArchiveMissingError):
        _ = reader.archive
    with pytest.raises(IndexMissingError):
        _ = reader.index
    assert not list(tmp_path.iterdir())


def test_reading_never_waits_for_a_writer_nor_makes_one_wait(tmp_path: Path) -> None:
    reader = Reader(Site(folder=tmp_path))
    with closing(open_archive(tmp_path, create=True)) as writer:
        writer.store(MARKET)
        assert reader.archive.article(MARKET.id) is not None
        writer._connection.execute("BEGIN EXCLUSIVE")
        reader.archive.stop_waiting()
        assert reader.archive.article(MARKET.id) is not None
        writer._connection.execute("ROLLBACK")
        writer.stop_waiting()
        writer.store(SOUK)
        assert reader.archive.article(SOUK.id) is not None
    reader.close()


def test_an_archive_put_in_place_of_another_is_read(tmp_path: Path) -> None:
    reader = Reader(Site(folder=tmp_path))
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(MARKET)
    assert reader.archive.last_change() == 1
    for file in tmp_path.glob("archive.sqlite3*"):
        file.unlink()
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(SOUK)
        archive.store(FERIA)
    reader.refresh()
    assert reader.archive.last_change() == 2
    for file in tmp_path.glob("archive.sqlite3*"):
        file.unlink()
    reader.refresh()
    with pytest.raises(ArchiveMissingError):
        _ = reader.archive


def test_work_that_takes_too_long_is_given_up(data: Path) -> None:
    ended, seen = threading.Event(), list[str]()
    readers = Readers(Site(folder=data, threads=1, time_limit_s=0.05))

    async def ask() -> None:
        with pytest.raises(OverloadedError, match=r"no answer within 0\.05 seconds"):
            await readers.run(lambda _: ended.wait(30))
        with pytest.raises(OverloadedError):  # the only thread is still at it
            await readers.run(lambda _: seen.append("never begun"))
        ended.set()
        readers._site = Site(folder=data)
        assert await readers.run(lambda reader: reader.archive.last_change()) > 0

    asyncio.run(ask())
    readers.close()
    assert not seen


def test_too_many_are_turned_away(data: Path) -> None:
    ended = threading.Event()
    readers = Readers(Site(folder=data, threads=1, max_waiting=1))

    async def ask() -> None:
        taken = [asyncio.create_task(readers.run(lambda _: ended.wait(30))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(OverloadedError, match="too many"):
            await readers.run(lambda _: None)
        ended.set()
        await asyncio.gather(*taken)
        await readers.run(lambda _: None)

    asyncio.run(ask())
    readers.close()


def test_each_thread_has_files_of_its_own(data: Path) -> None:
    readers, together = Readers(Site(folder=data, threads=3)), threading.Barrier(3)

    def take(reader: Reader) -> Reader:
        together.wait(30)
        assert reader.archive.last_change() == reader.index.last_change()
        return reader

    async def ask() -> list[Reader]:
        return await asyncio.gather(*(readers.run(take) for _ in range(3)))

    assert len({id(reader) for reader in asyncio.run(ask())}) == 3
    readers.close()
