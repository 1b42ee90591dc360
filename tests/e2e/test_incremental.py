"""The second crawl and those after it: what it asks for, and what becomes of what has changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from replica.editions import editions
from tests.e2e.conftest import Program
from tests.e2e.replicas import (
    Replica,
    changed_by,
    contents,
    copy_of,
    outcomes,
    path_of,
    serving,
    update,
    versions,
)

pytestmark = pytest.mark.e2e
SINCE = ("english", "-a", "since=2026-06-01")
RECHECK = ("-s", "NEWS_RECHECK_DAYS=100000", "-s", "NEWS_RECHECK_HOURS=0")
SETTLED = ("-s", "NEWS_SETTLE_DAYS=-100000")
UNSETTLED = ("-s", "NEWS_SETTLE_DAYS=100000")


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replica]:
    with serving(tmp_path_factory.mktemp("healthy")) as replica:
        yield replica


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, healthy: Replica) -> Program:
    """A first crawl of a part of the English edition; tests go on with copies of it."""
    program = Program(tmp_path_factory.mktemp("first") / "data", healthy.mirror)
    (report,) = update(program, healthy, *SINCE, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    assert outcomes(report) == {"new": report["articles"]}
    assert report["articles"] >= 10
    assert len(healthy.page_requests()) == report["articles"]
    months = [row["path"] for row in healthy.requests() if "/sitemap-" in row["path"]]
    assert months == [f"/sitemaps/all/sitemap-2026-{month}.xml" for month in (10, 9, 8, 7, 6)]
    return program


@pytest.fixture
def program(first: Program, healthy: Replica, tmp_path: Path) -> Program:
    healthy.forget()
    return copy_of(first, tmp_path / "data")


def test_months_that_are_over_and_known_articles_cost_no_request(
    program: Program, healthy: Replica
) -> None:
    before = contents(program)
    (report,) = update(program, healthy, *SINCE, *SETTLED)
    assert [row["path"] for row in healthy.requests()] == ["/robots.txt", "/sitemaps/all.xml"]
    assert outcomes(report) == {"known": len(before)}
    assert report["healthy"]
    assert contents(program) == before


def test_months_that_are_not_over_are_asked_whether_they_have_changed(
    program: Program, healthy: Replica
) -> None:
    (report,) = update(program, healthy, *SINCE, *UNSETTLED)
    months = [row for row in healthy.requests() if row["path"].startswith("/sitemaps/all/")]
    assert len(months) == 5  # June to October
    assert {(row["status"], row["bytes"], row["conditional"]) for row in months} == {(304, 0, True)}
    assert healthy.page_requests() == []
    assert outcomes(report) == {"known": len(contents(program))}


def test_recent_articles_are_asked_whether_they_have_changed(
    program: Program, healthy: Replica
) -> None:
    before = contents(program)
    (report,) = update(program, healthy, *SINCE, *RECHECK)
    rows = healthy.page_requests()
    assert len(rows) == len(before)
    assert {(row["status"], row["bytes"], row["conditional"]) for row in rows} == {(304, 0, True)}
    assert outcomes(report) == {"unchanged": len(before)}
    assert report["healthy"]
    assert contents(program) == before


def test_what_was_edited_gets_a_second_version_and_keeps_its_first(
    program: Program, tmp_path: Path
) -> None:
    before = versions(program)
    paths = {path_of(each[0].url): id for id, each in before.items()}
    wanted = {paths[path] for path in changed_by("edited", "english") & paths.keys()}
    assert 2 <= len(wanted) < len(before)
    with serving(tmp_path / "replica", "edited") as edited:
        (report,) = update(program, edited, *SINCE, *RECHECK)
        assert len(edited.page_requests()) == len(before)
    assert outcomes(report) == {"changed": len(wanted), "unchanged": len(before) - len(wanted)}
    assert report["healthy"]
    after = versions(program)
    sentence = editions()["english"].edited
    for id, now in after.items():
        assert now[0] == before[id][0]
        assert [each.version for each in now] == ([1, 2] if id in wanted else [1])
        assert (sentence in now[-1].body) == (id in wanted)
        assert sentence not in now[0].body
    words = " ".join(sentence.rstrip(".").split()[:6])
    assert {hit["id"] for hit in program.hits(f'"{words}"')} == wanted


def test_what_has_gone_stays_and_may_come_back(
    program: Program, healthy: Replica, tmp_path: Path
) -> None:
    before = versions(program)
    paths = {path_of(each[0].url): id for id, each in before.items()}
    wanted = {paths[path] for path in changed_by("gone=3", "english") & paths.keys()}
    assert 2 <= len(wanted) < len(before)
    with serving(tmp_path / "replica", "gone=3") as replica:
        (report,) = update(program, replica, *SINCE, *RECHECK)
    assert outcomes(report)["gone"] == len(wanted)
    after = versions(program)
    assert after.keys() == before.keys()
    for id, (article,) in after.items():
        assert (article.gone is not None) == (id in wanted)
        assert article.content_hash == before[id][0].content_hash
        if article.gone and article.fetched:
            assert article.gone >= article.fetched
    id = min(wanted)
    assert id in {hit["id"] for hit in program.hits(after[id][0].title)}
    stats = program.stats()
    assert stats["index"]["last_change"] == stats["last_change"]
    (report,) = update(program, healthy, *SINCE, *RECHECK)
    assert outcomes(report) == {"unchanged": len(before)}
    assert {id: [each.gone for each in now] for id, now in versions(program).items()} == {
        id: [None] for id in before
    }
