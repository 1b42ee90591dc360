"""Files of articles for the replica to serve: as many as a benchmark wants, of one edition."""

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from archive.urls import HOSTS
from replica.records import read_page
from replica.stories import Telling, read_stories

MINUTES_BETWEEN = 17
"""From one made article to the next: some 2,600 a month, as in the Arabic edition."""
_NEWEST = datetime(2026, 6, 30, 21, 0, tzinfo=UTC)


class TooFewArticlesError(ValueError):
    """A file has fewer articles of the edition than are asked for."""


def write_articles(target: Path, edition: str, count: int, file: Path | None = None) -> None:
    """Write JSON Lines that ``python -m replica serve --articles`` reads.

    Args:
        target: The file to write.
        edition: Of all articles.
        count: Articles.
        file: Take its first articles of the edition (JSON Lines, plain or gzipped); without one,
            the newsroom's tellings are multiplied: each with an address, an id and a time of its
            own, and with paragraphs drawn from all of them.

    Raises:
        TooFewArticlesError: The file has not so many.
    """
    lines = _made_lines(edition) if file is None else _lines_of_edition(file, edition)
    written = _write(target, islice(lines, count))
    if written < count:
        raise TooFewArticlesError(f"{file}: only {written} articles of the {edition} edition")


def _write(target: Path, lines: Iterable[str]) -> int:
    written = 0
    with target.open("w", encoding="utf-8") as opened:
        for written, line in enumerate(lines, 1):  # noqa: B007  the last number is the result
            opened.write(f"{line.rstrip()}\n")
    return written


def _lines_of_edition(file: Path, edition: str) -> Iterator[str]:
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8") as opened
    ):
        for line in opened:
            page = read_page(json.loads(line))
            if page is not None and page.edition == edition:
                yield line


def _made_lines(edition: str) -> Iterator[str]:
    stories = list(read_stories())
    tellings = [story.tellings[edition] for story in stories if edition in story.tellings]
    drawing = random.Random(edition)  # noqa: S311  always the same articles, nothing secret
    number = 0
    while True:
        telling = tellings[number % len(tellings)]
        others = drawing.sample(tellings, len(telling.paragraphs))
        body = [drawing.choice(other.paragraphs) for other in others]
        yield json.dumps(_made(telling, body, number), ensure_ascii=False)
        number += 1


def _made(telling: Telling, body: list[str], number: int) -> dict[str, Any]:
    published = _NEWEST - timedelta(minutes=MINUTES_BETWEEN * number)
    postid = str(4_000_000 - number)
    path = (
        f"news/politics/{postid}/benchmark"
        if telling.edition == "spanish"
        else (f"news/politics/benchmark-{postid}")
    )
    return {
        "edition": telling.edition,
        "url": f"https://{HOSTS[telling.edition]}/{path}",
        "postid": postid,
        "kind": telling.kind,
        "title": f"{telling.title} ({number})",
        "lead": telling.lead,
        "body": "\n\n".join(body),
        "authors": telling.authors,
        "source": telling.source,
        "tags": telling.tags,
        "country": telling.country,
        "published": published.isoformat(),
    }
