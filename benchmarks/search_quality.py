"""How well a search ranks: MRR@10 of our index on each engine, beside plain BM25 and stock Whoosh.

    python -m benchmarks.search_quality GOLD_FOLDER RECORDS_FILE
    python -m benchmarks.search_quality GOLD_FOLDER RECORDS_FILE --engine tantivy --questions 200

Each question has one text that answers it; a ranking scores 1 if that is first, 1/2 if second, …,
0 from the eleventh place on. Questions are asked as ``OR`` of their words, in one language.

* questions: the 1,190 questions and 240 paragraphs of XQuAD in each language, among other texts of
  about 120 words. The Arabic ones are cut from the real articles of RECORDS_FILE; the English and
  Spanish ones are made of whole sentences drawn at random from NTREX news, FLORES and the newsroom.
* headlines: real Arabic articles by their headlines, which are in no text: among a thousand drawn
  at random, and among all. In those many tell of one event, and a headline fits several.

GOLD_FOLDER holds ``xquad_paragraphs.jsonl.gz`` (google-deepmind/xquad), ``ntrex_news_50.jsonl.gz``
(MicrosoftTranslator/NTREX) and ``sib200_flores_sentences.jsonl.gz`` (dadelani/sib-200): a JSON
object a line, with the texts under ``en``, ``ar`` and ``es``. RECORDS_FILE is JSON Lines, plain or
gzipped, in the fields of ``import``. After all this, our own set of pairs must hold
(:mod:`benchmarks.search_quality_pairs`).
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from itertools import chain
from pathlib import Path
from time import process_time

from benchmarks import search_quality_pairs
from benchmarks.search_quality_bm25 import plain_bm25
from benchmarks.search_quality_rankers import (
    Rank,
    language_analyser,
    mean_reciprocal_rank,
    our_index,
    standard_analyser,
    stock_whoosh,
)
from benchmarks.search_quality_texts import Task, headline_task, question_tasks
from index import SearchError, engines

FLOORS = Path(__file__).with_name("floors.json")
REFERENCE = "plain BM25"
OURS = "ours on "
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


def below_floor(figures: Figures, floors: Mapping[str, float], near: float) -> Iterator[str]:
    """Yield a line for each of our figures that is too low.

    Args:
        figures: What was measured.
        floors: The lowest MRR of each task; none of those that are not there.
        near: By how much ours may be below the reference.
    """
    for name, measured in figures.items():
        for task, figure in measured.items() if name.startswith(OURS) else ():
            if figure < (floor := floors.get(task, 0.0)):
                yield f"{name}, {task}: {figure:.4f} is below {floor}"
            if figure < (reference := figures[REFERENCE][task]) - near:
                yield f"{name}, {task}: {figure:.4f} is more than {near} below {reference:.4f}"


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
    )
    figures = _measure(tasks, rankers(options.engine or engines(), stock=not options.without_stock))
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["search_quality"]
    lowest = {} if options.questions else floors["mrr"]  # of all questions, not of some
    failed = list(below_floor(figures, lowest, floors["below_reference_at_most"]))
    print(*failed, sep="\n", file=sys.stderr, end="\n" if failed else "")
    return 1 if failed or search_quality_pairs.main() else 0


def _measure(tasks: Iterable[Task], ranking: Mapping[str, Ranker]) -> Figures:
    """Return the figures; print each as soon as it is there, with its processor time."""
    figures: dict[str, dict[str, float]] = {name: {} for name in ranking}
    for task in tasks:
        print(f"{task.name}: {len(task.questions)} questions, {len(task.texts)} texts", flush=True)
        for name, ranker in ranking.items():
            started = process_time()
            try:
                with ranker(task) as rank:
                    figures[name][task.name] = mean_reciprocal_rank(task, rank)
            except SearchError as error:  # an engine that is not installed
                print(f"  {name}: {error}")
                continue
            took_s = process_time() - started
            print(f"  {name:28}{figures[name][task.name]:.4f}  {took_s:6.1f} s CPU", flush=True)
    return figures


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
