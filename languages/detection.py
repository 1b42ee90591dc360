"""Which language a text is in: three votes, of which the detector's decides.

The detector is langdetect (character n-grams). Asked about the editions' three languages only, it
was right on 99 to 100 % of news headlines; asked about all of its 55, on 96 to 100 %. So the three
decide, unless a long text is surely in a fourth. Seeded, and fed its profiles in a fixed order, it
gives the same answer for the same text always.

Most texts are in the language of their edition, and a look at a few of their first three-letter
sequences confirms it at a third of the cost; only when it does not are they looked at as a whole.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from languages.scripts import LETTERS
from languages.supported import LANGUAGES
from languages.text import clean_text

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from langdetect.detector_factory import DetectorFactory

_BRIEF_LENGTH = 300
_SAMPLE_LENGTH = 700
_SIZES = (1, 2, 3)
_BRIEF_SIZES = (3,)
"""Of the n-grams that are drawn, in characters: the longer ones tell more."""
_MIN_LETTERS = 20
_MANY_LETTERS = 200
_SURE = 0.99
_CERTAIN = 0.9999
_TRIALS = 7
_WIDE_TRIALS = 3
"""Of a long text all of them agree; a text on which they do not is given more afterwards."""

_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+|[@#]\w+|[^\s@]{1,64}@\S+")
_ADDRESS_SIGNS = ("@", "#", "://", "www.", "pic.twitter.com/")
"""Every address has one; most texts have none, which is found out sooner than by the pattern."""
_LETTERS = re.compile(r"[^\W\d_]+")
_SCRIPTS = {script: re.compile(f"[{letters}]+") for script, letters in LETTERS.items()}
_WRITTEN_IN = {
    "Arab": "ar fa ur",
    "Latn": (
        "af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sv sw tl tr "
        "vi"
    ),
}
"""The languages of each script that langdetect knows."""
_EDITIONS = {language.edition: code for code, language in LANGUAGES.items()}
_TAG = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.DOTALL)
_LONG_CODES = {"ara": "ar", "eng": "en", "spa": "es"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """What language a text is in, and who says so."""

    language: str
    """ISO 639-1; ``""`` when there is too little text and it is not in the edition's script."""
    confidence: float | None
    """The detector's, 0 to 1; None when there was too little text for it."""
    votes: Mapping[str, str]
    """What ``page``, ``edition`` and ``detector`` say; ``""`` for no vote."""


def detect_language(text: str, *, edition: str, page: str = "") -> Detection:
    """Return the language of a text.

    The detector decides. A text of fewer than 20 letters, addresses and hashtags not counted, is
    in the edition's language if it is in that language's script, and else in none.

    Args:
        text: Title and body, without embedded posts; only the beginning is looked at.
        edition: Name of the edition that carries the text.
        page: The ``lang`` attribute of its page (``ar-LB``), or ``""``.
    """
    votes = {"page": _page_vote(page), "edition": _EDITIONS.get(edition, ""), "detector": ""}
    sample = _sample(text, _BRIEF_LENGTH)
    found = _confirm(sample, votes["edition"])
    if found is None:
        sample = _sample(text, _SAMPLE_LENGTH)
        found = _ask(sample)
    if found is None:
        language = votes["edition"]
        fits = bool(language) and sample.script == LANGUAGES[language].script
        return Detection(language=language if fits else "", confidence=None, votes=votes)
    language, confidence = found
    return Detection(
        language=language,
        confidence=confidence,
        votes={**votes, "detector": language},
    )


class _Sample(NamedTuple):
    """The beginning of a text, as the detector reads it."""

    text: str
    letters: int
    script: str
    """Of most letters; ``""`` if it is none of the editions'."""


def _sample(text: str, length: int) -> _Sample:
    raw = text[: 4 * length]
    if any(sign in raw for sign in _ADDRESS_SIGNS):
        raw = _ADDRESS.sub(" ", raw)
    sample = clean_text(raw)[:length]
    letters = _count(_LETTERS, sample)
    return _Sample(sample, letters, _script(sample, letters))


def _confirm(sample: _Sample, language: str) -> tuple[str, float] | None:
    """Return the language and its probability if the beginning of a long text leaves no doubt."""
    if sample.letters < _MANY_LETTERS or not sample.script:
        return None
    found = _guess(_languages_in(sample.script), sample.text, trials=1, sizes=_BRIEF_SIZES)
    if found is None or found[0] != language or found[1] < _CERTAIN:
        return None
    return found


def _ask(sample: _Sample) -> tuple[str, float] | None:
    """Return the detector's language and its probability; None if there is too little text."""
    if sample.letters < _MIN_LETTERS:
        return None
    if not sample.script:
        return _guess(_all_languages(), sample.text)
    if sample.letters >= _MANY_LETTERS:
        wide = _guess(_languages_in(sample.script), sample.text, trials=_WIDE_TRIALS)
        if wide is not None and wide[1] >= _SURE:
            return wide
    return _guess(_three_languages(), sample.text)


def _guess(
    factory: "DetectorFactory",
    sample: str,
    trials: int = _TRIALS,
    sizes: tuple[int, ...] = _SIZES,
) -> tuple[str, float] | None:
    """Return the most probable language; None if the detector knows nothing of the sample."""
    from langdetect.lang_detect_exception import LangDetectException

    from languages.detector import FastDetector

    detector = FastDetector(factory, sample, trials, sizes)
    try:
        probabilities = detector.get_probabilities()
    except LangDetectException:  # not one known n-gram
        return None
    if not probabilities:
        return None
    return _code(probabilities[0].lang), round(min(probabilities[0].prob, 1.0), 4)


@cache
def _three_languages() -> "DetectorFactory":
    return _load(sorted(LANGUAGES))


@cache
def _languages_in(script: str) -> "DetectorFactory":
    return _load(_WRITTEN_IN[script].split())


@cache
def _all_languages() -> "DetectorFactory":
    return _load(sorted(file.name for file in _profiles().iterdir()))


def _load(codes: list[str]) -> "DetectorFactory":
    """Return a factory of detectors for these profiles; langdetect's own has files in any order."""
    from langdetect.detector_factory import DetectorFactory

    factory = DetectorFactory()
    factory.load_json_profile([(_profiles() / code).read_text("utf-8") for code in codes])
    factory.set_seed(0)
    return factory


def _profiles() -> "Traversable":
    from importlib.resources import files

    return files("langdetect") / "profiles"


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(map(len, pattern.findall(text)))


def _script(sample: str, letters: int) -> str:
    """Return the script of most letters, ``""`` if it is none of the editions'."""
    for script, pattern in _SCRIPTS.items():
        if 2 * _count(pattern, sample) > letters:
            return script
    return ""


def _page_vote(tag: str) -> str:
    match = _TAG.fullmatch(tag.strip().lower()[:_SAMPLE_LENGTH])
    return _code(match[1]) if match else ""


def _code(tag: str) -> str:
    """Return the language of a code such as ``zh-cn`` or ``ara``."""
    language = tag.partition("-")[0]
    return _LONG_CODES.get(language, language)
