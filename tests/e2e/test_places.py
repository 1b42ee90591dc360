"""Where addresses are found, when they are not where they should be."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from replica.content import Page
from tests.e2e.conftest import Program
from tests.e2e.replicas import outcomes, pages_of, path_of, serving, update, versions

pytestmark = pytest.mark.e2e
SHOWN = 20
"""Pages that a section page or a feed shows."""


def _archived(program: Program) -> set[str]:
    return {path_of(each[0].url) for each in versions(program).values()}


def _are_articles(pages: Sequence[Page]) -> set[str]:
    return {page.path for page in pages if page.path.split("/")[1] not in {"authors", "coverage"}}


def test_robots_txt_says_where_the_sitemaps_are(program: Program, tmp_path: Path) -> None:
    with serving(tmp_path, "sitemaps-moved") as replica:
        (report,) = update(program, replica, "english", "-a", "since=2026-08-01")
    assert report["source"] == "https://english.almayadeen.net/maps/all.xml"
    assert report["healthy"]
    wanted = {page.path for page in pages_of("english") if f"{page.published:%Y-%m}" >= "2026-08"}
    assert _archived(program) == wanted


def test_section_pages_alone(program: Program, tmp_path: Path) -> None:
    with serving(tmp_path, "no-sitemap") as replica:
        (report,) = update(program, replica, "arabic")
        assert replica.asked_twice("arabic") == []
    assert report["healthy"]
    assert re.fullmatch("/[^ ]+, /[^ ]+, /[^ ]+ and 3 more", report["source"])
    assert outcomes(report).keys() == {"new"}
    archived = _archived(program)
    for section in ("news/politics", "misc", "analysis"):
        own = [page for page in pages_of("arabic") if page.path.startswith(f"/{section}/")]
        assert own
        assert {page.path for page in own[:SHOWN]} <= archived


def test_a_feed_alone(program: Program, tmp_path: Path) -> None:
    with serving(tmp_path, "no-sitemap", "no-listings", "feed") as replica:
        (report,) = update(program, replica, "spanish")
    assert report["healthy"]
    assert report["source"] == "/rss"
    assert _archived(program) == _are_articles(pages_of("spanish")[:SHOWN])


def test_nothing_at_all_is_one_line(program: Program, tmp_path: Path) -> None:
    with serving(tmp_path, "no-sitemap", "no-listings") as replica:
        (report,) = update(program, replica, "english", "spanish", status=1)[:1]
    lines = [line for line in program.errors.splitlines() if line.startswith("english:")]
    assert [line.removeprefix("english: ") for line in lines] == report["complaints"]
    (line,) = lines
    for tried in (
        "/sitemaps/all.xml (404)",
        "/sitemaps/news.xml (404)",
        "/robots.txt (names no other sitemap)",
        "/rss (404)",
        "/news/politics (404)",
    ):
        assert tried in line
    assert report["source"] == ""
    assert outcomes(report) == {}
    assert "Traceback" not in program.errors
