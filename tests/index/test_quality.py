"""A small guard of how well a search ranks; ``benchmarks.search_quality`` measures it."""

from statistics import fmean

import pytest

from benchmarks.floors import report
from benchmarks.search_quality import BELOW
from benchmarks.search_quality_bm25 import plain_bm25
from benchmarks.search_quality_rankers import mean_reciprocal_rank, our_index
from benchmarks.search_quality_texts import Question, Task
from languages import LANGUAGES
from replica.stories import read_stories


def _task(language: str) -> Task:
    """Return the task to find the newsroom's articles by headlines and leads they are without."""
    edition = LANGUAGES[language].edition
    tellings = [story.tellings[edition] for story in read_stories() if edition in story.tellings]
    return Task(
        name=f"newsroom {language}",
        language=language,
        texts=["\n\n".join(telling.paragraphs) for telling in tellings],
        questions=[
            Question(text, place)
            for place, telling in enumerate(tellings)
            for text in (telling.title, telling.lead)
        ],
    )


def test_articles_are_found_by_what_is_said_of_them(
    engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reached, plain = {}, []
    for language in LANGUAGES:
        task = _task(language)
        assert len(task.texts) > 30
        with our_index(task, engine) as rank, plain_bm25(task) as reference:
            reached[language] = mean_reciprocal_rank(task, rank)
            plain.append(mean_reciprocal_rank(task, reference))
    reached[BELOW] = fmean(plain) - fmean(reached.values())
    failed = report(reached, "search_quality_small")
    assert not failed, capsys.readouterr().out
