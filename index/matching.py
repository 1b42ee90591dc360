"""Which words of a text a query matches: the same answer as an engine's, with places."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import count
from typing import NamedTuple

from index.tree import Fuzzy, Leaf, Phrase, Prefix, Word
from languages import Token, analyse

Mark = tuple[int, int]
"""Start and end (exclusive) of a whole word as it is printed, in characters."""


class Match(NamedTuple):
    """A word of a text that the query asked for."""

    start: int
    end: int
    leaf: int
    """Which of the query's words it is a match of."""


def matches(text: str, language: str, wanted: Mapping[int, Leaf]) -> list[Match]:
    """Return the words of a text that match, in order, each once.

    Args:
        text: Of an article.
        language: The code of its analysis.
        wanted: By their numbers; a word that several match is one of the last of them.
    """
    tokens = analyse(text, language)
    found: dict[int, int] = {}
    numbers: dict[str, int] = {}
    for number, leaf in wanted.items():
        if isinstance(leaf, Word):
            numbers |= dict.fromkeys(_stems(leaf.text, language), number)
        else:
            found |= dict.fromkeys(_finder(leaf, language)(tokens), number)
    for place in _in_any_form(numbers, tokens):
        of_word = (numbers[stem] for stem in tokens[place].stems if stem in numbers)
        found[place] = max(*of_word, found.get(place, 0))
    return [Match(tokens[each].start, tokens[each].end, found[each]) for each in sorted(found)]


def likely_distance(word: str, distance: int) -> int:
    """Return how many letters of a word may be wrong: less than half of them, whatever is asked.

    >>> [likely_distance(word, 2) for word in ("us", "grain", "port", "sea")]
    [0, 2, 1, 1]
    """
    return min(distance, (len(word) - 1) // 2)


@lru_cache(maxsize=1 << 14)
def is_near(word: str, other: str, distance: int) -> bool:
    """Return whether at most so many letters are wrong, missing or too many.

    >>> is_near("harbour", "harbor", 1), is_near("harbour", "arbor", 1)
    (True, False)
    """
    if abs(len(word) - len(other)) > distance:
        return False
    above = list(range(len(other) + 1))
    for row, letter in enumerate(word, 1):
        costs = [row]
        for column, other_letter in enumerate(other, 1):
            changed = above[column - 1] + (letter != other_letter)
            costs.append(min(changed, above[column] + 1, costs[-1] + 1))
        if min(costs) > distance:
            return False
        above = costs
    return above[-1] <= distance


def nearest_words(word: str, counted: Mapping[str, int], limit: int) -> list[tuple[str, int]]:
    """Return words with their counts: fewest wrong letters first, then most, then in order.

    >>> nearest_words("grain", {"brain": 2, "grains": 7, "grain": 1, "groin": 0}, 2)
    [('grain', 1), ('grains', 7)]

    Args:
        word: What they are compared with.
        counted: The number of articles of each; those of none are left out.
        limit: How many to return.
    """
    ranked = sorted(
        (wrong_letters(word, other), -number, other) for other, number in counted.items() if number
    )
    return [(other, -number) for _, number, other in ranked[:limit]]


def wrong_letters(word: str, other: str) -> int:
    """Return how many letters are wrong, missing or too many.

    >>> wrong_letters("harbour", "arbor")
    2
    """
    return next(distance for distance in count() if is_near(word, other, distance))


_Finder = Callable[[Sequence[Token]], Iterator[int]]
"""From the tokens of a text to the places of those that match."""


def _finder(leaf: Phrase | Prefix | Fuzzy, language: str) -> _Finder:
    words = analyse(leaf.text, language)
    match leaf:
        case Phrase():
            return partial(_in_a_row, [word.exact.__eq__ for word in words])
        case Prefix():
            tests = [word.exact.__eq__ for word in words[:-1]]
            tests += [partial(_begins, word.exact) for word in words[-1:]]
            return partial(_in_a_row, tests)
    return partial(_nearly, leaf, language)


@lru_cache(maxsize=1 << 10)
def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(stem for word in analyse(text, language) for stem in word.stems)


def _in_any_form(stems: Collection[str], tokens: Sequence[Token]) -> Iterator[int]:
    is_other = frozenset(stems).isdisjoint
    return (place for place, token in enumerate(tokens) if not is_other(token.stems))


def _in_a_row(tests: Sequence[Callable[[str], bool]], tokens: Sequence[Token]) -> Iterator[int]:
    for first in range(len(tokens) - len(tests) + 1) if tests else ():
        if all(test(tokens[first + offset].exact) for offset, test in enumerate(tests)):
            yield from range(first, first + len(tests))


def _nearly(leaf: Fuzzy, language: str, tokens: Sequence[Token]) -> Iterator[int]:
    yield from _in_any_form(_stems(leaf.text, language), tokens)
    tests = [
        partial(is_near, word.exact, distance=likely_distance(word.exact, leaf.distance))
        for word in analyse(leaf.text, language)
    ]
    yield from _in_a_row(tests, tokens)


def _begins(prefix: str, word: str) -> bool:
    return word.startswith(prefix)
