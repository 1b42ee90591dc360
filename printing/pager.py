"""Long texts for readers, a screen at a time."""

import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from printing.command_line import say

DEFAULT_PAGER = "less -FRX"
"""Colours as they are; ends by itself when all fits on the screen; leaves the text on it."""


def say_paged(text: str, *, wanted: bool = True, environ: Mapping[str, str] = os.environ) -> None:
    """Print a text; on a terminal, through the program that ``PAGER`` names.

    Args:
        text: What to print, ready.
        wanted: Whether a pager may be used.
        environ: The environment; with an empty ``PAGER``, or one that is not there, there is none.
    """
    is_dumb = environ.get("TERM") == "dumb"  # a pager could not go back on it
    command = [] if is_dumb else _command(environ.get("PAGER", DEFAULT_PAGER))
    is_paged = wanted and sys.stdout.isatty() and _is_long(text) and bool(command)
    if not is_paged or not _run(command, text, environ):
        say(text)


def _is_long(text: str) -> bool:
    import shutil

    return text.count("\n") + 1 >= shutil.get_terminal_size().lines


def _run(command: list[str], text: str, environ: Mapping[str, str]) -> bool:
    """Send a text through a pager; return whether there is one."""
    import subprocess

    # The text is UTF-8 whatever the locale, which is what less would go by.
    environ = {"LESSCHARSET": "utf-8", **environ}
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=environ)  # noqa: S603
    except OSError:
        return False
    with _interruptions_ignored():
        pager.communicate(f"{text}\n".encode(errors="replace"))  # a reader may see enough before
    return True


def _command(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quotation mark that is not one of a pair
        return []


@contextmanager
def _interruptions_ignored() -> Iterator[None]:
    """Let Ctrl-C, which reaches both processes, stop what the pager does, not the program."""
    import signal

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
