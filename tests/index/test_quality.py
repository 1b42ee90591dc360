"""A small guard of how well a search ranks; ``benchmarks.search_quality`` measures it."""

import pytest

from benchmarks.search_quality_rankers import mean_reciprocal_rank, our_index
from benchmarks.search_quality_texts import Question, Task
from languages import LANGUAGES
from replica.stories import read_stories

FLOORS = {"en": 0.79, "ar": 0.86, "es": 0.73}


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


@pytest.mark.parametrize("language", FLOORS)
def test_articles_are_found_by_what_is_said_of_them(engine: str, language: str) -> None:
    task = _task(language)
    assert len(task.texts) > 30
    with our_index(task, engine) as rank:
        assert mean_reciprocal_rank(task, rank) >= FLOORS[language]
