"""Links and stories of articles that are all given at once.

What :mod:`stories.sync` keeps up to date piece by piece is what this gives for the whole archive.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from meaning.encoder import NAMES_ONLY, Thresholds, Vectors
from stories.eras import Calendar, Eras
from stories.grouping import Edge, Joined, edges_of, group
from stories.links import Pair, pair_of
from stories.matching import LONGEST_WINDOW_DAYS, Match, Placed, best_matches
from stories.profiles import Profile


class Linked(NamedTuple):
    """What linking came to."""

    stories: list[Joined]
    matches: list[Match]
    """The best matches of each article, also those that make no story."""
    edges: list[Edge]
    placed: Mapping[str, Placed]


def link_articles(
    profiles: Sequence[Profile],
    vectors: Mapping[str, Vectors] | None = None,
    thresholds: Thresholds | None = None,
    *,
    confirmed: Collection[Pair] = (),
    rejected: Collection[Pair] = (),
) -> Linked:
    """Return the stories of articles.

    Args:
        profiles: In any order; ids are unique.
        vectors: Centred article vectors by id; ``None`` to link by names alone.
        thresholds: Of the encoder; else the defaults.
        confirmed: Pairs, each with the lesser id first, that are in one story whatever their score.
        rejected: Pairs that are not.
    """
    thresholds = thresholds or (NAMES_ONLY if vectors is None else Thresholds())
    eras = _eras(profiles)
    placed = {each.profile.id: each for each in place(eras, eras.calendar.days, vectors)}
    for profile in profiles:
        placed.setdefault(profile.id, Placed(profile=profile, weights={}, vector=None))

    def is_barred(one: str, other: str) -> bool:
        return pair_of(one, other) in rejected

    matches: list[Match] = []
    for day in eras.calendar.days:
        rows = [placed[each.id] for each in eras.articles([day])]
        near = eras.articles(eras.calendar.around(day, LONGEST_WINDOW_DAYS))
        matches += best_matches(rows, [placed[each.id] for each in near], thresholds, is_barred)
    edges = edges_of(matches, confirmed, thresholds)
    return Linked(group(placed, edges, rejected, thresholds), matches, edges, placed)


def place(
    eras: Eras, days: Iterable[int], vectors: Mapping[str, Vectors] | None
) -> Iterable[Placed]:
    """Yield the articles of some days with their weights and vectors."""
    for day in days:
        weights = eras.weights(day)
        for profile in eras.articles([day]):
            vector = None if vectors is None else vectors.get(profile.id)
            yield Placed(profile=profile, weights=weights[profile.id], vector=vector)


def _eras(profiles: Sequence[Profile]) -> Eras:
    by_day: dict[int, list[Profile]] = {}
    for profile in profiles:
        if profile.day is not None:
            by_day.setdefault(profile.day, []).append(profile)
    calendar = Calendar({day: len(articles) for day, articles in by_day.items()})
    return Eras(calendar, lambda days: [each for day in days for each in by_day[day]])
