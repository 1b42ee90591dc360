"""Stored pages read again: what is mended, what is left alone, and what is said of it."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from itemadapter import ItemAdapter

from archive import Article, RawPage, SqliteArchive, open_archive
from archive.article import with_content_hash
from archive.intake import build_article, normalise, tag_language
from archive.urls import canonical_url
from crawler import reparse as module
from crawler.editions import SITES
from crawler.pages import parse_page
from crawler.reparse import (
    ANOTHER_ID,
    OUTCOMES,
    Reading,
    Summary,
    read_again,
    read_archive,
    reparse,
)
from crawler.reparse_table import print_summary

PAGES = Path(__file__).parents[1] / "pages"
HEADERS = {"Content-Type": "text/html; charset=utf-8"}
NAMES = ("english/plain-news", "arabic/plain-news", "spanish/plain-news", "english/video")


def a_page(name: str, **changes: Any) -> RawPage:
    """Return a saved page as a crawl would have stored it."""
    meta = json.loads((PAGES / name / "meta.json").read_text(encoding="utf-8"))
    values: dict[str, Any] = {
        "url": canonical_url(meta["url"]),
        "status": 200,
        "headers": HEADERS,
        "body": (PAGES / name / "page.html").read_bytes(),
        "fetched": datetime.fromisoformat(meta["fetched"]),
    }
    return RawPage(**values | changes)


def an_article(name: str, **changes: Any) -> Article:
    """Return the article of a saved page as the pipelines make it, apart from ``changes``."""
    page = a_page(name)
    item = parse_page(page.body, page.url, SITES[name.partition("/")[0]], fetched=page.fetched)
    values = ItemAdapter(item)
    normalise(values)
    tag_language(values, page=item.page_language)
    return replace(build_article(values), **changes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of four pages, as a crawl leaves it."""
    with closing(open_archive(tmp_path, create=True)) as archive:
        for name in NAMES:
            archive.store(an_article(name), a_page(name))
    return tmp_path


@pytest.fixture
def archive(folder: Path) -> Iterator[SqliteArchive]:
    with closing(open_archive(folder)) as opened:
        yield opened


def read(folder: Path, **options: Any) -> list[Reading]:
    return list(read_archive(folder, processes=1, **options))


def outcomes(folder: Path, **options: Any) -> dict[str, int]:
    summary = Summary()
    for each in read(folder, **options):
        summary.add(each)
    return dict(summary.outcomes)


def run(folder: Path, *, dry_run: bool = False) -> Summary:
    return reparse(folder, read_archive(folder, processes=1), dry_run=dry_run)


def test_after_a_crawl_nothing_is_changed(folder: Path, archive: SqliteArchive) -> None:
    before = archive.last_change()
    assert run(folder).outcomes == {"unchanged": len(NAMES)}
    assert archive.last_change() == before


def test_what_an_older_parser_misread_is_mended_in_its_place(
    folder: Path, archive: SqliteArchive
) -> None:
    right = an_article("english/plain-news", version=1)
    archive.mend(replace(right, lead="Misread.", authors=(), fetched=right.fetched))
    before = archive.last_change()
    summary = run(folder)
    assert summary.outcomes == {"unchanged": len(NAMES) - 1, "changed": 1}
    assert summary.fields == {"lead": 1, "authors": 1}
    assert summary.examples == {name: [f"{right.id} version 1"] for name in ("lead", "authors")}
    assert archive.versions(right.id) == [with_content_hash(right)]
    assert [change.id for change in archive.changes(before)] == [right.id]
    assert run(folder).outcomes == {"unchanged": len(NAMES)}


def test_a_dry_run_tells_the_same_and_mends_nothing(folder: Path, archive: SqliteArchive) -> None:
    wrong = an_article("spanish/plain-news", version=1, body="Misread.")
    archive.mend(wrong)
    before = archive.last_change()
    assert set(run(folder, dry_run=True).fields) == {"body"}
    assert archive.last_change() == before
    assert archive.article(wrong.id) == with_content_hash(wrong)


def test_each_version_is_read_from_its_own_page(folder: Path, archive: SqliteArchive) -> None:
    first = an_article("english/plain-news")
    body = a_page("english/plain-news").body.replace(first.lead.encode(), b"A new lead, later.")
    later = a_page("english/plain-news").fetched + timedelta(days=1)
    second = replace(first, lead="A new lead, later.", fetched=later)
    assert (
        archive.store(second, a_page("english/plain-news", body=body, fetched=later)).version == 2
    )
    for version, article in ((1, first), (2, second)):
        archive.mend(replace(article, version=version, title="Misread"))
    assert run(folder).fields == {"title": 2}
    assert [each.lead for each in archive.versions(first.id)] == [first.lead, second.lead]
    assert [each.title for each in archive.versions(first.id)] == [first.title] * 2
    assert [each.fetched for each in archive.versions(first.id)] == [first.fetched, later]


