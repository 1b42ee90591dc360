"""Numbers of the same thing that differ between articles: 17 hurt here, 20 there.

Words in three languages cannot be compared, so a conflict is an inference from what can: the two
sentences say the same or nearly so, the words around the numbers name the same sort of thing, the
values are of the same size, and neither stands anywhere in the other article.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import combinations
from typing import Literal, NamedTuple

from meaning.encoder import Vectors
from stories.alignment import Place, Row
from stories.counted import PERSON, UNITS, agreement
from stories.figures import Figure, Value
from stories.tellings import Similarities, Telling


class _Limits(NamedTuple):
    """What two numbers must have to be set against each other."""

    likeness: float
    """Of their sentences, at least."""
    ratio: float
    """Of the greater to the lesser, at most."""


_Case = Literal["row", "row, open", "only one", "same", "percent"]
_LIMITS: Mapping[_Case, _Limits] = {
    "row": _Limits(0.0, 4.0),
    "row, open": _Limits(0.0, 2.0),
    "only one": _Limits(0.15, 1.7),
    "same": _Limits(0.38, 1.7),
    "percent": _Limits(0.6, 1.5),
}
"""``row``: the sentences are in one row; ``open``: the words do not tell what is counted. Else
the sentences only resemble one another, and ``only one``: it is the only count of its kind in
either article; ``same``: it is of the same kind; ``percent``: both are shares."""
_SAME_THING, _SAME_ROW, _SIZE = 0.3, 0.2, 0.3
_HEDGED_SHARE = Decimal("0.05")
_ROUNDED_DIGITS = 2
_LEAST = 2
"""Numbers up to this are told apart by no one."""
_TELLING = 10
"""From here on counts of unknown things in one row are set against each other."""
_HEDGES = re.compile(
    r"""(?:\b(?:about|around|some|nearly|almost|over|roughly|approximately|more\ than|less\ than
        |fewer\ than|at\ least|up\ to|close\ to|an\ estimated
        |unos|unas|casi|cerca\ de|alrededor\ de|más\ de|menos\ de|al\ menos|hasta|aproximadamente
        |en\ torno\ a|medio)
      | نحو | حوالي | حوالى | قرابة | زهاء | أكثر\ من | أقل\ من | ما\ يقارب | ما\ يزيد\ (?:على|عن)
      | ما\ لا\ يقل\ عن | على\ الأقل )\s+\S{0,3}$""",
    re.VERBOSE | re.IGNORECASE,
)
_LOOK_BACK = 30
_MOST = Decimal(10) ** 20


class _Printed(NamedTuple):
    """A number as its sentence gives it."""

    value: Decimal
    is_hedged: bool
    """``about`` or the like stands before it."""


class _Clash(NamedTuple):
    """Two numbers that may be of one thing."""

    strength: float
    one: Figure
    other: Figure


def find_conflicts(
    tellings: Sequence[Telling],
    figures: Mapping[str, Sequence[Figure]],
    rows: Iterable[Row],
    likeness: Similarities,
) -> dict[Value, tuple[Value, ...]]:
    """Return for each number that another article contradicts what it says instead.

    Args:
        tellings: The articles.
        figures: Of each of them, by id.
        rows: The sentences that say the same.
        likeness: Of the sentences of each two articles: of meaning (if known) and of names, added.
    """
    row_of = {
        Place(id, sentence): number
        for number, row in enumerate(rows)
        for id, sentences in row.sentences.items()
        for sentence in sentences
    }
    found: dict[Value, dict[Value, None]] = defaultdict(dict)
    for one, other in combinations(tellings, 2):
        clashes = _clashes((one, other), figures, row_of, likeness[one.id, other.id])
        for clash in _strongest(clashes):
            found[clash.one.value][clash.other.value] = None
            found[clash.other.value][clash.one.value] = None
    return {value: tuple(others) for value, others in found.items()}


def _own(telling: Telling, figures: Mapping[str, Sequence[Figure]], other: Telling) -> list[Figure]:
    """Return the quantities whose number stands nowhere in another article."""
    told = {figure.number.value for figure in figures[other.id]}
    return [
        figure
        for figure in figures[telling.id]
        if figure.is_count and figure.number.value > _LEAST and figure.number.value not in told
    ]


def _clashes(
    pair: tuple[Telling, Telling],
    figures: Mapping[str, Sequence[Figure]],
    row_of: Mapping[Place, int],
    likeness: Vectors,
) -> Iterator[_Clash]:
    one, other = pair
    for this in _own(one, figures, other):
        for that in _own(other, figures, one):
            rows = [row_of.get(Place(each.id, each.sentence)) for each in (this, that)]
            in_row = rows[0] is not None and rows[0] == rows[1]
            like = float(likeness[this.sentence, that.sentence])
            case = _case(this, that, in_row=in_row, only=_only(this, that, figures))
            strength = _strength(this, that, like, case)
            if strength is not None and not _agree(_printed(one, this), _printed(other, that)):
                yield _Clash(strength, this, that)


def _case(one: Figure, other: Figure, *, in_row: bool, only: bool) -> _Case | None:
    """Return what speaks for two numbers' being of one thing; ``None`` if nothing does."""
    counted = agreement(one.things.near, other.things.near)
    if counted == "other" or one.number.percent != other.number.percent:
        return None
    if in_row and counted == "same":
        return "row"
    if in_row:
        least = min(one.number.value, other.number.value)
        return "row, open" if least >= _TELLING or one.number.percent else None
    if counted == "same" and not one.things.near & other.things.near <= UNITS:
        return "only one" if only else "same"
    return "percent" if one.number.percent else None


