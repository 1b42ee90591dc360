"""Whole files of articles: plain or packed, whole or broken, once or again."""

import gzip
import io
import json
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive import SqliteArchive
from archive.article import with_content_hash
from archive.imports import SHOWN_REFUSALS, Refusal, article_of_row, import_articles
from archive.json_lines import MAX_LINE_BYTES, ImportFileError, read_rows
from tests.archive.conftest import Opening
from tests.archive.samples import an_article
from tests.archive.site_rows import NOW, site_row


def _file(folder: Path, rows: Iterable[object], name: str = "rows.jsonl") -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_what_is_gone_is_recorded_once(tmp_path: Path, archive: SqliteArchive) -> None:
    gone = NOW - timedelta(days=9)
    first = an_article(1, gone=gone, version=1)
    rows = [each.as_json() for each in (first, replace(first, title="Closed", version=2))]
    file = _file(tmp_path, rows)
    assert import_articles(archive, file, now=NOW).new == 1
    assert [each.gone for each in archive.versions("en:1")] == [gone, gone]
    last = archive.last_change()
    assert import_articles(archive, file, now=NOW).unchanged == 2
    later = [row | {"gone": "2024-05-31T12:00:00Z"} for row in rows]
    import_articles(archive, _file(tmp_path, later), now=NOW)
    assert (archive.last_change(), archive.versions("en:1")[0].gone) == (last, gone)
    assert "gone" not in article_of_row(first.as_json() | {"provenance": None}, now=NOW).provenance


def test_a_version_already_there_can_turn_out_to_be_gone(
    tmp_path: Path, archive: SqliteArchive
) -> None:
    archive.store(an_article(1))
    row = an_article(1, version=1, gone=NOW).as_json()
    assert import_articles(archive, _file(tmp_path, [row]), now=NOW).unchanged == 1
    assert (archive.versions("en:1")[0].gone, archive.last_change()) == (NOW, 2)


def test_a_version_is_restored_under_its_number_even_if_it_says_the_same(
    tmp_path: Path, archive: SqliteArchive
) -> None:
    first = an_article(1, version=1)
    rows = [replace(first, version=number).as_json() for number in (1, 2, 4)]
    report = import_articles(archive, _file(tmp_path, rows), now=NOW)
    assert (report.new, report.changed, report.unchanged) == (1, 1, 1)
    assert [each.version for each in archive.versions("en:1")] == [1, 2]
    unnumbered = replace(first, version=0).as_json()
    assert import_articles(archive, _file(tmp_path, [unnumbered]), now=NOW).unchanged == 1


def test_lines_are_counted_and_bad_ones_do_not_stop_the_rest(
    tmp_path: Path, archive: SqliteArchive
) -> None:
    rows = [
        an_article(1).as_json(),
        "{not json",
        "",
        "[1, 2]",
        '{"title": NaN}',
        an_article(2).as_json() | {"title": ""},
        "[" * 100_000,
        an_article(2).as_json(),
    ]
    report = import_articles(archive, _file(tmp_path, rows), now=NOW)
    assert (report.read, report.new, report.refused) == (7, 2, 5)
    assert [refusal.line for refusal in report.refusals] == [2, 4, 5, 6, 7]
    assert report.refusals[0].reason.startswith("not JSON: ")
    assert report.refusals[1] == Refusal(4, "not a JSON object")
    assert report.refusals[2] == Refusal(5, "not JSON: NaN")
    assert report.refusals[3] == Refusal(6, "no title")
    assert report.as_json()["refusals"][3] == {"line": 6, "reason": "no title"}
    assert [article.id for article in archive.every_article()] == ["en:1", "en:2"]


def test_the_reasons_are_bounded(tmp_path: Path, archive: SqliteArchive) -> None:
    rows = [{"title": "x", "url": "https://x.example", "edition": "\x1b[2J" + "e" * 999}] * 30
    report = import_articles(archive, _file(tmp_path, rows))
    assert (report.refused, len(report.refusals)) == (30, SHOWN_REFUSALS)
    assert all(len(each.reason) <= 200 and each.reason.isprintable() for each in report.refusals)


