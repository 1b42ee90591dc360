"""Which article of each edition is most like one, among those published about the same time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from meaning.encoder import Thresholds, Vectors
from stories.eras import KeyWeights
from stories.profiles import Profile

WINDOW_H = 36
"""Hours between two articles that may tell the same story."""
LONG_WINDOW_H = 72
"""The same, if one of them is of a kind that takes its time."""
UPDATE_WINDOW_H = 12
"""The same, for two articles of one edition; shorter, as what repeats daily is no update."""
SLOW_KINDS = frozenset({"analysis", "blog", "feature", "opinion"})
LONGEST_WINDOW_DAYS = 3
MIXED_KINDS = frozenset({"newscast", "podcast"})
"""They tell of many events, so they are matched with nothing."""
SHOWN_KINDS = MIXED_KINDS | {"gallery", "infographic", "video"}
"""They have little text; in one edition they are all alike."""

_DECIMALS = 4
"""Of scores: the last bits depend on how many are computed at once."""
_ROWS_AT_ONCE = 256
_HOUR_S = 3600

Floats = NDArray[np.float32]
IsBarred = Callable[[str, str], bool]
"""Whether the user has said that two articles do not belong together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An article with all that its scores depend on."""

    profile: Profile
    weights: KeyWeights
    vector: Vectors | None = None
    """Centred, of length 1. ``None``: there is no encoder, or the article has no sentence."""


class Match(NamedTuple):
    """The best of an edition's articles for one article."""

    id: str
    other: str
    score: float
    cosine: float | None
    names: float
    seconds_apart: int
    is_same_edition: bool


def best_matches(
    rows: Sequence[Placed],
    candidates: Sequence[Placed],
    thresholds: Thresholds,
    is_barred: IsBarred,
) -> Iterator[Match]:
    """Yield the best match of each row in each edition, if its score is a possible one.

    Between equal scores the nearest in time is chosen, then the first by id.

    Args:
        rows: Articles with a time of publication.
        candidates: At least all that are near enough in time; others and the rows themselves
            may be among them.
        thresholds: What scores mean.
        is_barred: Asked for pairs that could match.
    """
    ordered = sorted(candidates, key=lambda each: each.profile.id)
    if not ordered:
        return
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield from _best(rows[start : start + _ROWS_AT_ONCE], ordered, thresholds, is_barred)


def pair_score(
    one: Placed, other: Placed, thresholds: Thresholds
) -> tuple[float, float | None, float]:
    """Return score, cosine and names of two articles."""
    names = names_products([one], [other])[0, 0]
    cosines = cosine_products([one], [other])
    cosine = None if cosines is None else float(cosines[0, 0])
    score = names if cosine is None else cosine + thresholds.names_weight * names
    return _rounded(score), None if cosine is None else _rounded(cosine), _rounded(names)


def names_products(rows: Sequence[Placed], columns: Sequence[Placed]) -> Floats:
    """Return the cosines of what articles name, an array (rows, columns)."""
    known = {key: place for place, key in enumerate(sorted({k for r in rows for k in r.weights}))}
    table = np.zeros((len(known), len(rows)), np.float32)
    for number, row in enumerate(rows):
        for key, weight in row.weights.items():
            table[known[key], number] = weight
    found = np.zeros((len(columns), len(rows)), np.float32)
    for number, column in enumerate(columns):
        places = [key for key in column.weights if key in known]
        if places:
            weights = np.array([column.weights[key] for key in places], np.float32)
            found[number] = weights @ table[[known[key] for key in places]]
    return found.T


def cosine_products(rows: Sequence[Placed], columns: Sequence[Placed]) -> Floats | None:
    """Return the cosines of articles' vectors; of one without 0; ``None`` if none has any."""
    these, others = _stacked(rows), _stacked(columns)
    if these is None or others is None:
        return None
    return np.asarray(these @ others.T, np.float32)


def _stacked(placed: Sequence[Placed]) -> Floats | None:
    width = next((len(each.vector) for each in placed if each.vector is not None), None)
    if width is None:
        return None
    empty = np.zeros(width, np.float32)
    return np.stack([empty if each.vector is None else each.vector for each in placed])


@dataclass(frozen=True, slots=True)
class _Scores:
    """The scores of all pairs of rows and candidates."""

    rows: Sequence[Placed]
    candidates: Sequence[Placed]
    names: NDArray[np.float64]
    cosines: Floats | None
    scores: NDArray[np.float64]
    editions: NDArray[np.str_]
    times: NDArray[np.int64]
    kinds: NDArray[np.str_]

    def hours_ok(self, row: Profile, apart: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which candidates are near enough in time."""
        are_slow = np.isin(self.kinds, list(SLOW_KINDS)) | (row.kind in SLOW_KINDS)
        limits = np.where(are_slow, LONG_WINDOW_H, WINDOW_H)
        is_same = self.editions == row.edition
        limits[is_same] = UPDATE_WINDOW_H
        limits[is_same & ((row.kind in SHOWN_KINDS) | np.isin(self.kinds, list(SHOWN_KINDS)))] = -1
        limits[(row.kind in MIXED_KINDS) | np.isin(self.kinds, list(MIXED_KINDS))] = -1
        return np.asarray(apart <= limits * _HOUR_S)

    def match(self, row: int, column: int) -> Match:
        """Return a row and a column as a match."""
        one, other = self.rows[row].profile, self.candidates[column].profile
        return Match(
            id=one.id,
            other=other.id,
            score=float(self.scores[row, column]),
            cosine=None if self.cosines is None else _rounded(self.cosines[row, column]),
            names=_rounded(self.names[row, column]),
            seconds_apart=abs(_time(one) - _time(other)),
            is_same_edition=one.edition == other.edition,
        )


def _best(
    rows: Sequence[Placed],
    candidates: Sequence[Placed],
    thresholds: Thresholds,
    is_barred: IsBarred,
) -> Iterator[Match]:
    table = _scores(rows, candidates, thresholds)
    for number, row in enumerate(rows):
        apart = np.abs(table.times - _time(row.profile))
        fit = table.hours_ok(row.profile, apart) & (table.scores[number] >= thresholds.possible)
        columns = np.flatnonzero(fit)
        seen = set()
        for column in columns[np.lexsort((apart[columns], -table.scores[number, columns]))]:
            other = candidates[column].profile
            if other.edition in seen or other.id == row.profile.id:
                continue
            if not is_barred(row.profile.id, other.id):
                seen.add(other.edition)
                yield table.match(number, int(column))


def _scores(
    rows: Sequence[Placed], candidates: Sequence[Placed], thresholds: Thresholds
) -> _Scores:
    names = names_products(rows, candidates).astype(np.float64)
    cosines = cosine_products(rows, candidates)
    scores = names if cosines is None else cosines + thresholds.names_weight * names
    profiles = [each.profile for each in candidates]
    return _Scores(
        rows=rows,
        candidates=candidates,
        names=names,
        cosines=cosines,
        scores=np.round(scores, _DECIMALS),
        editions=np.array([each.edition for each in profiles]),
        times=np.array([_time(each) for each in profiles], np.int64),
        kinds=np.array([each.kind for each in profiles]),
    )


def _time(profile: Profile) -> int:
    return profile.published or 0


def _rounded(value: float) -> float:
    return round(float(value), _DECIMALS)
