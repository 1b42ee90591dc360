"""What happens to articles after they were stored: mended, gone, back again; and what is whole."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive import Article, Change, SqliteArchive, Stored
from archive.article import with_content_hash
from archive.frontier import Outcome
from tests.archive.samples import NOON, a_page, a_visit, an_archive, an_article, fill


def _kept(article: Article, version: int) -> Article:
    return replace(with_content_hash(article), version=version)


def test_a_version_is_mended_in_its_place(archive: SqliteArchive) -> None:
    first, second = an_article(), an_article(title="The lanterns are out")
    for each in (first, second):
        archive.store(each, a_page(each))
    mended = _kept(replace(first, lead="Read better.", authors=(), published=None), 1)
    assert archive.mend(mended)
    assert archive.versions("en:1") == [mended, _kept(second, 2)]
    assert archive.page("en:1", 1) == a_page(first)
    assert archive.changes(1) == [Change(2, "en:1", 2), Change(3, "en:1", 1)]
    assert not archive.mend(mended)
    assert archive.last_change() == 3
    assert archive.faults() == []


def test_what_is_no_content_is_mended_too(archive: SqliteArchive) -> None:
    archive.store(an_article())
    mended = _kept(an_article(provenance={"title": "json-ld"}, word_count=10), 1)
    assert archive.mend(mended)
    assert archive.article("en:1") == mended
    assert archive.store(an_article()).outcome == "unchanged"


def test_a_mended_address_leads_to_the_article(archive: SqliteArchive) -> None:
    archive.store(an_article())
    mended = _kept(an_article(url="https://english.almayadeen.net/news/better"), 1)
    assert archive.mend(mended)
    assert archive.id_of_url(mended.url) == archive.id_of_url(an_article().url) == "en:1"


@pytest.mark.parametrize(("number", "version"), [(2, 1), (1, 0), (1, 2)])
def test_no_version_is_invented(archive: SqliteArchive, number: int, version: int) -> None:
    archive.store(an_article(1))
    assert not archive.mend(an_article(number, title="Invented", version=version))
    assert archive.versions("en:1") == [_kept(an_article(1), 1)]
    assert archive.versions("en:2") == []
    assert archive.id_of_url(an_article(2).url) is None
    assert archive.last_change() == 1


def test_an_article_that_is_gone(archive: SqliteArchive) -> None:
    first, second = an_article(), an_article(title="The lanterns are out")
    for each in (first, second, an_article(2)):
        archive.store(each)
    archive.mark_gone("en:1", NOON)
    archive.mark_gone("en:1", NOON + timedelta(days=1))
    wanted = [replace(_kept(first, 1), gone=NOON), replace(_kept(second, 2), gone=NOON)]
    assert archive.versions("en:1") == wanted
    assert archive.article("en:1") == archive.articles(["en:1"])["en:1"] == wanted[1]
    assert list(archive.every_article()) == [wanted[1], _kept(an_article(2), 1)]
    assert archive.changes(3) == [Change(4, "en:1", 2)]
    assert archive.faults() == []


def test_an_unknown_article_is_not_gone(archive: SqliteArchive) -> None:
    archive.mark_gone("en:1", NOON)
    assert archive.last_change() == 0
    archive.store(an_article())
    assert archive.article("en:1") == _kept(an_article(), 1)


@pytest.mark.parametrize("title", ["Lanterns again", an_article().title])
def test_an_article_that_is_back(archive: SqliteArchive, title: str) -> None:
    archive.store(an_article())
    archive.mark_gone("en:1", NOON)
    is_same = title == an_article().title
    wanted = Stored("en:1", 1, 3, "unchanged") if is_same else Stored("en:1", 2, 3, "changed")
    assert archive.store(an_article(title=title)) == wanted
    assert [each.gone for each in archive.versions("en:1")] == [None] * wanted.version
    assert archive.changes(2) == [Change(3, "en:1", wanted.version)]
    assert archive.store(an_article(title=title)).change == 0


def test_mending_does_not_bring_an_article_back(archive: SqliteArchive) -> None:
    archive.store(an_article())
    archive.mark_gone("en:1", NOON)
    mended = _kept(an_article(lead="Read better."), 1)
    assert archive.mend(mended)
    assert archive.article("en:1") == replace(mended, gone=NOON)
    assert not archive.mend(mended)


def test_the_frontier_keeps_what_the_archive_made_of_a_visit(tmp_path: Path) -> None:
    asked: list[Outcome] = ["new", "changed", "unchanged", "duplicate"]
    with closing(an_archive(tmp_path)) as archive:
        for number, outcome in enumerate(asked):
            url = f"https://english.almayadeen.net/{number}"
            archive.store(an_article(), None, a_visit(url, outcome, reason=f"reason {number}"))
        with closing(sqlite3.connect(archive.path)) as connection:
            rows = connection.execute(
                "SELECT outcome, reason FROM frontier ORDER BY url"
            ).fetchall()
    assert [outcome for outcome, _ in rows] == ["new", "unchanged", "unchanged", "duplicate"]
    assert [reason for _, reason in rows] == [f"reason {number}" for number in range(4)]


@pytest.mark.parametrize("outcome", ["gone", "failed", "blocked", "refused"])
def test_a_visit_finds_an_article_gone(archive: SqliteArchive, outcome: Outcome) -> None:
    article = an_article()
    archive.store(article, a_page(article), a_visit(article.url))
    for hours in (5, 9):
        visit = a_visit(article.url, outcome, at=NOON + timedelta(hours=hours))
        archive.frontier.finish(visit)
    found = archive.article("en:1")
    assert found is not None
    assert found.gone == (NOON + timedelta(hours=5) if outcome == "gone" else None)
    assert archive.changes(1) == ([Change(2, "en:1", 1)] if outcome == "gone" else [])


def test_an_alias_may_end_and_the_article_live(archive: SqliteArchive) -> None:
    article = an_article()
    alias = f"{article.url}-as-it-was-called"
    archive.store(article, None, a_visit(alias))
    archive.frontier.finish(a_visit(alias, "gone"))
    found = archive.article("en:1")
    assert found is not None
    assert found.gone is None


def test_an_address_that_never_was_an_article_is_gone(archive: SqliteArchive) -> None:
    archive.store(an_article())
    archive.frontier.finish(a_visit("https://english.almayadeen.net/news/no-such", "gone"))
    assert archive.last_change() == 1
    assert archive.article("en:1") == _kept(an_article(), 1)


def test_every_version(archive: SqliteArchive) -> None:
    wanted = []
    for number in range(260):
        for version, title in enumerate(("Lanterns", "No lanterns"), start=1):
            article = an_article(number, title=title)
            archive.store(article)
            wanted.append(_kept(article, version))
    spanish = an_article(1, "spanish", published=None)
    archive.store(spanish)
    wanted.sort(key=lambda each: (each.id, each.version))
    assert list(archive.every_version()) == [*wanted, _kept(spanish, 1)]
    assert list(archive.every_version("spanish")) == [_kept(spanish, 1)]
    assert list(archive.every_version("arabic")) == []
    since = NOON + timedelta(minutes=200)
    late = [each for each in wanted if each.published and each.published >= since]
    assert len(late) == 120
    assert list(archive.every_version(since=since)) == late
    assert list(archive.every_version("spanish", since)) == []


def test_reports_of_runs(archive: SqliteArchive) -> None:
    assert archive.runs.latest("english") == []
    reports = [{"edition": "english", "started": f"2024-03-0{n}T12:00:00Z"} for n in range(1, 6)]
    reports.append({"edition": "arabic", "started": "2024-03-07T12:00:00Z"})
    for number, report in enumerate(reports):
        archive.runs.record(str(number), report)
    again = reports[2] | {"note": "فانوس"}
    archive.runs.record("2", again)
    assert archive.runs.latest("english", limit=3) == [reports[4], reports[3], again]
    assert archive.runs.latest("arabic") == [reports[5]]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM changes WHERE number = 2", "1 versions without a change number"),
        ("DELETE FROM versions WHERE id = 'en:1'", "1 changes without a version"),
        ("DELETE FROM versions WHERE id = 'en:1'", "1 raw pages without a version"),
        ("DELETE FROM versions WHERE id = 'en:1'", "1 addresses of articles that are not there"),
        ("UPDATE versions SET version = 3", "3 articles with a version missing"),
        (
            "DELETE FROM urls WHERE id = 'en:1'",
            "1 addresses that ended with an article that is not there",
        ),
    ],
)
def test_faults_are_found(tmp_path: Path, statement: str, fault: str) -> None:
    file = fill(tmp_path, 3)
    with closing(an_archive(tmp_path)) as archive:
        assert archive.faults() == []
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute(statement)
        assert fault in archive.faults()


def test_an_index_that_lies_is_found(tmp_path: Path) -> None:
    file = fill(tmp_path, 3)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(content_hash)', '(title)') "
            "WHERE name = 'versions_by_content'",
        )
    with closing(an_archive(tmp_path)) as archive:
        faults = archive.faults()
    assert faults
    assert all("\n" not in each for each in faults)
