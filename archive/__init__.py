"""The archive: every version of every article, every raw page. The truth."""

from pathlib import Path

from archive.archive import (
    Archive,
    ArchiveBusyError,
    ArchiveDamagedError,
    ArchiveError,
    ArchiveFullError,
    ArchiveMissingError,
    ArchiveReadOnlyError,
    Change,
    EditionCount,
    RawPage,
    Stored,
)
from archive.article import Article
from archive.sqlite import SqliteArchive

__all__ = [
    "Archive",
    "ArchiveBusyError",
    "ArchiveDamagedError",
    "ArchiveError",
    "ArchiveFullError",
    "ArchiveMissingError",
    "ArchiveReadOnlyError",
    "Article",
    "Change",
    "EditionCount",
    "RawPage",
    "SqliteArchive",
    "Stored",
    "open_archive",
]


def open_archive(folder: Path, *, create: bool = False) -> SqliteArchive:
    """Return the archive in a folder.

    Raises:
        ArchiveMissingError: There is none, and ``create`` is false.
        ArchiveError: It cannot be opened.
    """
    return SqliteArchive(folder, create=create)
