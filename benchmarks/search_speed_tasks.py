"""One engine of :mod:`benchmarks.search_speed` at work, in a process of its own.

python -m benchmarks.search_speed_tasks index|serve ENGINE DATA_FOLDER FOLDER RESULT.json
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from archive import Archive, open_archive
from archive.article import Article
from benchmarks.search_corpus import NEWEST, fill_archive
from benchmarks.search_speed_stock import (
    FACETS,
    Page,
    Searching,
    add_to_whoosh,
    index_tantivy,
    index_whoosh,
    opened_tantivy,
    opened_whoosh,
)
from index import Query, SearchIndex, open_index, parse_query, rebuild, search

COMMITS = 5
QUERIES_EACH = 12
"""Of each kind; an equal number of each edition."""
DAYS = 30
"""Pages show what was published in the newest so many days."""
_LETTERS = 5
_RUN = 3
_PUNCTUATION = "«»“”\"'’:;,.!?()،؛؟"


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One way to index and search the articles of an archive."""

    index: Callable[[Archive, Path], object]
    opened: Callable[[Archive, Path], AbstractContextManager[Searching]]
    add: Callable[[Path, Article], object] | None = None


_tree = lru_cache(maxsize=None)(parse_query)


class Ours:
    """Our search, with one of our engines."""

    def __init__(self, archive: Archive, index: SearchIndex) -> None:
        self._archive = archive
        self._index = index

    def find(self, text: str) -> int:
        """See :class:`benchmarks.search_speed_stock.Searching`; a text is parsed once."""
        return self._index.find(Query(text=text), _tree(text)).total

    def page(self, text: str, since: datetime, until: datetime) -> Page:
        """See :class:`benchmarks.search_speed_stock.Searching`."""
        query = Query(text=text, since=since, until=until, facets=FACETS)
        found = search(self._archive, self._index, query)
        hits = [(hit.article.id, hit.article.title, hit.snippet.text) for hit in found.hits]
        return Page(found.total, found.facets, hits)


def _ours(name: str) -> Engine:
    @contextmanager
    def opened(archive: Archive, folder: Path) -> Iterator[Ours]:
        with closing(open_index(folder, name)) as index:
            index.last_change()  # nothing is opened before it is needed
            yield Ours(archive, index)

    def add(folder: Path, article: Article) -> None:
        with closing(open_index(folder, name)) as index:
            index.update([article], last_change=index.last_change() + 1)

    return Engine(
        index=lambda archive, folder: rebuild(archive, folder, engine=name),
        opened=opened,
        add=add,
    )


ENGINES: Mapping[str, Engine] = {
    "Whoosh, stock": Engine(
        index=lambda archive, folder: index_whoosh(folder, archive.every_article()),
        opened=lambda _, folder: opened_whoosh(folder),
        add=add_to_whoosh,
    ),
    "Whoosh, stock, stemmed": Engine(
        index=lambda archive, folder: index_whoosh(
            folder, archive.every_article(), by_language=True
        ),
        opened=lambda _, folder: opened_whoosh(folder),
    ),
    "ours on Whoosh": _ours("whoosh"),
    "Tantivy, raw": Engine(
        index=lambda archive, folder: index_tantivy(folder, archive.every_article()),
        opened=lambda _, folder: opened_tantivy(folder),
    ),
    "ours on Tantivy": _ours("tantivy"),
}


def queries(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield kinds and texts of queries, made of words of titles all through the archive."""
    count = sum(each.articles for each in archive.counts())
    step = max(count // (QUERIES_EACH * 4), 1)
    chosen = islice(archive.every_article(), 0, None, step)
    words = (_words(article.title) for article in chosen)
    for long in (each for each in words if len(each) >= _RUN):
        yield "one word", long[0]
        yield "two words", f"{long[0]} {long[-1]}"
        yield "any of three", " OR ".join(long[:3])
        yield "a phrase", f'"{long[0]} {long[1]}"'


def _words(title: str) -> list[str]:
    """Return the first run of long words that follow each other in a title."""
    found: list[str] = []
    for word in title.split():
        if word.isalpha() and len(word) >= _LETTERS:
            found.append(word)
        elif len(found) >= _RUN:
            break
        else:
            found = []
    return found


def serve(engine: Engine, archive: Archive, folder: Path) -> dict[str, float]:
    """Return medians of milliseconds of processor time, by what was done."""
    measured = _after_commits(engine, archive, folder) if engine.add else {}
    asked: dict[str, list[str]] = {}
    for kind, text in queries(archive):
        asked.setdefault(kind, []).append(text)
    with engine.opened(archive, folder) as opened:
        for kind, texts in asked.items():
            some = texts[:: len(texts) // QUERIES_EACH or 1]
            for text in some:
                opened.find(text)
            measured[kind] = median(_time(partial(opened.find, text)) for text in some)
        since, until = NEWEST - timedelta(days=DAYS), NEWEST + timedelta(days=1)
        pages = asked["one word"][:: len(asked["one word"]) // QUERIES_EACH or 1]
        opened.page(pages[0], since, until)
        measured["page"] = median(_time(partial(opened.page, text, since, until)) for text in pages)
    return measured


def _after_commits(engine: Engine, archive: Archive, folder: Path) -> dict[str, float]:
    """Change an article again and again; measure that, and the opening after it."""
    assert engine.add is not None  # noqa: S101
    article = next(iter(archive.every_article()))
    adding, opening, first = [], [], []
    for number in range(COMMITS):
        changed = replace(article, title=f"{article.title} {number}")
        adding.append(_time(partial(engine.add, folder, changed)))
        started = time.process_time()
        with engine.opened(archive, folder) as opened:
            opening.append((time.process_time() - started) * 1000)
            opened.find(_words(article.title)[0] if _words(article.title) else "harbour")
            first.append((time.process_time() - started) * 1000)
    return {"add one": median(adding), "open": median(opening), "open, one word": median(first)}


def _time(do: Callable[[], Any]) -> float:
    """Return milliseconds of processor time."""
    started = time.process_time()
    do()
    return (time.process_time() - started) * 1000


def main() -> None:
    """Do one task; write what was measured to a file."""
    if sys.argv[1] == "fill":
        data_folder, count, file, result = sys.argv[2:]
        words = fill_archive(Path(data_folder), int(count), Path(file) if file else None)
        Path(result).write_text(str(words), encoding="utf-8")
        return
    task, name, data_folder, folder, result = sys.argv[1:]
    with closing(open_archive(Path(data_folder))) as archive:
        if task == "index":
            ENGINES[name].index(archive, Path(folder))
        else:
            measured = serve(ENGINES[name], archive, Path(folder))
            Path(result).write_text(json.dumps(measured), encoding="utf-8")


if __name__ == "__main__":
    main()
