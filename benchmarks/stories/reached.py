"""What a benchmark reached, against the floors of ``floors.json``."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

FLOORS = Path(__file__).parent.parent / "floors.json"


def report(reached: Mapping[str, float], benchmark: str) -> int:
    """Print what is below its floor; return 1 if anything is."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))[benchmark]
    low = [name for name, floor in floors.items() if reached[name] < floor]
    for name in low:
        print(f"{name}: {reached[name]:.3f} is below its floor {floors[name]}", file=sys.stderr)
    return 1 if low else 0
