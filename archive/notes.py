"""What a reader should know of an answer: in English, and so that it can be said otherwise."""

from collections.abc import Callable
from typing import Literal, Self, get_args

Code = Literal[
    "none-yet",
    "no-stories",
    "no-story",
    "stories-behind",
    "too-many",
    "names-only",
    "no-encoder",
    "words-only",
    "no-vectors",
    "meaning-behind",
    "names-behind",
    "files-kept",
]
CODES: tuple[Code, ...] = get_args(Code)
SYNC = "run `search_cli.py sync`"


class Note(str):
    """A sentence in English, with what it takes to say the same in another language."""

    __slots__ = ("code", "values")

    code: Code
    values: dict[str, str | int]
    """What stands in the sentence; ``n``, if there, decides on the plural."""

    def __new__(cls, code: Code, sentence: str, **values: str | int) -> Self:
        """Return a note."""
        note = super().__new__(cls, sentence)
        note.code, note.values = code, values
        return note

    def __getnewargs_ex__(self) -> tuple[tuple[Code, str], dict[str, str | int]]:
        """Return what a copy is made of."""
        return (self.code, str(self)), self.values


TakeNote = Callable[[Note], None]
"""Told each thing that a reader should know."""
