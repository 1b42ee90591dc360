"""Al Mayadeen in Spanish."""

from crawler.edition_spider import EditionSpider


class SpanishSpider(EditionSpider):
    """Crawls the Spanish edition into the archive."""

    name = "spanish"
