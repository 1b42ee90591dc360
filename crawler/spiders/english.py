"""Al Mayadeen in English."""

from crawler.edition_spider import EditionSpider


class EnglishSpider(EditionSpider):
    """Crawls the English edition into the archive."""

    name = "english"
