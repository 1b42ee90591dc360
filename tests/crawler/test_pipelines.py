"""What happens to an item on its way into the archive, and when the archive fails."""

import logging
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.logformatter import LogFormatter
from scrapy.spiders import Spider
from scrapy.utils.misc import load_object

from archive.frontier import Outcome, Sighting
from crawler import settings
from crawler.edition_spider import EditionSpider
from crawler.items import ArticleItem
from crawler.pipelines import (
    ArchivePipeline,
    DeduplicationPipeline,
    DuplicateArticle,
    InvalidArticle,
    LanguagePipeline,
    NormalisePipeline,
    NotArchived,
)
from tests.crawler.crawls import (
    NOON,
    PIPELINES,
    a_crawl,
    an_item,
    closed,
    counts,
    frontier_rows,
    process_together,
    wait_for,
)


def _process(spider: EditionSpider, item: ArticleItem) -> ArticleItem:
    """Send an item through all pipelines but the index's, as a crawl does."""
    (processed,) = process_together(spider, item)
    if isinstance(processed, BaseException):
        raise processed
    return processed


def test_they_stand_in_this_order() -> None:
    names = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    assert [load_object(name) for name in names[:-1]] == PIPELINES
    assert names[-1] == "index.pipeline.IndexingPipeline"


def test_an_article_on_its_way(spider: EditionSpider) -> None:
    item = an_item(
        title=" Lanterns\u00a0of Wadi Sarmal\u200f", tags=("a", "a "), body="One.\n \n\nTwo."
    )
    page = item.page
    wait_for(spider, item.url)
    assert _process(spider, item) is item
    assert (item.id, item.version, item.page) == ("en:1", 1, None)
    article = spider.archive.article("en:1")
    assert article is not None
    assert article.title == "Lanterns of Wadi Sarmal"
    assert article.body == "One.\n\nTwo."
    assert article.tags == ("a",)
    assert article.word_count == 2
    assert article.language == "en"
    assert article.language_votes == {"page": "en", "edition": "en", "detector": "en"}
    assert article.content_hash == item.content_hash
    assert spider.archive.page("en:1", 1) == page
    assert frontier_rows(spider) == {item.url: ("new", "", "2024-03-05T12:00:00Z", None)}
    assert counts(spider) == {"new": 1}
    assert closed(spider) == []


def test_an_article_again(spider: EditionSpider) -> None:
    for item in (an_item(), an_item(), an_item(title="Lanterns are out")):
        _process(spider, item)
    assert counts(spider) == {"new": 1, "unchanged": 1, "changed": 1}
    assert item.version == 2
    assert spider.archive.last_change() == 2


def test_what_was_asked_is_settled_not_what_the_page_says(spider: EditionSpider) -> None:
    asked = "https://english.almayadeen.net/news/culture/old-name"
    item = an_item()
    assert item.page is not None
    item.page = type(item.page)(url=asked, status=200, headers={}, body=b"", fetched=NOON)
    wait_for(spider, asked)
    _process(spider, item)
    assert frontier_rows(spider)[asked][0] == "new"
    assert spider.archive.id_of_url(asked) == spider.archive.id_of_url(item.url) == "en:1"


@pytest.mark.parametrize(
    ("changes", "votes", "disagreements"),
    [
        ({}, ("en", "en", "en"), 0),
        ({"page_language": ""}, ("", "en", "en"), 0),
        ({"page_language": "ar"}, ("ar", "en", "en"), 1),
        (
            {
                "title": "Abre el mercado de faroles",
                "lead": "",
                "body": "Los faroles cuelgan aquí.",
            },
            ("en", "en", "es"),
            1,
        ),
        ({"title": "Lanterns", "lead": "", "body": ""}, ("en", "en", ""), 0),
    ],
)
def test_votes_on_the_language(
    spider: EditionSpider,
    changes: dict[str, Any],
    votes: tuple[str, str, str],
    disagreements: int,
) -> None:
    item = _process(spider, an_item(**changes))
    names = ("page", "edition", "detector")
    assert item.language_votes == dict(zip(names, votes, strict=True))
    assert item.language == (votes[2] or votes[1])
    assert counts(spider).get("language-disagreements", 0) == disagreements


def test_the_same_content_without_post_id_is_a_duplicate(spider: EditionSpider) -> None:
    first, second = (an_item(n, postid="", title="Lanterns") for n in (1, 2))
    wait_for(spider, first.url, second.url)
    _process(spider, first)
    with pytest.raises(DuplicateArticle, match=first.id):
        _process(spider, second)
    assert spider.archive.last_change() == 1
    assert counts(spider) == {"new": 1, "duplicate": 1}
    assert frontier_rows(spider)[second.url] == ("duplicate", "", "2024-03-05T12:00:00Z", None)
    assert spider.archive.frontier.sight("english", [Sighting(second.url)]) == 1


def test_a_duplicate_of_an_article_with_post_id(spider: EditionSpider) -> None:
    _process(spider, an_item(1, title="Lanterns"))
    with pytest.raises(DuplicateArticle, match="en:1"):
        _process(spider, an_item(2, postid="", title="Lanterns"))


@pytest.mark.parametrize(
    "second",
    [
        {"number": 1, "postid": "", "title": "Lanterns"},  # the same address again
        {"number": 2, "postid": "", "title": "Lanterns of another market"},
        {"number": 2, "postid": "2", "title": "Lanterns"},  # two ids: two articles
    ],
)
def test_no_duplicates(spider: EditionSpider, second: dict[str, Any]) -> None:
    _process(spider, an_item(1, postid="", title="Lanterns"))
    assert _process(spider, an_item(**second)).page is None
    assert "duplicate" not in counts(spider)


