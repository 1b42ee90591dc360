"""A month whose addresses the archive could not take in has not been read."""

from pathlib import Path
from typing import Any

import pytest

from archive import ArchiveBusyError
from archive.frontier import Days
from archive.sqlite_frontier import SqliteFrontier
from tests.crawler.crawls import a_crawl, closed, in_a_loop
from tests.crawler.lists import AUGUST, EN, a_list, an_answer, read_month, urls_of


def test_a_month_that_was_not_taken_in_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = an_answer(a_list(f"{EN}/news/a"))

    def fail(*_: Any, **__: Any) -> None:
        raise ArchiveBusyError("another process holds it")

    with a_crawl(tmp_path / "data") as spider:
        with monkeypatch.context() as patched:
            patched.setattr(SqliteFrontier, "sight", fail)
            assert in_a_loop(lambda: read_month(spider, answer, AUGUST, "2024-08")) == []
        assert closed(spider) == ["archive-error"]
        assert spider.archive.frontier.source(AUGUST) is None
    with a_crawl(tmp_path / "data") as spider:
        assert urls_of(read_month(spider, answer, AUGUST, "2024-08")) == [f"{EN}/news/a"]
        assert spider.archive.frontier.source(AUGUST) is not None
        assert spider.archive.frontier.waiting_count("english", Days()) == 1
