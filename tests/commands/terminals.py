"""The program on a terminal of its own: a pseudo-terminal of some size."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.commands.running import PROGRAM

_TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Pagers read their keys from the terminal that the process belongs to."""
QUIET = ""
"""Printed when nothing has been printed for a second."""
_PAUSE_S = 1
_QUIET_S = 30
_PIECE = 1 << 16


class Shown(NamedTuple):
    """What a terminal was sent, and how the program ended."""

    text: str
    """Standard output and standard error as they came; lines end in LF."""
    status: int


def on_terminal(
    folder: Path,
    *args: str,
    columns: int = 80,
    lines: int = 500,
    typed: Sequence[tuple[str, str]] = (),
    environ: Mapping[str, str] | None = None,
) -> Shown:
    """Run the program on a terminal, and type keys, each after it has printed something."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with subprocess.Popen(
        [sys.executable, "-c", _TAKE_TERMINAL, "-W", "error", PROGRAM, *args],
        env={**kept, "TERM": "xterm", "NEWS_DATA_DIR": str(folder), **(environ or {})},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    ) as program:
        os.close(slave)
        try:
            text = _read(master, typed)
        except AssertionError:
            program.kill()
            raise
        finally:
            os.close(master)
    return Shown(text.decode().replace("\r\n", "\n"), program.returncode)


def _read(master: int, typed: Sequence[tuple[str, str]]) -> bytes:
    """Return all that comes until the other end is closed."""
    waiting = list(typed)
    text, seen = b"", 0
    while True:
        is_pausing = bool(waiting) and waiting[0][0] == QUIET
        if not select.select([master], [], [], _PAUSE_S if is_pausing else _QUIET_S)[0]:
            if not is_pausing:
                break
            os.write(master, waiting.pop(0)[1].encode())
            continue
        try:
            piece = os.read(master, _PIECE)
        except OSError:  # how Linux says that the other end is closed
            return text
        if not piece:
            return text
        text += piece
        if waiting and not is_pausing and waiting[0][0].encode() in text[seen:]:
            os.write(master, waiting.pop(0)[1].encode())
            seen = len(text)
    raise AssertionError(f"the program hangs after {text!r}")
