"""What is special to the Tantivy engine: its files, their versions, their damage."""

import json
import re
import shutil
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import index.opening
from index import (
    IndexAccessError,
    IndexMissingError,
    IndexOutdatedError,
    Query,
    SearchError,
    open_index,
    parse_query,
)
from index.tantivy_engine import TantivyIndex
from index.tantivy_schema import (
    EXACT_WEIGHT,
    LAST_CHANGE,
    NUMBER,
    PUBLISHED,
    STEMS,
    STEMS_WEIGHT,
    schema,
    state_row,
    version_row,
)
from index.tantivy_snapshot import Snapshot
from index.tantivy_storage import Writer, open_newest
from index.tree import All, Word
from index.versions import Version
from tests.index.finding import find, ids
from tests.index.invented import ARTICLES, article, day

MOST_SEGMENTS = 9
"""Tantivy merges the small ones when there are eight; one comes with every commit."""


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[TantivyIndex]:
    with closing(TantivyIndex(tmp_path, create=True)) as opened:
        opened.update(ARTICLES, last_change=5)
        yield opened


def hits(opened: TantivyIndex, text: str) -> int:
    return opened.find(Query(text=text), parse_query(text)).total


def test_no_text_of_articles_is_stored(tmp_path: Path) -> None:
    row = version_row(Version(ARTICLES[0], is_newest=True))
    with closing(TantivyIndex(tmp_path, create=True)) as opened:
        opened.update(ARTICLES[:1], last_change=5)
    stored = [each["name"] for each in _fields(tmp_path) if each["options"].get("stored")]
    assert stored == ["id"]
    assert row.get_first("id") == ARTICLES[0].id


def _fields(folder: Path) -> list[dict[str, Any]]:
    (path,) = folder.glob("articles-*/meta.json")
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["schema"]
    return found


def test_dates_and_numbers_are_columns(filled: TantivyIndex, tmp_path: Path) -> None:
    fast = {each["name"] for each in _fields(tmp_path) if each["options"].get("fast")}
    assert {PUBLISHED, NUMBER, LAST_CHANGE, "tag_names", "month"} <= fast
    assert schema() is schema()


def test_corrections_are_no_finer_than_tantivy_reads_them() -> None:
    rows = [state_row(5), *(version_row(Version(each, is_newest=True)) for each in ARTICLES)]
    for row, name in product(rows, (STEMS_WEIGHT, EXACT_WEIGHT)):
        read = 2 + row.get_all(name)[0]
        assert struct.unpack("f", struct.pack("f", read)) == (read,)


def test_articles_with_a_rare_word_are_counted_with_a_frequent_one_estimated(
    tmp_path: Path,
) -> None:
    many = [article(f"en:{n}", "Bread", body="Orchard" if n < 3 else "") for n in range(300)]
    with closing(TantivyIndex(tmp_path, create=True)) as opened:
        opened.update(many, last_change=1)
        opened.update([article("en:0", "Bread")], last_change=2)
    snapshot = Snapshot(tmp_path, open_newest(tmp_path))
    frequencies = {
        word: (snapshot.frequency(STEMS, word), snapshot.articles_with(STEMS, word))
        for word in ("en:bread", "en:orchard", "en:nowhere")
    }
    assert frequencies == {"en:bread": (301, 300), "en:orchard": (3, 2), "en:nowhere": (0, 0)}


