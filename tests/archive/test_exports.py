"""Articles into files: complete, the ones that are asked for, and never half a file."""

import ast
import csv
import gzip
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import Article, SqliteArchive
from archive.exports import FORMATS, Selection, export_articles
from archive.exports_output import ExportError
from archive.frontier import Days
from archive.imports import import_articles
from archive.intake import build_article, normalise
from archive.urls import canonical_url
from tests.archive.exporting import an_article, export, responses
from tests.archive.samples import NOON, ONE_LINE, an_archive

_ROOT = Path(__file__).resolve().parents[2]


_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _again(file: Path, folder: Path) -> tuple[bytes, list[Article]]:
    """Return what an archive made of an export exports itself, and what it holds."""
    with closing(an_archive(folder)) as other:
        report = import_articles(other, file)
        assert report.refused == 0, report.refusals
        export(other, "jsonl", folder / "again.jsonl")
        return (folder / "again.jsonl").read_bytes(), list(other.every_version())


def test_what_import_reads_back_is_the_same_archive(filled: SqliteArchive, out: Path) -> None:
    report = export(filled, "jsonl", out / "all.jsonl")
    assert (report.articles, report.written, report.left_out) == (4, 6, 0)
    again, versions = _again(out / "all.jsonl", out / "other")
    assert again == (out / "all.jsonl").read_bytes()
    assert versions == list(filled.every_version())
    assert [each.version for each in versions if each.id == "en:1"] == [1, 2, 3]
    assert {each.gone for each in versions if each.id == "en:1"} == {
        NOON + timedelta(days=3, microseconds=5)
    }


def test_versions_that_a_better_parser_made_alike_come_back(
    archive: SqliteArchive, tmp_path: Path
) -> None:
    for title in ("Lanterns [ad 1]", "Lanterns [ad 2]", "Lanterns return"):
        archive.store(an_article(1, title=title))
    for version in (1, 2):
        archive.mend(an_article(1, title="Lanterns", version=version))
    export(archive, "jsonl", tmp_path / "all.jsonl")
    again, versions = _again(tmp_path / "all.jsonl", tmp_path / "other")
    assert again == (tmp_path / "all.jsonl").read_bytes()
    assert [each.title for each in versions] == ["Lanterns", "Lanterns", "Lanterns return"]


def test_importing_an_export_where_it_came_from_changes_nothing(
    filled: SqliteArchive, out: Path
) -> None:
    export(filled, "jsonl", out / "all.jsonl")
    before = filled.last_change()
    report = import_articles(filled, out / "all.jsonl")
    assert (report.unchanged, report.read) == (6, 6)
    assert filled.last_change() == before


_TEXT = st.text(max_size=30) | st.text(
    st.sampled_from("aà\u0301=\n\r\t\u202e\x85\u2028ل\u064e🏮\x1b\x00")
)


