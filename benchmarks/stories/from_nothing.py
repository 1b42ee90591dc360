"""What it costs to make vectors, stories and what searches across languages read, from nothing.

    python -m benchmarks.stories.from_nothing [--articles FILE] [--count 10000]

An archive of so many articles is made as :mod:`benchmarks.search_corpus` does, a third of each
edition, some 250 a day; FILE has real Arabic ones, as ``import`` reads them. A new process then
does what ``sync`` does beside the index: it encodes every sentence, stores vectors, finds names and
numbers, links, and makes codes and keys. Processor time by part, by the clock in all, and the most
memory. A part's time is without that of the parts inside it.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import meaning.sync
import meaning.use_encoder
import stories.across_folder
import stories.intake
import stories.relinking
import stories.sync
from archive.sqlite import SqliteArchive
from benchmarks.search_corpus import fill_archive
from meaning.opening import encoder_name
from meaning.use_encoder import UseEncoder
from meaning.use_network import UseNetwork
from meaning.vectors import VectorStore
from stories.folder import sync_across_of, sync_stories

_MEGABYTE = 1024
_ELSE = "else"
_METHODS: dict[str, tuple[tuple[Any, str], ...]] = {
    "reading articles": ((SqliteArchive, "articles"), (SqliteArchive, "changes")),
    "sentences": ((meaning.sync, "article_sentences"),),
    "subwords": ((UseEncoder, "encode"),),
    "network": ((UseNetwork, "encode"),),
    "storing vectors": ((VectorStore, "update"),),
    "keys": ((stories.intake, "profile_of"),),
    "taking in": ((stories.sync, "take_in"),),
    "linking: best matches": ((stories.relinking, "best_matches"),),
    "linking: stories and links": ((stories.sync, "relink"),),
    "codes of vectors": ((stories.across_folder, "sync_codes"),),
    "numbers of keys": ((stories.across_folder, "sync_keys"),),
}


class Parts:
    """Seconds of processor time by part."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._within = [_ELSE]
        self._since = time.process_time()

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count what is spent inside for a part, and no longer for the one around it."""
        self._turn()
        self._within.append(name)
        try:
            yield
        finally:
            self._turn()
            self._within.pop()

    def watch(self, name: str, owner: Any, function: str) -> None:
        """Count what a function spends; what it gives bit by bit is given at once."""
        done: Callable[..., Any] = getattr(owner, function)

        def counted(*given: Any, **named: Any) -> Any:
            with self.part(name):
                found = done(*given, **named)
                return list(found) if isinstance(found, Iterator) else found

        setattr(owner, function, counted)

    def _turn(self) -> None:
        now = time.process_time()
        self.seconds[self._within[-1]] += now - self._since
        self._since = now


def main() -> None:
    """Print the figures; with ``--folder`` be the process that is measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=Path, help="real Arabic articles, JSON Lines")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder is not None:
        print(json.dumps(_measured(options.folder)))
        return
    with tempfile.TemporaryDirectory() as folder:
        words = fill_archive(Path(folder), options.count, options.articles)
        print(f"{options.count:,} articles of {words // options.count} words")
        command = [sys.executable, "-m", __spec__.name, "--folder", folder]
        _show(json.loads(subprocess.check_output(command)), options.count)


def _measured(folder: Path) -> dict[str, float]:
    parts = Parts()
    for name, methods in _METHODS.items():
        for owner, function in methods:
            parts.watch(name, owner, function)
    started = time.perf_counter()
    sync_stories(folder, encoder_name())
    sync_across_of(folder, encoder_name())
    with parts.part(_ELSE):
        pass
    return {
        **{name: parts.seconds[name] for name in (*_METHODS, _ELSE)},
        "in all": sum(parts.seconds.values()),
        "by the clock": time.perf_counter() - started,
        "memory, MB": _peak_memory(),
    }


def _peak_memory() -> float:
    # Not `resource`: a process inherits the peak of the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak_kb = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak_kb) / _MEGABYTE


def _show(figures: dict[str, float], articles: int) -> None:
    print(f"{'':28}{'seconds':>9}{'ms an article':>15}")
    for name, value in figures.items():
        each = "" if name.endswith("MB") else f"{1000 * value / articles:15.2f}"
        print(f"{name:28}{value:9.1f}{each}")


if __name__ == "__main__":
    main()
