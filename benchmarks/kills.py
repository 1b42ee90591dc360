"""What a crawl comes to that is killed again and again, and each time started again.

    python -m benchmarks.kills --kills 200

A replica serves some hundred articles. One crawl of them is left in peace. Others, in folders of
their own, are killed by SIGKILL at random moments: while they start, find addresses, store
articles, close and index. Half of the kills end the crawl alone, half its whole process group, the
index's process with it. After each kill the same command runs again, until one ends by itself;
then archive and index must be those of the crawl that was left in peace, and the replica's log of
requests must show that nothing was asked for again that had been stored.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from benchmarks.killed_crawls import (
    State,
    Tally,
    crawl_and_kill,
    crawl_in_peace,
    serving,
)


def differences(wanted: State, found: State) -> dict[str, str]:
    """Return the names of the fields that differ, and how, cut short."""
    pairs = {
        each.name: (getattr(wanted, each.name), getattr(found, each.name)) for each in fields(State)
    }
    return {name: _difference(*pair) for name, pair in pairs.items() if pair[0] != pair[1]}


def _difference(wanted: Any, found: Any) -> str:
    if not isinstance(wanted, Mapping):
        return f"{wanted!r} / {found!r}"
    keys = sorted(key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key))
    first = keys[0]
    pair = f"{wanted.get(first)!r:.200} / {found.get(first)!r:.200}"
    return f"{len(keys)} of {len(wanted)}, {first!r}: {pair}"


@dataclass(slots=True, kw_only=True)
class Figures:
    """What all kills came to."""

    kills: Counter[str] = field(default_factory=Counter)
    resumes: int = 0
    archives: int = 0
    """Data folders that were filled, each to its end."""
    articles: int = 0
    """In all of them."""
    lost: int = 0
    """Versions of the crawl in peace that an archive lacks, or has with other content."""
    doubled: int = 0
    """Versions that only the archive of a killed crawl has."""
    fetched_twice: int = 0
    in_flight: int = 0
    """Asked for again because a kill came before they were stored."""
    differing: int = 0
    """Archives that differ from that of the crawl in peace in anything, the index included."""

    def add(self, tally: Tally, wanted: State, found: State) -> None:
        """Take in one archive."""
        different = differences(wanted, found)
        for name, values in different.items():
            print(f"  {name} differs: {values}")
        self.kills += tally.kills
        self.resumes += tally.runs - 1
        self.archives += 1
        self.articles += len(found.versions)
        self.lost += len(wanted.versions.items() - found.versions.items())
        self.doubled += len(found.versions.keys() - wanted.versions.keys())
        self.fetched_twice += len(tally.fetched_twice)
        self.in_flight += tally.requests - len(found.versions) - len(tally.fetched_twice)
        self.differing += bool(different)

    @property
    def is_whole(self) -> bool:
        """Whether no kill did any harm."""
        return not (self.lost or self.doubled or self.fetched_twice or self.differing)

    def table(self) -> str:
        """Return the figures, one a line."""
        phases = ", ".join(f"{count} {phase}" for phase, count in sorted(self.kills.items()))
        rows = {
            "kills": f"{self.kills.total()}  ({phases})",
            "resumes": self.resumes,
            "archives": self.archives,
            "articles": self.articles,
            "lost": self.lost,
            "doubled": self.doubled,
            "fetched twice": self.fetched_twice,
            "in flight, asked again": self.in_flight,
            "archives that differ": self.differing,
        }
        return "\n".join(f"{name:<24}{value}" for name, value in rows.items())


def main() -> int:
    """Kill as often as the command line says; return 0 if nothing was lost, doubled or repeated."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20260203)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311  any moment will do
    figures = Figures()
    with serving(options.articles) as site, tempfile.TemporaryDirectory() as name:
        wanted = crawl_in_peace(site, Path(name, "peace"))
        print(f"{len(wanted.versions)} articles; seed {options.seed}")
        for tally, found in crawl_and_kill(site, Path(name), options.kills, chance):
            figures.add(tally, wanted, found)
            print(f"{figures.kills.total()} kills, {figures.archives} archives", flush=True)
    print(figures.table())
    return 0 if figures.is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
