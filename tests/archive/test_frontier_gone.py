"""An address where nothing was is asked once more, some days later: it may have been too early."""

from datetime import timedelta
from typing import get_args

import pytest

from archive import SqliteArchive
from archive.frontier import Days, Outcome, Sighting
from tests.archive.samples import NOON, a_visit

URL = "https://english.almayadeen.net/news/culture/lantern-market"
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
REOPENED = {"failed", "blocked", "out-of-range"}
"""What waits again in every run."""
VISITED = NOON + timedelta(hours=1)
"""When :func:`a_visit` happens."""


def _taken(archive: SqliteArchive, run: str = "run") -> list[str]:
    return [each.url for each in archive.frontier.take("english", run, Days())]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_where_nothing_was_is_asked_once_more(archive: SqliteArchive, outcome: Outcome) -> None:
    gone, later = a_visit(URL, "gone", reason="404"), VISITED + timedelta(seconds=1)
    archive.frontier.finish(gone)
    archive.frontier.reopen("english", gone_before=VISITED)
    assert _taken(archive) == []
    archive.frontier.reopen("english", gone_before=later)
    assert _taken(archive, "killed") == [URL]
    archive.frontier.release("killed")
    assert _taken(archive) == [URL]
    archive.frontier.finish(a_visit(URL, outcome, reason="404"))
    archive.frontier.reopen("english", gone_before=later)
    assert bool(_taken(archive)) == (outcome in REOPENED)


def test_where_twice_nothing_was_stays_so_even_when_it_is_asked_for(archive: SqliteArchive) -> None:
    later = VISITED + timedelta(days=9)
    for _ in range(2):
        archive.frontier.finish(a_visit(URL, "gone", reason="404"))
        archive.frontier.reopen("english", gone_before=later)
    assert _taken(archive) == []
    archive.frontier.sight("english", [Sighting(URL)], refresh=True)
    assert _taken(archive) == [URL]
    archive.frontier.finish(a_visit(URL, "gone", reason="410"))
    archive.frontier.reopen("english", gone_before=later)
    assert _taken(archive) == []


@pytest.mark.parametrize("outcome", ["new", "failed"])
def test_where_something_was_meanwhile_is_asked_once_more(
    archive: SqliteArchive, outcome: Outcome
) -> None:
    later = VISITED + timedelta(days=9)
    for ended in ("gone", outcome, "gone"):
        archive.frontier.finish(a_visit(URL, ended, reason="404"))
        archive.frontier.reopen("english", gone_before=later)
    assert _taken(archive) == [URL]


def test_an_article_that_has_gone_is_not_asked_for_as_one_that_never_was(
    archive: SqliteArchive,
) -> None:
    archive.frontier.finish(a_visit(URL, published=NOON))
    archive.frontier.finish(a_visit(URL, "gone", reason="404"))
    archive.frontier.reopen("english", gone_before=VISITED + timedelta(days=9))
    assert _taken(archive) == []
