"""Scrapy settings; those of this project start with ``NEWS_``. The README has the table of them."""

import os
from typing import Any

from archive.data_folder import data_folder

BOT_NAME = "triptych"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"

# --- This project's own -----------------------------------------------------------------------
NEWS_DATA_DIR = str(data_folder())
NEWS_ENGINE = os.environ.get("NEWS_ENGINE", "whoosh")
NEWS_CONTACT = os.environ.get("NEWS_CONTACT", "")
"""Who runs this crawler: an address or a page, sent to the site in the user agent."""
NEWS_MIRROR = os.environ.get("NEWS_MIRROR", "")
"""A JSON file with addresses to fetch from instead of the real hosts, by edition."""
NEWS_FEED_SIZE = 200
"""Addresses taken from the frontier at a time: what bounds the memory of a crawl."""
NEWS_STOP_AFTER_BLOCKED = 5
"""An edition stops after so many refusals (403 and the like) in a row; its frontier stays."""
NEWS_STOP_AFTER_FAILED = 10
"""So it does after so many requests in a row that never reached the site."""
NEWS_RECHECK_DAYS = 3
"""Articles published so many days ago or less are asked for again, to see what was changed."""
NEWS_RECHECK_HOURS = 1
"""But not when they were asked for so many hours ago or less."""
NEWS_GONE_AGAIN_DAYS = 3
"""An address that never had an article (404, 410) is asked once more, so many days later."""
NEWS_SETTLE_DAYS = 14
"""A month's sitemap is not read again once it was read so many days after the month's end."""

# --- Politeness -------------------------------------------------------------------------------
# The user agent gets NEWS_CONTACT appended, see crawler.spiders.edition.
USER_AGENT = "Triptych/0.1"
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
COOKIES_ENABLED = False

# --- Bounds on what a hostile or broken server can cost ---------------------------------------
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 32 * 2**20  # of sitemaps; a page has less: crawler.page_tree.MAX_BYTES
DOWNLOAD_HANDLERS = dict.fromkeys(("http", "https"), "crawler.downloads.BoundedDownloadHandler")
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
URLLENGTH_LIMIT = 0  # none: addresses are bounded by canonical_url, and dropped with a name

DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.redirects.EditionRedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.politeness.RetryAfterMiddleware": 550,
}
EXTENSIONS: dict[str, int] = {"crawler.politeness.CrawlDelay": 0}

# --- What a crawl of known addresses has no use for, and every page would pay for ---------------
CONCURRENT_ITEMS = 1  # of one page, which has no more; Scrapy starts so many tasks for it
REFERER_ENABLED = False
WARN_ON_GENERATOR_RETURN_VALUE = False  # mypy has seen to it
SPIDER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # see crawler.outcomes
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}

# --- The frontier in the archive takes the place of Scrapy's ----------------------------------
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # newest first, as they were asked

ITEM_PIPELINES: dict[str, int] = {
    "crawler.pipelines.NormalisePipeline": 100,
    "crawler.pipelines.LanguagePipeline": 200,
    "crawler.pipelines.DeduplicationPipeline": 300,
    "crawler.pipelines.ArchivePipeline": 400,
    "index.pipeline.IndexingPipeline": 500,  # by name only: the crawler never imports the index
}

# --- Nothing listens, nothing is written beside the data folder -------------------------------
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "INFO"
ADDONS: dict[str, Any] = {}
