"""The news among the gold texts, as articles; and its single sentences, as very short ones."""

from pathlib import Path
from typing import NamedTuple

from benchmarks.stories.gold import LANGUAGES, NEWS, SENTENCES, read_gold


class News(NamedTuple):
    """One article in three languages, the same number of sentences in each."""

    id: str
    sentences: dict[str, tuple[str, ...]]
    """By ISO 639-1 code; the headline first."""


def read_news(folder: Path) -> list[News]:
    """Return the articles of the gold folder."""
    return [
        News(row["id"], {code: tuple(row[code]) for code in LANGUAGES})
        for row in read_gold(folder, NEWS)
    ]


def read_sentences(folder: Path) -> list[News]:
    """Return each of the gold folder's single sentences as an article."""
    return [
        News(str(number), {code: (row[code],) for code in LANGUAGES})
        for number, row in enumerate(read_gold(folder, SENTENCES))
    ]
