"""Where an export goes: standard output, or a file that appears when it is whole."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from archive.archive import ArchiveError

STANDARD_OUTPUT = "-"
PART_SUFFIX = ".part"
"""Of the file that is being written; it takes its name when it is whole."""


class ExportError(ArchiveError):
    """Articles cannot be exported: the file cannot be written, or a library is missing."""


@contextmanager
def opened_output(output: str, *, force: bool = False) -> Iterator[IO[bytes]]:
    """Lend a stream to write to; a file takes its name only if nothing goes wrong.

    Args:
        output: A file; ``-`` for standard output.
        force: Whether a file that is there may be replaced.

    Raises:
        ExportError: The file is there already, or cannot be written.
        BrokenPipeError: The reader of standard output has gone away.
    """
    try:
        if output == STANDARD_OUTPUT:
            yield from _standard_output()
        else:
            yield from _file(Path(output), force=force)
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "standard output" if output == STANDARD_OUTPUT else output
        message = (
            f"{name} cannot be written: {error.strerror or error}: check folder and free space"
        )
        raise ExportError(message) from error


def _standard_output() -> Iterator[IO[bytes]]:
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def _file(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    if path.exists() and not force:
        raise ExportError(f"{path} is there already: choose another name, or add --force")
    if path.exists() and not path.is_file():  # a device, a named pipe: nothing to rename
        with path.open("wb") as stream:
            yield stream
        return
    part = path.with_name(path.name + PART_SUFFIX)
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
