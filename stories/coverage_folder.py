"""The coverage of one data folder, and the events it counts: what a command line asks for."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from archive import SqliteArchive, open_archive
from stories.coverage import By, Coverage, cover
from stories.coverage_events import Event, EventFilter, Events, events_of, select_events
from stories.folder import list_stories, opened_stories, stories_folder
from stories.store import FILE_NAME, StoryFilter
from stories.story import Story, StoryArticle


def cover_folder(
    folder: Path,
    *,
    by: By = "day",
    since: datetime | None = None,
    until: datetime | None = None,
    most_times: int | None = None,
) -> Coverage:
    """Return what each edition carried, see :func:`stories.coverage.cover`.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        StoriesError: The stories cannot be read.
    """
    with closing(open_archive(folder)) as archive:
        events = _events(archive, folder)
    return cover(events, by=by, since=since, until=until, most_times=most_times)


def list_events(
    folder: Path, wanted: EventFilter, *, limit: int | None = None, offset: int = 0
) -> tuple[list[Story], int]:
    """Return the events that are wanted, the newest first, and how many there are in all.

    An article in no story is told as a story of its own, by its own id.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        StoriesError: The stories cannot be read.
    """
    if wanted.is_plain:
        return list_stories(folder, wanted, limit=limit, offset=offset)
    with closing(open_archive(folder)) as archive:
        found = select_events(_events(archive, folder), wanted)
        if wanted.min_grade == "confirmed":
            with opened_stories(folder) as store:
                kept = store.members(StoryFilter(min_grade="confirmed"))
            found = [event for event in found if event.id in kept]
        shown = found[offset : None if limit is None else offset + limit]
        return list(_told(archive, folder, shown)), len(found)


def _events(archive: SqliteArchive, folder: Path) -> Events:
    stories: dict[str, list[str]] = {}
    if (stories_folder(folder) / FILE_NAME).exists():
        with opened_stories(folder) as store:
            stories = store.members()
    return events_of(archive.outlines(), stories)


def _told(archive: SqliteArchive, folder: Path, events: Sequence[Event]) -> Iterator[Story]:
    ids = [event.id for event in events if event.is_story]
    stories = {}
    if ids:
        with opened_stories(folder) as store:
            stories = {story.id: story for story in store.some(ids)}
    articles = archive.articles([event.id for event in events if not event.is_story])
    for event in events:
        if event.is_story and event.id in stories:
            yield stories[event.id]
        elif event.id in articles:
            article = articles[event.id]
            told = StoryArticle(
                id=article.id,
                edition=article.edition,
                title=article.title,
                published=article.published,
            )
            yield Story(id=article.id, articles=(told,), links=(), confidence=1.0)
