"""Fuzz every reader of hostile input: ``python -m benchmarks.fuzz --seconds 600``.

Prints how many inputs were tried per target; with atheris (Linux on x86-64), how many branches they
reached. Exit status 1, and the traceback, when one of them made a reader fail: that input is then
in the folder ``--failures``.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from tests.fuzz.run import Fuzzed
from tests.fuzz.targets import TARGETS

_ROOT = Path(__file__).parents[1]
_SHARES = dict.fromkeys(TARGETS, 1.0) | {"pages": 6.0, "sitemaps": 2.0, "tawsiyat": 2.0}
"""Of the time: the larger the code behind a target, the more."""
_START_S = 3
"""What it takes to load and instrument the code."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0, help="in all")
    parser.add_argument("--targets", nargs="+", choices=TARGETS, default=list(TARGETS))
    parser.add_argument("--jobs", type=int, default=1, help="targets at a time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="random changes, no coverage")
    parser.add_argument("--failures", type=Path, default=Path("data/fuzz"))
    options = parser.parse_args(arguments)
    whole = sum(_SHARES[name] for name in options.targets)
    with ThreadPoolExecutor(options.jobs) as pool:
        second_s = options.seconds * options.jobs / whole
        rows = list(pool.map(partial(_fuzz, options, second_s), options.targets))
    _show(rows)
    return 1 if any(row["failure"] for row in rows) else 0


def _fuzz(options: argparse.Namespace, share_s: float, target: str) -> dict[str, Any]:
    command = [
        *(sys.executable, "-m", "tests.fuzz.run", target),
        *("--seconds", str(max(1.0, share_s * _SHARES[target] - _START_S))),
        *("--seed", str(options.seed)),
        *("--failures", str(options.failures.resolve())),
        *(["--plain"] if options.plain else []),
    ]
    done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True, check=False)
    unknown = Fuzzed(target=target, engine="plain", inputs=0, seconds=0.0, failure="see above")
    row: dict[str, Any] = json.loads(done.stdout) if done.stdout else asdict(unknown)
    return row


def _show(rows: Sequence[dict[str, Any]]) -> None:
    form = "{:<12} {:<8} {:>12} {:>9} {:>9} {:>10} {:>9}"
    print(form.format("target", "engine", "inputs", "seconds", "per s", "branches", "slowest s"))
    for row in rows:
        rate = row["inputs"] / row["seconds"] if row["seconds"] else 0
        print(
            form.format(
                row["target"],
                row["engine"],
                f"{row['inputs']:,}",
                row["seconds"],
                f"{rate:,.0f}",
                row["coverage"] or "-",
                row["slowest_s"],
            ),
            row["failure"].partition("\n")[0],
        )
    print(f"{sum(row['inputs'] for row in rows):,} inputs")


if __name__ == "__main__":
    sys.exit(main())
