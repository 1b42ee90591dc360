from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.edition_spider import EditionSpider
from tests.crawler.crawls import a_crawl


@pytest.fixture
def spider(tmp_path: Path) -> Iterator[EditionSpider]:
    """A spider of the English edition, with an empty archive."""
    with a_crawl(tmp_path / "data") as opened:
        yield opened
