"""What is special to the Whoosh engine: its files, their versions, their damage."""

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.structfile import BufferFile

import index.chains
from index import IndexAccessError, IndexMissingError, IndexOutdatedError, Query, parse_query
from index.chains import fingerprint
from index.whoosh_engine import MAX_SEGMENTS, WhooshIndex
from index.whoosh_schema import SCHEMA, decode_positions, encode_positions
from index.whoosh_storage import MappedFile, MappedStorage, open_snapshot
from index.whoosh_writing import RowWriter
from languages import Token
from tests.index.invented import ARTICLES, article


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[WhooshIndex]:
    with closing(WhooshIndex(tmp_path, create=True)) as opened:
        opened.update(ARTICLES, last_change=5)
        yield opened


def hits(opened: WhooshIndex, text: str) -> int:
    return opened.find(Query(text=text), parse_query(text)).total


def test_no_text_of_articles_is_stored() -> None:
    assert set(SCHEMA.stored_names()) == {"version", "last_change"}


def test_index_of_another_version_asks_to_be_rebuilt(
    filled: WhooshIndex, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("index.whoosh_schema._VERSION", 999)
    opened = WhooshIndex(tmp_path)
    uses: list[Callable[[], object]] = [
        opened.count,
        opened.last_change,
        opened.optimise,
        lambda: hits(opened, "terminal"),
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


def test_version_changes_with_the_analysis(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint()
    fingerprint.cache_clear()
    assert fingerprint() == before
    monkeypatch.setattr(index.chains, "analyse", lambda *_: [Token("x", ("y",), 0, 1)])
    fingerprint.cache_clear()
    assert fingerprint() != before
    monkeypatch.undo()
    fingerprint.cache_clear()


def _only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a table of garbage": lambda folder: _only(folder, "*.toc").write_bytes(b"\x80\x04garbage"),
    "an empty table": lambda folder: _only(folder, "*.toc").write_bytes(b""),
    "half a table": lambda folder: _cut(_only(folder, "*.toc")),
    "a segment of garbage": lambda folder: _only(folder, "*.seg").write_bytes(b"\x01garbage" * 99),
    "an empty segment": lambda folder: _only(folder, "*.seg").write_bytes(b""),
    "half a segment": lambda folder: _cut(_only(folder, "*.seg")),
    "no segment": lambda folder: _only(folder, "*.seg").unlink(),
}


def _cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_index_asks_to_be_rebuilt(
    filled: WhooshIndex, tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.whoosh_storage._OPEN_DELAY_S", 0)
    filled.close()
    DAMAGES[damage](tmp_path)
    with pytest.raises(IndexOutdatedError, match=r"run `search_cli\.py rebuild`"):
        filled.count()
    filled.replace_all(ARTICLES, last_change=6)
    assert (filled.count(), hits(filled, "terminal")) == (len(ARTICLES), 3)


def test_many_small_commits_leave_few_files(tmp_path: Path) -> None:
    opened = WhooshIndex(tmp_path, create=True)
    for number in range(4 * MAX_SEGMENTS):
        opened.update([article(f"en:{number}", "Bread")], last_change=number + 1)
    assert len(list(tmp_path.glob("*.seg"))) <= MAX_SEGMENTS
    assert (opened.count(), hits(opened, "bread")) == (4 * MAX_SEGMENTS, 4 * MAX_SEGMENTS)
    opened.optimise()
    assert {path.suffix for path in tmp_path.iterdir()} == {".toc", ".seg", ""}
    assert len(list(tmp_path.glob("*.seg"))) == 1
    assert (opened.count(), opened.last_change()) == (4 * MAX_SEGMENTS, 4 * MAX_SEGMENTS)


def test_articles_that_are_merged_keep_every_column(filled: WhooshIndex, tmp_path: Path) -> None:
    query, tree = Query(text="*", facets=("section", "tag", "month", "language")), parse_query("*")
    before = filled.find(query, tree)
    filled.update([article("en:900", "Bread")], last_change=6)
    filled.update([article("en:900", "Bread", section="gone")], last_change=7)
    filled.optimise()
    after = filled.find(query, parse_query("* -id:en:900"))
    assert after == before
    snapshot = open_snapshot(tmp_path)
    assert (snapshot.size, snapshot.deleted) == (len(ARTICLES) + 2, set())


def test_failed_update_writes_nothing_and_frees_the_lock(filled: WhooshIndex) -> None:
    broken = article("en:900", "Bread")
    object.__setattr__(broken, "tags", (None,))
    with pytest.raises(AttributeError, match="NoneType"):
        filled.update([article("en:901", "Bread"), broken], last_change=6)
    assert (filled.count(), filled.last_change(), hits(filled, "bread")) == (len(ARTICLES), 5, 0)
    assert filled.update([article("en:901", "Bread")], last_change=6)
    assert hits(filled, "bread") == 1


def test_files_that_a_writer_takes_away_are_looked_for_again(
    filled: WhooshIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []
    opened = MappedStorage.open_file

    def open_late(storage: MappedStorage, name: str, **_: object) -> MappedFile:
        tries.append(name)
        if len(tries) < 4:
            raise FileNotFoundError(name)
        return opened(storage, name)

    monkeypatch.setattr(MappedStorage, "open_file", open_late)
    assert filled.count() == len(ARTICLES)
    assert len(tries) > 4


@pytest.mark.parametrize("step", ["_flush_segment", "_assemble_segment", "_commit_toc"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_interrupted_commit_leaves_the_index_as_it_was(
    filled: WhooshIndex, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(RowWriter, step, fail)
        with pytest.raises((KeyboardInterrupt, IndexAccessError)):
            filled.update([article("en:900", "Bread")], last_change=6)
    assert (filled.count(), filled.last_change(), hits(filled, "bread")) == (len(ARTICLES), 5, 0)
    assert filled.update([article("en:900", "Bread")], last_change=6)
    assert (filled.count(), hits(filled, "bread")) == (len(ARTICLES) + 1, 1)


def test_index_of_a_removed_folder_is_missing_not_broken(
    filled: WhooshIndex, tmp_path: Path
) -> None:
    filled.close()
    for path in tmp_path.iterdir():
        path.unlink()
    with pytest.raises(IndexMissingError, match="nothing has been indexed"):
        filled.count()


_content = st.binary(min_size=1, max_size=2000)
_steps = st.lists(
    st.tuples(
        st.sampled_from(["read", "seek", "get", "subset"]),
        st.integers(0, 2000),
        st.integers(0, 900),
    ),
    max_size=12,
)


@given(_content, _steps)
def test_mapped_file_reads_as_whooshs_own(
    content: bytes, steps: list[tuple[str, int, int]]
) -> None:
    ours, theirs = MappedFile(memoryview(content)), BufferFile(content)
    for step, place, size in steps:
        if step == "read":
            assert ours.read(size) == theirs.read(size)
        elif step == "seek":
            assert ours.seek(place) == theirs.seek(place)
        elif step == "get":
            assert ours.get(place, size) == theirs.get(place, size)
        else:
            assert ours.subset(place, size).read() == theirs.subset(place, size).read()
        assert ours.tell() == theirs.tell()
    assert ours.seek(-1, io.SEEK_END) == theirs.seek(-1, io.SEEK_END)


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_positions_come_back(positions: list[int]) -> None:
    assert list(decode_positions(encode_positions(positions))) == positions


@pytest.mark.parametrize(
    ("count", "tag_length"), [(1, 255), (1, 256), (2, 200), (25, 3), (26, 3), (27, 3)]
)
def test_every_row_keeps_its_texts_whatever_the_length_of_all(
    tmp_path: Path, count: int, tag_length: int
) -> None:
    """Whoosh's column loses a place when its places need more bytes from the last row on."""
    tags = [str(number).zfill(tag_length) for number in range(count)]
    many = [article(f"en:{1_000_000 + n}", "Bread", tags=(tag,)) for n, tag in enumerate(tags)]
    with closing(WhooshIndex(tmp_path, create=True)) as opened:
        for last_change in (1, 2):  # written at once, then merged
            opened.update(many, last_change=last_change)
            for _ in range(2):
                query = Query(facets=("tag",), limit=count)
                found = opened.find(query, parse_query(""))
                assert sorted(located.id for located in found.hits) == [each.id for each in many]
                assert found.facets["tag"] == dict.fromkeys(tags, 1)
                opened.optimise()
