"""A crawl that gets nowhere leaves the site alone, and says so."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.settings import Settings
from twisted.python.failure import Failure

from archive.frontier import Days, Sighting
from crawler.edition_spider import EditionSpider
from crawler.outcomes import FORBIDDEN, End, end_of_failure, end_of_status
from crawler.patience import Patience
from tests.crawler.crawls import a_crawl, closed, counts, in_a_loop

SETTINGS = Settings({"NEWS_STOP_AFTER_BLOCKED": 3, "NEWS_STOP_AFTER_FAILED": 4})
URL = "https://english.almayadeen.net/news/culture/lantern-market"
READ = None
REFUSED = end_of_status(403)
NO_SERVER = end_of_failure(DownloadConnectionRefusedError())
SLOW = end_of_failure(DownloadTimeoutError())
NO_HOST = end_of_failure(CannotResolveHostError())
HUNG_UP = end_of_failure(DownloadFailedError())
CUT = end_of_failure(ResponseDataLossError())
BROKEN, MISSING = end_of_status(500), end_of_status(404)


@pytest.mark.parametrize(
    ("ends", "reason"),
    [
        pytest.param([REFUSED] * 3, "blocked", id="refused"),
        pytest.param([REFUSED, REFUSED, READ, REFUSED, REFUSED], "", id="a page between"),
        pytest.param([REFUSED, REFUSED, MISSING, REFUSED, REFUSED], "", id="a 404 between"),
        pytest.param([REFUSED, FORBIDDEN, REFUSED, FORBIDDEN, REFUSED], "blocked", id="robots.txt"),
        pytest.param([FORBIDDEN] * 9, "", id="nothing was asked"),
        pytest.param([SLOW, NO_SERVER, NO_HOST, HUNG_UP], "unreachable", id="unreachable"),
        pytest.param([SLOW] * 3 + [FORBIDDEN, SLOW], "unreachable", id="forbidden between"),
        pytest.param([SLOW, SLOW, REFUSED, SLOW, SLOW, SLOW], "", id="refused means reached"),
        pytest.param([SLOW, REFUSED, SLOW, REFUSED, SLOW, REFUSED], "blocked", id="in turn"),
        pytest.param([SLOW, SLOW, SLOW, BROKEN, SLOW], "", id="a 500 between"),
        pytest.param([BROKEN] * 9, "", id="answers, if only with 500"),
        pytest.param([CUT] * 9, "", id="answers, if only half of them"),
    ],
)
def test_what_a_crawl_puts_up_with(ends: Sequence[End | None], reason: str) -> None:
    patience = Patience()
    *before, last = (patience.lost_at(end, SETTINGS) for end in ends)
    assert not any(before)
    assert (last[0] if last else "") == reason


@pytest.mark.parametrize(
    ("end", "line"),
    [
        (REFUSED, "the site refused 3 pages in a row; what is left waits for the next run"),
        (
            NO_SERVER,
            "the site could not be reached 4 times in a row; what is left waits for the next run",
        ),
    ],
)
def test_the_line(end: End, line: str) -> None:
    patience = Patience()
    lost = [patience.lost_at(end, SETTINGS) for _ in range(4)]
    assert next(each for each in lost if each)[1] == line


def test_pages_that_cannot_be_reached_end_the_crawl_and_wait_for_the_next(tmp_path: Path) -> None:
    with a_crawl(tmp_path / "data") as spider:
        urls = [f"{URL}-{number}" for number in range(12)]
        spider.archive.frontier.sight(spider.name, [Sighting(url) for url in urls])
        for request in list(spider.refill())[:10]:
            assert closed(spider) == []
            in_a_loop(partial(_fail, spider, request))
        assert closed(spider) == ["unreachable"]
        assert "could not be reached 10 times in a row" in counts(spider)["stopped"]
        assert spider.archive.frontier.waiting_count(spider.name, Days()) == 2
        spider.archive.frontier.reopen(spider.name)
        assert spider.archive.frontier.waiting_count(spider.name, Days()) == 12


def _fail(spider: EditionSpider, request: Request) -> None:
    failure = Failure(DownloadTimeoutError())  # type: ignore[no-untyped-call]
    failure.request = request  # type: ignore[attr-defined]
    assert list(spider.fail_article(failure)) == []
