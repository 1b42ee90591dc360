"""How far a long task has come: one line that is written over."""

from typing import Self, TextIO

_CLEAR_LINE = "\r\x1b[K"


class ProgressLine:
    """A line on a terminal, gone when the task ends; on anything else there is none."""

    def __init__(self, stream: TextIO, label: str, *, every: int = 1) -> None:
        """Write nothing yet.

        Args:
            stream: Where the line goes, if it is a terminal.
            label: What is being counted.
            every: Only multiples of it are shown.
        """
        self._stream = stream
        self._label = label
        self._every = every
        self._is_shown = stream.isatty()

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show a number, and what it will come to if that is known."""
        if done % self._every == 0 or done == total:
            of = "" if total is None else f" of {total}"
            self._write(f"{self._label} {done}{of}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away."""
        self._write("")

    def _write(self, text: str) -> None:
        if self._is_shown:
            self._stream.write(_CLEAR_LINE + text)
            self._stream.flush()
