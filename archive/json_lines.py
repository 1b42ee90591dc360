"""Files of one JSON object a line, plain or compressed by gzip, one line at a time."""

import gzip
import json
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Any, NoReturn, cast

from archive.archive import ArchiveError

STANDARD_INPUT = "-"
MAX_LINE_BYTES = 16 * 2**20
"""A longer line is refused; it never lies in memory as a whole."""

_GZIP_MAGIC = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HARMFUL = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON allows as it is, but would steer a terminal or could not be written at all."""

Refuse = Callable[[int, str], None]
"""Is told the number of a line that cannot be read, from 1, and why."""


class ImportFileError(ArchiveError):
    """The file itself cannot be read, or not to its end; what came before was taken in."""


def read_rows(path: str | Path, refuse: Refuse) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield line numbers, from 1, and the objects on them; blank lines are passed over.

    Args:
        path: A file, compressed or not whatever its name says; ``-`` for standard input.
        refuse: Is told of every line that is no JSON object, in UTF-8 and of bounded size.

    Raises:
        ImportFileError: The file cannot be opened, or is damaged.
    """
    with _clear_errors(path), _open(path) as lines:
        for number, line in enumerate(_bounded_lines(lines), 1):
            try:
                row = _parse(line)
            except ValueError as error:
                refuse(number, str(error))
                continue
            if row is not None:
                yield number, row


def write_json(value: Any, *, indent: int | None = None) -> str:
    r"""Return JSON with letters of every script as they are, harmless on a terminal.

    >>> print(write_json({"title": "قمح\u202e"}))
    {"title": "قمح\u202e"}
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@contextmanager
def _open(path: str | Path) -> Iterator[IO[bytes]]:
    if str(path) != STANDARD_INPUT:
        with Path(path).open("rb") as stream:
            yield _unpacked(stream)
        return
    buffered = BufferedReader(cast("RawIOBase", sys.stdin.buffer))
    try:
        yield _unpacked(buffered)
    finally:
        buffered.detach()


def _unpacked(stream: "BufferedReader[Any]") -> IO[bytes]:
    is_packed = stream.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC)
    return cast("IO[bytes]", gzip.GzipFile(fileobj=stream) if is_packed else stream)


@contextmanager
def _clear_errors(path: str | Path) -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        message = f"{path} is damaged: its compressed data break off or are wrong; get it anew"
        raise ImportFileError(message) from error
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read: {error.strerror or error}") from error


def _bounded_lines(lines: IO[bytes]) -> Iterator[bytes]:
    """Yield lines without their ends; of one that is too long, one byte too many."""
    while line := lines.readline(MAX_LINE_BYTES + 1):
        rest = line
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = lines.readline(MAX_LINE_BYTES + 1)
        yield line if len(line) > MAX_LINE_BYTES else line.strip()


def _parse(line: bytes) -> Mapping[str, Any] | None:
    """Return the object on a line; ``None`` for a blank one.

    Raises:
        ValueError: There is none.
    """
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"longer than {MAX_LINE_BYTES >> 20} MB")
    line = line.removeprefix(_BYTE_ORDER_MARK)
    if not line:
        return None
    try:
        value = json.loads(line.decode(), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} (character {error.pos + 1})") from error
    except RecursionError as error:
        raise ValueError("not JSON that can be read: nested too deeply") from error
    if not isinstance(value, Mapping):
        raise ValueError("not a JSON object")  # noqa: TRY004  the line is wrong, not the caller
    return _whole_characters(value) if rb"\u" in line else value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"not JSON: {name}")


def _whole_characters(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a row in which halves of surrogate pairs, as left by cut texts, are ``?``."""
    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        halves_gone: Mapping[str, Any] = json.loads(text.encode(errors="replace"))
        return halves_gone
    return row
