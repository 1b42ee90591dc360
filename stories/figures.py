"""The numbers of several articles: which stand where, and which contradict one another."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from stories.counted import Things, things_counted
from stories.numbers import Number, find_numbers
from stories.tellings import Telling

_SHOWN = frozenset({"quantity", "year", "label", "day"})
_COUNTING = frozenset({"quantity"})


class Value(NamedTuple):
    """A number, whatever its words."""

    number: Decimal
    """In units; a percentage as it is printed."""
    percent: bool


class Figure(NamedTuple):
    """A number where it stands."""

    id: str
    """Of the article."""
    sentence: int
    number: Number
    things: Things
    """What it may count."""

    @property
    def value(self) -> Value:
        """The number itself."""
        return Value(self.number.value, self.number.percent)

    @property
    def is_count(self) -> bool:
        """Whether it says how many, not which or when."""
        return self.number.kind in _COUNTING


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """One number and where it stands."""

    value: Value
    sentences: Mapping[str, tuple[int, ...]]
    """By article, ascending."""
    printed: Mapping[str, tuple[str, ...]]
    """As each article writes it, without repeats."""
    against: tuple[Value, ...]
    """What other articles say of the same thing instead; none: no conflict."""


def find_figures(telling: Telling) -> list[Figure]:
    """Return the numbers of an article; clock times are left out."""
    return list(_figures(telling))


def _figures(telling: Telling) -> Iterator[Figure]:
    for sentence, text in enumerate(telling.texts):
        for number in find_numbers(text, telling.language):
            if number.kind in _SHOWN:
                things = things_counted(text, telling.language, number)
                yield Figure(telling.id, sentence, number, things)


def number_rows(
    figures: Sequence[Figure], conflicts: Mapping[Value, Sequence[Value]]
) -> tuple[NumberRow, ...]:
    """Return a row for each value: conflicts first, each beside its other value; then by place.

    Args:
        figures: Of all articles, in the order of the articles.
        conflicts: For each value that others contradict, these others.
    """
    by_value: dict[Value, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_value[figure.value].append(figure)
    first = {value: place for place, value in enumerate(by_value)}

    def order(value: Value) -> tuple[int, int, int]:
        against = [first[each] for each in conflicts.get(value, ())]
        return (0, min(first[value], *against), first[value]) if against else (1, first[value], 0)

    return tuple(
        _row(value, by_value[value], conflicts.get(value, ()))
        for value in sorted(by_value, key=order)
    )


def _row(value: Value, figures: Sequence[Figure], against: Sequence[Value]) -> NumberRow:
    sentences: dict[str, dict[int, None]] = defaultdict(dict)
    printed: dict[str, dict[str, None]] = defaultdict(dict)
    for figure in figures:
        sentences[figure.id][figure.sentence] = None
        printed[figure.id][figure.number.text] = None
    return NumberRow(
        value=value,
        sentences={id: tuple(sorted(numbers)) for id, numbers in sentences.items()},
        printed={id: tuple(texts) for id, texts in printed.items()},
        against=tuple(against),
    )
