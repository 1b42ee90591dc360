"""The fast detector against langdetect's own."""

from functools import cache

import pytest
from hypothesis import example, given, settings
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from languages.detection import _load
from languages.detector import FastDetector
from tests.languages.strategies import any_text
from tests.languages.test_detection import ARABIC, ENGLISH, FRENCH, PERSIAN, RUSSIAN, SPANISH

TRIALS = 7
Answers = list[tuple[str, float]]


@cache
def factory() -> DetectorFactory:
    return _load(["ar", "de", "en", "es", "fa", "fr", "ja", "ru", "vi", "zh-cn"])


def answers(detector: object) -> Answers | None:
    try:
        found = detector.get_probabilities()  # type: ignore[attr-defined]
    except LangDetectException:
        return None
    return [(each.lang, each.prob) for each in found]


def own_answers(text: str) -> Answers | None:
    detector = factory().create()
    detector.append(text)
    return answers(detector)


@pytest.mark.parametrize("text", [ARABIC, ENGLISH, FRENCH, PERSIAN, RUSSIAN, SPANISH])
@pytest.mark.parametrize("length", [10, 40, 1000])
def test_the_answers_are_those_of_langdetect(text: str, length: int) -> None:
    expected = own_answers(text[:length].strip())
    assert expected
    assert answers(FastDetector(factory(), text[:length].strip(), TRIALS)) == expected


@settings(max_examples=200, deadline=None)
@given(any_text)
@example("NATO and UNICEF met; aBC AbC ABCd X")
@example("Tiếng Việt is Vie\u0323t and 日本語 and にほん")
@example(f"{ARABIC[:60]} NATO Selun [x]")
@example("1 2 3")
def test_they_are_so_for_any_text_without_addresses(text: str) -> None:
    plain = " ".join(text.replace("@", "").replace("http", "").split())
    assert answers(FastDetector(factory(), plain, TRIALS)) == own_answers(plain)


@pytest.mark.parametrize("text", [ARABIC, ENGLISH, FRENCH, PERSIAN, RUSSIAN, SPANISH])
def test_only_n_grams_of_the_sizes_asked_for_are_drawn(text: str) -> None:
    every = FastDetector(factory(), text, TRIALS)._extract_ngrams()
    longest = FastDetector(factory(), text, TRIALS, (3,))._extract_ngrams()
    assert longest == [gram for gram in every if len(gram) == 3]
    assert 0 < len(longest) < len(every)
