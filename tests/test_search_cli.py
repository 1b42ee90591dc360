"""The command line: what it prints, where, and with which status it ends."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from archive import Article, open_archive
from archive.urls import HOSTS
from index.folder import sync_folder
from search_cli import main

PROGRAM = Path(__file__).resolve().parent.parent / "search_cli.py"
COMMANDS = ["search", "show", "stats", "import", "sync", "rebuild"]
NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
HOSTILE = "Lanterns \x1b[2J\x9b31m \u202eoverridden\u202c \x07 now"
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
Run = Callable[..., Result]


def _article(number: int, edition: str, **fields: Any) -> Article:
    code = {"english": "en", "arabic": "ar", "spanish": "es"}[edition]
    values: dict[str, Any] = {
        "url": f"https://{HOSTS[edition]}/news/culture/market-{number}",
        "section": "news/culture",
        "kind": "news",
        "language": code,
        "published": NOON + timedelta(days=number),
    }
    return Article(id=f"{code}:{number}", edition=edition, **(values | fields))


ARTICLES = [
    _article(
        1,
        "english",
        title="Lantern market of Wadi Sarmal opens",
        lead="Four hundred lanterns hang over the old canal.",
        body="The harvest fair follows in May.\n\nRima Daloub reports.",
    ),
    _article(2, "english", title="Harvest fair moves to Talmara", body="No lanterns this year."),
    _article(
        3,
        "arabic",
        title="سوق الفوانيس يعود إلى وادي سرمل",
        lead="علّق الحرفيون أربعمئة فانوس بين الجسرين.",
        kind="feature",
    ),
    _article(4, "spanish", title="Feria de faroles en Valdesauce", lead="Cien faroles de papel."),
    _article(5, "english", title=HOSTILE, body=f"Body {HOSTILE}", published=None, section="misc"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an archive and an index; not to be changed."""
    folder = tmp_path_factory.mktemp("data")
    with closing(open_archive(folder, create=True)) as archive:
        for article in ARTICLES:
            archive.store(article)
        archive.store(replace(ARTICLES[1], body="Many lanterns this year."))
    sync_folder(folder, "whoosh")
    return folder


@pytest.fixture
def run(data: Path) -> Run:
    """Run the program in this process, on the filled folder unless told."""

    def invoke(*args: str, folder: Path = data, **kwargs: Any) -> Result:
        environ = {"NEWS_DATA_DIR": str(folder), "NEWS_ENGINE": None, "NO_COLOR": None}
        runner = CliRunner(env={**environ, "FORCE_COLOR": None, **kwargs.pop("env", {})})
        return runner.invoke(main, args, prog_name="search_cli.py", **kwargs)

    return invoke


