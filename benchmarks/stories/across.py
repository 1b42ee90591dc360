"""How well a search across languages finds the paragraph that answers a question.

    python -m benchmarks.stories.across GOLD [--questions N] [--engine whoosh]

XQuAD (:mod:`benchmarks.stories.gold`): 240 paragraphs. For each language they are put into an
archive of their own, which is indexed and encoded as any other; questions in each language are
asked of each archive through :func:`stories.across.search_across`. Mean reciprocal rank of the
first ten, all six directions, and the three languages on their own beside them. Beside that, what
words alone and meaning alone find in the same archives. Returns 1 if a floor of ``floors.json`` is
not reached.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive import Article, open_archive
from archive.article import EDITION_LANGUAGES
from archive.urls import HOSTS
from benchmarks.floors import report
from benchmarks.stories.chosen import chosen_encoder
from benchmarks.stories.gold import LANGUAGES, PARAGRAPHS, read_gold
from index import Query, QuerySyntaxError, parse_query
from index.folder import sync_folder
from index.tree import Node
from languages import analyse
from meaning.folder import sync_vectors
from stories.across import Sources, search_across
from stories.across_folder import opened_sources, sync_across
from stories.across_keys import Naming
from stories.across_query import part_query

_EDITIONS = {code: edition for edition, code in EDITION_LANGUAGES.items()}
_PLACES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, and the id of the paragraph that answers it, less its language."""

    texts: dict[str, str]
    answer: str


Find = Callable[[Sources, Query, Node], Sequence[str]]
"""Returns the ids of the first hits."""


def main() -> int:
    """Print the figures; return 1 if a floor is not reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", type=Path, help="the folder of the gold texts")
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument("--engine", default="whoosh")
    options = parser.parse_args()
    rows = list(read_gold(options.gold, PARAGRAPHS))
    questions = _questions(rows, options.questions)
    with TemporaryDirectory() as folder:
        folders = {code: Path(folder, code) for code in LANGUAGES}
        for code, each in folders.items():
            _fill(each, code, rows, options.engine)
        figures = {
            name: _measure(find, folders, questions, options.engine)
            for name, find in METHODS.items()
        }
    _show(figures, len(rows), len(questions))
    return report(figures["across"], "across")


def _across(sources: Sources, query: Query, tree: Node) -> Sequence[str]:
    return [hit.article.id for hit in search_across(sources, query, tree).hits]


def _meaning(sources: Sources, query: Query, tree: Node) -> Sequence[str]:
    """Without names, and without words beside what they lead to."""
    return _across(replace(sources, naming=lambda _: Naming()), query, tree)


def _without_encoder(sources: Sources, query: Query, tree: Node) -> Sequence[str]:
    return _across(replace(sources, meanings=None), query, tree)


def _words(sources: Sources, query: Query, tree: Node) -> Sequence[str]:
    return [hit.id for hit in sources.index.find(query, part_query(tree).words).hits]


METHODS: dict[str, Find] = {
    "across": _across,
    "without names": _meaning,
    "without encoder": _without_encoder,
    "words": _words,
}


def _questions(rows: Sequence[dict[str, Any]], count: int) -> list[Question]:
    found = [
        Question(texts={code: each[code] for code in LANGUAGES}, answer=str(number))
        for number, row in enumerate(rows)
        for each in row["questions"]
    ]
    return found[:: max(1, len(found) // count)][:count]


def _fill(folder: Path, code: str, rows: Sequence[dict[str, Any]], engine: str) -> None:
    edition = _EDITIONS[code]
    with closing(open_archive(folder, create=True)) as archive:
        for number, row in enumerate(rows):
            url = f"https://{HOSTS[edition]}/news/misc/{number}"
            body, id_ = row[code], f"{code}:{number}"
            article = Article(id=id_, edition=edition, url=url, title="", body=body, language=code)
            archive.store(article)
    encoder = chosen_encoder()
    sync_folder(folder, engine)
    sync_vectors(folder, encoder)
    sync_across(folder, encoder)


def _measure(
    find: Find, folders: dict[str, Path], questions: Sequence[Question], engine: str
) -> dict[str, float]:
    started = time.process_time()
    found = {}
    for held, folder in folders.items():
        with opened_sources(folder, engine) as (sources, _):
            for asked in LANGUAGES:
                ranks = [_worth(find, sources, each, (asked, held)) for each in questions]
                found[f"{asked} {held}"] = sum(ranks) / len(ranks)
    seconds = time.process_time() - started
    found["ms"] = 1000 * seconds / len(questions) / len(LANGUAGES) ** 2
    return found


def _worth(find: Find, sources: Sources, question: Question, way: tuple[str, str]) -> float:
    asked, held = way
    query = Query(text=question.texts[asked], limit=_PLACES)
    ids = find(sources, query, _tree(query.text, asked))
    answer = f"{held}:{question.answer}"
    return 1 / (ids.index(answer) + 1) if answer in ids else 0.0


def _tree(text: str, language: str) -> Node:
    """Read a question; one with a colon or such, which mean something in a query, as its words."""
    try:
        return parse_query(text)
    except QuerySyntaxError:
        tokens = analyse(text, language)
        return parse_query(" ".join(text[token.start : token.end] for token in tokens))


def _directions() -> Iterator[str]:
    for asked, held in [*permutations(LANGUAGES, 2), *zip(LANGUAGES, LANGUAGES, strict=True)]:
        yield f"{asked} {held}"


def _show(figures: dict[str, dict[str, float]], paragraphs: int, questions: int) -> None:
    names = list(_directions())
    print(f"XQuAD, {paragraphs} paragraphs, {questions} questions, MRR@{_PLACES}")
    print(f"{'':16}" + "".join(f"{name:>8}" for name in names) + "  ms a question")
    for method, found in figures.items():
        values = "".join(f"{found[name]:8.3f}" for name in names)
        print(f"{method:16}{values}{found['ms']:8.1f}")


if __name__ == "__main__":
    sys.exit(main())
