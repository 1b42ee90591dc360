"""The last step of a crawl: the index follows the archive.

Scrapy finds this class by its dotted name in ``crawler/settings.py``; nothing here knows Scrapy.
"""

import asyncio
import logging
from pathlib import Path
from typing import Any, Self

from index.follower import Follower, is_behind

logger = logging.getLogger(__name__)


class IndexingPipeline:
    """Keeps the index up to date beside the crawl, and whole at its end."""

    def __init__(self, data_folder: Path, engine: str, crawler: Any) -> None:
        self._data_folder = data_folder
        self._engine = engine
        self._crawler = crawler
        self._follower: Follower | None = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Return the pipeline of a crawl; it reads ``NEWS_DATA_DIR`` and ``NEWS_ENGINE``."""
        settings = crawler.settings
        return cls(Path(settings["NEWS_DATA_DIR"]), settings["NEWS_ENGINE"], crawler)

    def process_item(self, item: Any) -> Any:
        """Return the item. The first one starts the follower."""
        if self._follower is None:
            self._follower = Follower(self._data_folder, self._engine)
        return item

    async def close_spider(self) -> None:
        """Wait until everything archived can be found."""
        if self._follower is None and await asyncio.to_thread(self._is_behind):
            self._follower = Follower(self._data_folder, self._engine)
        if self._follower is None:
            return
        error = await asyncio.to_thread(self._follower.finish)
        if error:
            logger.error("%s", error)
            self._crawler.stats.set_value("news/index-error", error)

    def _is_behind(self) -> bool:
        return is_behind(self._data_folder, self._engine)
