"""Which rows a word, a phrase, a beginning or a misspelling is in, and with what score.

Scores are BM25 (k1 1.2, b 0.75), with the numbers of one language's articles for stems and of all
articles for exact forms. A word of the query counts once, however many stems it has: by its better
one (questions to XQuAD's Arabic paragraphs: MRR .902; by the sum of both .896). A word that comes
apart into several (``US-led``) wants them all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log

from index.matching import likely_distance
from index.tree import Fuzzy, Leaf, Phrase, Prefix
from index.whoosh_schema import (
    EXACT,
    GAP,
    LENGTH,
    PART_BITS,
    TITLE_WEIGHT,
    decode_positions,
    stems_field,
)
from index.whoosh_storage import Snapshot
from languages import Token, analyse

Scores = dict[int, float]
"""Rows that match, with their scores."""

ALL_PARTS = sum(PART_BITS.values())

_K1 = 1.2
_B = 0.75


class WordFinder:
    """Finds the words of one query in one snapshot."""

    def __init__(self, snapshot: Snapshot, chains: Sequence[str]) -> None:
        self._snapshot = snapshot
        self._chains = chains

    def in_text(self, leaf: Leaf, *, parts: int = ALL_PARTS) -> Scores:
        """Return where a leaf is in the text; ``parts``: bits of those it may be in."""
        match leaf:
            case Phrase() | Prefix():
                return self._as_written(leaf, parts)
            case Fuzzy():
                return best([self._as_written(leaf, parts), self._in_any_form(leaf.text, parts)])
        return self._in_any_form(leaf.text, parts)

    def in_label(self, leaf: Leaf, *, field: str) -> Scores:
        """Return where a leaf is in a label of several words. It does not score."""
        return dict.fromkeys(self._occurrences(field, self._slots(field, leaf)), 0.0)

    def in_code(self, leaf: Leaf, *, field: str) -> Scores:
        """Return where a leaf is a label of one piece. It does not score."""
        code = leaf.text if field == "id" else leaf.text.lower()
        return {posting.row: 0.0 for posting in self._snapshot.postings(field, code)}

    def _in_any_form(self, text: str, parts: int) -> Scores:
        scores: Scores = {}
        for chain in self._chains:
            tokens = analyse(text, chain)
            scores |= common([self._one_word(token, chain, parts) for token in tokens])
        return scores

    def _one_word(self, token: Token, chain: str, parts: int) -> Scores:
        return best([self._stem(stem, chain, parts) for stem in token.stems])

    def _stem(self, stem: str, chain: str, parts: int) -> Scores:
        field = stems_field(chain)
        if parts == ALL_PARTS:
            return self._bm25(self._snapshot.weights(field, stem), chain)
        weights = {
            posting.row: posting.weight
            for posting in self._snapshot.postings(field, stem)
            if posting.value[0] & parts
        }
        return self._bm25(weights, chain)

    def _as_written(self, leaf: Leaf, parts: int) -> Scores:
        slots = self._slots(EXACT, leaf)
        if len(slots) == 1 and parts == ALL_PARTS:
            return self._bm25(self._weights(EXACT, slots[0]), "")
        occurrences = self._occurrences(EXACT, slots)
        weights = {row: _weight(starts, parts) for row, starts in occurrences.items()}
        return self._bm25({row: weight for row, weight in weights.items() if weight}, "")

    def _slots(self, field: str, leaf: Leaf) -> list[Collection[str]]:
        """Return the words that may stand in each place of what is typed."""
        words = [token.exact for token in analyse(leaf.text, self._chains[0])]
        match leaf:
            case Prefix() if words:
                return [
                    *({word} for word in words[:-1]),
                    self._snapshot.words_from(field, words[-1]),
                ]
            case Fuzzy():
                return [self._near(field, word, leaf.distance) for word in words]
        return [{word} for word in words]

    def _near(self, field: str, word: str, distance: int) -> Collection[str]:
        likely = likely_distance(word, distance)
        return self._snapshot.words_near(field, word, likely) if likely else {word}

    def _occurrences(self, field: str, slots: Sequence[Collection[str]]) -> dict[int, set[int]]:
        """Return the first positions, by row, of words that follow each other."""
        values = [self._values(field, words) for words in slots]
        rows = set(values[0]).intersection(*values[1:]) if values else ()
        found = {}
        for row in rows:
            starts = (
                {place - offset for value in slot[row] for place in decode_positions(value)}
                for offset, slot in enumerate(values)
            )
            if together := set.intersection(*starts):
                found[row] = together
        return found

    def _weights(self, field: str, words: Iterable[str]) -> Mapping[int, float]:
        weights: dict[int, float] = defaultdict(float)
        for word in words:
            for row, weight in self._snapshot.weights(field, word).items():
                weights[row] += weight
        return weights

    def _values(self, field: str, words: Iterable[str]) -> Mapping[int, list[bytes]]:
        values: dict[int, list[bytes]] = defaultdict(list)
        for word in words:
            for posting in self._snapshot.postings(field, word):
                values[posting.row].append(posting.value)
        return values

    def _bm25(self, weights: Mapping[int, float], chain: str) -> Scores:
        articles, mean = self._snapshot.lengths(chain)
        lengths = self._snapshot.column(LENGTH)
        rarity = log(1 + (articles - len(weights) + 0.5) / (len(weights) + 0.5))
        high, base, slope = rarity * (_K1 + 1), _K1 * (1 - _B), _K1 * _B / mean
        return {
            row: high * weight / (weight + base + slope * lengths[row])
            for row, weight in weights.items()
        }


def common(scores: Sequence[Scores]) -> Scores:
    """Return the rows that are in all, with the sums of their scores; none of nothing."""
    first, *others = sorted(scores, key=len) or [{}]
    for other in others:
        first = {row: score + other[row] for row, score in first.items() if row in other}
    return first


def best(scores: Sequence[Scores]) -> Scores:
    """Return the rows that are in any, with the highest of their scores."""
    first, *others = scores
    highest = dict(first)
    for other in others:
        for row, score in other.items():
            highest[row] = max(score, highest.get(row, 0.0))
    return highest


def total(scores: Iterable[Scores]) -> Scores:
    """Return the rows that are in any, with the sums of their scores."""
    sums: Scores = {}
    for each in scores:
        for row, score in each.items():
            sums[row] = sums.get(row, 0.0) + score
    return sums


def _weight(starts: Iterable[int], parts: int) -> float:
    """Return how much occurrences count, of those in the parts asked for."""
    inside = [start // GAP for start in starts if parts >> start // GAP & 1]
    return sum(1.0 if place else TITLE_WEIGHT for place in inside)