@settings(max_examples=40, deadline=None)
@given(title=_TEXT, body=_TEXT, tags=st.lists(_TEXT, max_size=3), raw=_TEXT, slug=_TEXT)
def test_any_article_that_a_crawl_stores_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    title: str,
    body: str,
    tags: list[str],
    raw: str,
    slug: str,
) -> None:
    folder = tmp_path_factory.mktemp("crawled")
    values: dict[str, Any] = {"title": f"x{title}", "body": body, "tags": tags, "lead": raw}
    values |= {"edition": "english", "published_raw": raw, "image_url": slug, "related_urls": tags}
    values["url"] = canonical_url(f"https://english.almayadeen.net/news/{slug.strip('/?#')}x")
    normalise(values)
    with closing(an_archive(folder / "data")) as archive:
        archive.store(build_article(values))
        export(archive, "jsonl", folder / "all.jsonl")
        export(archive, "csv", folder / "all.csv")
        kept = list(archive.every_version())
    file = (folder / "all.jsonl").read_bytes()
    assert _again(folder / "all.jsonl", folder / "other") == (file, kept)
    for path in ("all.jsonl", "all.csv"):
        text = (folder / path).read_bytes().decode().replace("\r\n", "\n")
        assert not _CONTROLS.search(text)
    assert file.count(b"\n") == len(file.splitlines()) == 1


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(), ["ar:3", "en:1", "en:2", "es:b"]),
        (Selection(editions=("spanish", "arabic")), ["ar:3", "es:b"]),
        (Selection(days=Days(since=NOON)), ["en:1", "en:2"]),
        (Selection(days=Days(until=NOON)), ["ar:3"]),
        (Selection(days=Days(since=NOON + timedelta(minutes=2))), ["en:2"]),
        (Selection(days=Days(since=NOON, until=NOON + timedelta(minutes=2))), ["en:1"]),
        (Selection(editions=("arabic",), days=Days(since=NOON)), []),
    ],
)
@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_what_is_chosen(
    filled: SqliteArchive,
    out: Path,
    selection: Selection,
    ids: list[str],
    format: str,  # noqa: A002
) -> None:
    path = out / "some"
    report = export(filled, format, path, selection=selection)
    assert report.articles == len(ids)
    text = path.read_text(encoding="utf-8")
    found = (
        [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]
        if format == "csv"
        else [json.loads(line)["id"] for line in text.splitlines()]
    )
    assert list(dict.fromkeys(found)) == ids


def test_all_versions_of_an_article_are_chosen_by_its_newest(
    archive: SqliteArchive, tmp_path: Path
) -> None:
    archive.store(an_article(1, published=NOON))
    archive.store(an_article(1, published=NOON + timedelta(days=30), title="Lanterns"))
    days = Days(since=NOON + timedelta(days=9))
    report = export(archive, "jsonl", tmp_path / "late", selection=Selection(days=days))
    assert (report.articles, report.written) == (1, 2)
    days = Days(until=NOON + timedelta(days=9))
    assert not export(archive, "jsonl", tmp_path / "early", selection=Selection(days=days)).written


def test_what_is_there_is_not_replaced(filled: SqliteArchive, out: Path) -> None:
    path = out / "a.jsonl"
    path.write_text("mine")
    with pytest.raises(ExportError, match="is there already: choose another name, or add --force"):
        export(filled, "jsonl", path)
    assert path.read_text() == "mine"
    export(filled, "jsonl", path, force=True)
    assert path.read_bytes().count(b"\n") == 6
    assert list(out.iterdir()) == [path]


def _interrupt(_: int) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("format", FORMATS)
def test_half_a_file_never_has_the_name(filled: SqliteArchive, out: Path, format: str) -> None:  # noqa: A002
    path = out / "a"
    path.write_text("mine")
    with pytest.raises(KeyboardInterrupt):
        export(filled, format, path, force=True, progress=_interrupt)
    assert path.read_text() == "mine"
    assert list(out.iterdir()) == [path]


def test_articles_are_written_as_they_are_read(archive: SqliteArchive, tmp_path: Path) -> None:
    for number in range(4):
        archive.store(an_article(number, body="Lanterns. " * 20_000))
    sizes: list[int] = []
    part = tmp_path / "a.jsonl.part"
    export(archive, "jsonl", tmp_path / "a.jsonl", progress=lambda _: sizes.append(_size(part)))
    assert all(later - sooner > 100_000 for sooner, later in pairwise(sizes))
    assert len(sizes) == 4
    assert not part.exists()


