"""Articles to export, and how."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from archive import Article, SqliteArchive
from archive.exports import ExportReport, export_articles
from archive.intake import build_article, normalise
from tests.archive import samples

ODD = "é e\u0301 ﬁ 漢字 🏳️\u200d🌈 لُغَة كتـاب ‍ \u0958 \U0001f1f1\U0001f1e7 \ufffd «\u00a0»"
ARABIC_URL = "https://www.almayadeen.net/misc/سوق-الفوانيس:-100%25"


def an_article(number: int = 1, edition: str = "english", **changes: Any) -> Article:
    """Return an article whose words have been counted."""
    article = samples.an_article(number, edition, **changes)
    return replace(article, word_count=len(article.body.split()))


def normal(article: Article) -> Article:
    """Return the article as a crawl would have stored it."""
    values = article.as_json() | {name: getattr(article, name) for name in ("published", "fetched")}
    values |= {"modified": None, "gone": None}
    normalise(values)
    return replace(build_article(values), id=article.id)


def export(archive: SqliteArchive, format: str, path: Path, **options: Any) -> ExportReport:  # noqa: A002
    """Export to a file."""
    return export_articles(archive, format, str(path), **options)


class Response:
    """What warcio reads of one response."""

    def __init__(self, read: Any) -> None:
        self.url = read.rec_headers.get_header("WARC-Target-URI")
        self.date = read.rec_headers.get_header("WARC-Date")
        self.name = read.rec_headers.get_header("WARC-Record-ID")
        self.status = read.http_headers.get_statuscode()
        self.headers = dict(read.http_headers.headers)
        self.body = read.content_stream().read()
        assert read.digest_checker.passed is True


def responses(path: Path) -> list[Response]:
    """Return what warcio reads, with every digest checked."""
    with path.open("rb") as stream:
        found = ArchiveIterator(stream, check_digests=True)
        return [Response(each) for each in found if each.rec_type == "response"]
