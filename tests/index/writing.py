"""What a second process does to an index: ``python -m tests.index.writing WHAT FOLDER ENGINE``.

It says ``ready`` on standard output once it is under way.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from archive import open_archive
from archive.article import Article
from index import open_index, sync
from tests.index.invented import article

GENERATION_SIZE = 12
SWAPS: Mapping[str, int] = {"whoosh": 200, "tantivy": 100}
"""Commits; Tantivy's wait for the disk, several times each."""


def generation(number: int) -> list[Article]:
    """Return articles that all name one number, to take the place of those of another."""
    bread = article("en:1", "Bread", section=f"g{number}")
    return [replace(bread, id=f"en:{n}") for n in range(GENERATION_SIZE)]


def hold(folder: Path, engine: str) -> None:
    """Write until standard input says something or ends."""

    def slowly() -> Iterator[Article]:
        yield article("en:900", "Held")
        _ready()
        sys.stdin.readline()

    open_index(folder, engine).replace_all(slowly(), last_change=900)


def generations(folder: Path, engine: str) -> None:
    """Replace all articles again and again until standard input ends."""
    opened = open_index(folder, engine)
    _ready()
    for number in range(1, 10_000):
        opened.update(generation(number), last_change=number)


def swaps(folder: Path, engine: str) -> None:
    """Swap the titles of two articles in every commit, and give both a new version."""
    opened = open_index(folder, engine)
    _ready()
    for number in range(1, SWAPS[engine] + 1):
        opened.update(swapped(number), last_change=number)


def swapped(number: int) -> list[Article]:
    """Return two articles in all their versions: one of bread, one of cake, in turn."""
    titles = ("Bread", "Cake") if number % 2 else ("Cake", "Bread")
    newest = [
        article(f"en:{place}", title, version=number + 2, section=f"g{number + 2}")
        for place, title in enumerate(titles)
    ]
    return [*newest, *(replace(each, version=number + 1, title="Old") for each in newest)]


def follow(folder: Path, engine: str) -> None:
    """Take in the archive beside the index, in small batches."""
    opened = open_index(folder, engine, create=True)
    _ready()
    with sys.stdout:
        print(sync(open_archive(folder.parent), opened, batch=3))  # noqa: T201


def _ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


_WHAT: Mapping[str, Callable[[Path, str], None]] = {
    "hold": hold,
    "generations": generations,
    "swaps": swaps,
    "follow": follow,
}

if __name__ == "__main__":
    _WHAT[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
