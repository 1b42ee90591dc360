"""The site is redesigned: it is said at once, and what can still be had is had."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from archive import Article
from tests.e2e.conftest import Program
from tests.e2e.replicas import Replica, copy_of, serving, update, versions

pytestmark = pytest.mark.e2e
SINCE = ("-a", "since=2026-07-01")
COMPLAINS_OF = {
    "classes": "own-body",
    "no-tawsiyat": "tawsiyat",
    "empty-body": "body",
}
LOST = {
    "classes": {"related_urls"},
    "no-tawsiyat": {"country", "coverage", "kind", "published_raw"},
    "empty-body": {"body", "word_count", "related_urls"},
}
"""What no other part of the page tells."""
NOT_OF_THE_PAGE = {"fetched", "provenance", "content_hash", "language_confidence", "language_votes"}


@pytest.fixture(scope="module", params=COMPLAINS_OF)
def redesign(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory, redesign: str) -> Iterator[Replica]:
    with serving(tmp_path_factory.mktemp(redesign), f"redesigned={redesign}") as running:
        yield running


def _differences(one: Article, other: Article) -> set[str]:
    names = {each.name for each in fields(Article)} - NOT_OF_THE_PAGE
    return {name for name in names if getattr(one, name) != getattr(other, name)}


def test_a_redesign_is_seen_on_the_first_run(
    program: Program, crawled: Program, replica: Replica, redesign: str
) -> None:
    reports = update(program, replica, *SINCE, status=1)
    for report in reports:
        # Of two editions nobody knows for certain that their pages have the object.
        is_certain = redesign != "no-tawsiyat" or report["edition"] == "arabic"
        complaints = " ".join(report["complaints"])
        assert (f" have {COMPLAINS_OF[redesign]}:" in complaints) is is_certain
        assert report["healthy"] is not is_certain
        assert report["articles"] > 10
    healthy = versions(crawled)
    found = versions(program)
    assert len(found) == sum(report["articles"] for report in reports)
    lost = {name for id, (now,) in found.items() for name in _differences(now, healthy[id][0])}
    assert lost <= LOST[redesign]


def test_a_redesign_is_seen_after_healthy_runs(
    crawled: Program, replica: Replica, redesign: str, tmp_path: Path
) -> None:
    program = copy_of(crawled, tmp_path / "data")
    (report,) = update(program, replica, "english", *SINCE, "-a", "refresh=1", status=1)
    assert not report["healthy"]
    assert f" {COMPLAINS_OF[redesign]}, usually " in " ".join(report["complaints"])
