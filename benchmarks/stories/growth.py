"""What it costs to link a day's articles into archives of growing size.

    python -m benchmarks.stories.growth [--sizes 1000 10000 100000]

An archive of each size is made, 300 articles a day, whose keys are those of articles put together
from the newsroom's paragraphs; the articles of the last three weeks are linked. Then a day of 300
new ones is taken in. Processor time is told, and the most memory; it should be the same for all
sizes. Vectors are random: encoding is measured by :mod:`benchmarks.stories.encoding`.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from archive.archive import Change
from archive.article import EDITION_LANGUAGES, Article, with_content_hash
from benchmarks.floors import report
from meaning.encoder import Vectors, unit
from replica.stories import Telling, read_stories
from stories.eras import Calendar
from stories.intake import article_row
from stories.labels import Labels
from stories.profiles import day_number
from stories.store import SqliteStories
from stories.sync import sync

A_DAY = 300
_LINKED_DAYS = 21
_POOL = 600
_NEWEST = datetime(2026, 6, 30, 0, 0, tzinfo=UTC)
_DIMENSION = 512
_MEGABYTE = 1024
_DAY_S = 86_400


class MadeArchive:
    """As much of an archive as stories read: the changes of one day."""

    def __init__(self, articles: Sequence[Article], before: int) -> None:
        self._articles = {each.id: each for each in articles}
        self._before = before

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """Return articles by id."""
        return {id: self._articles[id] for id in ids}

    def changes(self, after: int, limit: int = 1000) -> list[Change]:
        """Return the changes after a number."""
        ids = list(self._articles)[after - self._before :][:limit]
        return [Change(after + place, id, 1) for place, id in enumerate(ids, 1)]

    def last_change(self) -> int:
        """Return the newest number."""
        return self._before + len(self._articles)


class MadeVectors:
    """Random vectors, always the same for an id."""

    encoder = "random"

    def __init__(self, last_change: int) -> None:
        self._last_change = last_change

    def last_change(self) -> int:
        """Return the newest number."""
        return self._last_change

    def article_vectors(self, ids: Iterable[str]) -> dict[str, Vectors]:
        """Return the vectors of articles by id."""
        return {id: _vector(id) for id in ids}


def _vector(id: str) -> Vectors:
    generator = np.random.default_rng(int(id[3:]))
    row = unit(generator.standard_normal((1, _DIMENSION), dtype=np.float32))
    return row.reshape(_DIMENSION)


def made_articles(count: int) -> Iterator[Article]:
    """Yield invented articles of all editions, put together from the newsroom's paragraphs."""
    tellings: dict[str, list[Telling]] = {edition: [] for edition in EDITION_LANGUAGES}
    for story in read_stories():
        for telling in story.tellings.values():
            tellings[telling.edition].append(telling)
    drawing = random.Random(1)  # noqa: S311  always the same articles, nothing secret
    editions = list(tellings)
    for number in range(count):
        edition = editions[number % len(editions)]
        told = drawing.sample(tellings[edition], 6)
        language = EDITION_LANGUAGES[edition]
        article = Article(
            id=f"{language}:{number}",
            edition=edition,
            url=f"https://example.org/{language}/{number}",
            kind="news",
            title=told[0].title,
            lead=told[0].lead,
            body="\n\n".join(drawing.choice(each.paragraphs) for each in told),
            tags=told[0].tags,
            published=_NEWEST + timedelta(seconds=drawing.randrange(_DAY_S)),
            language=language,
        )
        yield with_content_hash(article)


def fill(store: SqliteStories, size: int, vectors: MadeVectors, labels: Labels) -> None:
    """Put articles of earlier days into a store, and link those of the last weeks."""
    empty: Any = MadeArchive([], size)
    reads: Any = vectors
    rows = [article_row(article) for article in made_articles(_POOL)]
    database = store.database
    sync(MadeArchive([], 0), reads, store, labels)  # type: ignore[arg-type]
    with database.transaction():
        for number in range(size):
            row = list(rows[number * 7 % _POOL])
            row[0] = f"{row[0][:2]}:{number + 10_000}"
            row[5] -= (1 + number // A_DAY) * _DAY_S
            row[6] = day_number(row[5])
            database.write("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        counts = dict(database.rows("SELECT day, COUNT(*) FROM articles GROUP BY day"))
        calendar = Calendar(counts)
        radii = [(day, calendar.radius(day)) for day in calendar.days]
        database.write_all("INSERT INTO eras VALUES (?, ?)", radii)
        last = [(day,) for day in calendar.days[-_LINKED_DAYS:]]
        database.write_all("INSERT INTO dirty VALUES (?)", last)
        database.write("UPDATE state SET last_change = ?", (size,))
    sync(empty, reads, store, labels)


def run(size: int) -> None:
    """Print seconds of processor time, megabytes, and how many stories one size has."""
    with tempfile.TemporaryDirectory() as folder:
        store, labels = SqliteStories(Path(folder)), Labels(Path(folder))
        with closing(store), closing(labels):
            vectors = MadeVectors(size + A_DAY)
            fill(store, size, vectors, labels)
            new: Any = MadeArchive([_renumbered(each) for each in made_articles(A_DAY)], size)
            reads: Any = vectors
            started = time.process_time()
            sync(new, reads, store, labels)
            seconds = time.process_time() - started
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
            print(f"{seconds:.2f} {peak:.0f} {store.count()}")


def _renumbered(article: Article) -> Article:
    language, _, number = article.id.partition(":")
    return replace(article, id=f"{language}:{int(number) + 5_000_000}")


def main() -> int:
    """Print the table; return 1 if the largest archive costs too much more than the smallest."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--run", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run is not None:
        run(options.run)
        return 0
    print(f"a day of {A_DAY} articles into an archive of:")
    seconds = []
    for size in options.sizes:
        command = [sys.executable, "-m", __spec__.name, "--run", str(size)]
        told = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
        print(f"{size:>9,}  {told[0]:>6} s of processor time  {told[1]:>5} MB  {told[2]} stories")
        seconds.append(float(told[0]))
    return report({"largest as cheap as smallest": seconds[0] / seconds[-1]}, "stories_growth")


if __name__ == "__main__":
    sys.exit(main())
