"""What the output can show: colour, isolates for right-to-left text, lines of a width."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

COLOR_CHOICES = ("auto", "always", "never")
BIDI_CHOICES = ("auto", "isolate", "none")

_MIN_WIDTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """What the output can show. The default is a file or a pipe: text and nothing else."""

    color: bool = False
    """Whether escape sequences for colour and bold type may be written."""
    isolates: bool = False
    """Whether lines of text are wrapped in FSI and PDI, so that each has its own direction."""
    width: int = 0
    """Columns; 0 when lines are not to be broken."""


def terminal_of(
    stream: TextIO,
    *,
    color: str = "auto",
    bidi: str = "auto",
    environ: Mapping[str, str] = os.environ,
) -> Terminal:
    """Return what a stream can show.

    Colour by itself goes to a terminal only, and not where ``NO_COLOR`` is set or ``TERM`` is
    ``dumb``; ``FORCE_COLOR`` asks for it everywhere. Isolates by themselves go to a terminal only.

    Args:
        stream: Where the text will go.
        color: One of :data:`COLOR_CHOICES`.
        bidi: One of :data:`BIDI_CHOICES`.
        environ: The environment.
    """
    is_terminal = stream.isatty()
    colors = {"always": True, "never": False}
    isolates = {"isolate": True, "none": False}
    return Terminal(
        color=colors.get(color, _wants_color(environ, is_terminal=is_terminal)),
        isolates=isolates.get(bidi, is_terminal),
        width=max(shutil.get_terminal_size().columns, _MIN_WIDTH) if is_terminal else 0,
    )


def _wants_color(environ: Mapping[str, str], *, is_terminal: bool) -> bool:
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return is_terminal and environ.get("TERM") != "dumb"
