"""The coverage of one data folder: what a command line asks for."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

from archive import open_archive
from stories.coverage import By, Coverage, cover
from stories.store import FILE_NAME, SqliteStories


def cover_folder(
    folder: Path, *, by: By = "day", since: datetime | None = None, until: datetime | None = None
) -> Coverage:
    """Return what each edition carried, see :func:`stories.coverage.cover`.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        StoriesError: The stories cannot be read.
    """
    with closing(open_archive(folder)) as archive:
        articles = archive.outlines()
    return cover(articles, _stories(folder), by=by, since=since, until=until)


def _stories(folder: Path) -> list[tuple[str, ...]]:
    if not (folder / "stories" / FILE_NAME).exists():
        return []
    with closing(SqliteStories(folder / "stories")) as store:
        return [tuple(article.id for article in story.articles) for story in store.stories()]
