"""Commands that ``scrapy`` has in this project."""
