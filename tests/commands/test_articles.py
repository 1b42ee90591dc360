"""Commands for readers: search, show, history."""

import json
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive import Article, open_archive
from tests.commands.running import (
    ARTICLES,
    HOSTILE,
    Run,
    assert_error,
    assert_harmless,
    found_ids,
)


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
        "version",
        "newest",
        "gone",
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
    assert set(found_ids(run("search", "--json", *args))) == ids


def test_order_and_slices(run: Run) -> None:
    newest = ["search", "--json", "--sort", "-date"]
    assert found_ids(run(*newest)) == ["es:4", "ar:3", "en:2", "en:1", "en:5"]
    assert found_ids(run(*newest, "--limit", "2", "--offset", "1")) == ["ar:3", "en:2"]
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
    assert_harmless(shown)


@pytest.mark.parametrize("options", [[], ["--json"], ["--bidi", "isolate"]])
def test_the_history_of_a_hostile_article_is_harmless(
    run: Run, tmp_path: Path, options: list[str]
) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(ARTICLES[4])
        archive.store(replace(ARTICLES[4], title=f"Old {HOSTILE} old", body="No \x1b[2J more."))
    shown = run("history", "en:5", *options, folder=tmp_path).stdout
    assert "overridden" in shown
    assert_harmless(shown)


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
    assert_error(run("show", *args), 1, "no article .*search_cli.py search")


def test_history(run: Run) -> None:
    for name in ("en:2", ARTICLES[1].url):
        shown = run("history", name).stdout
        assert shown.startswith("en:2, 2 versions\nHarvest fair moves to Talmara\n\nversion 1\n")
        assert shown.endswith("\nchanged: body\n  body\n    [-No-]{+Many+} lanterns this year.\n")
    colored = run("history", "en:2", "--color", "always", "--bidi", "isolate").stdout
    assert "\u2068\x1b[31m-No-\x1b[0m\x1b[32m+Many+\x1b[0m lanterns this year.\u2069" in colored
    told = json.loads(run("history", "en:2", "--json").stdout)
    assert (told["id"], told["gone"]) == ("en:2", None)
    assert [each["version"] for each in told["versions"]] == [1, 2]
    assert told["versions"][1]["changes"] == [
        {
            "field": "body",
            "removed": ["No"],
            "added": ["Many"],
            "words": [["-", "No"], ["+", "Many"], ["=", " lanterns this year."]],
        }
    ]
    assert_error(run("history", "en:999"), 1, "no article en:999: .*search_cli.py search")
