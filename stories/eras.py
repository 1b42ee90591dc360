"""How telling a key is at its time: rarities of the days around an article.

Rarity is counted over the articles published within a few days of one, never over the whole
archive. What is linked then depends on these articles only: not on the order in which they came,
not on what was archived years before, and to take in a day's articles costs the same however large
the archive is.

Articles of all languages are counted together. Of some edition an era may have few, and the
frequencies of each language by itself (:class:`stories.rarity.KeyFrequencies`) are then guesswork:
among real articles of one language a quarter to a third of the links they made were wrong, against
three to five in a hundred (``benchmarks/stories/linking.py``).
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate

from stories.profiles import Profile

NEAREST_DAYS = 2
"""An era has at least this many days on either side."""
ENOUGH_ARTICLES = 500
"""It goes on until it has so many articles, or all there are."""
_DAYS_KEPT = 60
_LONGEST_ERA = 40_000
"""Days; more than a hundred years."""

KeyWeights = Mapping[str, float]
"""Key to weight; of length 1, so that products of two are cosines. Empty for an article that names
nothing."""
Load = Callable[[Sequence[int]], Iterable[Profile]]
"""Returns the articles of some days, in any order."""


class Calendar:
    """How many articles were published on each day."""

    def __init__(self, counts: Mapping[int, int]) -> None:
        self.days = sorted(day for day, count in counts.items() if count > 0)
        self._sums = [0, *accumulate(counts[day] for day in self.days)]

    def within(self, first: int, last: int) -> list[int]:
        """Return the days from one to another, both included, that have articles."""
        return self.days[bisect_left(self.days, first) : bisect_right(self.days, last)]

    def around(self, day: int, radius: int) -> list[int]:
        """Return the days that have articles at most so many days from one."""
        return self.within(day - radius, day + radius)

    def count(self, first: int, last: int) -> int:
        """Return how many articles were published from one day to another."""
        start, end = bisect_left(self.days, first), bisect_right(self.days, last)
        return self._sums[end] - self._sums[start]

    def radius(self, day: int) -> int:
        """Return how many days an era reaches on either side of its day."""
        wanted = min(ENOUGH_ARTICLES, self._sums[-1])
        radii = range(NEAREST_DAYS, _LONGEST_ERA)
        return NEAREST_DAYS + bisect_left(
            radii, wanted, key=lambda radius: self.count(day - radius, day + radius)
        )


class Frequencies:
    """In how many articles each key stands. The order of adding does not matter."""

    def __init__(self) -> None:
        self._articles = 0
        self._holders: Counter[str] = Counter()

    def add(self, keys: Iterable[str], count: int) -> None:
        """Count the different keys of an article; with ``count=-1`` take them back."""
        self._articles += count
        for key in keys:
            self._holders[key] += count
            if not self._holders[key]:
                del self._holders[key]

    def idf(self, key: str) -> float:
        """Return how telling a key is: 0 if every article has it."""
        return max(0.0, math.log((self._articles + 1) / (self._holders[key] + 0.5)))


class Eras:
    """The weights of the keys of articles, each in the era of its day."""

    def __init__(self, calendar: Calendar, load: Load) -> None:
        """Take the articles as they are now.

        Args:
            calendar: How many articles each day has.
            load: Where they come from; the last days read are kept.
        """
        self.calendar = calendar
        self._load = load
        self._read: OrderedDict[int, tuple[Profile, ...]] = OrderedDict()
        self._frequencies = Frequencies()
        self._counted: frozenset[int] = frozenset()

    def articles(self, days: Iterable[int]) -> list[Profile]:
        """Return the articles of some days, day by day, each day's by id."""
        wanted = list(days)
        missing = [day for day in wanted if day not in self._read]
        by_day: dict[int, list[Profile]] = {day: [] for day in missing}
        for profile in self._load(missing) if missing else ():
            if profile.day is not None:
                by_day[profile.day].append(profile)
        for day, profiles in by_day.items():
            self._read[day] = tuple(sorted(profiles, key=lambda each: each.id))
        found = [profile for day in wanted for profile in self._kept(day)]
        while len(self._read) > max(_DAYS_KEPT, len(self._counted)):
            self._read.popitem(last=False)
        return found

    def weights(self, day: int) -> dict[str, KeyWeights]:
        """Return the weights of the keys of each article of a day, by its id."""
        frequencies = self._frequencies_of(day)
        return {each.id: key_weights(each.keys, frequencies) for each in self.articles([day])}

    def weights_of(self, profile: Profile, day: int) -> KeyWeights:
        """Return the weights of the keys of one article of a day."""
        return key_weights(profile.keys, self._frequencies_of(day))

    def _kept(self, day: int) -> tuple[Profile, ...]:
        self._read.move_to_end(day)
        return self._read[day]

    def _frequencies_of(self, day: int) -> Frequencies:
        """Return the frequencies of a day's era, made from those of the last one asked for."""
        era = frozenset(self.calendar.around(day, self.calendar.radius(day)))
        if len(era & self._counted) * 2 < len(era):
            self._frequencies, self._counted = Frequencies(), frozenset()
        for change, days in ((1, era - self._counted), (-1, self._counted - era)):
            for profile in self.articles(sorted(days)):
                self._frequencies.add(profile.keys, change)
        self._counted = era
        return self._frequencies


def key_weights(keys: Mapping[str, int], frequencies: Frequencies) -> KeyWeights:
    """Return keys with their weights, as :func:`stories.keys.shared` has them, of length 1."""
    weights = {
        key: weight
        for key, count in keys.items()
        if (weight := frequencies.idf(key) * (1 + math.log(count))) > 0
    }
    length = math.sqrt(math.fsum(weight**2 for weight in weights.values()))
    return {key: weight / length for key, weight in weights.items()}
