"""``compare``: articles side by side."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from archive import open_archive
from stories.store import SqliteStories
from tests.commands.running import ARTICLES, Run, assert_error, assert_harmless


@pytest.fixture(autouse=True)
def _without_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_ENCODER", "none")


def test_chosen_articles_are_compared(run: Run) -> None:
    found = run("compare", "en:1", "ar:3", "https://espanol.almayadeen.net/news/culture/market-4")
    assert found.exit_code == 0, found.stderr
    assert found.stdout.startswith("3 articles, chosen: english, arabic, spanish\n")
    assert "names and numbers" in found.stderr


def test_json(run: Run) -> None:
    found = json.loads(run("compare", "en:1", "ar:3", "--json").stdout)
    assert [each["id"] for each in found["articles"]] == ["en:1", "ar:3"]
    assert found["story"]["id"] is None
    assert {each["value"] for each in found["numbers"]} == {400}


def test_one_article_before_there_are_stories(run: Run) -> None:
    found = run("compare", "en:1", "--json")
    assert [each["id"] for each in json.loads(found.stdout)["articles"]] == ["en:1"]
    assert "search_cli.py sync" in found.stderr


def test_one_article_in_no_story(run: Run, tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(ARTICLES[0])
    SqliteStories(tmp_path / "stories").close()
    found = run("compare", "en:1", folder=tmp_path)
    assert found.exit_code == 0
    assert "en:1 is in no story" in found.stderr
    missing = run("compare", "s0123456789", folder=tmp_path)
    assert missing.exit_code == 1
    assert "error: no article s0123456789" in missing.stderr


def test_a_page(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "story.html"
    found = run("compare", "en:1", "ar:3", "--html", str(page))
    assert (found.exit_code, found.stdout) == (0, "")
    assert f"written: {page}" in found.stderr
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>\n<html ")
    printed = run("compare", "en:1", "ar:3", "--html", "-").stdout
    assert printed == page.read_text(encoding="utf-8")


def test_a_page_and_json(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "story.html"
    found = run("compare", "en:1", "--html", str(page), "--json")
    assert json.loads(found.stdout)
    assert page.exists()
    assert_error(run("compare", "en:1", "--html", "-", "--json"), 2, "choose one")


def test_a_page_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    found = run("compare", "en:1", "ar:3", "--html", str(tmp_path / "none" / "x.html"))
    assert found.exit_code == 1
    assert "cannot be written" in found.stderr


@pytest.mark.parametrize("name", ["en:77", "https://english.almayadeen.net/none", "\x1b[2J", "s1"])
def test_no_such_article(run: Run, name: str) -> None:
    assert_error(run("compare", "en:1", name), 1, "no article")


def test_no_names(run: Run) -> None:
    assert_error(run("compare"), 2, "Missing argument")


def test_a_hostile_article_is_harmless(run: Run) -> None:
    found = run("compare", "en:5", "en:1")
    assert_harmless(found.stdout)
    assert_harmless(run("compare", "en:5", "en:1", "--json").stdout.replace("\\u", ""))
    assert_harmless(run("compare", "en:5", "en:1", "--html", "-").stdout)


def test_a_lexicon_of_ones_own(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[[term]]\nname = "light"\nen = ["lantern", "lanterns"]\n', encoding="utf-8")
    monkeypatch.setenv("NEWS_LEXICON", str(mine))
    (term,) = json.loads(run("compare", "en:1", "--json").stdout)["terms"]
    assert (term["term"], term["counts"]) == ("light", {"en:1": 2})
    monkeypatch.setenv("NEWS_LEXICON", str(tmp_path / "none.toml"))
    assert_error(run("compare", "en:1"), 1, "lexicon .*none.toml")
