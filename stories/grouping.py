"""Stories from links: articles joined one link after the other, the surest first, with a guard."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from meaning.encoder import Thresholds, Vectors
from stories.links import Pair, pair_of
from stories.matching import Match, Placed

RULES = 1
"""Goes up when the same articles would be linked in another way."""
SECOND_ARTICLE = 1.25
"""Times the threshold: what brings a second article of an edition into a story, by its likeness to
the articles of the other editions."""
LONGEST_STORY_S = 7 * 24 * 3600
"""From its first article to its last."""


EdgeKind = Literal["confirmed", "mutual", "second", "update"]
"""By the user; each the other's best match of its edition; one the other's; both of one edition."""
_ORDER: Mapping[EdgeKind, int] = {"mutual": 0, "second": 0, "update": 1, "confirmed": 2}
"""What the user confirmed comes last: it joins whole stories, which made themselves before."""


class Edge(NamedTuple):
    """A link that may join two stories."""

    pair: Pair
    score: float
    kind: EdgeKind


class Joined(NamedTuple):
    """A story as its articles."""

    ids: frozenset[str]
    confidence: float
    """Of the weakest link that holds it together, at most 1; 1 for what the user confirmed."""


def edges_of(
    matches: Iterable[Match], confirmed: Iterable[Pair], thresholds: Thresholds
) -> list[Edge]:
    """Return what may join articles, the surest first.

    Two articles of different editions are joined if each is the other's best match. More is asked
    where that is not so, or where both are of one edition.
    """
    directed = {(match.id, match.other): match for match in matches}
    edges = {pair_of(*pair): Edge(pair_of(*pair), 1.0, "confirmed") for pair in confirmed}
    for (id, other), match in directed.items():
        kind = _kind_of(match, is_mutual=(other, id) in directed)
        if match.score >= _least(kind, thresholds):
            pair = pair_of(id, other)
            edges.setdefault(pair, Edge(pair, match.score, kind))
    return sorted(edges.values(), key=lambda edge: (_ORDER[edge.kind], -edge.score, edge.pair))


def _least(kind: EdgeKind, thresholds: Thresholds) -> float:
    if kind == "update":
        return thresholds.same_edition
    return thresholds.likely * (SECOND_ARTICLE if kind == "second" else 1.0)


def _kind_of(match: Match, *, is_mutual: bool) -> EdgeKind:
    if match.is_same_edition:
        return "update"
    return "mutual" if is_mutual else "second"


def group(
    placed: Mapping[str, Placed],
    edges: Sequence[Edge],
    rejected: Collection[Pair],
    thresholds: Thresholds,
) -> list[Joined]:
    """Return the stories of two articles or more that edges make, by their least id.

    Stories are joined if their centroids' score reaches the threshold, and a higher one if they
    have articles of the same edition; if they would not last too long; and if no two of their
    articles are rejected. Who is rejected beside an article is so beside all that are confirmed
    with it. What the user confirmed is joined whatever the scores, but never puts a rejected pair
    together.

    Args:
        placed: The articles by id; edges to others are left out.
        edges: The surest first.
        rejected: Pairs that may not be in one story, whatever joins them.
        thresholds: What scores mean.
    """
    is_rejected = _rejection(edges, rejected)
    clusters = {id: _Cluster([each]) for id, each in placed.items()}
    for edge in edges:
        one, other = (clusters.get(id) for id in edge.pair)
        if one is None or other is None or one is other or is_rejected(one, other):
            continue
        if edge.kind != "confirmed" and not _may_join(one, other, edge, thresholds):
            continue
        one.take_in(other, edge.score)
        clusters.update(dict.fromkeys(other.ids, one))
    stories = {id(each): each for each in clusters.values() if len(each.members) > 1}
    joined = [Joined(frozenset(each.ids), each.confidence) for each in stories.values()]
    return sorted(joined, key=lambda each: min(each.ids))


@dataclass(slots=True)
class _Cluster:
    members: list[Placed]
    ids: list[str] = field(init=False)
    confidence: float = 1.0

    def __post_init__(self) -> None:
        self.ids = [each.profile.id for each in self.members]

    def take_in(self, other: "_Cluster", score: float) -> None:
        self.members += other.members
        self.ids += other.ids
        self.confidence = min(self.confidence, other.confidence, score)

    @property
    def editions(self) -> set[str]:
        return {each.profile.edition for each in self.members}

    def of_edition(self, edition: str) -> list[Placed]:
        return [each for each in self.members if each.profile.edition == edition]

    def beside_edition(self, edition: str) -> list[Placed]:
        return [each for each in self.members if each.profile.edition != edition]

    @property
    def times(self) -> list[int]:
        times = (each.profile.published for each in self.members)
        return [time for time in times if time is not None]


def _rejection(
    edges: Iterable[Edge], rejected: Collection[Pair]
) -> Callable[[_Cluster, _Cluster], bool]:
    """Return whether two stories have articles that may not be together."""
    confirmed = _confirmed_with(edges)
    apart = set(rejected)
    for a, b in rejected:
        these, others = confirmed.get(a, {a}), confirmed.get(b, {b})
        if these.isdisjoint(others):
            apart.update(pair_of(one, other) for one in these for other in others)

    def is_rejected(one: _Cluster, other: _Cluster) -> bool:
        return bool(apart) and any(pair_of(a, b) in apart for a in one.ids for b in other.ids)

    return is_rejected


def _confirmed_with(edges: Iterable[Edge]) -> Mapping[str, set[str]]:
    """Return the articles that are confirmed with each, also through others."""
    found: dict[str, set[str]] = {}
    for edge in edges:
        if edge.kind == "confirmed":
            a, b = edge.pair
            together = found.get(a, {a}) | found.get(b, {b})
            found.update(dict.fromkeys(together, together))
    return found


def _may_join(one: _Cluster, other: _Cluster, edge: Edge, thresholds: Thresholds) -> bool:
    times = one.times + other.times
    if times and max(times) - min(times) > LONGEST_STORY_S:
        return False
    overlap = sorted(one.editions & other.editions)
    if overlap:
        return _may_share_editions(one, other, overlap, thresholds)
    if len(one.members) == len(other.members) == 1:
        return edge.score >= thresholds.likely
    return _centroid_score(one.members, other.members, thresholds) >= thresholds.likely


def _may_share_editions(
    one: _Cluster, other: _Cluster, overlap: Sequence[str], thresholds: Thresholds
) -> bool:
    """Whether stories that have articles of the same editions are one."""
    parts = [
        (these, others)
        for edition in overlap
        for here, there in ((one, other), (other, one))
        if (these := here.of_edition(edition)) and (others := there.beside_edition(edition))
    ]
    if not parts:
        score = _centroid_score(one.members, other.members, thresholds)
        return score >= thresholds.same_edition
    least = thresholds.likely * SECOND_ARTICLE
    return all(_centroid_score(*part, thresholds) >= least for part in parts)


def _centroid_score(
    these: Sequence[Placed], others: Sequence[Placed], thresholds: Thresholds
) -> float:
    """Return the score of two stories: of the means of what their articles mean and name."""
    names = _keys_cosine(_summed_keys(these), _summed_keys(others))
    one, other = _summed_vectors(these), _summed_vectors(others)
    if one is None or other is None:
        return round(names, 4)
    lengths = float(np.linalg.norm(one)) * float(np.linalg.norm(other))
    cosine = float(one @ other) / max(lengths, 1e-12)
    return round(cosine + thresholds.names_weight * names, 4)


def _summed_vectors(members: Sequence[Placed]) -> Vectors | None:
    vectors = [each.vector for each in members if each.vector is not None]
    return np.sum(vectors, axis=0, dtype=np.float64) if vectors else None


def _summed_keys(members: Sequence[Placed]) -> dict[str, float]:
    keys: dict[str, float] = {}
    for member in members:
        for key, weight in member.weights.items():
            keys[key] = keys.get(key, 0.0) + weight
    return keys


def _keys_cosine(these: Mapping[str, float], others: Mapping[str, float]) -> float:
    common = sum(weight * others[key] for key, weight in these.items() if key in others)
    if not common:
        return 0.0
    return common / (_length(these) * _length(others))


def _length(keys: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight**2 for weight in keys.values()))
