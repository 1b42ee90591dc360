"""Whether a data folder's stories are whole, and how far they have come."""

from collections.abc import Iterator
from pathlib import Path

from index.doctor import Finding
from stories.errors import StoriesError
from stories.folder import opened_stories, stories_folder
from stories.store import FILE_NAME

_SYNC, _REBUILD = "run `search_cli.py sync`", "run `search_cli.py rebuild`"


def examine_stories(folder: Path, last_change: int) -> Iterator[Finding]:
    """Yield what is wrong with the stories; nothing, if none have been made.

    Args:
        folder: The data folder.
        last_change: The archive's.
    """
    if not (stories_folder(folder) / FILE_NAME).exists():
        return
    try:
        with opened_stories(folder) as store:
            taken, is_linked = store.last_change(), store.is_linked()
            for fault in store.faults():
                yield Finding(problem=f"stories {store.path}: {fault}", remedy=_REBUILD)
    except StoriesError as error:
        problem, _, remedy = str(error).rpartition(": ")
        yield Finding(problem=problem, remedy=remedy)
        return
    if taken > last_change:
        problem = f"the stories have change {taken}, but the archive only {last_change}"
        yield Finding(problem=f"{problem}: it is an older one", remedy=_REBUILD)
    elif taken < last_change or not is_linked:
        problem = f"the stories know changes up to {taken}, of {last_change}"
        yield Finding(problem=problem, remedy=_SYNC)