def _process(folder: Path, *args: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", PROGRAM, *args],
        env={**kept, "NEWS_DATA_DIR": str(folder), **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def _assert_error(result: Result, status: int, message: str) -> None:
    assert result.exit_code == status, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert re.search(message, result.stderr), result.stderr


def _ids(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [hit["id"] for hit in json.loads(result.stdout)["hits"]]


def test_a_search_prints_hits_to_standard_output_and_the_rest_to_error(run: Run) -> None:
    result = run("search", "lantern", "canal")
    assert result.exit_code == 0
    assert result.stdout.split("\n") == [
        "1. 2024-03-06  english  news/culture  en:1",
        "Lantern market of Wadi Sarmal opens",
        "https://english.almayadeen.net/news/culture/market-1",
        f"{ARTICLES[0].lead} The harvest fair follows in May. Rima Daloub reports.",
        "",
    ]
    assert re.fullmatch(r"1 hit, took \d+ ms\n", result.stderr)


def test_no_hits_are_no_error(run: Run) -> None:
    result = run("search", "submarine")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("no hits")


def test_json_has_the_promised_shape(run: Run) -> None:
    result = run("search", "الفوانيس", "--json", "--facets", "edition,kind")
    answer = json.loads(result.stdout)
    assert answer.keys() == {"query", "total", "took_ms", "hits", "facets"}
    assert (answer["query"], answer["total"]) == ("الفوانيس", 1)
    assert answer["facets"] == {"edition": {"arabic": 1}, "kind": {"feature": 1}}
    hit = answer["hits"][0]
    assert list(hit) == [
        "id",
        "edition",
        "language",
        "url",
        "title",
        "lead",
        "published",
        "section",
        "kind",
        "score",
        "snippet",
        "matches",
    ]
    assert (hit["id"], hit["language"], hit["published"]) == ("ar:3", "ar", "2024-03-08T12:00:00Z")
    start, end = hit["matches"]["title"][0]
    assert hit["title"][start:end] == "الفوانيس"
    assert "\\u" not in result.stdout
    assert "الفوانيس" in result.stdout


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        (["lanterns", "--sort", "date"], {"en:1", "en:2", "en:5"}),
        (['"harvest fair"'], {"en:1", "en:2"}),
        (['"fair harvest"'], set()),
        (["harvest", "-canal"], {"en:2"}),
        (["title:harvest"], {"en:2"}),
        (["مدارس", "OR", "والفوانيس"], {"ar:3"}),
        (["farol"], {"es:4"}),
        (["*", "--edition", "spanish", "--edition", "arabic"], {"es:4", "ar:3"}),
        (["--kind", "feature"], {"ar:3"}),
        (["--lang", "es"], {"es:4"}),
        (["--section", "misc"], {"en:5"}),
        (["--since", "2024-03-08"], {"ar:3", "es:4"}),
        (["--until", "2024-03-08"], {"en:1", "en:2", "ar:3"}),
        (["--since", "2024-03-07", "--until", "2024-03-07"], {"en:2"}),
        (["--since", "2024", "--until", "2024-03"], {"en:1", "en:2", "ar:3", "es:4"}),
        (["--since", "7d"], set()),
        (["--until", "yesterday", "farol"], {"es:4"}),
        ([], {"en:1", "en:2", "ar:3", "es:4", "en:5"}),
    ],
)
def test_what_a_search_finds(run: Run, args: list[str], ids: set[str]) -> None:
    assert set(_ids(run("search", "--json", *args))) == ids


def test_order_and_slices(run: Run) -> None:
    newest = ["search", "--json", "--sort", "-date"]
    assert _ids(run(*newest)) == ["es:4", "ar:3", "en:2", "en:1", "en:5"]
    assert _ids(run(*newest, "--limit", "2", "--offset", "1")) == ["ar:3", "en:2"]
    assert "5 hits, 2 to 3 shown" in run(*newest[:1], "--limit", "2", "--offset", "1").stderr


@pytest.mark.parametrize(
    ("environ", "option", "is_marked"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
    ],
)
def test_matches_are_marked_in_colour(
    run: Run, environ: dict[str, str], option: list[str], *, is_marked: bool
) -> None:
    shown = run("search", "فانوس", *option, env=environ).stdout
    assert ("\x1b[1;31mفانوس\x1b[0m" in shown) is is_marked
    assert ("\x1b" in shown) is is_marked
    assert "\x1b" not in run("search", "فانوس", "--json", *option, env=environ).stdout


def test_isolates_are_for_terminals_or_on_demand(run: Run) -> None:
    assert "\u2068" not in run("search", "فانوس").stdout
    assert (
        "\u2068سوق الفوانيس يعود إلى وادي سرمل\u2069\n"
        in run("search", "فانوس", "--bidi", "isolate").stdout
    )
    assert "\u2068" not in run("search", "فانوس", "--bidi", "isolate", "--json").stdout


@pytest.mark.parametrize("command", [["search", "lanterns"], ["show", "en:5"]])
@pytest.mark.parametrize("options", [[], ["--json"], ["--bidi", "isolate"]])
def test_a_hostile_article_is_harmless(run: Run, command: list[str], options: list[str]) -> None:
    shown = run(*command, *options).stdout
    assert "overridden" in shown
    assert not _CONTROLS.search(shown.replace("\u2068", "").replace("\u2069", ""))
    assert shown.count("\u2068") == shown.count("\u2069")


@pytest.mark.parametrize(
    "name", ["en:2", "https://english.almayadeen.net/news/culture/market-2/#x"]
)
def test_show_by_id_and_address(run: Run, name: str) -> None:
    shown = run("show", name).stdout
    assert shown.startswith("Harvest fair moves to Talmara\n\nid:           en:2, version 2\n")
    assert shown.endswith("\nMany lanterns this year.\n")
    assert json.loads(run("show", name, "--json").stdout)["version"] == 2


def test_show_an_older_version(run: Run) -> None:
    article = json.loads(run("show", "en:2", "--version", "1", "--json").stdout)
    assert (article["version"], article["body"]) == (1, "No lanterns this year.")
    assert Article.from_json(article).title == ARTICLES[1].title


@pytest.mark.parametrize(
    "args", [["en:999"], ["en:2", "--version", "9"], ["https://x.example/y"], ["javascript://x"]]
)
def test_show_nothing(run: Run, args: list[str]) -> None:
    _assert_error(run("show", *args), 1, "no article .*search_cli.py search")


def test_stats(run: Run) -> None:
    shown = run("stats").stdout
    assert re.search(r"^english +3 +4 +3 +0  2024-03-06  2024-03-07$", shown, re.MULTILINE)
    assert "index:   whoosh, 5 articles, up to change 6, " in shown
    stats = json.loads(run("stats", "--json").stdout)
    assert stats["editions"][0]["edition"] == "arabic"
    assert stats["editions"][0]["last"] == "2024-03-08T12:00:00Z"
    assert stats["last_change"] == 6
    index = stats["index"]
    assert (index["articles"], index["last_change"], index["behind"]) == (5, 6, 0)
    assert stats["archive_bytes"] > 0
    assert index["size_bytes"] > 0


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
    _assert_error(run("search", "x", folder=data), 1, "run `search_cli.py sync`")
    assert "run `search_cli.py sync`" in run("stats", folder=data).stdout
    assert run("sync", folder=data).stdout == "5 articles indexed\n"
    assert _ids(run("search", "farol", "--json", folder=data)) == ["es:4"]
    again = run("import", str(file), "--json", folder=data)
    report = json.loads(again.stdout)
    assert (report["unchanged"], report["refused"], report["refusals"][0]["line"]) == (5, 1, 4)
    assert json.loads(run("rebuild", "--json", folder=data).stdout) == {"indexed": 5}
    assert json.loads(run("sync", "--json", folder=data).stdout) == {"indexed": 0}


def test_import_brings_the_index_up_to_date(run: Run, tmp_path: Path) -> None:
    row = json.dumps(ARTICLES[3].as_json())
    assert run("import", "-", folder=tmp_path, input=row).exit_code == 0
    assert _ids(run("search", "farol", "--json", folder=tmp_path)) == ["es:4"]
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


@pytest.mark.parametrize("command", [["search", "x"], ["show", "en:1"], ["stats"], ["sync"]])
def test_without_an_archive(run: Run, tmp_path: Path, command: list[str]) -> None:
    _assert_error(run(*command, folder=tmp_path / "none"), 1, "no archive in .*`scrapy update`")


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
        (["search", "x", "--since", "soon"], "'soon' is not a date such as"),
        (["search", "x", "--since", "2024-02-30"], "no day 2024-02-30"),
        (["search", "x", "--since", "2024", "--until", "2023"], "before the first"),
        (["search", "x", "--since", "2024..2025"], "2024"),
        (["show"], "Missing argument"),
        (["import", "/nowhere/to/be/found.jsonl"], "does not exist"),
    ],
)
def test_wrong_usage(run: Run, args: list[str], message: str) -> None:
    result = run(*args)
    _assert_error(result, 2, message)
    assert " --help`)" in result.stderr


def test_an_unknown_engine_names_the_known_ones(run: Run) -> None:
    _assert_error(run("search", "x", "--engine", "steam"), 1, "'steam': use whoosh")
    _assert_error(run("search", "x", env={"NEWS_ENGINE": "steam"}), 1, "'steam': use whoosh")


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
    assert "--json" in result.stdout


def test_the_commands_are_these() -> None:
    assert set(COMMANDS) <= set(main.commands)


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
    done = _process(data, "search", "فانوس", "--json", PYTHONIOENCODING="latin-1")
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