def test_importing_again_stores_nothing(tmp_path: Path, archive: SqliteArchive) -> None:
    path = _file(tmp_path, [site_row(), site_row(postid="2"), an_article().as_json()])
    assert import_articles(archive, path, now=NOW).new == 3
    report = import_articles(archive, path, now=NOW + timedelta(days=1))
    assert (report.read, report.new, report.changed, report.unchanged) == (3, 0, 0, 3)
    changed = _file(tmp_path, [site_row(title="سوق الفوانيس يُغلق أبوابه")], "changed.jsonl")
    assert import_articles(archive, changed, now=NOW).changed == 1


def test_all_versions_come_back_once(opening: Opening, tmp_path: Path) -> None:
    tellings = [
        an_article(title=title, word_count=10) for title in ("Lanterns", "Lamps", "Lanterns")
    ]
    versions = [
        with_content_hash(replace(telling, version=number)).as_json()
        for number, telling in enumerate(tellings, 1)
    ]
    path = _file(tmp_path, versions)
    with closing(opening()) as archive:
        assert import_articles(archive, path).changed == 2
        assert import_articles(archive, path).unchanged == 3
        assert [each.as_json() for each in archive.versions("en:1")] == versions


def test_compressed_files_whatever_their_name(tmp_path: Path, archive: SqliteArchive) -> None:
    plain = _file(tmp_path, [an_article().as_json()], "plain.jsonl.gz")
    assert import_articles(archive, plain).new == 1
    packed = tmp_path / "packed.jsonl"
    packed.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes())
    assert import_articles(archive, packed).unchanged == 1
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert import_articles(archive, packed).unchanged == 1


def _truncated(folder: Path) -> Path:
    path = folder / "cut.jsonl.gz"
    whole = gzip.compress("".join(f'{{"n": {n**7}}}\n' for n in range(9000)).encode())
    path.write_bytes(whole[: len(whole) // 2])
    return path


def _garbled(folder: Path) -> Path:
    path = folder / "garbled.jsonl.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00" + b"\xff" * 100)
    return path


@pytest.mark.parametrize(
    "broken", [_truncated, _garbled, lambda folder: folder, lambda folder: folder / "none"]
)
def test_a_file_that_cannot_be_read(tmp_path: Path, broken: Callable[[Path], Path]) -> None:
    with pytest.raises(ImportFileError, match=str(broken(tmp_path))):
        list(read_rows(broken(tmp_path), lambda *_: None))


def test_what_came_before_the_damage_is_kept(tmp_path: Path, archive: SqliteArchive) -> None:
    lines = (json.dumps(an_article(n).as_json()).encode() + b"\n" for n in range(300))
    whole = gzip.compress(b"".join(lines))
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(ImportFileError):
        import_articles(archive, path)
    assert archive.last_change() > 0


def test_a_line_too_long_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_bytes(b'{"a": "' + b"x" * (2 * MAX_LINE_BYTES) + b'"}\n{"b": 1}\n' + b"\xff{}\n")
    refused: list[tuple[int, str]] = []
    rows = list(read_rows(path, lambda *refusal: refused.append(refusal)))
    assert rows == [(2, {"b": 1})]
    assert refused == [(1, "longer than 16 MB"), (3, "not UTF-8")]


def test_halves_of_characters_are_replaced(tmp_path: Path, archive: SqliteArchive) -> None:
    row = json.dumps(an_article().as_json() | {"body": "Cut \ud83c", "title": "Whole \U0001f3ee"})
    assert import_articles(archive, _file(tmp_path, [row])).new == 1
    kept = archive.article("en:1")
    assert kept is not None
    assert (kept.body, kept.title) == ("Cut ?", "Whole \U0001f3ee")


def test_standard_input(monkeypatch: pytest.MonkeyPatch, archive: SqliteArchive) -> None:
    packed = gzip.compress(json.dumps(an_article().as_json()).encode())
    stream = io.TextIOWrapper(io.BytesIO(packed))
    monkeypatch.setattr("sys.stdin", stream)
    assert import_articles(archive, "-").new == 1
    assert not stream.closed


def test_progress_is_told(tmp_path: Path, archive: SqliteArchive) -> None:
    path = _file(tmp_path, [an_article(1).as_json(), {"title": "x"}, an_article(2).as_json()])
    told: list[int] = []
    import_articles(archive, path, progress=told.append)
    assert told == [1, 2, 3]
