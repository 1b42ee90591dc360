"""What a link is: two articles that tell the same story, or may, and why we think so."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Grade = Literal["confirmed", "likely", "possible"]
"""``confirmed``: by the user. ``likely``: they are in one story. ``possible``: the reader judges;
it is shown apart and makes no story."""
GRADES: tuple[Grade, ...] = ("confirmed", "likely", "possible")
"""The surest first."""
Evidence = Literal["names", "numbers", "countries", "tags"]
EVIDENCE: tuple[Evidence, ...] = ("names", "numbers", "countries", "tags")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two articles of one story."""

    a: str
    """An id, the lesser of the two."""
    b: str
    score: float
    """The cosine and the weighted names. From 0 upwards, seldom above 1.5."""
    cosine: float | None
    """Of their meaning. ``None``: found without an encoder."""
    names: float
    """Of what both name, 0 to 1."""
    hours_apart: float
    """Between their publications; 0 if one of the times is not known."""
    grade: Grade
    shared: Mapping[Evidence, tuple[str, ...]]
    """What both name, the most telling first: names and tags as one of them prints them, numbers
    in digits, countries as ISO 3166 codes."""

    @property
    def pair(self) -> Pair:
        """Both ids."""
        return (self.a, self.b)

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        values = asdict(self)
        return values | {"shared": {name: list(self.shared.get(name, ())) for name in EVIDENCE}}


def pair_of(one: str, other: str) -> Pair:
    """Return two ids in order.

    >>> pair_of("es:1", "ar:2")
    ('ar:2', 'es:1')
    """
    return (one, other) if one < other else (other, one)
