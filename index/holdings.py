"""What a data folder holds: the archive, and how far its index has come."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archive import Archive, EditionCount, SqliteArchive, open_archive
from archive.article import EDITION_LANGUAGES, read_time, write_time
from archive.data_folder import index_folder
from archive.notes import sentence_of
from index.engine import IndexMissingError, IndexOutdatedError, SearchIndex
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
class LastRun:
    """The last crawl of an edition that came to its end."""

    edition: str
    started: datetime
    """Aware, UTC."""
    is_healthy: bool
    complaints: tuple[str, ...] = ()
    """Why it is not healthy, a line each."""

    def as_json(self) -> dict[str, Any]:
        """Return the run as JSON values."""
        return {
            "edition": self.edition,
            "started": write_time(self.started),
            "healthy": self.is_healthy,
            "complaints": list(self.complaints),
        }


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
    runs: tuple[LastRun, ...] = ()
    """Of each edition that was ever crawled."""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values; times as RFC 3339 in UTC."""
        return {
            "folder": str(self.folder),
            "editions": [_edition_json(count) for count in self.editions],
            "last_change": self.last_change,
            "archive_bytes": self.archive_bytes,
            "index": asdict(self.index),
            "runs": [run.as_json() for run in self.runs],
        }


def take_stock(folder: Path, engine: str) -> Holdings:
    """Return what a data folder holds. Costs a walk over its files and over the articles.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        SearchError: An engine that is not known.
    """
    with ExitStack() as opened:
        archive = opened.enter_context(closing(open_archive(folder)))

        def index() -> SearchIndex:
            return opened.enter_context(closing(open_index(index_folder(folder), engine)))

        return holdings_of(archive, folder, engine, index)


def holdings_of(
    archive: SqliteArchive, folder: Path, engine: str, index: Callable[[], SearchIndex]
) -> Holdings:
    """Return the same of an archive that is open.

    Args:
        archive: The data folder's.
        folder: The data folder.
        engine: The name of the engine.
        index: Returns the data folder's index of that engine, or raises what opening one does.

    Raises:
        ArchiveError: The archive cannot be read.
        SearchError: An engine that is not known.
    """
    return Holdings(
        folder=folder,
        editions=tuple(archive.counts()),
        last_change=archive.last_change(),
        archive_bytes=size_of(folder, f"{archive.path.name}*"),
        index=_index_state(archive, folder, engine, index),
        runs=tuple(_last_runs(archive)),
    )


def size_of(folder: Path, pattern: str) -> int:
    """Return the bytes of the files of a folder whose names fit a glob pattern."""
    return sum(_size(file) for file in folder.glob(pattern))


def _index_state(
    archive: Archive, folder: Path, engine: str, opened: Callable[[], SearchIndex]
) -> IndexState:
    size = size_of(index_folder(folder), "**/*")
    try:
        index = opened()
        return IndexState(
            engine=index.engine,
            articles=index.count(),
            last_change=index.last_change(),
            behind=articles_behind(archive, index.last_change()),
            size_bytes=size,
        )
    except (IndexMissingError, IndexOutdatedError) as error:
        return IndexState(engine=engine, size_bytes=size, problem=sentence_of(error))


def _last_runs(archive: SqliteArchive) -> Iterator[LastRun]:
    for edition in EDITION_LANGUAGES:
        for report in archive.runs.latest(edition, 1):
            yield LastRun(
                edition=edition,
                started=read_time(report["started"]),
                is_healthy=bool(report.get("healthy")),
                complaints=tuple(map(str, report.get("complaints", ()))),
            )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except FileNotFoundError:
        return 0  # a writer has just replaced it


def _edition_json(count: EditionCount) -> dict[str, Any]:
    times = {"first": count.first, "last": count.last}
    return asdict(count) | {name: time and write_time(time) for name, time in times.items()}
