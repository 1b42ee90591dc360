"""What every archive must do, whatever keeps it."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from archive import Article, Change, EditionCount, SqliteArchive, Stored
from archive.article import with_content_hash
from archive.frontier import Days, Outcome, Sighting
from archive.sqlite import MAX_PAGE_BYTES
from tests.archive.conftest import Opening
from tests.archive.samples import NOON, a_page, a_visit, an_article


def _kept(article: Article, version: int) -> Article:
    return replace(with_content_hash(article), version=version)


def test_empty(archive: SqliteArchive) -> None:
    assert archive.article("en:1") is None
    assert archive.articles(["en:1"]) == {}
    assert archive.articles([]) == {}
    assert archive.versions("en:1") == []
    assert archive.page("en:1", 1) is None
    assert archive.id_of_url("https://english.almayadeen.net/x") is None
    assert archive.changes(0) == []
    assert archive.last_change() == 0
    assert list(archive.every_article()) == []
    assert archive.counts() == []


def test_an_article_comes_back_as_it_was(archive: SqliteArchive) -> None:
    article = an_article()
    assert archive.store(article) == Stored("en:1", 1, 1, "new")
    assert archive.article("en:1") == _kept(article, 1)
    bare = Article(id="ar:b", edition="arabic", url="https://www.almayadeen.net/b", title="ب")
    archive.store(bare)
    assert archive.article("ar:b") == _kept(bare, 1)


@pytest.mark.parametrize(
    "text",
    ["nul \0 within", "'; DROP TABLE versions; --", "🏮\u200d🏮", "a\n\nb", '{"a": ["b"]}', "é"],
)
def test_any_text_comes_back_as_it_was(archive: SqliteArchive, text: str) -> None:
    article = an_article(title=text, body=text, tags=(text,), provenance={text: text})
    archive.store(article)
    assert archive.article("en:1") == _kept(article, 1)


def test_the_version_given_is_ignored(archive: SqliteArchive) -> None:
    assert archive.store(an_article(version=7)).version == 1


def test_versions_grow_with_the_content(archive: SqliteArchive) -> None:
    first, second = an_article(), an_article(title="Lantern market of Wadi Sarmal closes")
    stored = [archive.store(each) for each in (first, first, second, second, first, first)]
    assert [(each.version, each.change, each.outcome) for each in stored] == [
        (1, 1, "new"),
        (1, 0, "unchanged"),
        (2, 2, "changed"),
        (2, 0, "unchanged"),
        (3, 3, "changed"),
        (3, 0, "unchanged"),
    ]
    wanted = [_kept(first, 1), _kept(second, 2), _kept(first, 3)]
    assert archive.versions("en:1") == wanted
    assert [archive.article("en:1", number) for number in (1, 2, 3)] == wanted
    assert archive.article("en:1") == wanted[-1]
    assert archive.article("en:1", 0) is archive.article("en:1", 4) is None


def test_what_is_no_content_changes_nothing(archive: SqliteArchive) -> None:
    first = an_article()
    archive.store(first)
    later = replace(first, fetched=NOON + timedelta(days=9), tags=first.tags[::-1])
    assert archive.store(later).outcome == "unchanged"
    assert archive.versions("en:1") == [_kept(first, 1)]


def test_many_articles_at_once(archive: SqliteArchive) -> None:
    wanted = {f"en:{number}": _kept(an_article(number), 1) for number in range(620)}
    for article in wanted.values():
        archive.store(article)
    changed = an_article(7, title="The lanterns of Wadi Sarmal are out")
    archive.store(changed)
    wanted["en:7"] = _kept(changed, 2)
    assert archive.articles(["en:7", *wanted, "en:none", "en:7"]) == wanted
    assert list(archive.every_article()) == [wanted[id] for id in sorted(wanted)]
    assert len(archive.changes(0)) == 621
    assert [change.number for change in archive.changes(600)] == list(range(601, 622))


def test_changes_are_numbered_without_a_gap(archive: SqliteArchive) -> None:
    titles = ["a", "a", "b", "b", "a"]
    stored = [archive.store(an_article(n, title=title)) for title in titles for n in (1, 2)]
    wanted = [Change(each.change, each.id, each.version) for each in stored if each.change]
    assert [change.number for change in wanted] == [1, 2, 3, 4, 5, 6]
    assert archive.changes(0) == wanted
    assert archive.changes(4) == wanted[4:]
    assert archive.changes(1, limit=2) == wanted[1:3]
    assert archive.changes(6) == []
    assert archive.last_change() == 6


@pytest.mark.parametrize("body", [b"", b"\0\xff" * 5, b"<p>lanterns</p>" * 200_000])
def test_a_page_comes_back_as_it_was(archive: SqliteArchive, body: bytes) -> None:
    article = an_article()
    page = a_page(article, body)
    archive.store(article, page)
    assert archive.page("en:1", 1) == page
    assert archive.page("en:1", 2) is archive.page("en:2", 1) is None


def test_the_largest_page_is_whole(archive: SqliteArchive) -> None:
    page = a_page(an_article(), bytes(MAX_PAGE_BYTES))
    archive.store(an_article(), page)
    assert archive.page("en:1", 1) == page


def test_pages_belong_to_versions(archive: SqliteArchive) -> None:
    first, second = an_article(), an_article(lead="Rain put out the lanterns.")
    pages = [a_page(first, name) for name in (b"one", b"one again", b"two")]
    for article, page in zip((first, first, second), pages, strict=True):
        archive.store(article, page)
    archive.store(an_article(lead="A version without a page."))
    assert [archive.page("en:1", n) for n in (1, 2, 3)] == [pages[0], pages[2], None]


def test_an_address_leads_to_its_article(archive: SqliteArchive) -> None:
    article = an_article()
    asked = "https://english.almayadeen.net/news/lantern:-old-address"
    archive.store(article, a_page(article), a_visit(asked))
    moved = replace(article, url="https://english.almayadeen.net/news/new-address")
    assert archive.store(moved).outcome == "unchanged"
    for url in (article.url, asked, moved.url):
        assert archive.id_of_url(url) == "en:1"
    assert archive.id_of_url(asked + "x") is None


def test_an_address_leads_to_what_was_found_there_last(archive: SqliteArchive) -> None:
    archive.store(an_article(1))
    archive.store(an_article(2, url=an_article(1).url))
    assert archive.id_of_url(an_article(1).url) == "en:2"


def test_content_leads_to_its_article(archive: SqliteArchive) -> None:
    first, second = an_article(), an_article(title="The lanterns are out")
    hashes = [with_content_hash(each).content_hash for each in (first, second)]
    for each in (first, second):
        archive.store(each)
    assert [archive.id_of_content(each, "english") for each in hashes] == ["en:1", "en:1"]
    assert archive.id_of_content(hashes[0], "arabic") is None
    assert archive.id_of_content("0" * 64, "english") is None


def test_counts(archive: SqliteArchive) -> None:
    archive.store(an_article(1, body="old"))
    archive.store(an_article(1, body=""))
    archive.store(an_article(2, language="ar"))
    archive.store(an_article(3, language="", published=None))
    archive.store(an_article(4, "spanish", published=None))
    assert archive.counts() == [
        EditionCount(
            edition="english",
            articles=3,
            versions=4,
            with_text=2,
            other_language=1,
            first=NOON + timedelta(minutes=1),
            last=NOON + timedelta(minutes=2),
        ),
        EditionCount(
            edition="spanish",
            articles=1,
            versions=1,
            with_text=1,
            other_language=0,
            first=None,
            last=None,
        ),
    ]


def test_what_is_closed_can_be_opened_again(opening: Opening) -> None:
    with closing(opening()) as archive:
        archive.store(an_article(), a_page(an_article()))
        archive.close()
    with closing(opening()) as archive, closing(opening()) as other:
        assert archive.article("en:1") == other.article("en:1") == _kept(an_article(), 1)
        assert archive.page("en:1", 1) == a_page(an_article())
        assert other.store(an_article(2)).change == 2
        assert archive.last_change() == 2


def test_times_come_back_in_utc(archive: SqliteArchive) -> None:
    published = datetime.fromisoformat("2024-03-05T01:30:00.25+02:00")
    archive.store(an_article(published=published))
    found = archive.article("en:1")
    assert found is not None
    assert found.published == published
    assert found.published.tzinfo is UTC


@pytest.mark.parametrize("first", ["new", "changed", "unchanged"])
def test_a_visit_ends_with_what_the_archive_made_of_it(
    archive: SqliteArchive,
    first: Outcome,
) -> None:
    article = an_article()
    archive.frontier.sight("english", [Sighting(article.url)])
    archive.store(article, None, a_visit(article.url, first))
    assert archive.frontier.waiting_count("english", Days()) == 0
    assert archive.frontier.sight("english", [Sighting(article.url)]) == 1


def test_an_unchanged_article_ends_the_wait(archive: SqliteArchive) -> None:
    article = an_article()
    archive.store(article)
    archive.frontier.sight("english", [Sighting(article.url)])
    archive.frontier.take("english", "run", Days())
    archive.store(article, None, a_visit(article.url))
    assert archive.frontier.waiting_count("english", Days()) == 0
    assert archive.frontier.holders("english") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "lone \ud800 surrogate"), ("url", "https://x/\ud800"), ("word_count", 2**70)],
)
def test_a_store_that_fails_keeps_nothing(archive: SqliteArchive, field: str, value: Any) -> None:
    archive.store(an_article(1))
    archive.frontier.sight("english", [Sighting("https://x/")])
    bad = an_article(2, **{field: value})
    with pytest.raises((ValueError, OverflowError)):
        archive.store(bad, a_page(an_article(2)), a_visit("https://x/"))
    assert archive.article("en:2") is None
    assert archive.last_change() == 1
    assert archive.frontier.waiting_count("english", Days()) == 1
    assert archive.store(an_article(3)).change == 2
