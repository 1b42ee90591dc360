"""How telling a key is: in how few articles of each language it stands."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_ONE_LANGUAGE = 0.3
"""Anything from 0.2 to 0.5 links the simulated editions of the benchmark alike; 1 does worse."""


@dataclass(slots=True)
class KeyFrequencies:
    """In how many articles each key stands, by language.

    The order in which articles are added does not matter.
    """

    articles: Counter[str] = field(default_factory=Counter)
    """By language."""
    holders: dict[str, Counter[str]] = field(default_factory=dict)
    """By language, then by key."""
    _known: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def add(self, language: str, keys: Iterable[str], count: int = 1) -> None:
        """Count the keys of an article; with ``count=-1`` take them back."""
        self._known.clear()
        self.articles[language] += count
        holders = self.holders.setdefault(language, Counter())
        for key in set(keys):
            holders[key] += count

    def idf(self, key: str) -> float:
        """Return how telling a key is, from 0 (in every article of a language) upwards.

        The least over the languages in which it stands: a word of one language that happens to
        have a name's skeleton is as common as it is there. A key that only one language has,
        where there are several, is mostly a common word of that language (every Arabic word has
        a skeleton) and counts for less.
        """
        if key not in self._known:
            self._known[key] = self._idf(key)
        return self._known[key]

    def _idf(self, key: str) -> float:
        found = [
            math.log((self.articles[language] + 1) / (holders[key] + 0.5))
            for language, holders in self.holders.items()
            if holders[key] > 0
        ]
        if not found:
            return math.log(2 * max(self.articles.values(), default=0) + 2)
        factor = _ONE_LANGUAGE if len(found) == 1 < len(self.holders) else 1.0
        return max(0.0, min(found) * factor)


def key_frequencies(articles: Iterable[tuple[str, Mapping[str, int]]]) -> KeyFrequencies:
    """Return the frequencies of articles, each given as its language and its keys."""
    frequencies = KeyFrequencies()
    for language, keys in articles:
        frequencies.add(language, keys)
    return frequencies
