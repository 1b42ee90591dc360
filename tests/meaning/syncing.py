"""A program that syncs vectors in small batches, and says so after each: ``FOLDER``."""

import sys
from contextlib import closing
from pathlib import Path

from archive import open_archive
from meaning.sync import sync
from meaning.vectors import open_vectors
from tests.meaning.encoders import WordEncoder


def main() -> None:
    """Sync once a line comes in."""
    folder = Path(sys.argv[1])
    encoder = WordEncoder()
    with closing(open_archive(folder)) as archive, closing(open_vectors(folder, encoder)) as store:
        _say("ready")
        sys.stdin.readline()
        taken = sync(archive, store, encoder, lambda done, _: _say(f"at {done}"), batch=3)
        _say(f"taken {taken}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
