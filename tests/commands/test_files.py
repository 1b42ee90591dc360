"""Commands for files: import and export."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands.running import (
    ARTICLES,
    Run,
    assert_error,
    assert_harmless,
    found_ids,
)


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_an_export_of_a_hostile_article_is_harmless(run: Run, format_: str) -> None:
    shown = run("export", "--format", format_).stdout_bytes.decode().replace("\r\n", "\n")
    assert "overridden" in shown
    assert_harmless(shown)


def test_export_to_standard_output(run: Run) -> None:
    result = run("export")
    assert result.stderr == "6 versions of 5 articles written\n"
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["id"], row["version"]) for row in rows] == [
        ("ar:3", 1),
        ("en:1", 1),
        ("en:2", 1),
        ("en:2", 2),
        ("en:5", 1),
        ("es:4", 1),
    ]
    some = run("export", "--edition", "english", "--until", "2024-03-06", "--output", "-", "--json")
    assert json.loads(some.stdout)["id"] == "en:1"
    assert json.loads(some.stderr) == {
        "format": "jsonl",
        "output": "-",
        "articles": 1,
        "written": 1,
        "left_out": 0,
    }


@pytest.mark.parametrize(
    ("format_", "start"), [("csv", b'"id",'), ("parquet", b"PAR1"), ("warc", b"\x1f\x8b")]
)
def test_export_in_every_format(run: Run, tmp_path: Path, format_: str, start: bytes) -> None:
    assert run("export", "--format", format_).stdout_bytes.startswith(start)
    file = tmp_path / "a"
    done = run("export", "--format", format_, "--output", str(file))
    assert (done.exit_code, done.stdout) == (0, "")
    assert file.stat().st_size > 100
    assert_error(run("export", "--output", str(file)), 1, "is there already.*--force")
    told = run("export", "--output", str(file), "--force", "--json")
    assert (json.loads(told.stdout)["written"], told.stderr) == (6, "")
    assert file.read_bytes().startswith(b'{"id"')


def test_what_is_binary_is_not_for_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    assert_error(run("export", "--format", "warc"), 2, "name a file with --output")
    assert run("export", "--format", "csv").stdout_bytes.startswith(b'"id",')


def test_import_sync_search_rebuild(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    rows = [json.dumps(article.as_json(), ensure_ascii=False) for article in ARTICLES]
    file = tmp_path / "rows.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join([*rows[:3], "{", *rows[3:]]).encode()))
    first = run("import", str(file), "--no-sync", folder=data)
    assert (first.exit_code, first.stdout) == (
        0,
        "6 read: 5 new, 0 changed, 0 unchanged, 1 refused\n",
    )
    assert first.stderr.startswith("line 4: not JSON: ")
    assert_error(run("search", "x", folder=data), 1, "run `search_cli.py sync`")
    assert "run `search_cli.py sync`" in run("stats", folder=data).stdout
    assert run("sync", folder=data).stdout == "5 articles indexed, 5 encoded, 5 linked\n"
    assert found_ids(run("search", "farol", "--json", folder=data)) == ["es:4"]
    again = run("import", str(file), "--json", folder=data)
    report = json.loads(again.stdout)
    assert (report["unchanged"], report["refused"], report["refusals"][0]["line"]) == (5, 1, 4)
    assert json.loads(run("rebuild", "--json", folder=data).stdout) == {
        "indexed": 5,
        "encoded": 5,
        "linked": 5,
    }
    assert json.loads(run("sync", "--json", "--index-only", folder=data).stdout) == {"indexed": 0}


def test_import_brings_the_index_up_to_date(run: Run, tmp_path: Path) -> None:
    row = json.dumps(ARTICLES[3].as_json())
    assert run("import", "-", folder=tmp_path, input=row).exit_code == 0
    assert found_ids(run("search", "farol", "--json", folder=tmp_path)) == ["es:4"]
    changed = json.dumps(replace(ARTICLES[3], title="Feria de velas").as_json())
    assert run("import", "-", "--no-sync", folder=tmp_path, input=changed).exit_code == 0
    result = run("search", "farol", folder=tmp_path)
    assert result.exit_code == 0
    assert result.stderr.startswith("1 article is not indexed yet: run `search_cli.py sync`\n")


def test_an_import_of_nothing_but_refused_lines_fails(run: Run, tmp_path: Path) -> None:
    result = run("import", "-", folder=tmp_path, input="{\n[]\n")
    assert result.exit_code == 1
    assert result.stderr.endswith(
        "error: no line of the file is an article: see the reasons above\n"
    )
    assert run("import", "-", folder=tmp_path, input="").exit_code == 0
