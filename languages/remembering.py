"""What was made of short texts, so that it need not be made again."""

from collections.abc import Callable
from typing import TypeVar

MAX_LENGTH = 64
"""Of a text that is remembered, in characters."""

Made = TypeVar("Made")


class Remembered(dict[str, Made]):
    """What is made of a text, by the text; made when it is first asked for.

    Of a great many texts those that come again and again are kept: when there are too many, all
    are laid aside, and what is asked for again is taken back from there until there are too many
    again. Threads may share it: at worst something is made twice.
    """

    def __init__(self, make: Callable[[str], Made], most: int) -> None:
        """Remember at most so many texts."""
        super().__init__()
        self._make = make
        self._most = most // 2
        self._aside: dict[str, Made] = {}

    def __missing__(self, text: str) -> Made:
        found = self._aside.get(text)
        made = self._make(text) if found is None else found
        if len(text) <= MAX_LENGTH:
            if len(self) >= self._most:
                self._aside = dict(self)
                self.clear()
            self[text] = made
        return made
