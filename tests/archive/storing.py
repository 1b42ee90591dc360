"""A program that stores articles, and says what came of each: ``FOLDER WRITER COUNT``.

It says ``ready`` once it has opened the archive, and waits for a line before it goes on.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from archive import Article, open_archive
from tests.archive.samples import a_page, a_visit, an_article

SHARED = 2
"""Every second article is stored by all writers, under one id."""
DISPUTED = 4
"""Every fourth says something else for each writer."""


def articles(writer: int, count: int) -> Iterator[Article]:
    """Yield what a writer stores."""
    for step in range(count):
        number = step if step % SHARED == 0 else 1_000_000 * (writer + 1) + step
        said = f"as told by {writer}" if step % DISPUTED == 0 else "as told by all"
        yield an_article(number, body=f"Lanterns, {said}. " * 50)


def main() -> None:
    """Store them, and tell of each when it is stored."""
    folder, writer, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with closing(open_archive(folder, create=True)) as archive:
        _say("ready")
        sys.stdin.readline()
        for article in articles(writer, count):
            stored = archive.store(article, a_page(article), a_visit(article.url))
            _say(json.dumps(stored))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
