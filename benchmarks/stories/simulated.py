"""Editions that are made from translated news, to measure how well a method links their articles.

Each story is carried by each language with probability .6. In the ``partial`` task every edition
has the headline and a random half of the sentences; in the ``disjoint`` one the sentences are
dealt out, so that no two editions share any, and only one has the headline. The articles of two
languages are linked when each is the other's best match and their score reaches a threshold. The
threshold is tuned on one draw and used on the next. No dates help here.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import fmean
from typing import Literal, NamedTuple

from benchmarks.stories.gold import LANGUAGES
from benchmarks.stories.news import News

CARRIED = 0.6
DRAWS = 8
PAIRS = (("en", "ar"), ("en", "es"), ("ar", "es"))

Task = Literal["partial", "disjoint"]


class Telling(NamedTuple):
    """One edition's article."""

    story: str
    """Gold: the same in every edition; methods do not look at it."""
    language: str
    """ISO 639-1."""
    sentences: tuple[str, ...]
    """The first stands for the headline."""

    @property
    def text(self) -> str:
        """The sentences as paragraphs."""
        return "\n\n".join(self.sentences)


Score = Callable[[Telling, Telling], float]
Method = Callable[[Sequence[Telling]], Score]
"""Sees all articles of a draw, as an archive would, and returns the score of two of them."""


class Link(NamedTuple):
    """Two articles that are each other's best match."""

    these: Telling
    others: Telling
    score: float

    @property
    def is_right(self) -> bool:
        """Whether both tell one story."""
        return self.these.story == self.others.story


class Quality(NamedTuple):
    """How well articles are linked."""

    precision: float
    recall: float
    f1: float
    bcubed: float
    """F1 over the stories that links make, each article counted once."""


class Measured(NamedTuple):
    """Means over the draws."""

    quality: Quality
    threshold: float


def measure(method: Method, news: Sequence[News], task: Task, draws: int = DRAWS) -> Measured:
    """Return how well a method links, each draw with the best threshold of the one before."""
    made = [draw(news, task, seed) for seed in range(draws + 1)]
    linked = [(tellings, links(tellings, method(tellings))) for tellings in made]
    thresholds = [best_threshold(*each) for each in linked[:-1]]
    results = [
        quality(tellings, found, threshold)
        for threshold, (_, (tellings, found)) in zip(thresholds, pairwise(linked), strict=True)
    ]
    means = Quality(*(fmean(values) for values in zip(*results, strict=True)))
    return Measured(means, fmean(thresholds))


def draw(news: Sequence[News], task: Task, seed: int) -> list[Telling]:
    """Return the articles of all editions; the same for the same seed."""
    drawing = random.Random(seed)  # noqa: S311  nothing secret
    return [telling for story in news for telling in _tell(story, task, drawing)]


def _tell(story: News, task: Task, drawing: random.Random) -> list[Telling]:
    carriers = [code for code in LANGUAGES if drawing.random() < CARRIED]
    count = len(story.sentences["en"])
    dealt = list(range(count))
    drawing.shuffle(dealt)
    tellings = []
    for place, code in enumerate(carriers):
        if task == "disjoint":
            chosen = sorted(dealt[place :: len(carriers)])
        else:
            chosen = [0, *sorted(drawing.sample(range(1, count), (count - 1) // 2))]
        sentences = tuple(story.sentences[code][number] for number in chosen)
        tellings.append(Telling(story.id, code, sentences))
    return tellings


def links(tellings: Sequence[Telling], score: Score) -> list[Link]:
    """Return the mutual best matches between each two languages, whatever their score."""
    by_language: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_language[telling.language].append(telling)
    return [
        link
        for first, second in PAIRS
        for link in _mutual_best(by_language[first], by_language[second], score)
    ]


def _mutual_best(
    these: Sequence[Telling],
    others: Sequence[Telling],
    score: Score,
) -> Iterable[Link]:
    scores = [[score(one, other) for other in others] for one in these]
    for place, row in enumerate(scores):
        best = max(range(len(row)), key=row.__getitem__, default=None)
        if (
            best is not None
            and max(range(len(these)), key=lambda each: scores[each][best]) == place
        ):
            yield Link(these[place], others[best], row[best])


def best_threshold(tellings: Sequence[Telling], found: Sequence[Link]) -> float:
    """Return the threshold with the best F1."""
    candidates = [link.score for link in found]
    return max(candidates, key=lambda threshold: quality(tellings, found, threshold).f1)


def quality(tellings: Sequence[Telling], found: Sequence[Link], threshold: float) -> Quality:
    """Return how good the links are that reach a threshold."""
    kept = [link for link in found if link.score >= threshold]
    right = sum(link.is_right for link in kept)
    true = _true_links(tellings)
    precision = right / len(kept) if kept else 0.0
    recall = right / true if true else 0.0
    f1 = 2 * right / (len(kept) + true) if kept or true else 0.0
    return Quality(precision, recall, f1, _bcubed(tellings, kept))


def _true_links(tellings: Iterable[Telling]) -> int:
    carriers: dict[str, int] = defaultdict(int)
    for telling in tellings:
        carriers[telling.story] += 1
    return sum(count * (count - 1) // 2 for count in carriers.values())


def _bcubed(tellings: Sequence[Telling], kept: Iterable[Link]) -> float:
    group = {telling: place for place, telling in enumerate(tellings)}
    for link in kept:
        old, new = group[link.others], group[link.these]
        group = {telling: new if each == old else each for telling, each in group.items()}
    scores = [
        _overlap(telling, tellings, lambda one, other: group[one] == group[other])
        for telling in tellings
    ]
    precision = fmean(precision for precision, _ in scores)
    recall = fmean(recall for _, recall in scores)
    return 2 * precision * recall / (precision + recall)


def _overlap(
    telling: Telling,
    tellings: Sequence[Telling],
    are_together: Callable[[Telling, Telling], bool],
) -> tuple[float, float]:
    """Return the BCubed precision and recall of one article."""
    together = [each for each in tellings if are_together(telling, each)]
    same = [each for each in tellings if each.story == telling.story]
    both = sum(each.story == telling.story for each in together)
    return both / len(together), both / len(same)
