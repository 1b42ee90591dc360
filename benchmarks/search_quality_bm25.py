"""Plain BM25 over our tokens, as textbooks have it: what every engine should come near."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from benchmarks.search_quality_rankers import DEPTH, Rank
from benchmarks.search_quality_texts import Task
from languages import Token, analyse

K1 = 1.2
B = 0.75


class PlainBm25:
    """BM25 as it stands in textbooks: texts and questions as bags of stems, scores added up."""

    def __init__(self, texts: Sequence[str], analysis: Callable[[str], Sequence[Token]]) -> None:
        self._analysis = analysis
        self._texts = len(texts)
        postings: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        lengths = np.zeros(len(texts))
        for place, text in enumerate(texts):
            bag = Counter(stem for token in analysis(text) for stem in token.stems)
            lengths[place] = bag.total()
            for stem, count in bag.items():
                postings[stem][0].append(place)
                postings[stem][1].append(count)
        self._norms = K1 * (1 - B + B * lengths / max(lengths.mean(), 1.0))
        self._postings = postings

    def rank(self, question: str) -> list[int]:
        """Return the places of the best texts."""
        scores = np.zeros(self._texts)
        for stem in {stem for token in self._analysis(question) for stem in token.stems}:
            if stem in self._postings:
                places, counts = map(np.array, self._postings[stem])
                rarity = np.log(1 + (self._texts - len(places) + 0.5) / (len(places) + 0.5))
                scores[places] += rarity * counts * (K1 + 1) / (counts + self._norms[places])
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return [int(place) for place in best if scores[place] > 0]


@contextmanager
def plain_bm25(task: Task) -> Iterator[Rank]:
    """Give the reference."""
    yield PlainBm25(task.texts, lambda text: analyse(text, task.language)).rank
