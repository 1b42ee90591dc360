from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive import SqliteArchive, open_archive
from archive.article import Article
from index import (
    IndexMissingError,
    SearchError,
    SearchIndex,
    open_index,
    rebuild,
    sync,
)
from tests.index import finding
from tests.index.invented import ARTICLES, article


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqliteArchive]:
    with closing(open_archive(tmp_path / "archive", create=True)) as opened:
        yield opened


def store(archive: SqliteArchive, *articles: Article) -> None:
    for each in articles:
        archive.store(each)


def ids(index: SearchIndex, text: str) -> set[str]:
    return set(finding.ids(index, text))


def test_sync_takes_in_what_is_new_and_then_nothing(
    archive: SqliteArchive, index: SearchIndex
) -> None:
    assert sync(archive, index) == 0
    store(archive, *ARTICLES)
    assert sync(archive, index) == len(ARTICLES)
    assert sync(archive, index) == 0
    assert (index.count(), index.last_change()) == (len(ARTICLES), archive.last_change())
    store(archive, article("en:101", "Bread"), article("en:900", "Bread"))
    assert sync(archive, index) == 2
    assert ids(index, "bread") == {"en:101", "en:900"}


def test_only_the_newest_version_of_an_article_is_indexed(
    archive: SqliteArchive, index: SearchIndex
) -> None:
    store(archive, *(article("en:1", f"Bread {n}") for n in range(7)), article("en:2", "Cake"))
    assert sync(archive, index, batch=100) == 2
    assert ids(index, "bread") == ids(index, "6") == {"en:1"}
    assert ids(index, "5") == set()


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_size_of_the_batches_changes_nothing_but_the_progress(
    archive: SqliteArchive, index: SearchIndex, batch: int
) -> None:
    store(archive, *(article(f"en:{n % 3}", f"Bread {n}") for n in range(5)))
    told: list[tuple[int, int]] = []
    sync(archive, index, batch=batch, progress=lambda done, of: told.append((done, of)))
    assert ids(index, "bread") == {"en:0", "en:1", "en:2"}
    assert ids(index, "0 OR 1") == set()
    assert told == [(min(done, 5), 5) for done in range(batch, 5 + batch, batch)]


def test_sync_stops_after_the_batch_with_the_change_it_was_told(
    archive: SqliteArchive, index: SearchIndex
) -> None:
    store(archive, *(article(f"en:{n}", "Bread") for n in range(6)))
    assert sync(archive, index, until=3, batch=2) == 4
    assert sync(archive, index, until=4, batch=2) == 0
    assert sync(archive, index) == 2


def test_sync_goes_on_from_the_last_commit(archive: SqliteArchive, index: SearchIndex) -> None:
    store(archive, *(article(f"en:{n}", "Bread") for n in range(5)))

    def interrupt(done: int, _: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(archive, index, batch=2, progress=interrupt)
    assert index.count() == 4
    assert sync(archive, index) == 1


def test_rebuild_makes_the_index_there_was_not(
    archive: SqliteArchive, engine: str, tmp_path: Path
) -> None:
    store(archive, *ARTICLES, article("en:101", "Bread"))
    told: list[tuple[int, int]] = []
    folder = tmp_path / "new" / "index"
    made = rebuild(archive, folder, engine=engine, progress=lambda *done: told.append(done))
    assert made == len(ARTICLES)
    assert told == [(len(ARTICLES), len(ARTICLES))]
    with closing(open_index(folder, engine)) as opened:
        assert opened.last_change() == archive.last_change()
        assert ids(opened, "bread") == {"en:101"}


def test_rebuild_drops_what_the_archive_does_not_have(
    archive: SqliteArchive, engine: str, tmp_path: Path
) -> None:
    with closing(open_index(tmp_path, engine, create=True)) as opened:
        opened.update([article("en:900", "Stranger")], last_change=99)
        store(archive, article("en:1", "Bread"))
        assert rebuild(archive, tmp_path, engine=engine) == 1
        assert ids(opened, "bread OR stranger") == {"en:1"}
        assert opened.last_change() == 1


def test_rebuild_takes_in_what_was_stored_meanwhile(
    archive: SqliteArchive, engine: str, tmp_path: Path
) -> None:
    store(archive, article("en:1", "Bread"))

    def late(_: int, __: int) -> None:
        store(archive, article("en:1", "Cake"), article("en:2", "Late bread"))

    assert rebuild(archive, tmp_path, engine=engine, progress=late) == 2
    with closing(open_index(tmp_path, engine)) as opened:
        assert ids(opened, "bread") == {"en:2"}
        assert opened.last_change() == 3


def test_searches_see_the_old_index_until_the_new_is_whole(
    archive: SqliteArchive, engine: str, tmp_path: Path
) -> None:
    with closing(open_index(tmp_path, engine, create=True)) as opened:
        opened.update([article("en:900", "Old")], last_change=1)
        store(archive, *ARTICLES)
        seen: list[set[str]] = []
        rebuild(
            archive,
            tmp_path,
            engine=engine,
            progress=lambda *_: seen.append(ids(opened, "old OR terminal")),
        )
        assert seen == [{"en:900"}]
        assert ids(opened, "old OR terminal") == {"en:101", "en:103", "es:301"}


def test_rebuild_of_an_unknown_engine_touches_nothing(
    archive: SqliteArchive, tmp_path: Path
) -> None:
    with pytest.raises(SearchError, match="unknown search engine"):
        rebuild(archive, tmp_path / "index", engine="wosh")
    with pytest.raises(IndexMissingError):
        open_index(tmp_path / "index")
