"""The command line as a whole: usage, errors, exit statuses, what it loads."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from search_cli import main
from tests.commands.running import (
    PROGRAM,
    Run,
    assert_error,
    process,
)

COMMANDS = [
    "compare",
    "coverage",
    "doctor",
    "export",
    "history",
    "import",
    "rebuild",
    "search",
    "serve",
    "show",
    "similar",
    "stats",
    "stories",
    "story",
    "sync",
]


@pytest.mark.parametrize(
    "command",
    [
        ["search", "x"],
        ["similar", "en:1"],
        ["show", "en:1"],
        ["history", "en:1"],
        ["compare", "en:1"],
        ["export"],
        ["stats"],
        ["sync"],
    ],
)
def test_without_an_archive(run: Run, tmp_path: Path, command: list[str]) -> None:
    assert_error(run(*command, folder=tmp_path / "none"), 1, "no archive in .*`scrapy update`")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["fly"], "No such command 'fly'"),
        (["search", "x", "--frobnicate"], "'--frobnicate'"),
        (["search", "x", "--limit", "-1"], "--limit"),
        (["search", "x", "--edition", "klingon"], "arabic, english, spanish"),
        (["search", "x", "--kind", "poem"], "'poem' is not one of analysis, "),
        (["search", "x", "--sort", "size"], "--sort"),
        (["search", "x", "--facets", "size"], "unknown facet 'size'"),
        (["search", "x", "--format", "xml"], "--format"),
        (["search", "x", "--format", "csv", "--json"], "--json and --format csv are two"),
        (["search", "x", "--format", "ids", "--facets", "kind"], "--facets is for text and JSON"),
        (["search", "x", "--lang", "english"], "'english' is no language code such as ar, en, es"),
        (["search", "x", "--tag", "…"], "'…' has no letter or digit"),
        (["search", "x", "--country", ""], "'' has no letter or digit"),
        (["similar"], "Missing argument"),
        (["search", "x", "--since", "soon"], "'soon' is not a date such as"),
        (["search", "x", "--since", "2024-02-30"], "no day 2024-02-30"),
        (["search", "x", "--since", "2024", "--until", "2023"], "before the first"),
        (["search", "x", "--since", "2024..2025"], "2024"),
        (["show"], "Missing argument"),
        (["history"], "Missing argument"),
        (["export", "--format", "xls"], "'xls' is not one of csv, jsonl, parquet, warc"),
        (["export", "--since", "soon"], "'soon' is not a date such as"),
        (["export", "--edition", "klingon"], "arabic, english, spanish"),
        (["import", "/nowhere/to/be/found.jsonl"], "does not exist"),
    ],
)
def test_wrong_usage(run: Run, args: list[str], message: str) -> None:
    result = run(*args)
    assert_error(result, 2, message)
    assert " --help`)" in result.stderr


def test_an_unknown_engine_names_the_known_ones(run: Run) -> None:
    assert_error(run("search", "x", "--engine", "steam"), 1, "'steam': use whoosh")
    assert_error(run("search", "x", env={"NEWS_ENGINE": "steam"}), 1, "'steam': use whoosh")


def test_a_wrong_query_has_a_caret_under_the_place(run: Run) -> None:
    result = run("search", "lantern", "(market")
    assert (result.exit_code, result.stdout) == (2, "")
    first, second, rest = result.stderr.split("\n")
    assert first.startswith("error: ")
    assert first.endswith(": lantern (market")
    assert second.strip() == "^"
    assert first[second.index("^") :] in {"(market", "market", ""}
    assert rest == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"Example: search_cli.py {command}" in " ".join(result.stdout.split())
    assert "--json" in result.stdout or command == "serve"


def test_the_commands_are_these() -> None:
    assert sorted(main.commands) == COMMANDS


def test_without_arguments_help_goes_to_standard_error(run: Run) -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: search_cli.py")


def test_the_version(run: Run) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize("error", [KeyboardInterrupt, click.Abort])
def test_an_interruption_ends_with_130(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def interrupt(*_: object) -> None:
        raise error

    monkeypatch.setattr("index.holdings.take_stock", interrupt)
    result = run("stats")
    assert (result.exit_code, result.stdout, result.stderr.strip()) == (130, "", "")


def test_as_a_program(data: Path) -> None:
    done = process(data, "search", "فانوس", "--json", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert json.loads(done.stdout)["hits"][0]["id"] == "ar:3"
    assert re.fullmatch(r"1 hit, took \d+ ms\n", done.stderr)


def test_a_reader_that_goes_away_is_no_error(data: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, PROGRAM, "search", "lantern"],
        env={**os.environ, "NEWS_DATA_DIR": str(data)},
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=120,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("id:101", "unknown id: use one such as en:1850881"),
        ("lang:english", "unknown lang: use a code such as ar, en, es"),
        ("kind:poem", "unknown kind: use analysis, "),
        ("\u0640", "there is no word to search for"),
        ("\u0640\u0640\u0640*", "needs 2 letters"),
    ],
)
def test_what_can_find_nothing_is_refused(run: Run, query: str, message: str) -> None:
    result = run("search", query)
    assert (result.exit_code, result.stdout) == (2, "")
    first, second, _ = result.stderr.split("\n")
    assert message in first
    assert second.strip() == "^"


_LOADED = """
import sys
from search_cli import main
try:
    main(["search", "lantern"])
finally:
    print(*sorted(name.partition(".")[0] for name in sys.modules), file=sys.stderr)
"""


def test_a_search_loads_neither_scrapy_nor_what_it_does_not_need(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED],
        env={**os.environ, "NEWS_DATA_DIR": str(data)},
        cwd=PROGRAM.parent,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    loaded = set(done.stderr.split())
    assert "whoosh" in loaded
    assert not loaded & {"scrapy", "twisted", "langdetect", "rich", "lxml", "asyncio", "crawler"}
    assert not loaded & {"difflib", "pyarrow", "warcio", "filelock", "csv"}
