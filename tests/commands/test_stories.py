"""Stories from the command line."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive import open_archive
from tests.commands.running import HOSTILE, Run, assert_error, assert_harmless
from tests.stories.invented_events import telling

BY_NAMES = {"NEWS_ENCODER": "none"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(open_archive(tmp_path, create=True)) as archive:
        for edition in ("english", "arabic", "spanish"):
            archive.store(telling(1, edition))
        archive.store(replace(telling(2, "english", hours=80), section="news/politics"))
        archive.store(telling(2, "arabic", hours=81))
        archive.store(telling(4, "english", hours=200))
    return tmp_path


@pytest.fixture
def tell(run: Run, folder: Path) -> Run:
    return lambda *args, **more: run(*args, folder=folder, env=BY_NAMES | more)


def listed(tell: Run, *args: str) -> list[list[str]]:
    result = tell("stories", "--json", *args)
    assert result.exit_code == 0, result.stderr
    return [[article["id"] for article in story["articles"]] for story in json.loads(result.stdout)]


TWO, THREE = ["en:1060", "ar:1060"], ["ar:1030", "en:1030", "es:1030"]


def test_new_articles_are_linked_before_stories_are_listed(tell: Run) -> None:
    assert listed(tell, "--no-sync") == []
    assert listed(tell) == [TWO, THREE]
    assert listed(tell, "--no-sync") == [TWO, THREE]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--editions", "en,ar"], [TWO, THREE]),
        (["--editions", "spanish"], [THREE]),
        (["--missing", "es"], [TWO]),
        (["--min-editions", "3"], [THREE]),
        (["--since", "2025-03-07"], [TWO]),
        (["--until", "2025-03-05"], [THREE]),
        (["--limit", "1"], [TWO]),
        (["--offset", "1"], [THREE]),
        (["--confirmed"], []),
        (["--section", "politics"], [TWO]),
        (["--section", "(none)"], [THREE]),
        (["--of", "ar", "--section", "politics"], []),
        (["--first", "en"], [TWO]),
        (["--on", "2025-03-05"], [THREE]),
        (["--on", "2025-W10"], [TWO, THREE]),
        (["--of", "es", "--on", "2025-03-05"], [THREE]),
        (["--of", "es", "--on", "2025-03-08"], []),
        (["--events", "--only", "en"], [["en:1120"]]),
        (["--events", "--confirmed"], []),
        (["--events", "--limit", "2"], [["en:1120"], TWO]),
        (["--events", "--offset", "1"], [TWO, THREE]),
    ],
)
def test_filters(tell: Run, options: list[str], found: list[list[str]]) -> None:
    assert listed(tell, *options) == found


def test_json_has_the_fixed_fields(tell: Run) -> None:
    told = json.loads(tell("stories", "--json").stdout)[1]
    assert set(told) == {"id", "articles", "first", "editions", "confidence"}
    assert set(told["articles"][0]) == {"id", "edition", "title", "published"}
    assert (told["first"], told["editions"]) == ("ar:1030", ["arabic", "english", "spanish"])
    assert told["articles"][0]["published"] == "2025-03-05T12:00:00Z"
    one = json.loads(tell("story", told["id"], "--json").stdout)
    assert one["links"][0]["shared"]["numbers"] == ["107"]
    assert {key: one[key] for key in told} == told


def test_a_story_is_found_by_its_articles(tell: Run) -> None:
    shown = tell("story", "es:1030").stdout
    assert "arabic, english, spanish" in shown
    assert "both name numbers: 107" in shown
    address = telling(1, "english").url
    assert tell("story", address).stdout == shown
    assert tell("story", "en:1120").stdout == "en:1120 is in no story\n"
    assert_error(tell("story", "en:9"), 1, "no article or story en:9")


def test_what_the_user_says_is_kept(tell: Run) -> None:
    told = tell("story", "--reject", "en:1060", "ar:1060")
    assert told.stdout == "en:1060 is in no story\n"
    assert told.stderr == "rejected: en:1060 and ar:1060\n"
    assert listed(tell) == [THREE]
    assert tell("story", "--confirm", "en:1120", "ar:1060").exit_code == 0
    assert tell("rebuild").exit_code == 0
    assert listed(tell) == [["ar:1060", "en:1120"], THREE]
    assert listed(tell, "--confirmed") == [["ar:1060", "en:1120"]]
    shown = tell("stories", "--calibrate").stdout
    assert shown.startswith("1 confirmed, 1 rejected\n")
    assert json.loads(tell("stories", "--calibrate", "--json").stdout)["rejected"] == 1
    assert tell("story", "--forget", "en:1060", "ar:1060").exit_code == 0
    assert_error(tell("story", "--confirm", "en:1060", "en:1060"), 1, "name two")
    assert_error(tell("story", "--confirm", "en:1060", "en:9"), 1, "no article or story en:9")
    assert_error(tell("story"), 2, "name a story or an article")


def test_a_single_article_is_listed_by_its_own_id(tell: Run) -> None:
    (told,) = json.loads(tell("stories", "--json", "--events", "--only", "en").stdout)
    assert (told["id"], told["editions"], told["confidence"]) == ("en:1120", ["english"], 1.0)
    assert "en:1120" in tell("stories", "--events", "--only", "english").stdout
    assert tell("story", told["id"]).stdout == "en:1120 is in no story\n"


def test_coverage_and_stories_count_alike(tell: Run) -> None:
    assert listed(tell) == [TWO, THREE]
    told = json.loads(tell("coverage", "--by", "day,section", "--json").stdout)
    assert told["by"] == "day,section" and len(told["rows"]) == 4
    for row in told["rows"]:
        place = ["--events", "--no-sync", "--on", row["label"], "--section", row["section"]]
        assert len(listed(tell, *place)) == row["begun"]
        for each in row["carried"]:
            assert len(listed(tell, *place, "--of", each["edition"])) == each["events"]


def test_wrong_editions_are_named(tell: Run) -> None:
    assert_error(tell("stories", "--only", "en,ar"), 2, "2 are too many")
    assert_error(tell("stories", "--on", "2025"), 2, "--on: '2025' is not a day, week or month")
    assert_error(tell("stories", "--editions", "en,fr"), 2, "'fr' is not one of ar, arabic, en")


def test_hostile_titles_are_harmless(run: Run, tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(replace(telling(1, "english"), title=HOSTILE, tags=(HOSTILE,)))
        archive.store(replace(telling(1, "arabic"), tags=(HOSTILE,)))
    assert run("story", "--confirm", "en:1030", "ar:1030", folder=tmp_path).exit_code == 0
    for args in (("stories",), ("story", "en:1030")):
        result = run(*args, folder=tmp_path, env=BY_NAMES)
        assert "Lanterns" in result.stdout
        assert_harmless(result.stdout)


def test_stats_and_doctor_tell_of_stories(tell: Run, folder: Path) -> None:
    assert "stories: no stories yet: run" in tell("stats").stdout
    assert tell("sync").stdout == "6 articles indexed, 0 encoded, 6 linked\n"
    assert "stories: 2 stories, 6 articles, up to change 6, by names alone" in tell("stats").stdout
    assert json.loads(tell("stats", "--json").stdout)["stories"]["last_change"] == 6
    assert tell("doctor").exit_code == 0
    with closing(open_archive(folder)) as archive:
        archive.store(telling(5, "english"))
    assert tell("sync", "--index-only").stdout == "1 article indexed\n"
    ill = tell("doctor")
    assert (ill.exit_code, ill.stdout) == (
        1,
        "the stories know changes up to 6, of 7: run `search_cli.py sync`\n",
    )
    assert json.loads(tell("sync", "--json").stdout) == {"indexed": 0, "encoded": 0, "linked": 1}


def test_a_damaged_file_is_made_anew(tell: Run, folder: Path) -> None:
    (folder / "stories").mkdir()
    (folder / "stories" / "stories.sqlite").write_bytes(b"no database at all" * 99)
    assert_error(tell("stories"), 1, "make it anew with `rebuild`")
    assert tell("rebuild").exit_code == 0
    assert listed(tell) == [TWO, THREE]
