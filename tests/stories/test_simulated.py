"""The simulated editions that methods of linking are measured on."""

import pytest

from benchmarks.stories.news import News
from benchmarks.stories.simulated import Telling, best_threshold, draw, links, measure, quality

NEWS = [
    News(
        str(number),
        {
            code: tuple(f"{code} {number} {sentence}" for sentence in range(9))
            for code in ("en", "ar", "es")
        },
    )
    for number in range(12)
]


def told(telling: Telling) -> set[str]:
    return {sentence.split(" ", 1)[1] for sentence in telling.sentences}


def test_editions_have_the_headline_and_half_of_the_sentences() -> None:
    for telling in draw(NEWS, "partial", 1):
        assert telling.sentences[0].endswith(f"{telling.story} 0")
        assert len(telling.sentences) == 5


def test_disjoint_editions_share_no_sentence() -> None:
    tellings = draw(NEWS, "disjoint", 1)
    for place, one in enumerate(tellings):
        assert all(told(one).isdisjoint(told(other)) for other in tellings[place + 1 :])


def test_some_editions_carry_a_story_and_some_do_not() -> None:
    tellings = draw(NEWS, "partial", 1)
    assert 12 < len(tellings) < 36
    assert tellings == draw(NEWS, "partial", 1) != draw(NEWS, "partial", 2)


@pytest.mark.parametrize("task", ["partial", "disjoint"])
def test_a_perfect_method_is_perfect(task: str) -> None:
    def perfect(_: object) -> object:
        return lambda one, other: float(one.story == other.story)

    measured = measure(perfect, NEWS, task)  # type: ignore[arg-type]
    assert measured.quality == (1, 1, 1, 1)
    assert measured.threshold == 1


def test_links_are_mutual_and_counted() -> None:
    tellings = [
        Telling("a", "en", ("1",)),
        Telling("b", "en", ("2",)),
        Telling("a", "ar", ("3",)),
        Telling("b", "ar", ("4",)),
    ]
    scores = {("1", "3"): 0.9, ("1", "4"): 0.1, ("2", "3"): 0.15, ("2", "4"): 0.2}
    found = links(tellings, lambda one, other: scores[one.sentences[0], other.sentences[0]])
    assert [(link.score, link.is_right) for link in found] == [(0.9, True), (0.2, True)]
    half = quality(tellings, found, 0.5)
    assert (half.precision, half.recall) == (1, 0.5)
    assert half.f1 == pytest.approx(2 / 3)
    assert half.bcubed == pytest.approx(2 * 0.75 / 1.75)
    assert best_threshold(tellings, found) == 0.2
