"""The sentences of several articles in the order of a page: what says the same side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from stories.alignment import Alignment
from stories.comparison import Comparison

SHOWS = ("all", "shared", "alone")
"""Which sentences a reader may ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Sentences that stand side by side."""

    sentences: Mapping[str, tuple[int, ...]]
    """By article; those that have none are left out."""
    similarity: float | None
    """Of sentences that say the same; ``None``: each of these is in its own article only."""


def blocks_of(comparison: Comparison, show: str = "all") -> list[Block]:
    """Return the sentences of a comparison, each once, in an order that keeps that of each article.

    Args:
        comparison: Of any articles.
        show: One of :data:`SHOWS`; ``alone`` are those that one edition only has.
    """
    editions = {each.id: each.article.edition for each in comparison.tellings}
    blocks = [block for block in _all(comparison.alignment) if any(block.sentences.values())]
    if show == "all" or len(set(editions.values())) < 2:  # noqa: PLR2004  nothing to tell apart
        return blocks
    wants_alone = show == "alone"
    return [block for block in blocks if is_alone(block, editions) == wants_alone]


def is_alone(block: Block, editions: Mapping[str, str]) -> bool:
    """Whether no other edition says what a block says.

    Args:
        block: Of a comparison.
        editions: Of its articles, by id.
    """
    return block.similarity is None or len({editions[id] for id in block.sentences}) == 1


def _all(alignment: Alignment) -> Iterator[Block]:
    """Yield the rows, each after what its articles alone say before it."""
    waiting = {
        id: [each.sentence for each in reversed(alone)] for id, alone in alignment.alone.items()
    }
    for row in alignment.rows:
        before = {id: min(numbers) for id, numbers in row.sentences.items()}
        yield from _side_by_side({id: _taken(waiting[id], first) for id, first in before.items()})
        yield Block(sentences=row.sentences, similarity=row.similarity)
    yield from _side_by_side({id: rest[::-1] for id, rest in waiting.items()})


def _taken(waiting: list[int], before: int) -> list[int]:
    """Take the sentences before one; they wait with the last one first."""
    taken = []
    while waiting and waiting[-1] < before:
        taken.append(waiting.pop())
    return taken


def _side_by_side(alone: Mapping[str, Sequence[int]]) -> Iterator[Block]:
    for numbers in zip_longest(*alone.values()):
        found = zip(alone, numbers, strict=True)
        yield Block(
            sentences={id: (number,) for id, number in found if number is not None},
            similarity=None,
        )
