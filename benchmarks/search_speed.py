"""How fast search is: ours on Whoosh and on Tantivy, beside stock use of Whoosh and raw Tantivy.

    python -m benchmarks.search_speed --articles FILE.jsonl.gz --sizes 20000
    python -m benchmarks.search_speed --articles FILE.jsonl.gz --sizes 5000 20000 100000 \
        --plot docs/search_speed.svg

Everything is measured in one run, the engines in turn, each task in a process of its own. Times are
processor times, those of the process's children included, and medians; beside those of whole
processes stands the time on the clock. Stock use of Whoosh takes most of the time of a large run:
``--stock-up-to`` leaves it out above so many articles. Exit status 1 when a floor of
``floors.json`` is not reached.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from archive.data_folder import VARIABLE, index_folder
from benchmarks.floors import report
from benchmarks.processes import ROOT, Cost, ProcessError, run
from benchmarks.search_corpus import NEWEST
from benchmarks.search_speed_plot import plot
from benchmarks.search_speed_tasks import DAYS, ENGINES

STOCK, OURS, RAW, FAST = "Whoosh, stock", "ours on Whoosh", "Tantivy, raw", "ours on Tantivy"
STEMMED = "Whoosh, stock, stemmed"
JUDGED = 20_000
"""The floors are for so many articles."""
COLD_WORD = "harbour"
COLD: Mapping[str, tuple[str, ...]] = {
    STOCK: ("-m", "benchmarks.search_speed_stock", "whoosh"),
    OURS: ("search_cli.py", "search", "--engine", "whoosh"),
    RAW: ("-m", "benchmarks.search_speed_stock", "tantivy"),
    FAST: ("search_cli.py", "search", "--engine", "tantivy"),
}
QUERIES = ("one word", "two words", "any of three", "a phrase")
Measured = dict[str, dict[str, float]]
"""By engine and by what was done."""


def measure(
    folder: Path, size: int, rounds: int, file: Path | None, engines: Sequence[str] = tuple(ENGINES)
) -> Measured:
    """Measure engines on one archive.

    Args:
        folder: An empty folder to work in.
        size: Articles.
        rounds: How often what takes seconds is repeated; indexes are made once.
        file: Arabic articles, see :func:`benchmarks.search_corpus.fill_archive`.
        engines: Their names.

    Raises:
        ProcessError: One of the tasks failed.
    """
    data = folder / "data"
    result = folder / "result.json"
    task = ("-m", "benchmarks.search_speed_tasks", "fill")
    run(*task, data, str(size), file or "", result, environment={})
    words = json.loads(result.read_text(encoding="utf-8"))
    print(f"\n{size:,} articles of {words / size:.0f} words", flush=True)
    results: Measured = {name: {} for name in engines}
    for name in engines:
        cost = _task("index", name, data, _index_of(folder, name), folder)
        results[name] |= _of_index(cost, size, _index_of(folder, name))
        print(f"  {name}: indexed, {cost.cpu_s:.0f} s of processor time", flush=True)
    served: dict[str, list[dict[str, float]]] = {name: [] for name in COLD if name in engines}
    for _ in range(rounds):
        for name, each in served.items():
            each.append(_serve(name, data, folder) | _cold(name, data, folder))
    for name, each in served.items():
        results[name] |= {task: median(one[task] for one in each) for task in each[0]}
    return results


def _index_of(folder: Path, name: str) -> Path:
    """Return the folder of an index; ours lie in the data folder, where the command finds them."""
    ours = name in {OURS, FAST}
    return index_folder(folder / "data") if ours else folder / name.replace(", ", "-")


def _task(task: str, name: str, data: Path, index: Path, folder: Path) -> Cost:
    arguments = (task, name, data, index, folder / "result.json")
    return run("-m", "benchmarks.search_speed_tasks", *arguments, environment={})


def _of_index(cost: Cost, size: int, index: Path) -> dict[str, float]:
    bytes_ = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    return {
        "articles/s": size / cost.wall_s,
        "articles/CPU-s": size / cost.cpu_s,
        "MB of memory": cost.memory_mb,
        "MB on disk": bytes_ / 2**20,
    }


def _serve(name: str, data: Path, folder: Path) -> dict[str, float]:
    cost = _task("serve", name, data, _index_of(folder, name), folder)
    measured: dict[str, float] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    return {**measured, "MB to search": cost.memory_mb}


def _cold(name: str, data: Path, folder: Path) -> dict[str, float]:
    since, until = NEWEST - timedelta(days=DAYS), NEWEST + timedelta(days=1)
    if name in {OURS, FAST}:
        period = ["--since", f"{since:%Y-%m-%d}", "--until", f"{until:%Y-%m-%d}"]
        more = [COLD_WORD, *period, "--facets", "edition,section"]
    else:
        more = [str(_index_of(folder, name)), COLD_WORD, since.isoformat(), until.isoformat()]
    cost = run(*COLD[name], *more, folder=ROOT, environment={VARIABLE: str(data)})
    return {"command": cost.cpu_s * 1000, "command, clock": cost.wall_s * 1000}


def ratios(measured: Measured) -> dict[str, float]:
    """Return what the floors are about: how many times faster or slower, by name."""
    stock, ours, raw, fast = (measured[name] for name in (STOCK, OURS, RAW, FAST))
    return {
        "open, times faster": stock["open"] / ours["open"],
        "page, times faster": stock["page"] / ours["page"],
        "command, share": ours["command"] / stock["command"],
        "indexing, times faster": ours["articles/s"] / stock["articles/s"],
        "Tantivy queries, times raw": median(fast[each] / raw[each] for each in QUERIES),
        "Tantivy indexing, times Whoosh": fast["articles/s"] / ours["articles/s"],
    }


def print_table(measured: Measured) -> None:
    """Print a line for each thing done, a column for each engine."""
    print(f"\n{'':22}" + "".join(f"{name:>24}" for name in measured))
    tasks = dict.fromkeys(task for each in measured.values() for task in each)
    for task in tasks:
        cells = (
            f"{each[task]:24.2f}" if task in each else f"{'':24}" for each in measured.values()
        )
        print(f"{task:22}" + "".join(cells))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=Path, help="Arabic articles: JSON Lines, plain or .gz")
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000])
    parser.add_argument("--stock-up-to", type=int, help="articles; above, without stock Whoosh")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--plot", type=Path, help="an SVG of how each cost grows")
    parser.add_argument("--output", type=Path, help="all numbers, as JSON")
    parser.add_argument("--folder", type=Path, help="to work in; some 100 MB for 1,000 articles")
    return parser


def _save(options: argparse.Namespace, by_size: Mapping[int, Measured]) -> None:
    if options.output:
        text = json.dumps(by_size, indent=1, ensure_ascii=False)
        options.output.write_text(text + "\n", encoding="utf-8")
    if options.plot:
        options.plot.write_text(plot(by_size), encoding="utf-8")


def _engines(size: int, stock_up_to: int | None) -> list[str]:
    if stock_up_to is None or size <= stock_up_to:
        return list(ENGINES)
    print(f"\nStock Whoosh is left out above {stock_up_to:,} articles, as asked.")
    return [name for name in ENGINES if name not in {STOCK, STEMMED}]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when the floors are reached, at 20,000 articles or the last size."""
    options = _parser().parse_args(arguments)
    by_size: dict[int, Any] = {}
    for size in options.sizes:
        engines = _engines(size, options.stock_up_to)
        with tempfile.TemporaryDirectory(dir=options.folder) as name:
            try:
                by_size[size] = measure(Path(name), size, options.rounds, options.articles, engines)
            except ProcessError as error:
                print(error, file=sys.stderr)
                return 1
        print_table(by_size[size])
        _save(options, by_size)
    whole = [size for size, measured in by_size.items() if STOCK in measured]
    if not whole:
        return 0
    judged = JUDGED if JUDGED in whole else whole[-1]
    print(f"\nAt {judged:,} articles:")
    return report(ratios(by_size[judged]), "search_speed")


if __name__ == "__main__":
    sys.exit(main())
