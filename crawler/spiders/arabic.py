"""Al Mayadeen in Arabic."""

from crawler.edition_spider import EditionSpider


class ArabicSpider(EditionSpider):
    """Crawls the Arabic edition into the archive."""

    name = "arabic"
