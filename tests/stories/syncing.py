"""A program that links by names alone, a few days at once, and says so after each: ``FOLDER``."""

import sys
from contextlib import closing
from pathlib import Path

import stories.sync
from archive import open_archive
from stories.labels import Labels
from stories.store import SqliteStories


def main() -> None:
    """Link what is new."""
    folder = Path(sys.argv[1])
    stories.sync.ARTICLES_AT_ONCE = 2
    with (
        closing(open_archive(folder)) as archive,
        closing(SqliteStories(folder)) as store,
        closing(Labels(folder)) as labels,
    ):
        stories.sync.sync(archive, None, store, labels, lambda done, _: _say(f"at {done}"))
        _say("done")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