def test_another_edition_may_say_the_same(tmp_path: Path) -> None:
    for edition in ("english", "spanish"):
        with a_crawl(tmp_path / "data", edition) as spider:
            _process(spider, an_item(1, edition, postid="", title="Lanterns"))
            assert counts(spider)["new"] == 1


@pytest.mark.parametrize("postid", ["", "1"])
@pytest.mark.parametrize("changes", [{"title": "\u200b "}, {"kind": "rumour"}])
def test_what_makes_no_article_is_refused(
    spider: EditionSpider,
    caplog: pytest.LogCaptureFixture,
    changes: dict[str, Any],
    postid: str,
) -> None:
    item = an_item(postid=postid, **changes)
    wait_for(spider, item.url)
    with pytest.raises(InvalidArticle, match=item.url):
        _process(spider, item)
    assert counts(spider) == {"refused/invalid-article": 1}
    assert frontier_rows(spider)[item.url][:2] == ("refused", "invalid-article")
    assert spider.archive.last_change() == 0
    lines = [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    assert len(lines) == 1
    assert item.url in lines[0]


def test_half_characters_do_not_stop_a_crawl(spider: EditionSpider) -> None:
    broken: dict[str, Any] = dict.fromkeys(
        ("lead", "body", "section", "published_raw", "image_url"), "a\ud800b"
    )
    _process(spider, an_item(**broken, related_urls=("https://x/\ud800",), tags=("\ud800",)))
    article = spider.archive.article("en:1")
    assert article is not None
    assert article.lead == article.image_url == article.published_raw == "ab"
    assert article.tags == ()


def _break_frontier(spider: EditionSpider) -> None:
    with closing(sqlite3.connect(spider.archive.path)) as connection:
        connection.execute(
            "CREATE TRIGGER no BEFORE UPDATE ON frontier BEGIN SELECT RAISE(ROLLBACK, 'no'); END"
        )
        connection.commit()


def test_all_of_it_is_stored_or_nothing(spider: EditionSpider) -> None:
    """The frontier is settled last: when it cannot be, the article is not kept either."""
    item = an_item()
    wait_for(spider, item.url)
    before = frontier_rows(spider)
    _break_frontier(spider)
    with pytest.raises(sqlite3.IntegrityError):  # no failure of the disk: a fault of the program
        _process(spider, item)
    assert spider.archive.article("en:1") is None
    assert spider.archive.last_change() == 0
    assert frontier_rows(spider) == before
    assert counts(spider) == {}
    assert item.page is not None


@pytest.fixture
def full(spider: EditionSpider) -> EditionSpider:
    """A spider whose archive has no room left."""
    pages = spider.archive._connection.execute("PRAGMA page_count").fetchone()[0]
    spider.archive._connection.execute(f"PRAGMA max_page_count = {pages}")
    return spider


@pytest.mark.parametrize("postid", ["", "1"])
def test_a_failing_archive_ends_the_crawl_with_one_line(
    full: EditionSpider,
    caplog: pytest.LogCaptureFixture,
    postid: str,
) -> None:
    items = [an_item(n, postid=postid and f"{n}", body="Lanterns. " * 20_000) for n in (1, 2, 3)]
    for item in items:
        with pytest.raises(NotArchived, match=item.url):
            _process(full, item)
    errors = [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    assert len(errors) == 1
    assert "the disk is full" in errors[0]
    assert "\n" not in errors[0]
    assert closed(full) == ["archive-error"]
    assert counts(full)["stopped"] in errors[0]
    assert not counts(full).keys() & set(get_args(Outcome))
    assert full.archive.last_change() == 0


def test_a_busy_archive_ends_the_crawl(
    spider: EditionSpider, caplog: pytest.LogCaptureFixture
) -> None:
    spider.archive._connection.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(spider.archive.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotArchived):
            _process(spider, an_item())
        other.execute("ROLLBACK")
    assert closed(spider) == ["archive-error"]
    assert "another process" in caplog.text
    _process(spider, an_item())
    assert counts(spider)["new"] == 1


@pytest.mark.parametrize("drop", [DuplicateArticle, InvalidArticle, NotArchived])
def test_scrapy_logs_no_pages(spider: EditionSpider, drop: type[DropItem]) -> None:
    """It logs a dropped item whole; ours have said what there is to say, and are long."""
    item = an_item()
    line = LogFormatter().dropped(item, drop("why"), None, spider)
    assert line["level"] == logging.DEBUG
    failed = LogFormatter().item_error(item, ValueError("a bug"), None, spider)
    assert "<p>Lanterns</p>" not in failed["msg"] % failed["args"]


def test_other_spiders_are_not_served() -> None:
    crawler = Crawler(Spider)
    crawler.spider = Spider("other")
    for pipeline in (LanguagePipeline, DeduplicationPipeline, ArchivePipeline):
        with pytest.raises(TypeError, match="EditionSpider"):
            _ = pipeline.from_crawler(crawler).spider


def test_items_are_read_through_an_adapter() -> None:
    values = {"title": " a\u00a0b ", "body": "", "tags": ["x", "x"]}
    cleaned = NormalisePipeline().process_item(values)
    assert cleaned is values
    assert ItemAdapter(cleaned)["title"] == "a b"
    assert cleaned["tags"] == ("x",)


def test_days_are_not_the_pipelines_business(spider: EditionSpider) -> None:
    for days in (-3_000, 0, 3_000):
        _process(spider, an_item(days + 5_000, published=NOON + timedelta(days=days)))
    assert counts(spider)["new"] == 3
