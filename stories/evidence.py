"""What two articles name in common, as readers would say it."""

from collections.abc import Iterator
from itertools import islice

from stories.links import EVIDENCE, Evidence
from stories.matching import Placed

MOST_SHOWN = 12
"""Of each kind."""
_KINDS: dict[str, Evidence] = {
    "s": "names",
    "o": "names",
    "n": "numbers",
    "c": "countries",
    "t": "tags",
}
_WITHOUT_PRINT = frozenset({"n", "c", "o"})


def shared_evidence(one: Placed, other: Placed) -> dict[Evidence, tuple[str, ...]]:
    """Return what both articles name, by kind, the most telling first.

    Names and tags as the first of the two articles prints them whose letters are Latin, if any.
    """
    common = [key for key in one.weights if key in other.weights]
    common.sort(key=lambda key: (-one.weights[key] * other.weights[key], key))
    found: dict[Evidence, dict[str, None]] = {name: {} for name in EVIDENCE}
    for key in common:
        kind = _KINDS.get(key[0])
        if kind is not None:
            found[kind].update(dict.fromkeys(_shown(key, one, other)))
    return {kind: tuple(islice(values, MOST_SHOWN)) for kind, values in found.items()}


def _shown(key: str, one: Placed, other: Placed) -> Iterator[str]:
    if key[0] in _WITHOUT_PRINT:
        yield key[2:]
        return
    prints = [each.profile.printed[key] for each in (one, other) if key in each.profile.printed]
    yield from sorted(prints, key=lambda text: not text[:1].isascii())[:1]
