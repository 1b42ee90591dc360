"""Archives in temporary folders, one for every implementation."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from archive import Article, SqliteArchive
from tests.archive.exporting import ARABIC_URL, ODD, an_article, normal
from tests.archive.samples import NOON, a_page, an_archive

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


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where exports go."""
    return tmp_path / "out"


@pytest.fixture
def filled(archive: SqliteArchive, out: Path) -> SqliteArchive:
    """An archive with versions, editions, pages, an article that is gone, and odd texts."""
    out.mkdir()
    first = an_article(1)
    archive.store(first, a_page(first))
    archive.store(an_article(1, title="Lantern market closes", fetched=NOON + timedelta(days=2)))
    archive.store(first)
    archive.mark_gone("en:1", NOON + timedelta(days=3, microseconds=5))
    archive.store(normal(an_article(2, title=f"Title {ODD}", body=f"{ODD}\n\n{ODD}", tags=(ODD,))))
    arabic = an_article(3, "arabic", url=ARABIC_URL, published=NOON - timedelta(days=40))
    archive.store(arabic, a_page(arabic))
    bare = Article(id="es:b", edition="spanish", url="https://espanol.almayadeen.net/b", title="Ñ")
    archive.store(bare)
    return archive