def _only(one: Figure, other: Figure, figures: Mapping[str, Sequence[Figure]]) -> bool:
    """Whether a specific thing that both count is counted once in either article."""
    return any(
        all(
            len(
                {
                    each.value
                    for each in figures[id]
                    if each.is_count and thing in each.things.nearest
                }
            )
            == 1
            for id in (one.id, other.id)
        )
        for thing in (one.things.nearest & other.things.nearest) - UNITS - {PERSON}
    )


def _strength(one: Figure, other: Figure, like: float, case: _Case | None) -> float | None:
    """Return how sure it is that two numbers are of one thing; ``None`` if they are not."""
    low, high = sorted((one.number.value, other.number.value))
    ratio = float(high / low)
    if case is None or like < _LIMITS[case].likeness or ratio > _LIMITS[case].ratio:
        return None
    counted = agreement(one.things.near, other.things.near) == "same"
    in_row = case in {"row", "row, open"}
    return like + _SAME_THING * counted + _SAME_ROW * in_row - _SIZE * math.log(ratio)


def _strongest(clashes: Iterable[_Clash]) -> Iterator[_Clash]:
    """Yield the strongest clash of each number, and no second one of either."""
    taken: set[tuple[str, Value]] = set()
    for clash in sorted(clashes, key=lambda clash: -clash.strength):
        ends = {(clash.one.id, clash.one.value), (clash.other.id, clash.other.value)}
        if taken.isdisjoint(ends):
            taken |= ends
            yield clash


def _printed(telling: Telling, figure: Figure) -> _Printed:
    before = telling.texts[figure.sentence][: figure.number.start][-_LOOK_BACK:]
    return _Printed(figure.number.value, bool(_HEDGES.search(before)))


def _agree(one: _Printed, other: _Printed) -> bool:
    """Whether one number may be the other, rounded: ``about 500`` and 480, 2.5 and 2.48 million."""
    difference, most = abs(one.value - other.value), max(one.value, other.value)
    if (one.is_hedged or other.is_hedged) and difference <= most * _HEDGED_SHARE:
        return True
    return _rounds_to(one.value, other.value) or _rounds_to(other.value, one.value)


def _rounds_to(exact: Decimal, rounded: Decimal) -> bool:
    digits = len(rounded.normalize().as_tuple().digits)
    if digits < _ROUNDED_DIGITS or exact == rounded:
        return False
    place = Decimal(1).scaleb(rounded.adjusted() - digits + 1)
    return exact.quantize(place, ROUND_HALF_EVEN) == rounded if exact < _MOST else False