def _size(path: Path) -> int:
    return path.stat().st_size


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ["none/a", "."])
def test_a_place_that_cannot_be_written(
    filled: SqliteArchive,
    out: Path,
    format: str,  # noqa: A002
    name: str,
) -> None:
    with pytest.raises(ExportError, match=r"cannot be written: .*: check folder") as caught:
        export(filled, format, out / name, force=True)
    assert ONE_LINE.fullmatch(str(caught.value))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk(filled: SqliteArchive, format: str) -> None:  # noqa: A002
    with pytest.raises(ExportError, match="/dev/full cannot be written: No space left"):
        export(filled, format, Path("/dev/full"), force=True)
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_a_name_that_ends_in_gz_is_compressed(
    filled: SqliteArchive,
    out: Path,
    format: str,  # noqa: A002
) -> None:
    for name in ("a", "b"):
        export(filled, format, out / name)
        export(filled, format, out / f"{name}.gz")
    assert gzip.decompress((out / "a.gz").read_bytes()) == (out / "a").read_bytes()
    assert (out / "a.gz").read_bytes() == (out / "b.gz").read_bytes()


def test_parquet_is_not_compressed_twice(filled: SqliteArchive, out: Path) -> None:
    with pytest.raises(ExportError, match=r"choose a name without \.gz"):
        export(filled, "parquet", out / "a.parquet.gz")
    assert list(out.iterdir()) == []


class _Pipe(io.RawIOBase):
    """Standard output into a pipe whose reader may have gone."""

    def __init__(self, *, is_open: bool) -> None:
        super().__init__()
        self.data = b""
        self._is_open = is_open

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if not self._is_open:
            raise BrokenPipeError
        self.data += bytes(data)
        return len(data)


@pytest.fixture
def standard_output(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bool], _Pipe]]:
    """How to put a pipe in place of standard output."""
    opened = []

    def put(is_open: bool) -> _Pipe:
        pipe = _Pipe(is_open=is_open)
        text = io.TextIOWrapper(io.BufferedWriter(pipe), encoding="utf-8")
        opened.append(text)
        monkeypatch.setattr(sys, "stdout", text)
        return pipe

    yield put
    for text in opened:
        text.buffer.raw._is_open = True
        text.close()


@pytest.mark.parametrize("format", FORMATS)
def test_standard_output(
    filled: SqliteArchive,
    out: Path,
    standard_output: Callable[[bool], _Pipe],
    format: str,  # noqa: A002
) -> None:
    pipe = standard_output(True)
    report = export_articles(filled, format, "-")
    assert report.articles == 4
    written = export(filled, format, out / ("a.warc.gz" if format == "warc" else "a"))
    if format == "warc":
        (out / "piped").write_bytes(pipe.data)
        assert [each.body for each in responses(out / "piped")] == [b"<html>lanterns</html>"] * 2
    else:
        assert pipe.data == (out / "a").read_bytes()
    assert written.written == report.written


@pytest.mark.parametrize("format", FORMATS)
def test_a_reader_that_has_gone_is_no_fault_of_the_file(
    filled: SqliteArchive,
    standard_output: Callable[[bool], _Pipe],
    format: str,  # noqa: A002
) -> None:
    standard_output(False)
    with pytest.raises(BrokenPipeError):
        export_articles(filled, format, "-")


@pytest.mark.parametrize(
    ("format", "library"), [(name, each.library) for name, each in FORMATS.items() if each.library]
)
def test_a_library_that_is_missing_is_named(
    filled: SqliteArchive,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    format: str,  # noqa: A002
    library: str,
) -> None:
    for name in [each for each in sys.modules if each.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, f"archive.exports_{format}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ExportError, match=rf"pip install 'triptych\[{format}\]'"):
        export(filled, format, out / "a")
    assert list(out.iterdir()) == []


def test_each_optional_library_is_imported_in_one_file() -> None:
    users: dict[str, set[str]] = {each.library: set() for each in FORMATS.values() if each.library}
    rooms = ("archive", "commands", "crawler", "index", "languages", "printing", "replica")
    for path in (file for room in rooms for file in (_ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                users.get(name.partition(".")[0], set()).add(path.stem)
    assert users == {"pyarrow": {"exports_parquet"}, "warcio": {"exports_warc"}}
