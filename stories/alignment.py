"""Which sentences of several articles say the same, and which stand in one of them only."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

import numpy as np

from meaning.encoder import Vectors
from stories.tellings import Pair, Similarities

COMPETITION = 0.5
"""What a match loses of each step by which its sentence says better what another one here says.
Measured (benchmarks/stories/alignment.py): anything from .5 to 1 does alike, 0 clearly worse."""
NAMES_SHARE = 0.15
"""What names and numbers in common add to the cosine of two sentences' meaning, at most. With .1 to
.2 translated sentences are told apart as well as without, and of those that two newsrooms wrote
independently of each other a tenth more are matched."""
NAMES_THRESHOLD = 0.3
"""For sentences compared by what they name, where there is no encoder."""

Threshold = Callable[[str, str], float]
"""From which similarity on sentences of two articles, by id, say the same."""


class Place(NamedTuple):
    """A sentence."""

    id: str
    """Of its article."""
    sentence: int
    """Number, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Sentences that say the same."""

    sentences: Mapping[str, tuple[int, ...]]
    """By article, ascending; of two articles at least."""
    similarity: float
    """Of the weakest match that holds the row together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """A sentence that no other article has."""

    sentence: int
    best_similarity: float
    """To the sentence of another article that is most like it; 0 if there is none. It may be above
    the threshold: then another sentence of its own article says better what that one says."""
    nearest: Place | None
    """That sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """All sentences of some articles, each in one row or alone."""

    rows: tuple[Row, ...]
    """In the order in which the articles tell it."""
    alone: Mapping[str, tuple[Alone, ...]]
    """By article, in order."""


class _Match(NamedTuple):
    similarity: float
    one: Place
    other: Place
    is_mutual: bool


def sentence_similarities(meaning: Similarities, names: Similarities) -> Similarities:
    """Return how alike sentences are, by meaning first, for the thresholds of the encoder."""
    return {pair: meaning[pair] + NAMES_SHARE * names[pair] for pair in names}


def align(
    lengths: Mapping[str, int], similarities: Similarities, threshold: Threshold
) -> Alignment:
    """Return which sentences say the same; the order of sentences plays no part.

    A sentence belongs to the one of another article that is most like it, if their similarity
    reaches the threshold, and although a third sentence may be better for it. Mutual best matches
    make the rows; a row takes one sentence of each article in this way. What is left joins the row
    of its best match: so two sentences here may say what one says there.

    Args:
        lengths: The number of sentences of each article by id, in the order of the rows' sorting.
        similarities: Of all pairs of these articles, in both directions.
        threshold: Of two articles.
    """
    matches = _matches(similarities, threshold)
    rows = _rows(matches)
    taken = {place for row, _ in rows for place in row}
    return Alignment(
        rows=tuple(_row(row, weakest) for row, weakest in sorted(rows, key=_order(lengths))),
        alone={
            id: tuple(
                _alone(Place(id, number), lengths, similarities)
                for number in range(length)
                if Place(id, number) not in taken
            )
            for id, length in lengths.items()
        },
    )


def _matches(similarities: Similarities, threshold: Threshold) -> list[_Match]:
    """Return the best matches that reach the threshold, each once, the strongest first."""
    found: dict[tuple[Place, Place], int] = defaultdict(int)
    for pair, matrix in similarities.items():
        for one, other in _best(pair, matrix, threshold(*pair)):
            found[min(one, other), max(one, other)] += 1
    matches = [
        _Match(_similarity(one, other, similarities), one, other, directions > 1)
        for (one, other), directions in found.items()
    ]
    return sorted(matches, key=lambda match: (-match.similarity, match.one, match.other))


def _best(pair: Pair, matrix: Vectors, threshold: float) -> Iterator[tuple[Place, Place]]:
    if not matrix.size:
        return
    lost = COMPETITION * (matrix.max(axis=0, keepdims=True) - matrix)
    remaining = matrix - lost
    for number, best in enumerate(remaining.argmax(axis=1).tolist()):
        if remaining[number, best] >= threshold:
            yield Place(pair[0], number), Place(pair[1], best)


def _similarity(one: Place, other: Place, similarities: Similarities) -> float:
    return float(similarities[one.id, other.id][one.sentence, other.sentence])


def _rows(matches: Sequence[_Match]) -> list[tuple[list[Place], float]]:
    """Return the sentences of each row, and the similarity of its weakest match."""
    row_of: dict[Place, int] = {}
    rows: dict[int, list[Place]] = {}
    weakest: dict[int, float] = {}
    numbers = count()
    mutual = [(match, True) for match in matches if match.is_mutual]
    for match, makes_row in [*mutual, *((match, False) for match in matches)]:
        mine = [row_of.get(place, -1 - end) for end, place in enumerate(match[1:3])]
        members = [rows.get(row, [place]) for row, place in zip(mine, match[1:3], strict=True)]
        if mine[0] == mine[1] or not _may_join(members, makes_row=makes_row):
            continue
        number = next(numbers)
        rows[number] = members[0] + members[1]
        ends = [weakest.pop(row, 1.0) for row in mine]
        weakest[number] = min(match.similarity, *ends)
        for row in mine:
            rows.pop(row, None)
        row_of.update(dict.fromkeys(rows[number], number))
    return [(row, weakest[number]) for number, row in rows.items()]


def _may_join(members: Sequence[Sequence[Place]], *, makes_row: bool) -> bool:
    if makes_row:
        articles = [{place.id for place in side} for side in members]
        return articles[0].isdisjoint(articles[1])
    return any(len(side) == 1 for side in members)


def _order(
    lengths: Mapping[str, int],
) -> Callable[[tuple[Sequence[Place], float]], tuple[float, list[Place]]]:
    def position(row: tuple[Sequence[Place], float]) -> tuple[float, list[Place]]:
        parts = [place.sentence / lengths[place.id] for place in row[0]]
        return sum(parts) / len(parts), sorted(row[0])

    return position


def _row(places: Sequence[Place], weakest: float) -> Row:
    sentences: dict[str, list[int]] = defaultdict(list)
    for id, number in sorted(places):
        sentences[id].append(number)
    return Row(
        sentences={id: tuple(numbers) for id, numbers in sentences.items()}, similarity=weakest
    )


def _alone(place: Place, lengths: Mapping[str, int], similarities: Similarities) -> Alone:
    best, nearest = 0.0, None
    for other, length in lengths.items():
        if other == place.id or not length:
            continue
        row = similarities[place.id, other][place.sentence]
        number = int(np.argmax(row))
        if nearest is None or row[number] > best:
            best, nearest = float(row[number]), Place(other, number)
    return Alone(sentence=place.sentence, best_similarity=best, nearest=nearest)
