"""How well a search ranks: MRR@10 of our index on each engine, beside plain BM25 and stock Whoosh.

    python -m benchmarks.search_quality GOLD_FOLDER RECORDS_FILE
    python -m benchmarks.search_quality GOLD_FOLDER RECORDS_FILE --engine tantivy --questions 200

Each question has one text that answers it; a ranking scores 1 if that is first, 1/2 if second, …,
0 from the eleventh place on. Questions are asked as ``OR`` of their words, in one language.

* questions: the 1,190 questions and 240 paragraphs of XQuAD in each language, among other texts of
  about 120 words. The Arabic ones are cut from the real articles of RECORDS_FILE; the English and
  Spanish ones are made of whole sentences drawn at random from NTREX news, FLORES and the newsroom.
* headlines: real Arabic articles by their headlines, which are in no text: among a thousand drawn
  at random; 375 of one month among 6,000 texts from elsewhere, made as the English ones are, which
  is the size at which the target was set (the mean of every third month); and among all. In those
  many tell of one event, and a headline fits several.

GOLD_FOLDER holds ``xquad_paragraphs.jsonl.gz`` (google-deepmind/xquad), ``ntrex_news_50.jsonl.gz``
(MicrosoftTranslator/NTREX) and ``sib200_flores_sentences.jsonl.gz`` (dadelani/sib-200): a JSON
object a line, with the texts under ``en``, ``ar`` and ``es``. RECORDS_FILE is JSON Lines, plain or
gzipped, in the fields of ``import``. After all this, our own set of pairs must hold
(:mod:`benchmarks.search_quality_pairs`).
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import fmean
from time import process_time

from benchmarks import search_quality_pairs
from benchmarks.floors import report
from benchmarks.search_quality_bm25 import plain_bm25
from benchmarks.search_quality_rankers import (
    Rank,
    language_analyser,
    mean_reciprocal_rank,
    our_index,
    standard_analyser,
    stock_whoosh,
)
from benchmarks.search_quality_texts import Task, headline_task, month_tasks, question_tasks
from index import SearchError, engines

REFERENCE = "plain BM25"
OURS = "ours on "
BELOW = "below plain BM25"
"""By how much the worst of ours may be below the reference, in any task."""
_DISTRACTORS = 5000
_HEADLINES: Mapping[int, int] = {1000: 1000, 0: 1500}
"""Number of articles (0: all) and of questions, at most."""

Ranker = Callable[[Task], AbstractContextManager[Rank]]
Figures = Mapping[str, Mapping[str, float]]
"""MRR by ranker and task."""


def rankers(wanted: Iterable[str], *, stock: bool) -> dict[str, Ranker]:
    """Return what ranks, by name: the reference, our index on these engines, stock Whoosh."""
    ours = {f"{OURS}{engine}": partial(our_index, engine=engine) for engine in wanted}
    beside = {
        "Whoosh, StandardAnalyzer": partial(stock_whoosh, analysis=standard_analyser),
        "Whoosh, LanguageAnalyzer": partial(stock_whoosh, analysis=language_analyser),
    }
    return {REFERENCE: plain_bm25, **ours, **(beside if stock else {})}


def reached(figures: Figures) -> dict[str, float]:
    """Return the lowest of our figures for each task, and how far any is below the reference."""
    ours = [each for name, each in figures.items() if name.startswith(OURS) and each]
    lowest = {task: min(each[task] for each in ours) for task in figures[REFERENCE]}
    return lowest | {BELOW: max(figures[REFERENCE][task] - lowest[task] for task in lowest)}


def main() -> int:
    """Measure and print; 0 when the floors are reached."""
    options = _options()
    tasks = chain(
        question_tasks(
            options.gold,
            options.records,
            distractors=options.distractors,
            questions=options.questions,
        ),
        (
            headline_task(options.records, articles=articles, questions=options.questions or most)
            for articles, most in _HEADLINES.items()
        ),
        month_tasks(options.gold, options.records, questions=options.questions),
    )
    figures = _measure(tasks, rankers(options.engine or engines(), stock=not options.without_stock))
    judged = {BELOW} if options.questions else None  # floors are of all questions, not of some
    failed = report(reached(figures), "search_quality", judged=judged)
    return search_quality_pairs.main() or failed


def _measure(tasks: Iterable[Task], ranking: Mapping[str, Ranker]) -> Figures:
    """Return the figures, the mean of tasks of one name; print each as soon as it is there."""
    figures: dict[str, dict[str, list[float]]] = {name: {} for name in ranking}
    for task in tasks:
        print(f"{task.name}: {len(task.questions)} questions, {len(task.texts)} texts", flush=True)
        for name, ranker in ranking.items():
            started = process_time()
            try:
                with ranker(task) as rank:
                    figure = mean_reciprocal_rank(task, rank)
            except SearchError as error:  # an engine that is not installed
                print(f"  {name}: {error}")
                continue
            took_s = process_time() - started
            figures[name].setdefault(task.name, []).append(figure)
            print(f"  {name:28}{figure:.4f}  {took_s:6.1f} s CPU", flush=True)
    return {
        name: {task: fmean(several) for task, several in each.items()}
        for name, each in figures.items()
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path, metavar="GOLD_FOLDER")
    parser.add_argument("records", type=Path, metavar="RECORDS_FILE")
    parser.add_argument("--engine", action="append", choices=engines(), help="all, unless told")
    parser.add_argument("--without-stock", action="store_true", help="it takes most of the time")
    parser.add_argument("--questions", type=int, default=0, help="of each task; 0: all")
    parser.add_argument("--distractors", type=int, default=_DISTRACTORS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
