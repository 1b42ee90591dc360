"""What a data folder holds: the archive, and how far its index has come."""

from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive import Archive, EditionCount, open_archive
from archive.article import write_time
from archive.data_folder import index_folder
from index.engine import IndexMissingError, IndexOutdatedError
from index.folder import articles_behind
from index.opening import open_index


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """How far an index has come."""

    engine: str
    articles: int = 0
    last_change: int = 0
    behind: int = 0
    """Articles whose newest version it does not know."""
    size_bytes: int = 0
    problem: str = ""
    """Why it cannot be used, and what to do; ``""`` when it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What a data folder holds."""

    folder: Path
    editions: tuple[EditionCount, ...]
    last_change: int
    """The archive's newest change number."""
    archive_bytes: int
    """On disk, as are all sizes."""
    index: IndexState

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values; times as RFC 3339 in UTC."""
        return {
            "folder": str(self.folder),
            "editions": [_edition_json(count) for count in self.editions],
            "last_change": self.last_change,
            "archive_bytes": self.archive_bytes,
            "index": asdict(self.index),
        }


def take_stock(folder: Path, engine: str) -> Holdings:
    """Return what a data folder holds. Costs a walk over its files and over the articles.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        SearchError: An engine that is not known.
    """
    with closing(open_archive(folder)) as archive:
        return Holdings(
            folder=folder,
            editions=tuple(archive.counts()),
            last_change=archive.last_change(),
            archive_bytes=sum(map(_size, folder.glob(f"{archive.path.name}*"))),
            index=_index_state(archive, folder, engine),
        )


def _index_state(archive: Archive, folder: Path, engine: str) -> IndexState:
    size = sum(_size(file) for file in index_folder(folder).rglob("*"))
    try:
        index = open_index(index_folder(folder), engine)
    except (IndexMissingError, IndexOutdatedError) as error:
        return IndexState(engine=engine, size_bytes=size, problem=str(error))
    with closing(index):
        return IndexState(
            engine=index.engine,
            articles=index.count(),
            last_change=index.last_change(),
            behind=articles_behind(archive, index.last_change()),
            size_bytes=size,
        )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except FileNotFoundError:
        return 0  # a writer has just replaced it


def _edition_json(count: EditionCount) -> dict[str, Any]:
    times = {"first": count.first, "last": count.last}
    return asdict(count) | {name: time and write_time(time) for name, time in times.items()}
