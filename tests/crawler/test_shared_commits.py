"""What comes while the disk writes shares the next transaction; what else there is waits for it."""

from collections.abc import Sequence
from threading import Thread
from typing import Any

from archive import Article
from archive.article import with_content_hash
from archive.frontier import Days
from archive.intake import build_article
from archive.sqlite import Arrival
from crawler.edition_spider import EditionSpider
from crawler.pipelines import DuplicateArticle
from tests.crawler.crawls import an_item, counts, frontier_rows, process_together, wait_for


def test_of_two_that_come_together_one_is_a_duplicate(spider: EditionSpider) -> None:
    items = [an_item(n, postid="", title="Lanterns") for n in range(5)]
    first, *others = process_together(spider, *items)
    assert first is items[0]
    assert {type(each) for each in others} == {DuplicateArticle}
    assert counts(spider) == {"new": 1, "duplicate": 4}


def test_many_at_once_are_stored_one_after_the_other(spider: EditionSpider) -> None:
    items = [an_item(n % 20, body=f"Lanterns. {n}") for n in range(60)]
    assert process_together(spider, *items) == items
    assert counts(spider) == {"new": 20, "changed": 40}
    assert [each.version for each in items] == [n // 20 + 1 for n in range(60)]
    assert spider.archive.last_change() == 60
    assert spider.archive.faults() == []


def test_what_else_writes_waits_for_a_commit(spider: EditionSpider) -> None:
    item = an_item()
    values = {name: value for name, value in vars(item).items() if name in Article.__slots__}
    article = build_article(values)
    arrival = Arrival(with_content_hash(article), None, None)
    (stored,), commit = spider.archive.begin_to_store([arrival])
    sighting = Thread(target=wait_for, args=(spider, item.url))
    sighting.start()
    sighting.join(0.2)
    assert sighting.is_alive()
    commit()
    sighting.join()
    assert spider.archive.article(stored.id) is not None
    assert spider.archive.frontier.waiting_count(spider.name, Days()) == 1


def _record_groups(spider: EditionSpider) -> list[int]:
    """Return a list that grows by the number of articles of each transaction."""
    groups: list[int] = []
    begin = spider.archive.begin_to_store

    def record(arrivals: Sequence[Arrival]) -> Any:
        groups.append(len(arrivals))
        return begin(arrivals)

    spider.archive.begin_to_store = record  # type: ignore[method-assign]
    return groups


def test_what_comes_while_the_disk_writes_is_written_in_one_go(spider: EditionSpider) -> None:
    groups = _record_groups(spider)
    items = [an_item(n) for n in range(9)]
    assert process_together(spider, *items) == items
    assert groups == [1, 8]
    assert [each.version for each in items] == [1] * 9
    assert all(each.page is None for each in items)
    assert spider.archive.faults() == []


def test_an_article_that_must_be_looked_up_begins_a_transaction(spider: EditionSpider) -> None:
    groups = _record_groups(spider)
    items = [an_item(n, postid=str(n) if n % 3 else "") for n in range(9)]
    process_together(spider, *items)
    assert sum(groups) == 9
    assert max(groups) == 3


def test_a_duplicate_of_one_that_is_just_written(spider: EditionSpider) -> None:
    items = [an_item(n, postid=str(n % 2 or ""), title="Lanterns") for n in (1, 2, 3)]
    items[2].title = "Others"
    first, second, third = process_together(spider, *items)
    assert (first, third) == (items[0], items[2])
    assert isinstance(second, DuplicateArticle)
    assert counts(spider) == {"new": 1, "changed": 1, "duplicate": 1}


def test_of_many_at_once_only_the_faulty_one_fails(spider: EditionSpider) -> None:
    items = [an_item(n) for n in range(9)]
    items[5].video_duration_s = 2**70  # more than the database holds: no page brings it here
    wait_for(spider, *(each.url for each in items))
    results = process_together(spider, *items)
    assert isinstance(results[5], OverflowError)
    assert [each for each in results if each is not results[5]] == items[:5] + items[6:]
    assert counts(spider) == {"new": 8}
    assert frontier_rows(spider)[items[5].url][0] == "waiting"
    assert spider.archive.faults() == []
