"""What a benchmark must hold and what it is to reach: the floors and targets of ``floors.json``.

A floor has been reached, and leaves room for noise: a benchmark fails below it. A target is what
was set when the work began; one that has not been reached is printed as such, and fails nothing.
A floor that is below its target is to be raised once the target is reached, which is printed too.
"""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

FILE = Path(__file__).with_name("floors.json")
Kind = Literal["floors", "targets"]


class Bound(NamedTuple):
    """How low or how high a figure may be."""

    limit: float
    is_most: bool

    @classmethod
    def read(cls, text: str) -> "Bound":
        """Read a bound as the file has it.

        >>> Bound.read("at most 0.5").holds(0.6), Bound.read("at least 15").holds(15)
        (False, True)
        """
        words, _, number = text.rpartition(" ")
        return cls(float(number), {"at least": False, "at most": True}[words])

    def holds(self, figure: float) -> bool:
        """Whether a figure is within it."""
        return figure <= self.limit if self.is_most else figure >= self.limit

    def __str__(self) -> str:
        return f"at {'most' if self.is_most else 'least'} {self.limit:g}"


def bounds(kind: Kind, benchmark: str) -> dict[str, Bound]:
    """Return the floors or the targets of a benchmark by figure; empty if it has none."""
    return {name: Bound.read(text) for name, text in _file()[kind].get(benchmark, {}).items()}


def report(
    reached: Mapping[str, float], benchmark: str, *, judged: Collection[str] | None = None
) -> int:
    """Print figures beside their floors and targets; return 1 if one is below its floor.

    Args:
        reached: Figures by name; those that the file does not have are left out.
        benchmark: Its name in the file.
        judged: The figures whose floors count, if only a part was measured, or with less than the
            floors are for. Unless it is given all count, and must have been measured.
    """
    floors, targets = bounds("floors", benchmark), bounds("targets", benchmark)
    wanted = [*floors, *targets] if judged is None else reached
    names = [name for name in dict.fromkeys(wanted) if name in floors or name in targets]
    width = max(map(len, names), default=0)
    print(f"\n{'':{width}}{'figure':>10}  {'target':16}floor")
    failed = 0
    for name in names:
        floor, target, figure = floors.get(name), targets.get(name), reached[name]
        notes = [_of_target(figure, target, floor)] if target else []
        if floor and (judged is None or name in judged) and not floor.holds(figure):
            failed = 1
            notes.append("BELOW ITS FLOOR")
        note = ", ".join(filter(None, notes))
        print(f"{name:{width}}{figure:10.3f}  {_shown(target):16}{_shown(floor):16}{note}".rstrip())
    return failed


def _of_target(figure: float, target: Bound, floor: Bound | None) -> str:
    if not target.holds(figure):
        return "target not reached"
    return "" if floor and target.holds(floor.limit) else "target reached, the floor is lower"


def _shown(bound: Bound | None) -> str:
    return str(bound) if bound else ""


def _file() -> Mapping[Kind, Mapping[str, Mapping[str, str]]]:
    content: Mapping[Kind, Mapping[str, Mapping[str, str]]] = json.loads(
        FILE.read_text(encoding="utf-8")
    )
    return content
