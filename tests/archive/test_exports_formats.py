"""Exported files are harmless, and readable by the programs that they are for."""

import csv
import io
import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from archive import Article, RawPage, SqliteArchive, exports_parquet
from archive.urls import canonical_url
from tests.archive.exporting import ARABIC_URL, ODD, an_article, export, normal, responses
from tests.archive.samples import NOON, a_page


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+961 1 000", "'+961 1 000"),
        ("-5 degrees", "'-5 degrees"),
        ("@lanterns", "'@lanterns"),
        ("＝1+1", "'＝1+1"),
        ("\t=1+1", "'=1+1"),
        ("\r=1+1", "'=1+1"),
        (" \u200b =1", "'=1"),
        ("'=1", "'=1"),
        ("1 = 1", "1 = 1"),
        ('He said "lanterns", twice; so\nthere', 'He said "lanterns", twice; so there'),
        ("bell \x07 \x1b[2J \u202eright", "bell [2J right"),
        (ODD.strip(), None),
    ],
)
def test_cells_of_csv(archive: SqliteArchive, tmp_path: Path, title: str, cell: str | None) -> None:
    archive.store(an_article(1, title=title, published=None, authors=(), provenance={}))
    export(archive, "csv", tmp_path / "a.csv")
    data = (tmp_path / "a.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))
    assert len(rows) == 1
    expected = normal(an_article(1, title=title)).title if cell is None else cell
    assert rows[0]["title"] == expected
    assert list(rows[0]) == [each.name for each in fields(Article)]
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b'"\r\n')


def test_values_of_csv(filled: SqliteArchive, out: Path) -> None:
    export(filled, "csv", out / "a.csv")
    text = (out / "a.csv").read_bytes().decode()
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""), strict=True)}
    first, bare = rows["en:1"], rows["es:b"]
    assert (first["version"], first["tags"]) == ("3", "lanterns; markets")
    assert first["body"] == an_article(1).body
    assert json.loads(first["provenance"]) == {"title": "tawsiyat", "body": "dom"}
    assert (first["published"], first["gone"]) == (
        "2024-03-05T12:01:00Z",
        "2024-03-08T12:00:00.000005Z",
    )
    assert (bare["published"], bare["video_duration_s"], bare["tags"]) == ("", "", "")
    assert (bare["provenance"], bare["word_count"]) == ("", "0")


def test_values_of_parquet(
    filled: SqliteArchive, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports_parquet, "_ROWS_AT_ONCE", 3)
    report = export(filled, "parquet", out / "a.parquet")
    assert (report.articles, report.written) == (4, 4)
    file = parquet.ParquetFile(out / "a.parquet")
    assert file.metadata.num_row_groups == 2
    table = file.read()
    assert table.schema.names == [each.name for each in fields(Article)]
    assert table.schema.field("published").type == pa.timestamp("us", tz="UTC")
    assert table.schema.field("tags").type == pa.list_(pa.field("element", pa.string()))
    for row, article in zip(table.to_pylist(), filled.every_article(), strict=True):
        maps = {name: dict(row[name]) for name in ("provenance", "language_votes")}
        lists = {name: tuple(row[name]) for name in ("authors", "tags", "related_urls")}
        assert Article(**(row | maps | lists)) == article


def test_batches_of_parquet_are_bounded_by_their_text(
    filled: SqliteArchive, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports_parquet, "_CHARACTERS_AT_ONCE", 1)
    export(filled, "parquet", out / "a.parquet")
    assert parquet.ParquetFile(out / "a.parquet").metadata.num_row_groups == 4


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_raw_pages_as_warc(filled: SqliteArchive, out: Path, name: str) -> None:
    report = export(filled, "warc", out / name)
    assert (report.articles, report.written, report.left_out) == (4, 2, 4)
    assert (out / name).read_bytes().startswith(b"\x1f\x8b" if name.endswith(".gz") else b"WARC/1")
    arabic, english = responses(out / name)
    assert arabic.url == (
        "https://www.almayadeen.net/misc/%D8%B3%D9%88%D9%82-"
        "%D8%A7%D9%84%D9%81%D9%88%D8%A7%D9%86%D9%8A%D8%B3:-100%25"
    )
    assert canonical_url(arabic.url) == ARABIC_URL
    assert (arabic.date, arabic.status) == ("2024-03-05T13:00:00Z", "200")
    assert arabic.body == english.body == b"<html>lanterns</html>"
    assert english.headers == {
        "Content-Type": "text/html; charset=utf-8",
        "X-Name": "%D9%81%D8%A7%D9%86%D9%88%D8%B3",
        "Content-Length": "21",
    }
    assert arabic.name != english.name


def test_headers_that_no_longer_hold_are_left_out_and_none_forges_another(
    archive: SqliteArchive, tmp_path: Path
) -> None:
    article = an_article(1)
    headers = {
        "Content-Encoding": "br",
        "transfer-encoding": "chunked",
        "Content-Length": "5",
        "ETag": '"x"',
        "X-Long": "a\r\nX-Forged: b\x00\r\n\r\n<html>",
        "X Bad\r\nName": "c",
        "X-Ñ": "d",
        "Set-Cookie": "a=ñ; path=/",
    }
    page = RawPage(url=article.url, status=299, headers=headers, body=b"", fetched=NOON)
    archive.store(article, page)
    export(archive, "warc", tmp_path / "a.warc")
    (response,) = responses(tmp_path / "a.warc")
    assert response.headers.keys() == {"ETag", "X-Long", "Set-Cookie", "Content-Length"}
    assert (response.headers["Content-Length"], response.body, response.status) == ("0", b"", "299")
    assert response.headers["ETag"] == '"x"'


def test_every_version_has_its_own_page(archive: SqliteArchive, tmp_path: Path) -> None:
    for number, title in enumerate(("one", "two")):
        article = an_article(1, title=title)
        fetched = datetime(2024, 1, 1 + number, tzinfo=UTC)
        archive.store(article, replace(a_page(article, title.encode()), fetched=fetched))
    export(archive, "warc", tmp_path / "a.warc")
    first, second = responses(tmp_path / "a.warc")
    assert (first.body, second.body) == (b"one", b"two")
    assert first.name != second.name
