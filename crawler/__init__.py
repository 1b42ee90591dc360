"""The Scrapy project: from a site to the archive."""
