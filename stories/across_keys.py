"""What every article names, as numbers: to find those that name what a query names.

A key is kept as 32 bits of it, some hundred and fifty of an article, one row after another
(:mod:`meaning.nearest_blocks`); a search looks at all. Follows the archive's change numbers.
"""

import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.archive import Archive
from meaning.nearest_blocks import Block, BlockFile, Numbers, Shape
from meaning.sync import Progress
from stories.intake import profiles_of_ids
from stories.keys import article_keys
from stories.profiles import RULES
from stories.store import SqliteStories

BATCH = 200
"""Changes per transaction."""
_SHAPE = Shape(f"keys 1 {RULES}", "<u4", 1)
_LOW_BITS = 0xFFFF


def key_path(folder: Path) -> Path:
    """Return where the keys are in a data folder."""
    return folder / "stories" / "keys.sqlite"


def key_file(folder: Path) -> BlockFile:
    """Open the file of keys in a data folder; made if it is not there.

    Raises:
        MeaningError: It cannot be opened.
    """
    return BlockFile(key_path(folder), _SHAPE)


def sync_keys(
    archive: Archive,
    keys: BlockFile,
    progress: Progress | None = None,
    stories: SqliteStories | None = None,
) -> int:
    """Take in what is new in the archive; return how many articles that were.

    A crash leaves whole batches.

    Args:
        archive: Where the articles are.
        keys: What is brought up to date.
        progress: Called after every batch with the changes taken in and to take in.
        stories: Where keys are read from that are there; to find those of an article takes 7 ms.

    Raises:
        MeaningError: The file cannot be written.
        ArchiveError: The archive cannot be read.
    """
    if keys.last_change() > archive.last_change():  # another archive
        keys.clear()
    first = keys.last_change()
    taken = 0
    while changes := archive.changes(after := keys.last_change(), BATCH):
        last = changes[-1].number
        ids = list(dict.fromkeys(change.id for change in changes))
        rows = _stored(stories, ids) if stories and stories.last_change() >= last else {}
        missing = archive.articles([id for id in ids if id not in rows])
        rows |= {id: key_numbers(article_keys(article)) for id, article in missing.items()}
        if keys.update(rows, last_change=last, after=after):
            taken += len(rows)
        if progress is not None:
            progress(last - first, max(archive.last_change(), last) - first)
    return taken


def key_numbers(keys: Iterable[str]) -> Numbers:
    """Return keys as a column of numbers, ascending."""
    return np.array(sorted(map(key_number, keys)), "<u4").reshape(-1, 1)


def key_number(key: str) -> int:
    """Return 32 bits of a key; two of a query's and an article's are seldom the same by chance."""
    return zlib.crc32(key.encode())


def _stored(stories: SqliteStories, ids: Iterable[str]) -> dict[str, Numbers]:
    return {
        profile.id: key_numbers(profile.keys) for profile in profiles_of_ids(stories.database, ids)
    }


@dataclass(frozen=True, slots=True)
class Naming:
    """Which articles name what."""

    ids: Sequence[str] = ()
    """Of all articles."""
    holders: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    """By key: the places among the ids of the articles that have it."""
    worth: Mapping[str, float] = field(default_factory=dict)
    """How telling each key is: its idf, the least of all languages that have it."""
    articles: Mapping[str, int] = field(default_factory=dict)
    """How many articles there are, by language."""

    def scored(self, weights: Mapping[str, float]) -> "NameScores":
        """Return for each article the sum of how telling the keys are that it has.

        Args:
            weights: How much each key counts.
        """
        sums = np.zeros(len(self.ids))
        for key, weight in weights.items():
            if key in self.holders:
                sums[self.holders[key]] += weight * self.worth[key]
        return NameScores(self.ids, sums)

    def scored_once(self, named: Iterable[frozenset[str]], weight: float) -> "NameScores":
        """Return for each article the sum of how telling that is which it names.

        Args:
            named: The keys of each; of several that an article has the most telling one counts.
            weight: How much all count.
        """
        sums = np.zeros(len(self.ids))
        for keys in named:
            best = np.zeros(len(self.ids))
            for key in keys & self.holders.keys():
                holders = self.holders[key]
                best[holders] = np.maximum(best[holders], weight * self.worth[key])
            sums += best
        return NameScores(self.ids, sums)

    def count(self, keys: Collection[str], languages: Collection[str]) -> int:
        """Return how many articles of some languages have any of some keys."""
        held = [self.holders[key] for key in keys if key in self.holders]
        places = np.unique(np.concatenate(held)) if held else ()
        return sum(self.ids[place][:2] in languages for place in places)


@dataclass(frozen=True, slots=True)
class NameScores:
    """A score for each article."""

    _ids: Sequence[str]
    _sums: NDArray[np.float64]

    def best(self, limit: int, among: Collection[str] | None = None) -> list[str]:
        """Return the ids of the highest scores above 0, the highest first.

        Args:
            limit: How many at most.
            among: Only these; ``None`` for all.
        """
        places = np.flatnonzero(self._sums)
        order = places[np.argsort(-self._sums[places], kind="stable")]
        ids = (self._ids[place] for place in order)
        return list(islice((id for id in ids if among is None or id in among), limit))

    def of(self, ids: Collection[str]) -> dict[str, float]:
        """Return the scores of some articles, those above 0."""
        wanted = set(ids)
        places = [place for place, id in enumerate(self._ids) if id in wanted]
        return {self._ids[place]: float(self._sums[place]) for place in places if self._sums[place]}


def find_naming(blocks: Iterable[Block], keys: Iterable[str]) -> Naming:
    """Return which articles have which of some keys. Reads all blocks, 60 MB of 100,000 articles.

    Args:
        blocks: Of :func:`key_file`.
        keys: See :mod:`stories.keys`.
    """
    numbers = {key_number(key): key for key in keys}
    wanted = np.array(sorted(numbers), np.uint32)
    is_likely = np.zeros(_LOW_BITS + 1, bool)
    is_likely[wanted & _LOW_BITS] = True
    ids: list[str] = []
    places, found = [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
    for block in blocks:
        rows = _rows(block, wanted, is_likely)
        articles = np.searchsorted(block.starts, rows, side="right") - 1
        places.append(articles + len(ids))
        found.append(block.columns[0][rows])
        ids += block.ids
    all_places, all_found = np.concatenate(places), np.concatenate(found)
    holders = {key: all_places[all_found == number] for number, key in numbers.items()}
    languages, which, totals = np.unique(
        np.array([id[:2] for id in ids], "U2"), return_inverse=True, return_counts=True
    )
    worth = {key: _idf(np.bincount(which[held]), totals) for key, held in holders.items()}
    counted = dict(zip(languages.tolist(), totals.tolist(), strict=True))
    return Naming(ids, holders, worth, counted)


def _idf(counts: NDArray[np.int64], totals: NDArray[np.int64]) -> float:
    """Return how telling a key is that so many articles of each language have, of so many."""
    held = np.flatnonzero(counts)
    if not len(held):
        return 0.0
    return float(max(0.0, np.log((totals[held] + 1) / (counts[held] + 0.5)).min()))


def _rows(
    block: Block, wanted: NDArray[np.uint32], is_likely: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the rows of a block that are wanted."""
    column = block.columns[0]
    likely = np.flatnonzero(is_likely[column & _LOW_BITS])
    return np.asarray(likely[np.isin(column[likely], wanted)])
