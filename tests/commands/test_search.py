"""What a search can be asked for, and every form of its answer."""

import csv
import io
import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import open_archive
from index.dates import BEIRUT
from index.folder import sync_folder
from index.syntax_guide import EXAMPLES
from tests.commands.running import (
    ARTICLES,
    HOSTILE,
    NOON,
    Run,
    article,
    assert_error,
    assert_harmless,
    found_ids,
    process,
)

LABELLED = [
    article(
        11,
        "english",
        title="Wells of Deir Nour",
        tags=("Water supply", "Deir Nour"),
        authors=("Salma Haddar",),
        country="Lebanon",
    ),
    article(12, "arabic", title="آبار دير نور", tags=("المياه",), country="لبنان"),
    article(13, "english", title="=SUM(wells)", tags=("water",), lead='@He said "1, 2"\nand left.'),
]


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles with labels, one of which is gone, and one of which has three versions."""
    folder = tmp_path_factory.mktemp("labelled")
    with closing(open_archive(folder, create=True)) as archive:
        for each in LABELLED:
            archive.store(each)
        archive.store(replace(LABELLED[0], title="Old wells of Deir Nour"))
        archive.store(replace(LABELLED[0], title="Springs of Deir Nour", tags=()))
        archive.mark_gone("ar:12", NOON)
    sync_folder(folder, "whoosh")
    return folder


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        (["--tag", "Water"], {"en:13"}),
        (["--tag", "water supply"], set()),
        (["--tag", "water supply", "--versions"], {"en:11"}),
        (["--tag", "المِيَاه", "--tag", "WATER"], {"ar:12", "en:13"}),
        (["--author", "salma haddar"], {"en:11"}),
        (["--author", "salma"], set()),
        (["--country", "Lebanon", "--country", "لبنان"], {"en:11", "ar:12"}),
        (["--country", "lebanon", "--author", "Salma Haddar", "springs"], {"en:11"}),
        (["old"], set()),
        (["old", "--versions"], {"en:11"}),
        (["deir nour"], {"en:11"}),
        (["نور"], {"ar:12"}),
    ],
)
def test_labels_and_versions(run: Run, labelled: Path, args: list[str], ids: set[str]) -> None:
    assert set(found_ids(run("search", "--json", *args, folder=labelled))) == ids


def test_every_version_is_a_hit_when_versions_are_asked_for(run: Run, labelled: Path) -> None:
    shown = run("search", "deir", "--versions", "--sort", "date", folder=labelled)
    heads = [line for line in shown.stdout.split("\n") if "en:11" in line and ". " in line]
    assert [head.partition("en:11")[2] for head in heads] == ["", "  version 2", "  version 1"]
    assert shown.stderr.startswith("3 hits, ")
    told = json.loads(run("search", "deir", "--versions", "--json", folder=labelled).stdout)
    assert {(hit["version"], hit["newest"], hit["title"]) for hit in told["hits"]} == {
        (1, False, "Wells of Deir Nour"),
        (2, False, "Old wells of Deir Nour"),
        (3, True, "Springs of Deir Nour"),
    }
    facets = ("--facets", "tag", "--json")
    counted = json.loads(run("search", "deir", "--versions", *facets, folder=labelled).stdout)
    assert counted["facets"]["tag"] == {"Deir Nour": 2, "Water supply": 2}
    counted = json.loads(run("search", "deir", *facets, folder=labelled).stdout)
    assert counted["facets"]["tag"] == {}


def test_an_article_that_is_gone_says_so(run: Run, labelled: Path) -> None:
    assert run("search", "نور", folder=labelled).stdout.startswith(
        "1. 2024-03-17  arabic  news/culture  ar:12  gone since 2024-03-05\n"
    )
    (hit,) = json.loads(run("search", "نور", "--json", folder=labelled).stdout)["hits"]
    assert hit["gone"] == "2024-03-05T12:00:00Z"


def test_days_are_days_in_beirut(run: Run, tmp_path: Path) -> None:
    today = datetime.now(BEIRUT).replace(hour=0, minute=30, second=0, microsecond=0)
    with closing(open_archive(tmp_path, create=True)) as archive:
        for days in range(10):
            moment = (today - timedelta(days=days)).astimezone(UTC)
            archive.store(article(days, "english", title="Bread", published=moment))
    sync_folder(tmp_path, "whoosh")

    def found(*args: str) -> list[str]:
        return found_ids(run("search", "--json", "--sort", "-date", *args, folder=tmp_path))

    assert found("--since", "yesterday") == ["en:0", "en:1"]
    assert found("--since", "today") == ["en:0"]
    assert found("--since", "3d", "--until", "yesterday") == ["en:1", "en:2", "en:3"]
    assert found("--since", f"{today:%Y-%m-%d}") == ["en:0"]
    assert len(found("--since", f"{today:%Y}", "--limit", "20")) >= 1
    help_text = " ".join(run("search", "--help").stdout.split())
    assert "7d, yesterday, today; in Beirut time." in help_text


def test_lines_for_pipes(run: Run, labelled: Path) -> None:
    wells = ["search", "wells", "--versions", "--sort", "date", "--format"]
    assert run(*wells, "ids", folder=labelled).stdout == "en:11\nen:13\n"
    assert run(*wells, "urls", folder=labelled).stdout == "".join(
        f"{each.url}\n" for each in (LABELLED[0], LABELLED[2])
    )
    rows = [json.loads(line) for line in run(*wells, "jsonl", folder=labelled).stdout.splitlines()]
    told = json.loads(run(*wells, "json", folder=labelled).stdout)
    for hit in (*rows, *told["hits"]):
        hit.pop("score")
    assert rows == told["hits"]
    assert [(row["id"], row["version"]) for row in rows] == [
        ("en:11", 2),
        ("en:11", 1),
        ("en:13", 1),
    ]


def test_csv(run: Run, labelled: Path) -> None:
    done = run("search", "wells", "--format", "csv", folder=labelled)
    assert done.stdout_bytes.endswith(b'"\r\n')
    assert done.stdout_bytes.count(b"\r\n") == done.stdout_bytes.count(b"\n")
    (row,) = csv.DictReader(io.StringIO(done.stdout_bytes.decode(), newline=""))
    assert row.pop("score") > "0"
    assert row == {
        "rank": "1",
        "id": "en:13",
        "version": "1",
        "newest": "yes",
        "gone": "",
        "edition": "english",
        "language": "en",
        "published": "2024-03-18T12:00:00Z",
        "kind": "news",
        "section": "news/culture",
        "title": "'=SUM(wells)",
        "lead": '\'@He said "1, 2" and left.',
        "url": LABELLED[2].url,
        "snippet": '\'@He said "1, 2" and left.',
    }


@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "csv", "ids", "urls"])
def test_no_hits_in_every_format(run: Run, format_: str) -> None:
    done = run("search", "submarine", "--format", format_)
    assert done.exit_code == 0
    empty = {"json": "{", "csv": '"rank",'}
    assert done.stdout.startswith(empty.get(format_, ""))
    assert bool(done.stdout) is (format_ in empty)
    assert done.stderr.startswith("no hits, ")


@pytest.mark.parametrize("format_", ["jsonl", "csv", "urls", "ids"])
def test_a_hostile_article_is_harmless_in_every_format(run: Run, format_: str) -> None:
    shown = run("search", "overridden", "--format", format_).stdout_bytes.decode()
    assert shown
    assert_harmless(shown.replace("\r\n", "\n"))


def test_explanation(run: Run) -> None:
    args = ("search", "lanterns", "-harvest", "kind:news", "--tag", "x", "--since", "2024-03-05")
    done = run(*args, "--explain")
    assert done.stdout == ""
    assert done.stderr.split("\n")[:-2] == [
        "understood:  lanterns AND NOT harvest AND kind:news",
        "analysed as: en, es",
        "tags:        x",
        "since:       2024-03-05 00:00 (Beirut)",
        "word:        lanterns: 3 articles",
        "  en: lantern: 3 articles",
        "  es: lanterns: 0 articles",
        "word:        harvest: 2 articles",
        "  en: harvest: 2 articles",
        "  es: harvest: 0 articles",
        "word:        kind:news: 4 articles",
    ]
    told = json.loads(run(*args, "--explain", "--json").stdout)["explain"]
    assert told["understood"] == "lanterns AND NOT harvest AND kind:news"
    assert told["filters"] == {"tags": ["x"], "since": "2024-03-04T22:00:00Z"}
    assert told["words"][0]["forms"][0] == {"language": "en", "words": ["lantern"], "articles": 3}
    assert "explain" not in json.loads(run(*args, "--json").stdout)
    assert "understood" not in run(*args, "--explain", "--json").stderr
    arabic = run("search", "والفوانيس", "--explain", "--bidi", "isolate").stderr.split("\n")
    assert arabic[0] == "understood:  \u2068والفوانيس\u2069"
    assert arabic[3].startswith("  ar: \u2068")


def test_did_you_mean(run: Run) -> None:
    done = run("search", "lanterm", "markte")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.split("\n")[1:] == ["did you mean lantern market?", ""]
    assert found_ids(run("search", "lantern market", "--json")) == ["en:1"]
    told = json.loads(run("search", "lanterm", "markte", "--json").stdout)
    assert told["did_you_mean"] == "lantern market"
    arabic = run("search", "الفوانيش", "--bidi", "isolate").stderr
    assert arabic.endswith("\ndid you mean \u2068الفوانيس\u2069?\n")
    assert "did you mean" not in run("search", '"en:1001"').stderr
    assert "did you mean" not in run("search", "id:en:1001").stderr


def test_what_is_suggested_is_harmless(run: Run, tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(article(1, "english", title=f"Lan\u202etern\u00adwork {HOSTILE}"))
    sync_folder(tmp_path, "whoosh")
    done = run("search", "lanternwrok", folder=tmp_path)
    assert done.stderr.endswith("did you mean lanternwork?\n")
    assert_harmless(done.stderr)


def test_help_syntax(run: Run) -> None:
    done = run("search", "--help-syntax")
    assert (done.exit_code, done.stderr) == (0, "")
    for about, some in EXAMPLES:
        assert f"{about}\n" in done.stdout
        for example in some:
            assert f"  {example.query}  " in done.stdout
            assert f"  {example.meaning}\n" in done.stdout


def test_a_word_to_be_left_out_is_no_option(run: Run) -> None:
    assert found_ids(run("search", "lanterns", "-harvest", "--json")) == ["en:5"]
    assert found_ids(run("search", "-harvest", "lanterns", "--json")) == ["en:5"]
    for name in ("-h", "--help"):
        assert run("search", name).stdout.startswith("Usage: search_cli.py search")


def test_similar(run: Run) -> None:
    for name in ("en:2", ARTICLES[1].url):
        assert found_ids(run("similar", name, "--json")) == ["en:1", "en:5"]
    shown = run("similar", "en:1", "--limit", "1")
    assert shown.stdout.startswith("1. ")
    assert "en:1\n" not in shown.stdout
    assert "2 hits, 1 to 1 shown" in shown.stderr
    assert run("similar", "en:1", "--format", "ids", "--until", "2024-03-07").stdout == "en:2\n"
    assert run("similar", "es:4").stderr.startswith("no hits")
    assert_error(run("similar", "en:999"), 1, "no article en:999: .*search_cli.py search")
    told = json.loads(run("similar", "en:1", "--json").stdout)
    assert found_ids(run("search", told["query"], "--lang", "en", "--json")) == [
        hit["id"] for hit in told["hits"]
    ]


def test_ids_of_one_command_are_read_by_the_next(data: Path) -> None:
    ids = process(data, "search", "lanterns", "--format", "ids").stdout.split()
    shown = [process(data, "show", id_, "--json").stdout for id_ in ids]
    assert [json.loads(each)["id"] for each in shown] == ids
    assert len(ids) == 3