def test_an_article_that_is_gone_stays_gone(folder: Path, archive: SqliteArchive) -> None:
    wrong = an_article("english/plain-news", version=1, title="Misread")
    archive.mend(wrong)
    archive.mark_gone(wrong.id, datetime(2026, 5, 1, tzinfo=UTC))
    assert run(folder).fields == {"title": 1}
    mended = archive.article(wrong.id)
    assert mended is not None
    assert mended.title != "Misread"
    assert mended.gone == datetime(2026, 5, 1, tzinfo=UTC)


def test_what_came_without_a_page_is_left_alone(folder: Path, archive: SqliteArchive) -> None:
    archive.store(an_article("english/opinion", title="Imported"))
    assert outcomes(folder) == {"unchanged": len(NAMES), "without-page": 1}


@pytest.mark.parametrize("name", ["english/author-page", "english/section-page"])
def test_a_page_that_is_refused_today_changes_nothing(
    folder: Path, archive: SqliteArchive, name: str
) -> None:
    refused = json.loads((PAGES / name / "refused.json").read_text(encoding="utf-8"))
    article = an_article("english/opinion")
    archive.store(article, a_page(name))
    before = archive.last_change()
    summary = run(folder)
    assert summary.outcomes["refused"] == 1
    assert summary.reasons == {refused["reason"]: 1}
    assert summary.examples == {refused["reason"]: [f"{article.id} version 1"]}
    assert archive.last_change() == before


def test_values_that_make_no_article_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_values: object) -> Article:
        raise ValueError("no title")

    monkeypatch.setattr(module, "build_article", fail)
    assert {(each.outcome, each.reason) for each in read(folder)} == {
        ("refused", "invalid-article")
    }


def test_a_page_of_another_article_is_a_fault(folder: Path, archive: SqliteArchive) -> None:
    article = an_article("english/opinion")
    archive.store(article, a_page("english/gallery"))
    before = archive.last_change()
    summary = run(folder)
    assert summary.outcomes["fault"] == 1
    assert summary.reasons == {ANOTHER_ID: 1}
    assert archive.last_change() == before
    assert archive.article(article.id) == replace(with_content_hash(article), version=1)


def test_one_edition_or_one_time_alone(folder: Path, archive: SqliteArchive) -> None:
    assert outcomes(folder, edition="english") == {"unchanged": 2}
    times = sorted(each.published for each in archive.every_article() if each.published)
    assert outcomes(folder, since=times[-1]) == {"unchanged": 1}
    assert outcomes(folder, since=times[-1] + timedelta(seconds=1)) == {}


@pytest.mark.parametrize("processes", [1, 2])
def test_several_processes_read_what_one_does(
    folder: Path,
    archive: SqliteArchive,
    monkeypatch: pytest.MonkeyPatch,
    processes: int,
) -> None:
    archive.mend(an_article("arabic/plain-news", version=1, title="Misread"))
    monkeypatch.setattr(module, "VERSIONS_A_TURN", 2)
    readings = list(read_archive(folder, processes=processes))
    assert [each.id for each in readings] == [each.id for each in archive.every_version()]
    assert [each.outcome for each in readings].count("changed") == 1


def test_an_empty_archive(tmp_path: Path) -> None:
    open_archive(tmp_path, create=True).close()
    assert list(read_archive(tmp_path, processes=2)) == []


def test_a_page_in_another_character_set_is_read_as_in_a_crawl() -> None:
    text = a_page("arabic/plain-news").body.decode()
    body = text.replace('<meta charset="utf-8">', "").encode("windows-1256", "ignore")
    page = a_page(
        "arabic/plain-news", body=body, headers={"Content-Type": "text/html; charset=windows-1256"}
    )
    article = an_article("arabic/plain-news", version=1)
    assert read_again(article, page).title == article.title


def test_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    summary = Summary()
    for number in range(1, 8):
        changed = Reading(id=f"en:{number}", version=1, outcome="changed", changed=("lead",))
        summary.add(changed)
    summary.add(Reading(id="en:9", version=2, outcome="refused", reason="no-title"))
    print_summary(summary, dry_run=True, seconds=2.0, as_json=False)
    shown = capsys.readouterr().out
    assert "8 versions: 7 changed, 1 refused (8 pages in 2.0 s, 4 a second)" in shown
    assert "en:5 version 1" in shown
    assert "en:6 version 1" not in shown
    assert "no-title" in shown
    assert "--dry-run" in shown
    print_summary(summary, dry_run=False, seconds=2.0, as_json=True)
    values = json.loads(capsys.readouterr().out)
    assert values["fields"] == {"lead": 7}
    assert values["reasons"] == {"no-title": 1}
    assert {name.replace("-", "_") for name in OUTCOMES} <= values.keys()
    assert values["versions"] == sum(values[name.replace("-", "_")] for name in OUTCOMES)
