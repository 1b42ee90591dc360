"""What a reader should know of an answer, or why there is none, to be said in any language."""

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
    # why there is no answer: the query
    "query-long",
    "query-deep",
    "query-words",
    "query-wildcards",
    "nothing-after",
    "stray-parenthesis",
    "open-parenthesis",
    "lone-operator",
    "lone-quote",
    "nested-field",
    "unknown-field",
    "bare-field",
    "short-word",
    "sign-inside",
    "misplaced",
    "no-word",
    # its days
    "no-date",
    "dates-turned",
    "not-a-date",
    "not-a-day",
    # what else is asked for
    "not-one-of",
    "not-a-language",
    "not-an-id",
    "no-label",
    "not-a-number",
    "given-often",
    "value-long",
    "filters-many",
    "across-versions",
    "address-long",
    "address-many",
    "address-unread",
    "no-page",
    "read-only",
    "no-article",
    "no-version",
    "no-story-or-article",
    "none-archived",
    "labels-elsewhere",
    "form-old",
    # what is asked
    "no-archive",
    "no-index",
    "index-unusable",
    "index-held",
    "too-many-ask",
    "too-slow",
    "unforeseen",
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


def sentence_of(error: Exception) -> str:
    """Return what an error says: a note, if it was raised with one."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Note) else str(error)


TakeNote = Callable[[Note], None]
"""Told each thing that a reader should know."""
