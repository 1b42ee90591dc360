"""An index that several processes make, each a part of it: as good as one that was made by one."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive import Archive, open_archive
from index import IndexAccessError, Query, SearchIndex, open_index, parse_query
from index.rebuilding import EveryVersion
from index.tantivy_engine import TantivyIndex
from index.tantivy_storage import join
from tests.index.finding import assert_alike
from tests.index.invented import ARTICLES, article

MANY = [
    *ARTICLES,
    *(
        article(f"en:9{number}", f"Bread {number}", body="Bread for the mill.")
        for number in range(40)
    ),
    *(article(f"ar:9{number}", "خبز", body="مدارس وطواحين") for number in range(40)),
]
TEXTS = ("", "bread", "terminal OR mill", "مدرسة", "harv*", '"for the mill"', "-bread")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with closing(open_archive(tmp_path / "data", create=True)) as opened:
        for each in (*MANY, replace(MANY[-1], title="زيتون")):
            opened.store(each)
        yield opened


@pytest.fixture
def joined(archive: Archive, tmp_path: Path) -> Iterator[TantivyIndex]:
    with closing(TantivyIndex(tmp_path / "joined", create=True)) as opened:
        opened.replace_all(EveryVersion(archive, processes=3), last_change=7)
        yield opened


def assert_same_answers(one: SearchIndex, other: SearchIndex) -> None:
    assert (one.count(), one.last_change()) == (other.count(), other.last_change())
    for text in TEXTS:
        for versions in (False, True):
            query, tree = Query(text=text, limit=500, versions=versions), parse_query(text)
            assert_alike(one.find(query, tree), other.find(query, tree), "tantivy")


def segments(folder: Path) -> set[str]:
    """Return the segments that count, and see that there are no files but theirs."""
    (path,) = folder.glob("articles-*/meta.json")
    listed = json.loads(path.read_text("utf-8"))["segments"]
    names = {each["segment_id"].replace("-", "") for each in listed}
    files = [each for each in path.parent.glob("[!.]*") if each != path]
    assert {each.stem.partition(".")[0] for each in files} == names
    managed = json.loads((path.parent / ".managed.json").read_text("utf-8"))
    assert {each.name for each in files} <= set(managed)
    return names


def test_parts_are_one_index(joined: TantivyIndex, archive: Archive, tmp_path: Path) -> None:
    with closing(open_index(tmp_path / "one", "tantivy", create=True)) as one:
        one.replace_all(EveryVersion(archive, processes=1), last_change=7)
        assert_same_answers(joined, one)
        assert len(segments(tmp_path / "joined")) == 3
        assert len(segments(tmp_path / "one" / "tantivy")) == 1


def test_articles_of_every_part_can_be_replaced(joined: TantivyIndex, tmp_path: Path) -> None:
    old = segments(tmp_path / "joined")
    with closing(TantivyIndex(tmp_path / "fresh", create=True)) as fresh:
        changed = [replace(each, title="Olives") for each in MANY]
        for index in (joined, fresh):
            for first in range(0, len(changed), 9):
                index.update(changed[first : first + 9], last_change=8 + first)
            index.optimise()
        assert_same_answers(joined, fresh)
    assert not old & segments(tmp_path / "joined")


def test_fewer_articles_than_processes(tmp_path: Path) -> None:
    with (
        closing(open_archive(tmp_path / "data", create=True)) as archive,
        closing(TantivyIndex(tmp_path / "joined", create=True)) as index,
    ):
        archive.store(ARTICLES[0])
        index.replace_all(EveryVersion(archive, processes=3), last_change=1)
        assert (index.count(), index.last_change()) == (1, 1)
    assert 0 < len(segments(tmp_path / "joined")) < 3


def test_what_cannot_be_joined_takes_the_place_of_nothing(
    joined: TantivyIndex, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(folder: Path, parts: list[Path]) -> None:
        for file in parts[0].glob("*.term"):
            file.write_bytes(b"")
        join(folder, parts)

    def unreadable(folder: Path, parts: list[Path]) -> None:
        shutil.rmtree(parts[0])
        join(folder, parts)

    before = segments(tmp_path / "joined")
    for broken in (damaged, unreadable):
        monkeypatch.setattr("index.tantivy_engine.join", broken)
        with pytest.raises(IndexAccessError):
            joined.replace_all(EveryVersion(archive, processes=2), last_change=9)
        assert segments(tmp_path / "joined") == before
    assert (joined.count(), joined.last_change()) == (len(MANY), 7)
