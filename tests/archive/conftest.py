"""Archives in temporary folders, one for every implementation."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from archive import SqliteArchive
from tests.archive.samples import an_archive

Opening = Callable[[], SqliteArchive]


OPENERS: Mapping[str, Callable[[Path], SqliteArchive]] = {"sqlite": an_archive}
"""Every implementation: from a folder to an archive in it, made first if need be."""


@pytest.fixture(params=OPENERS)
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Opening:
    """How to open one and the same archive, as often as wanted."""
    opener = OPENERS[request.param]
    return lambda: opener(tmp_path / "data")


@pytest.fixture
def archive(opening: Opening) -> Iterator[SqliteArchive]:
    """An empty archive."""
    with closing(opening()) as opened:
        yield opened
