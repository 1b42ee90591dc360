"""What ranks texts for a question: our index on each engine, and stock Whoosh."""
# mypy: disallow-untyped-calls=False
# Whoosh is typed in parts.

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from whoosh import fields
from whoosh.analysis.analyzers import LanguageAnalyzer, StandardAnalyzer
from whoosh.index import create_in
from whoosh.qparser.default import QueryParser
from whoosh.qparser.syntax import OrGroup

from archive.article import Article
from benchmarks.search_quality_texts import Task
from index import Query, open_index
from index.tree import Or, Word
from languages import LANGUAGES, analyse

DEPTH = 10
"""How many places a ranking has."""
_MEMORY_MB = 256
_DIGITS = 6

Rank = Callable[[str], Sequence[int]]
"""From a question to the places of the best texts, best first, at most :data:`DEPTH`."""


def mean_reciprocal_rank(task: Task, rank: Rank) -> float:
    """Return the mean over all questions of one through the place of the answer; 0 if not found."""
    places = ((rank(question.text), question.answer) for question in task.questions)
    return sum(
        1 / (found.index(answer) + 1) if answer in found else 0.0 for found, answer in places
    ) / len(task.questions)


@contextmanager
def our_index(task: Task, engine: str) -> Iterator[Rank]:
    """Give our index on an engine; a question is asked as ``OR`` of its words."""
    with TemporaryDirectory() as folder:
        index = open_index(Path(folder), engine, create=True)
        index.replace_all(_articles(task), last_change=1)

        def rank(question: str) -> list[int]:
            words = {token.exact: Word(token.exact) for token in analyse(question, task.language)}
            query = Query(languages=(task.language,), limit=DEPTH)
            found = index.find(query, Or(tuple(words.values())))
            return [int(hit.id.partition(":")[2]) for hit in found.hits]

        yield rank
        index.close()


@contextmanager
def stock_whoosh(task: Task, analysis: Callable[[str], Any]) -> Iterator[Rank]:
    """Give Whoosh as its tutorial uses it: one field of text, one analyser, ``OrGroup``."""
    with TemporaryDirectory() as folder:
        schema = fields.Schema(
            place=fields.STORED, text=fields.TEXT(analyzer=analysis(task.language))
        )
        index = create_in(folder, schema)
        writer = index.writer(limitmb=_MEMORY_MB)
        for place, text in enumerate(task.texts):
            writer.add_document(place=place, text=text)
        writer.commit()
        parser = QueryParser("text", schema, plugins=[], group=OrGroup)
        with index.searcher() as searcher:
            yield lambda question: [
                hit["place"] for hit in searcher.search(parser.parse(question), limit=DEPTH)
            ]
        index.close()


def standard_analyser(_: str) -> Any:
    """Return what ``TEXT`` uses when nothing is said."""
    return StandardAnalyzer()


def language_analyser(language: str) -> Any:
    """Return Whoosh's analyser of a language."""
    return LanguageAnalyzer(language)


def _articles(task: Task) -> Iterator[Article]:
    edition = LANGUAGES[task.language].edition
    for place, text in enumerate(task.texts):
        id_ = f"{task.language}:{place:0{_DIGITS}}"
        yield Article(id=id_, edition=edition, url=id_, title="", body=text, language=task.language)
