"""`scrapy reparse`: the stored pages again, without the network."""

import json
from contextlib import closing
from dataclasses import replace

import pytest

from archive import open_archive
from tests.e2e.conftest import NEWSROOM_COUNT, Program

pytestmark = pytest.mark.e2e


def test_after_a_crawl_there_is_nothing_to_mend(crawled: Program) -> None:
    told = json.loads(
        crawled.run("scrapy", "reparse", "--dry-run", "--json", NEWS_MIRROR="nowhere.json")
    )
    assert told["versions"] == told["unchanged"] == 3 * NEWSROOM_COUNT
    assert told["fields"] == {}
    table = crawled.run("scrapy", "reparse", "--dry-run", "--edition", "arabic")
    assert f"{NEWSROOM_COUNT} versions: {NEWSROOM_COUNT} unchanged" in table


def test_what_is_mended_is_found_after_the_next_sync(program: Program) -> None:
    program.run("scrapy", "update", "english", "-a", "since=2026-09-01")
    with closing(open_archive(program.data_folder)) as archive:
        article = next(archive.every_article())
        archive.mend(replace(article, title="Misread as quetzalquark"))
    program.run("triptych", "sync")
    assert [hit["id"] for hit in program.hits("quetzalquark")] == [article.id]
    told = json.loads(program.run("scrapy", "reparse", "--json", NEWS_MIRROR="nowhere.json"))
    assert (told["changed"], told["fields"]) == (1, {"title": 1})
    program.run("triptych", "sync")
    assert program.hits("quetzalquark") == []
    with closing(open_archive(program.data_folder)) as archive:
        assert archive.versions(article.id) == [article]


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (("--edition", "klingon"), 2, "klingon"),
        (("--since", "yesterday"), 2, "since=yesterday"),
        (("english",), 2, "not 'english'"),
        ((), 1, "no archive in"),
    ],
)
def test_a_mistake_is_one_line(
    program: Program, arguments: tuple[str, ...], status: int, line: str
) -> None:
    program.run("scrapy", "reparse", *arguments, status=status)
    assert line in program.errors.splitlines()[-1]
    assert "Traceback" not in program.errors
