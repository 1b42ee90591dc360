"""The archive and the vectors of one data folder, together: what a command line asks for."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive import open_archive
from meaning.database import VectorsDamagedError, VectorsOutdatedError
from meaning.encoder import Encoder
from meaning.sync import Progress, sync
from meaning.vectors import VectorStore, open_vectors, remove_vectors


@contextmanager
def opened_vectors(folder: Path, encoder: Encoder) -> Iterator[VectorStore]:
    """Open the store of a data folder, and close it in the end.

    Raises:
        MeaningError: It cannot be opened.
    """
    with closing(open_vectors(folder, encoder)) as store:
        yield store


def sync_vectors(folder: Path, encoder: Encoder, progress: Progress | None = None) -> int:
    """Bring a data folder's vectors up to date, see :func:`meaning.sync.sync`.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        MeaningError: The store cannot be written, or the encoder cannot be used.
    """
    with closing(open_archive(folder)) as archive, opened_vectors(folder, encoder) as store:
        return sync(archive, store, encoder, progress)


def rebuild_vectors(folder: Path, encoder: Encoder, progress: Progress | None = None) -> int:
    """Make the vectors of one encoder anew, also if their file is damaged; return how many.

    Raises:
        ArchiveError: There is no archive, or it cannot be read.
        MeaningError: The store cannot be written, or the encoder cannot be used.
        OSError: The old file may not be deleted.
    """
    with closing(open_archive(folder)) as archive:
        forget_vectors(folder, encoder)
        with opened_vectors(folder, encoder) as store:
            return sync(archive, store, encoder, progress)


def forget_vectors(folder: Path, encoder: Encoder) -> None:
    """Forget the vectors of one encoder, also if their file is damaged.

    Raises:
        MeaningError: The store cannot be written.
        OSError: The old file may not be deleted.
    """
    # A file that SQLite can use is emptied, not deleted: another process may have it open.
    try:
        with opened_vectors(folder, encoder) as store:
            store.clear()
    except (VectorsDamagedError, VectorsOutdatedError):
        remove_vectors(folder, encoder.name)
