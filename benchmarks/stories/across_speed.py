"""What a search across languages costs in a large archive: time of the processor, and memory.

    python -m benchmarks.stories.across_speed [--articles 100000] [--engine tantivy]

Articles are short ones, made of the newsroom's titles and leads, some 250 a day. Vectors and keys
are random, sixteen sentences and 150 keys an article, of which every twentieth is taken from the
query; so the cost is that of real ones, the hits mean nothing. Measured is the whole path of
``search --across`` and ``similar --across``: looking for words, meaning and names, and reading the
hits; without filters, and with an edition or a month. Cold is a new process, loading NumPy and the
encoder and opening all files; the others are further queries of a running one. Then parts of it,
and beside them what a plain product with a matrix of all articles' vectors takes, which knows no
sentences.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from archive import open_archive
from archive.article import EDITION_LANGUAGES, Article, with_content_hash
from archive.urls import HOSTS
from index import Query, parse_query
from index.folder import sync_folder
from meaning.encoder import Vectors, unit
from meaning.nearest import code_file, codes_of
from meaning.threads import one_thread
from meaning.use_encoder import UseEncoder
from meaning.vectors import Encoded, open_vectors
from replica.stories import Telling, read_stories
from stories.across import CANDIDATES, search_across
from stories.across_folder import opened_sources
from stories.across_keys import find_naming, key_file, key_numbers
from stories.across_meaning import Meanings
from stories.across_query import find_named, spoken
from stories.across_similar import find_similar_across

SENTENCES = 16
KEYS = 150
_VOCABULARY = 300_000
_AT_ONCE = 1000
_LANGUAGES = ("en", "ar", "es")
_QUERY = "Dockers in Puerto Lautral on strike over 640 jobs, says Nadia Quiroga"
_SOME = "en:300"
"""An article to look for others like it."""
_WARM = 9
_MATRIX = "matrix.npy"
_NEWEST = datetime(2026, 6, 30, tzinfo=UTC)
_BETWEEN = timedelta(minutes=6)
_MONTH = timedelta(days=30)
_FILTERS: Mapping[str, Mapping[str, Any]] = {
    "": {},
    ", one edition": {"editions": frozenset({"arabic"})},
    ", a month": {"since": _NEWEST - 2 * _MONTH, "until": _NEWEST - _MONTH},
    ", a month of one edition": {
        "editions": frozenset({"arabic"}),
        "since": _NEWEST - 2 * _MONTH,
        "until": _NEWEST - _MONTH,
    },
}


def main() -> None:
    """Print the figures; with ``--folder`` be the process that is measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--engine", default="tantivy")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder is not None:
        print(json.dumps(_measured(options.folder, options.engine)))
        return
    with TemporaryDirectory() as folder:
        started = time.process_time()
        _fill_archive(Path(folder), options.articles, options.engine)
        _fill(Path(folder), options.articles)
        print(f"{options.articles:,} articles made in {time.process_time() - started:.0f} s")
        for path in sorted(Path(folder).rglob("*.sqlite")):
            print(f"  {path.name:20} {path.stat().st_size / 1e6:8.0f} MB")
        command = [sys.executable, "-m", __spec__.name, "--folder", folder]
        command += ["--engine", options.engine]
        for what, value in json.loads(subprocess.check_output(command)).items():
            print(f"  {what:44} {value:10.1f}")


def _fill_archive(folder: Path, count: int, engine: str) -> None:
    with closing(open_archive(folder, create=True)) as archive:
        for article in _articles(count):
            archive.store(article)
    sync_folder(folder, engine)


def _articles(count: int) -> Iterator[Article]:
    tellings: dict[str, list[Telling]] = {edition: [] for edition in EDITION_LANGUAGES}
    for story in read_stories():
        for telling in story.tellings.values():
            tellings[telling.edition].append(telling)
    told = {edition: cycle(some) for edition, some in tellings.items()}
    editions = {code: edition for edition, code in EDITION_LANGUAGES.items()}
    for number in range(count):
        code = _LANGUAGES[number % len(_LANGUAGES)]
        telling = next(told[editions[code]])
        article = Article(
            id=f"{code}:{number}",
            edition=editions[code],
            url=f"https://{HOSTS[editions[code]]}/news/{number}",
            kind="news",
            title=telling.title,
            body=telling.lead,
            published=_NEWEST - number * _BETWEEN,
            language=code,
        )
        yield with_content_hash(article)


def _fill(folder: Path, count: int) -> None:
    generator = np.random.default_rng(0)
    encoder = UseEncoder()
    known = sorted(_named())
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
        language = _LANGUAGES[number % len(_LANGUAGES)]
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


def _measured(folder: Path, engine: str) -> dict[str, float]:
    started = time.process_time()  # the modules above are loaded by now
    with opened_sources(folder, engine) as (sources, _):
        article = next(iter(sources.archive.articles([_SOME]).values()))
        tree = parse_query(_QUERY)

        def search(**filters: Any) -> None:
            search_across(sources, Query(text=_QUERY, limit=10, **filters), tree)

        def similar(**filters: Any) -> None:
            find_similar_across(sources, article, Query(limit=10, **filters))

        search()
        figures = {"cold, from the start of Python, ms": 1000 * time.process_time()}
        figures["  of which after loading modules, ms"] = 1000 * (time.process_time() - started)
        for name, do in (("search", search), ("similar", similar)):
            for filtered, by in _FILTERS.items():
                figures[f"{name}{filtered}, ms"] = _each(partial(do, **by))
    figures["memory at most, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures | _parts(folder)


def _parts(folder: Path) -> dict[str, float]:
    encoder = UseEncoder()
    with (
        closing(open_vectors(folder, encoder)) as vectors,
        closing(code_file(vectors)) as codes,
        closing(key_file(folder)) as keys,
    ):
        meanings = Meanings(encoder, vectors, codes)
        names = [each.keys for each in find_named(_QUERY)]

        def name() -> list[str]:
            return find_naming(keys.blocks(), _named()).scored_once(names, 1).best(CANDIDATES)

        vector = meanings.of_text(_QUERY, spoken(_QUERY))
        chosen = [*meanings.nearest(vector), *name()]
        return {
            "the query's vector, ms": _each(lambda: meanings.of_text(_QUERY, ("en",))),
            "codes of all sentences, ms": _each(lambda: meanings.nearest(vector)),
            "keys of all articles, ms": _each(name),
            "vectors of the chosen, ms": _each(lambda: meanings.distances(vector, chosen)),
            **_plain(folder, vector),
        }


def _named() -> frozenset[str]:
    """Return the keys of all that the query names."""
    return frozenset().union(*(each.keys for each in find_named(_QUERY)))


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
