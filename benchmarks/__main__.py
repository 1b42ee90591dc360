"""Run every benchmark, one after the other, with moderate sizes.

    make bench
    make bench DATA=articles.jsonl.gz GOLD=gold/

``DATA`` is a file of articles as JSON Lines (plain or gzipped), ``GOLD`` a folder of questions and
translations. What cannot run without one of them is named and left out. What each measures, and how
to run it by itself, is in ``benchmarks/README.md``.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_ROOT = Path(__file__).resolve().parent.parent
_VARIABLES = ("data", "gold")


class Benchmark(NamedTuple):
    """A module of this package, and how it is run here."""

    name: str
    arguments: tuple[str, ...] = ()
    """``{data}`` and ``{gold}`` stand for what the user gave; without it the module cannot run."""
    optional: tuple[str, ...] = ()
    """Of the same kind; without it these arguments are left out."""


BENCHMARKS = (
    Benchmark("parse", optional=("--articles", "{data}")),
    Benchmark("extraction", ("--limit", "500"), optional=("{data}",)),
    Benchmark("reparse"),
    Benchmark("crawl", ("--pages", "1000", "--rounds", "3")),
    Benchmark("growth", ("--articles", "10000", "--known", "10000", "1000000")),
    Benchmark("kills", ("--kills", "50")),
    Benchmark("fuzz", ("--seconds", "120")),
    Benchmark("search_quality_pairs"),
    Benchmark("search_quality", ("{gold}", "{data}", "--questions", "300")),
    Benchmark("search_speed", ("--sizes", "5000"), optional=("--articles", "{data}")),
    Benchmark("load", ("--size", "2000", "--engine", "whoosh"), ("--articles", "{data}")),
    Benchmark("load", ("--size", "2000", "--engine", "tantivy"), ("--articles", "{data}")),
    Benchmark("stories.encoding", ("{gold}",)),
    Benchmark("stories.retrieval", ("{gold}",)),
    Benchmark("stories.numbers", ("{gold}",)),
    Benchmark("stories.keys", ("{gold}",)),
    Benchmark("stories.linking", ("{gold}",), optional=("{data}",)),
    Benchmark("stories.linking", ("{gold}", "--encoder", "none"), optional=("{data}",)),
    Benchmark("stories.growth"),
    Benchmark("stories.from_nothing", optional=("--articles", "{data}")),
    Benchmark("stories.across", ("{gold}",)),
    Benchmark("stories.across_speed"),
    Benchmark("stories.alignment", ("{gold}",)),
    Benchmark("stories.conflicts"),
)


def missing(benchmark: Benchmark, given: dict[str, str]) -> list[str]:
    """Return the names of what the user must give before this can run."""
    wanted = " ".join(benchmark.arguments)
    return [name for name in _VARIABLES if f"{{{name}}}" in wanted and not given[name]]


def command_of(benchmark: Benchmark, given: dict[str, str]) -> list[str]:
    """Return the arguments of Python that run a benchmark for which nothing is missing."""
    optional = Benchmark(benchmark.name, benchmark.optional)
    more = () if missing(optional, given) else benchmark.optional
    parts = (part.format(**given) for part in (*benchmark.arguments, *more))
    return ["-m", f"benchmarks.{benchmark.name}", *parts]


def run_all(given: dict[str, str]) -> list[str]:
    """Run what can be run; return the names of those that ended with another status than 0."""
    failed = []
    for benchmark in BENCHMARKS:
        if names := missing(benchmark, given):
            wanted = " ".join(f"{name.upper()}=…" for name in names)
            print(f"\n== {benchmark.name}: left out, it needs {wanted}", flush=True)
            continue
        command = command_of(benchmark, given)
        print(f"\n== python {' '.join(command)}", flush=True)
        if subprocess.run([sys.executable, *command], cwd=_ROOT, check=False).returncode:
            failed.append(benchmark.name)
    return failed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--data", default="", metavar="FILE", help="articles as JSON Lines")
    parser.add_argument("--gold", default="", metavar="FOLDER", help="questions, translations")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run them; 1 when one of them is below its floors or failed."""
    options = _parser().parse_args(arguments)
    # They run in the project's folder; the paths are those of this one.
    given = {
        name: str(Path(value).resolve()) if value else "" for name, value in vars(options).items()
    }
    failed = run_all(given)
    print(f"\nbelow their floors, or failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
