"""Finding an article by id or address."""

import pytest

from archive import SqliteArchive
from archive.lookup import find_article
from tests.archive.samples import an_article


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        ("en:1", True),
        ("https://english.almayadeen.net/news/culture/lantern-market-1", True),
        ("http://english.almayadeen.net/news/culture/lantern%2Dmarket-1/?utm_source=x#top", True),
        ("english.almayadeen.net/news/culture/lantern-market-1", True),
        ("en:2", False),
        ("https://english.almayadeen.net/news/culture/other", False),
        ("javascript://x", False),
        ("//", False),
        ("", False),
    ],
)
def test_find_article(archive: SqliteArchive, name: str, *, is_found: bool) -> None:
    archive.store(an_article())
    found = find_article(archive, name)
    assert (found is not None) is is_found


def test_find_a_version(archive: SqliteArchive) -> None:
    archive.store(an_article())
    archive.store(an_article(title="Lanterns out"))
    for name in ("en:1", an_article().url):
        titles = [find_article(archive, name, version) for version in (1, None)]
        assert [each and each.version for each in titles] == [1, 2]
        assert find_article(archive, name, 3) is None
