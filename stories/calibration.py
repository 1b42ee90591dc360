"""How the thresholds do against what the user has confirmed and rejected."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from stories.labels import Label
from stories.links import Pair

if TYPE_CHECKING:
    from meaning.encoder import Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class AtThreshold:
    """What linking at one threshold would have come to, by the labels."""

    threshold: float
    precision: float | None
    """Share of the labelled pairs above it that are confirmed; ``None`` if there is none above."""
    recall: float | None
    """Share of the confirmed pairs that are above it; ``None`` if none is confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How the thresholds do. With few labels the figures say little."""

    confirmed: int
    rejected: int
    unknown: int
    """Labels whose articles are not both taken in; they are not counted."""
    likely: AtThreshold
    """At the threshold in use for ``likely`` links."""
    possible: AtThreshold
    curve: tuple[AtThreshold, ...]
    """At the score of each labelled pair, the highest first."""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return asdict(self)


def calibrate(
    labels: Sequence[Label], scores: Mapping[Pair, float], thresholds: "Thresholds"
) -> Calibration:
    """Return the precision and recall of thresholds.

    Args:
        labels: The user's.
        scores: Of the labelled pairs whose articles are known.
        thresholds: Those in use.
    """
    scored = [
        (scores[label.pair], label.verdict == "confirmed")
        for label in labels
        if label.pair in scores
    ]
    confirmed = sum(is_right for _, is_right in scored)
    return Calibration(
        confirmed=confirmed,
        rejected=len(scored) - confirmed,
        unknown=len(labels) - len(scored),
        likely=_at(thresholds.likely, scored),
        possible=_at(thresholds.possible, scored),
        curve=tuple(_at(score, scored) for score in sorted({s for s, _ in scored}, reverse=True)),
    )


def _at(threshold: float, scored: Sequence[tuple[float, bool]]) -> AtThreshold:
    above = [is_right for score, is_right in scored if score >= threshold]
    confirmed = sum(is_right for _, is_right in scored)
    return AtThreshold(
        threshold=threshold,
        precision=sum(above) / len(above) if above else None,
        recall=sum(above) / confirmed if confirmed else None,
    )
