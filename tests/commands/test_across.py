"""Searching in all languages and counting coverage, as a reader does."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from archive import open_archive
from index.folder import sync_folder
from stories.across_folder import sync_across
from tests.commands.running import ARTICLES, Run, assert_error, assert_harmless, found_ids


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index and keys, but no vectors."""
    folder = tmp_path_factory.mktemp("named")
    with closing(open_archive(folder, create=True)) as archive:
        for article in ARTICLES:
            archive.store(article)
    sync_folder(folder, "whoosh")
    sync_across(folder, None)
    return folder


NONE = {"NEWS_ENCODER": "none"}


def test_hits_say_how_they_were_found(run: Run, named: Path) -> None:
    result = run("search", "Wadi Sarmal", "--across", "--json", folder=named, env=NONE)
    found = {hit["id"]: hit["found"] for hit in json.loads(result.stdout)["hits"]}
    assert found["en:1"] == ["words", "names"]
    assert found["ar:3"] == ["names"]
    assert "NEWS_ENCODER=none: found by words, names and numbers alone" in result.stderr


def test_text_says_so_too(run: Run, named: Path) -> None:
    result = run("search", "Wadi Sarmal", "--across", folder=named, env=NONE)
    assert "en:1  by words, names\n" in result.stdout


def test_a_plain_search_says_nothing_of_it(run: Run, named: Path) -> None:
    result = run("search", "lanterns", "--json", folder=named)
    assert all("found" not in hit for hit in json.loads(result.stdout)["hits"])


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        (["--edition", "arabic"], ["ar:3"]),
        (["--kind", "feature"], ["ar:3"]),
        (["--until", "2024-03-06"], ["en:1"]),
        (["--since", "2025"], []),
        (["--limit", "1", "--offset", "1"], ["ar:3"]),
    ],
)
def test_filters_hold(run: Run, named: Path, args: list[str], ids: list[str]) -> None:
    result = run("search", "Wadi Sarmal", "--across", *args, "--json", folder=named, env=NONE)
    assert found_ids(result) == ids


def test_a_query_without_words_is_an_ordinary_one(run: Run, named: Path) -> None:
    across = run("search", "edition:arabic", "--across", "--format", "ids", folder=named)
    assert across.stdout == run("search", "edition:arabic", "--format", "ids", folder=named).stdout


def test_older_versions_are_not_for_it(run: Run, named: Path) -> None:
    result = run("search", "lanterns", "--across", "--versions", folder=named)
    assert_error(result, 2, "--across finds newest versions")


def test_an_unknown_encoder_is_one_line(run: Run, named: Path) -> None:
    env = {"NEWS_ENCODER": "wrong"}
    assert_error(run("search", "lanterns", "--across", folder=named, env=env), 1, "no encoder")


def test_similar_articles_in_all_languages(run: Run, named: Path) -> None:
    result = run("similar", "en:1", "--across", "--json", folder=named, env=NONE)
    hits = json.loads(result.stdout)["hits"]
    assert {hit["id"]: hit["found"] for hit in hits} == {
        "en:2": ["words"],
        "en:5": ["words"],
    }
    missing = run("similar", "en:99", "--across", folder=named, env=NONE)
    assert_error(missing, 1, "no article en:99")


def test_coverage_counts(run: Run, named: Path) -> None:
    result = run("coverage", "--by", "section", "--json", folder=named)
    found = json.loads(result.stdout)
    assert [each["articles"] for each in found["totals"]] == [3, 1, 1]
    assert [row["label"] for row in found["rows"]] == ["culture", "misc"]
    text = run("coverage", folder=named)
    assert_harmless(text.stdout)
    assert "english" in text.stdout
    assert "is `search_cli.py sync` done?" in text.stderr


def test_coverage_of_another_time_is_none(run: Run, named: Path) -> None:
    result = run("coverage", "--since", "2030", folder=named)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "no articles in this time\n"


def test_coverage_is_drawn(run: Run, named: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "c.svg"
    assert run("coverage", "--svg", str(drawn), folder=named).exit_code == 0
    assert drawn.read_text(encoding="utf-8").startswith("<svg")
    nowhere = run("coverage", "--svg", str(tmp_path / "no" / "c.svg"), folder=named)
    assert_error(nowhere, 1, "No such file")