def test_index_of_another_version_asks_to_be_rebuilt(
    filled: TantivyIndex, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("index.tantivy_schema._VERSION", 999)
    opened = TantivyIndex(tmp_path)
    uses: list[Callable[[], object]] = [
        opened.count,
        lambda: opened.ids(Query(), All()),
        opened.last_change,
        opened.optimise,
        lambda: hits(opened, "terminal"),
        lambda: opened.frequency(Word("terminal"), "en"),
        lambda: opened.spread([("terminal",)], "en"),
        lambda: opened.words_near("terminal", 1, 1),
        lambda: opened.update([], last_change=6),
    ]
    for use in uses:
        with pytest.raises(IndexOutdatedError, match=r"another version: run `search_cli\.py rebu"):
            use()
    opened.replace_all(ARTICLES, last_change=6)
    assert (opened.count(), hits(opened, "terminal")) == (len(ARTICLES), 3)
    monkeypatch.undo()
    with pytest.raises(IndexOutdatedError):
        filled.count()


def _only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def _cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _overwrite(path: Path) -> None:
    path.write_bytes(b"garbage!" * (path.stat().st_size // 8 + 1))


def _damage(kind: str, do: Callable[[Path], object], folder: Path) -> None:
    do(_only(folder, f"*/*.{kind}"))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a table of garbage": lambda folder: _overwrite(folder / "table.json"),
    "an empty table": lambda folder: (folder / "table.json").write_bytes(b""),
    "half a table": lambda folder: _cut(folder / "table.json"),
    "a table of something else": lambda folder: (folder / "table.json").write_text("[1]"),
    "commits of garbage": lambda folder: _overwrite(_only(folder, "*/meta.json")),
    "empty commits": lambda folder: _only(folder, "*/meta.json").write_bytes(b""),
    "half of the commits": lambda folder: _cut(_only(folder, "*/meta.json")),
    "no commits": lambda folder: _only(folder, "*/meta.json").unlink(),
    "no folder": lambda folder: shutil.rmtree(_only(folder, "articles-*")),
    **{
        f"{what} {kind}": partial(_damage, kind, do)
        for kind in ("idx", "term", "store", "fast", "fieldnorm", "pos")
        for what, do in {
            "garbage in": _overwrite,
            "half of": _cut,
            "nothing in": lambda path: path.write_bytes(b""),
            "no": Path.unlink,
        }.items()
    },
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_index_asks_to_be_rebuilt(
    filled: TantivyIndex, tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.tantivy_storage._OPEN_DELAY_S", 0)
    filled.close()
    DAMAGES[damage](tmp_path)
    with pytest.raises(IndexOutdatedError, match=r"run `search_cli\.py rebuild`"):
        filled.find(Query(text='"grain terminal"'), parse_query('"grain terminal"'))
    filled.replace_all(ARTICLES, last_change=6)
    assert (filled.count(), hits(filled, "terminal")) == (len(ARTICLES), 3)
    assert len(list(tmp_path.glob("articles-*"))) == 1


def test_many_small_commits_leave_few_files(tmp_path: Path) -> None:
    commits = 4 * MOST_SEGMENTS
    opened = TantivyIndex(tmp_path, create=True)
    for number in range(commits):
        opened.update([article(f"en:{number}", "Bread")], last_change=number + 1)
        segments = {path.stem for path in tmp_path.glob("*/*.idx")}
        assert len(segments) <= MOST_SEGMENTS
    assert (opened.count(), hits(opened, "bread")) == (commits, commits)
    opened.optimise()
    referenced = re.findall(r"[0-9a-f]{32}", _without_dashes(_only(tmp_path, "*/meta.json")))
    there = {path.stem for path in tmp_path.glob("articles-*/*.*") if len(path.stem) == 32}
    assert there == set(referenced)
    assert (opened.count(), opened.last_change()) == (commits, commits)


def _without_dashes(path: Path) -> str:
    return path.read_text("utf-8").replace("-", "")


def test_replaced_index_leaves_nothing_of_the_old(filled: TantivyIndex, tmp_path: Path) -> None:
    (tmp_path / "articles-77").mkdir()
    (tmp_path / "articles-77" / "left").touch()
    (tmp_path / "articles-mine").mkdir()
    for number in range(3):
        filled.replace_all(ARTICLES[:2], last_change=10 + number)
        assert filled.count() == 2
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 4
    assert names[1:] == ["articles-mine", "table.json", "writer.lock"]


def test_failed_update_writes_nothing_and_frees_the_lock(filled: TantivyIndex) -> None:
    broken = article("en:900", "Bread")
    object.__setattr__(broken, "tags", (None,))
    with pytest.raises(AttributeError, match="NoneType"):
        filled.update([article("en:901", "Bread"), broken], last_change=6)
    assert (filled.count(), filled.last_change(), hits(filled, "bread")) == (len(ARTICLES), 5, 0)
    assert filled.update([article("en:901", "Bread")], last_change=6)
    assert hits(filled, "bread") == 1


@pytest.mark.parametrize("step", ["add", "commit"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, IndexAccessError("no space left")])
def test_interrupted_commit_leaves_the_index_as_it_was(
    filled: TantivyIndex, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(Writer, step, fail)
        for write in (filled.update, filled.replace_all):
            with pytest.raises((KeyboardInterrupt, IndexAccessError)):
                write([article("en:900", "Bread")], last_change=6)
    assert (filled.count(), filled.last_change(), hits(filled, "bread")) == (len(ARTICLES), 5, 0)
    assert filled.update([article("en:900", "Bread")], last_change=6)
    assert (filled.count(), hits(filled, "bread")) == (len(ARTICLES) + 1, 1)


def test_folder_that_cannot_be_written_is_named(filled: TantivyIndex, tmp_path: Path) -> None:
    (tmp_path / "writer.lock").unlink()
    (tmp_path / "writer.lock").mkdir()
    with pytest.raises(IndexAccessError, match="check the disk, its free space and permissions"):
        filled.update([], last_change=6)
    assert hits(filled, "terminal") == 3


def test_index_of_a_removed_folder_is_missing_not_broken(
    filled: TantivyIndex, tmp_path: Path
) -> None:
    filled.close()
    shutil.rmtree(tmp_path)
    with pytest.raises(IndexMissingError, match="nothing has been indexed"):
        filled.count()


def test_engine_that_is_not_installed_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str) -> object:
        raise ModuleNotFoundError(f"No module named {missing!r}", name=missing)

    monkeypatch.setattr(index.opening, "import_module", fail)
    missing = "tantivy"
    with pytest.raises(SearchError) as caught:
        open_index(tmp_path, "tantivy", create=True)
    assert str(caught.value) == (
        "the engine tantivy is not installed: pip install 'triptych[fast]'"
    )
    missing = "something_of_ours"
    with pytest.raises(ModuleNotFoundError):
        open_index(tmp_path, "tantivy", create=True)


def test_as_many_equal_hits_as_there_are_come_in_order(tmp_path: Path) -> None:
    count = 150
    opened = TantivyIndex(tmp_path, create=True)
    same = [article(f"en:{n:03}", "Bread", published=day(1, 1)) for n in range(count)]
    for start in range(0, count, 40):
        opened.update(reversed(same[start : start + 40]), last_change=start + 1)
    expected = [each.id for each in same]
    for text, sort in (
        ("bread", "relevance"),
        ("*", "relevance"),
        ("bread", "date"),
        ("", "-date"),
    ):
        assert ids(opened, text, sort=sort, limit=count) == expected
        page = find(opened, text, sort=sort, limit=7, offset=3)
        assert [hit.id for hit in page.hits] == expected[3:10]


def test_facets_of_thousands_of_values_are_exact(tmp_path: Path) -> None:
    opened = TantivyIndex(tmp_path, create=True)
    tags = [f"t{number:04}" for number in range(2500)]
    many = [
        article(
            f"en:{n}", "Bread", tags=(*tags[n * 500 : (n + 1) * 500], tags[-1]), section=f"s{n}"
        )
        for n in range(4)
    ]
    more = [article(f"ar:{n}", "خبز", section=f"a{n:04}") for n in range(1200)]
    opened.update([*many, *more], last_change=1)
    facets = find(opened, facets=("tag", "section")).facets
    assert list(facets["tag"].items()) == [(tags[-1], 4), *((tag, 1) for tag in tags[:49])]
    assert len(facets["section"]) == 1204


@pytest.mark.parametrize("prefix", ["wo*", '"big" wo*', "big-wo*"])
def test_beginnings_of_thousands_of_words_find_them_all(
    tmp_path: Path, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = TantivyIndex(tmp_path, create=True)
    words = [f"big wo{number:x}" for number in range(3000)]
    several = [
        article(f"en:{n}", "Words", body=" ".join(words[n * 300 : (n + 1) * 300]))
        for n in range(10)
    ]
    opened.update(several, last_change=1)
    assert hits(opened, prefix) == 10
    monkeypatch.setattr("index.tantivy_words._MOST_EXPANSIONS", 100)
    assert hits(opened, prefix) == 10
    assert hits(opened, "bigger-wo*") == 0


def test_hostile_labels(tmp_path: Path) -> None:
    opened = TantivyIndex(tmp_path, create=True)
    strange = article(
        "en:1", "Bread", section="a\ud800b", tags=("x" * 100_000, "\x00", "a\ud800"), source=" "
    )
    opened.update([strange], last_change=1)
    assert hits(opened, "bread") == 1
    assert find(opened, facets=("section",)).facets["section"] == {"a?b": 1}
    assert find(opened, sections=("a\ud800b",)).total == 0
    assert find(opened, kinds=("\ud800",)).total == 0
    assert opened.find(Query(limit=10**12, offset=10**12), parse_query("")).total == 1
