from collections import Counter

import pytest

from benchmarks.search_quality_pairs import Pair, finds, read_pairs

PAIRS = list(read_pairs())


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.query} {pair.word}")
def test_words_meet_or_stay_apart(pair: Pair) -> None:
    assert finds(pair.query, pair.word, pair.language) is pair.meet


def test_there_are_many_pairs_and_no_repeats() -> None:
    meeting = Counter((pair.language, pair.meet) for pair in PAIRS)
    assert meeting["ar", True] >= 120
    assert sum(number for (_, meet), number in meeting.items() if not meet) >= 40
    assert len(set(PAIRS)) == len(PAIRS)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [("", "grain", False), ("grain", "", False), ("grain ship", "Ships of grain", True)],
)
def test_all_words_must_be_found(query: str, text: str, found: bool) -> None:
    assert finds(query, text, "en") is found
