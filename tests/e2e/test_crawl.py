"""From the sites to a search hit, as a user does it."""

import json
import random
import signal
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from archive import open_archive
from replica.process import running_replica
from replica.stories import read_stories
from tests.e2e.conftest import NEWSROOM_COUNT, Program

pytestmark = pytest.mark.e2e
EDITIONS = ("english", "arabic", "spanish")


def contents(program: Program) -> dict[tuple[str, int], str]:
    """Return the content hash of every version in the archive."""
    archive = open_archive(program.data_folder)
    try:
        return {
            (version.id, version.version): version.content_hash
            for article in archive.every_article()
            for version in archive.versions(article.id)
        }
    finally:
        archive.close()


def test_every_telling_of_the_newsroom_is_archived_as_it_was_written(crawled: Program) -> None:
    archive = open_archive(crawled.data_folder)
    articles = {(each.edition, each.title): each for each in archive.every_article()}
    archive.close()
    tellings = [telling for story in read_stories() for telling in story.tellings.values()]
    assert len(tellings) > 100
    for telling in tellings:
        article = articles[telling.edition, telling.title]
        assert article.body == "\n\n".join(telling.paragraphs), article.url
        assert article.lead == telling.lead
        assert article.published == telling.published
        assert (
            article.language == {"english": "en", "arabic": "ar", "spanish": "es"}[telling.edition]
        )


def test_the_index_holds_what_the_archive_holds(crawled: Program) -> None:
    stats = crawled.stats()
    assert {each["edition"]: each["articles"] for each in stats["editions"]} == dict.fromkeys(
        EDITIONS,
        NEWSROOM_COUNT,
    )
    assert stats["index"]["articles"] == 3 * NEWSROOM_COUNT
    assert stats["index"]["last_change"] == stats["last_change"]


@pytest.mark.parametrize(
    ("words", "edition"),
    [("harbour", "english"), ("الزيتون", "arabic"), ("terremoto", "spanish")],
)
def test_each_language_is_found(crawled: Program, words: str, edition: str) -> None:
    assert edition in {hit["edition"] for hit in crawled.hits(words)}


def test_vowel_marks_make_no_difference(crawled: Program) -> None:
    plain = [hit["id"] for hit in crawled.hits("الزيتون")]
    assert plain
    assert [hit["id"] for hit in crawled.hits("الزَّيتُونِ")] == plain


def test_a_second_crawl_asks_for_no_article(crawled: Program) -> None:
    before = contents(crawled)
    reports = json.loads(crawled.run("scrapy", "update", "--json"))
    for report in reports:
        assert report["healthy"]
        assert report["counts"]["known"] >= NEWSROOM_COUNT
        assert report["counts"]["new"] == report["counts"]["unchanged"] == 0
    assert contents(crawled) == before


def test_days_are_inclusive_and_counted_in_beirut(program: Program) -> None:
    program.run("scrapy", "crawl", "arabic", "-a", "since=2026-05-01", "-a", "until=2026-05-31")
    days = {hit["published"][:10] for hit in program.hits("--edition", "arabic")}
    assert days
    assert min(days) >= "2026-04-30"
    assert max(days) <= "2026-05-31"
    whole = sum(
        telling.published.strftime("%Y-%m") == "2026-05"
        for story in read_stories()
        for telling in story.tellings.values()
        if telling.edition == "arabic"
    )
    assert (
        len(program.hits("--edition", "arabic", "kind:news OR kind:feature OR kind:analysis"))
        >= whole - 2
    )


def test_just_these_addresses(program: Program, crawled: Program) -> None:
    url = crawled.hits("harbour")[0]["url"]
    program.run("scrapy", "crawl", "english", "-a", f"urls={url}")
    assert [hit["url"] for hit in program.hits("--edition", "english")] == [url]


def test_scrapy_lists_and_checks(program: Program) -> None:
    assert program.run("scrapy", "list").split() == sorted(EDITIONS)
    program.run("scrapy", "check")
    assert not program.data_folder.exists()


def test_items_can_be_exported_by_scrapy_itself(program: Program, tmp_path: Path) -> None:
    feed = tmp_path / "items.jsonl"
    program.run("scrapy", "crawl", "english", "-o", str(feed), "-a", "since=2026-09-01")
    items: list[dict[str, Any]] = [
        json.loads(line) for line in feed.read_text("utf-8").splitlines()
    ]
    assert items
    assert all(item["title"] and item["id"].startswith("en:") for item in items)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("update", "klingon"), "no edition 'klingon'"),
        (("update", "-a", "since=yesterday"), "since=yesterday"),
        (("update", "--mirror", "nowhere.json"), "nowhere.json"),
    ],
)
def test_a_mistake_of_the_user_is_one_line(
    program: Program,
    arguments: tuple[str, ...],
    line: str,
) -> None:
    program.run("scrapy", *arguments, status=2)
    assert line in program.errors
    assert "Traceback" not in program.errors


def test_a_site_that_cannot_be_reached_is_one_line_and_loses_nothing(
    program: Program,
    tmp_path: Path,
) -> None:
    program.run("scrapy", "update", "english", "-a", "since=2026-09-01")
    before = contents(program)
    dead = tmp_path / "dead.json"
    dead.write_text(json.dumps(dict.fromkeys(EDITIONS, "http://127.0.0.1:9")), encoding="utf-8")
    program.run("scrapy", "update", "--mirror", str(dead), "-s", "RETRY_TIMES=0", status=1)
    for edition in EDITIONS:
        lines = [line for line in program.errors.splitlines() if line.startswith(f"{edition}:")]
        assert len(lines) == 1
        assert "127.0.0.1:9" in lines[0]
    assert contents(program) == before


def test_a_site_that_refuses_is_left_alone(program: Program, tmp_path: Path) -> None:
    with running_replica("--fault", "forbidden-after=12") as addresses:
        mirror = tmp_path / "mirror.json"
        mirror.write_text(json.dumps(addresses), encoding="utf-8")
        program.run("scrapy", "update", "english", "--mirror", str(mirror), status=1)
    assert "refused" in program.errors
    stored = len(contents(program))
    program.run("scrapy", "update", "english")
    assert len(contents(program)) == NEWSROOM_COUNT > stored


def test_killing_the_crawl_loses_nothing_and_doubles_nothing(
    program: Program,
    crawled: Program,
) -> None:
    stored: dict[tuple[str, int], str] = {}
    chance = random.Random(20260203)  # noqa: S311  any moment will do
    for _ in range(4):
        crawl = program.start("scrapy", "crawl", "english")
        time.sleep(chance.uniform(1.5, 4.0))
        crawl.send_signal(signal.SIGKILL)
        crawl.communicate()
        if (program.data_folder / "archive.sqlite3").exists():
            after = contents(program)
            assert stored.items() <= after.items()
            stored = after
    program.run("scrapy", "update", "english")
    wanted = {key: value for key, value in contents(crawled).items() if key[0].startswith("en:")}
    assert contents(program) == wanted
    assert program.stats()["index"]["articles"] == NEWSROOM_COUNT
    check = sqlite3.connect(program.data_folder / "archive.sqlite3")
    assert check.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    check.close()
