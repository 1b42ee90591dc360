"""What a search across languages costs in a large archive: time of the processor, and memory.

    python -m benchmarks.stories.across_speed [--articles 100000]

Vectors and keys are random, sixteen sentences and 150 keys an article, of which every twentieth is
taken from the query; so the cost is that of real ones, the hits mean nothing. The words' part is
that of an ordinary search (``benchmarks.search_speed``) and is not in it. Cold is a new process:
loading NumPy and the encoder, and everything for one query; warm is every further query. Beside
that, what a plain product with a matrix of all articles' vectors takes, which knows no sentences.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from meaning.encoder import Vectors, unit
from meaning.nearest import code_file, codes_of
from meaning.threads import one_thread
from meaning.use_encoder import UseEncoder
from meaning.vectors import Encoded, open_vectors
from stories.across import CANDIDATES
from stories.across_keys import find_naming, key_file, key_numbers
from stories.across_meaning import Meanings
from stories.across_query import query_keys, spoken

SENTENCES = 16
KEYS = 150
_VOCABULARY = 300_000
_AT_ONCE = 1000
_QUERY = "Dockers in Puerto Lautral on strike over 640 jobs, says Nadia Quiroga"
_WARM = 15
_MATRIX = "matrix.npy"


def main() -> None:
    """Print the figures; with ``--folder`` be the process that is measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder is not None:
        print(json.dumps(_measured(options.folder)))
        return
    with TemporaryDirectory() as folder:
        started = time.process_time()
        _fill(Path(folder), options.articles)
        print(f"{options.articles:,} articles made in {time.process_time() - started:.0f} s")
        for path in sorted(Path(folder).rglob("*.sqlite")):
            print(f"  {path.name:20} {path.stat().st_size / 1e6:8.0f} MB")
        command = [sys.executable, "-m", "benchmarks.stories.across_speed", "--folder", folder]
        for what, value in json.loads(subprocess.check_output(command)).items():
            print(f"  {what:44} {value:10.1f}")


def _fill(folder: Path, count: int) -> None:
    generator = np.random.default_rng(0)
    encoder = UseEncoder()
    known = list(query_keys(_QUERY))
    matrix = np.empty((count, encoder.dimension), np.float32)
    with (
        closing(open_vectors(folder, encoder)) as vectors,
        closing(code_file(vectors)) as codes,
        closing(key_file(folder)) as keys,
    ):
        for start in range(0, count, _AT_ONCE):
            end = start + _AT_ONCE
            made = list(_made(generator, range(start, min(end, count)), encoder.dimension))
            vectors.update(made, last_change=end, after=start)
            rows = {}
            for each in made:
                whole = unit(each.vectors.mean(axis=0)[None])  # type: ignore[union-attr]
                matrix[int(each.id[3:])] = whole[0]
                rows[each.id] = codes_of(np.concatenate([whole, each.vectors]))
            codes.update(rows, last_change=end, after=start)
            named = {each.id: key_numbers(_keys(generator, known)) for each in made}
            keys.update(named, last_change=end, after=start)
    np.save(folder / _MATRIX, matrix)


def _made(generator: np.random.Generator, numbers: range, dimension: int) -> Iterator[Encoded]:
    for number in numbers:
        language = ("en", "ar", "es")[number % 3]
        shape = (SENTENCES, dimension)
        yield Encoded(
            id=f"{language}:{number}",
            version=1,
            language=language,
            texts=b"",
            vectors=unit(generator.standard_normal(shape, np.float32)),
        )


def _keys(generator: np.random.Generator, known: list[str]) -> set[str]:
    some = generator.integers(0, _VOCABULARY, KEYS)
    return {f"s:{each}" for each in some} | {known[int(some[0]) % (20 * len(known)) % len(known)]}


def _measured(folder: Path) -> dict[str, float]:
    started = time.process_time()  # the modules above are loaded by now
    encoder = UseEncoder()
    with (
        closing(open_vectors(folder, encoder)) as vectors,
        closing(code_file(vectors)) as codes,
        closing(key_file(folder)) as keys,
    ):
        meanings = Meanings(encoder, vectors, codes)
        names = query_keys(_QUERY)

        def name() -> list[str]:
            return find_naming(keys.blocks(), names).scored(names).best(CANDIDATES)

        def search() -> None:
            vector = meanings.of_text(_QUERY, spoken(_QUERY))
            meanings.distances(vector, {*meanings.nearest(vector), *name()})

        search()
        figures = {"cold, from the start of Python, ms": 1000 * time.process_time()}
        figures["  of which after loading modules, ms"] = 1000 * (time.process_time() - started)
        figures["memory at most, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        vector = meanings.of_text(_QUERY, spoken(_QUERY))
        figures["warm, ms"] = _each(search)
        figures["  the query's vector, ms"] = _each(lambda: meanings.of_text(_QUERY, ("en",)))
        figures["  codes of all sentences, ms"] = _each(lambda: meanings.nearest(vector))
        figures["  keys of all articles, ms"] = _each(name)
        chosen = [*meanings.nearest(vector), *name()[:CANDIDATES]]
        figures["  vectors of the chosen, ms"] = _each(lambda: meanings.distances(vector, chosen))
        figures |= _plain(folder, vector)
    return figures


def _plain(folder: Path, vector: Vectors) -> dict[str, float]:
    matrix = np.load(folder / _MATRIX, mmap_mode="r")
    with one_thread():
        first = _each(lambda: matrix @ vector, times=1)
        further = _each(lambda: matrix @ vector)
    return {
        "a plain product, mapped, first, ms": first,
        "a plain product, mapped, further, ms": further,
        "a plain product, mapped, MB": matrix.nbytes / 1e6,
    }


def _each(do: Callable[[], object], times: int = _WARM) -> float:
    """Return the median milliseconds of the processor."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        do()
        taken.append(time.process_time() - started)
    return 1000 * sorted(taken)[len(taken) // 2]


if __name__ == "__main__":
    main()
