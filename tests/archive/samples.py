"""Articles, pages, visits and small archives of our own invention."""

import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive import Article, RawPage, SqliteArchive, open_archive
from archive.database import FILE_NAME
from archive.frontier import Outcome, Sighting, Visit
from archive.urls import HOSTS

ONE_LINE = re.compile(r"[^\n]{20,400}")
NOON = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
_CODES = {"english": "en", "arabic": "ar", "spanish": "es"}


def an_article(number: int = 1, edition: str = "english", **changes: Any) -> Article:
    """Return an article with a value in every field, apart from what ``changes`` say."""
    code = _CODES[edition]
    article = Article(
        id=f"{code}:{number}",
        edition=edition,
        url=f"https://{HOSTS[edition]}/news/culture/lantern-market-{number}",
        postid=str(number),
        kind="news",
        section="news/culture",
        title=f"Lantern market of Wadi Sarmal opens for the {number}th time",
        lead="Four hundred lanterns hang over the old canal.",
        body="The market opened at dusk.\n\nسوق الفوانيس. Abrió al anochecer.",
        authors=("Rima Daloub", "Ifan Preece"),
        source="Wadi Sarmal Herald",
        tags=("lanterns", "markets"),
        country="Talmara",
        coverage="Winter markets",
        published=NOON + timedelta(minutes=number),
        modified=NOON + timedelta(days=1),
        published_raw="5 Mar 14:00",
        image_url="https://media.example/lantern.jpg",
        image_caption="The canal by night",
        video_duration_s=61,
        related_urls=(f"https://{HOSTS[edition]}/news/culture/canal",),
        language=code,
        language_confidence=0.98,
        language_votes={"page": code, "edition": code, "detector": code},
        word_count=9,
        fetched=NOON + timedelta(hours=1),
        provenance={"title": "tawsiyat", "body": "dom"},
    )
    return replace(article, **changes)


def a_page(article: Article, body: bytes = b"<html>lanterns</html>") -> RawPage:
    """Return a raw page at an article's address."""
    return RawPage(
        url=article.url,
        status=200,
        headers={"Content-Type": "text/html; charset=utf-8", "X-Name": "فانوس"},
        body=body,
        fetched=NOON + timedelta(hours=1),
    )


def a_visit(url: str, outcome: Outcome = "new", **changes: Any) -> Visit:
    """Return the visit of an address of the English edition, an hour after :data:`NOON`."""
    visit = Visit(edition="english", url=url, outcome=outcome, at=NOON + timedelta(hours=1))
    return replace(visit, **changes)


def an_archive(folder: Path) -> SqliteArchive:
    """Open the archive in a folder; a new one is a copy, and nothing waits for the disk."""
    if not (folder / FILE_NAME).exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE_NAME).write_bytes(_empty_archive())
    archive = open_archive(folder)
    archive._connection.execute("PRAGMA synchronous = OFF")
    return archive


@cache
def _empty_archive() -> bytes:
    with TemporaryDirectory() as name:
        open_archive(Path(name), create=True).close()
        return (Path(name) / FILE_NAME).read_bytes()


def assert_clear(error: BaseException, folder: Path) -> None:
    """Assert that an error is one line that names the folder."""
    assert ONE_LINE.fullmatch(str(error))
    assert str(folder) in str(error)


def fill(folder: Path, count: int = 40) -> Path:
    """Make an archive and return its file, with nothing beside it."""
    with closing(an_archive(folder)) as archive:
        for number in range(count):
            article = an_article(number, body=f"Lanterns {number}. " * 150)
            archive.frontier.sight("english", [Sighting(article.url)])
            archive.store(article, a_page(article), a_visit(article.url))
    file = folder / FILE_NAME
    assert list(folder.iterdir()) == [file]
    return file
