"""langdetect's detector, which gets to its answers faster.

Of a text, langdetect draws n-grams at random and multiplies probabilities until one language
stands out, several times over. What is drawn, and each product, is the same here to the last bit;
but a word is cut into n-grams once, however often it comes.
"""

import re
from functools import lru_cache

from langdetect.detector import Detector
from langdetect.detector_factory import DetectorFactory
from langdetect.utils.ngram import NGram

_LATIN = re.compile("[A-z]")
_NOT_LATIN = re.compile("[\u0300-\u1dff\u1f00-\U0010ffff]")
_CACHED_WORDS = 50_000


class _Letters(dict[int, str]):
    """What langdetect reads each character as; for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        """Ask langdetect, once."""
        self[code] = str(NGram.normalize(chr(code)))
        return self[code]


_LETTERS = _Letters()


class FastDetector(Detector):  # type: ignore[misc]  # langdetect has no types
    """A detector of one text, which must have neither addresses nor runs of spaces."""

    def __init__(
        self, factory: DetectorFactory, text: str, trials: int, sizes: tuple[int, ...] = (1, 2, 3)
    ) -> None:
        """Take a text, how often to draw from it anew, and the lengths of the n-grams to draw."""
        super().__init__(factory)
        self.n_trial = trials
        self.text = NGram.normalize_vi(text)
        self._sizes = sizes

    def cleaning_text(self) -> None:
        """Take Latin letters out of a text that is mostly in another script."""
        if 2 * len(_LATIN.findall(self.text)) < len(_NOT_LATIN.findall(self.text)):
            self.text = _LATIN.sub("", self.text)

    def _extract_ngrams(self) -> list[str]:
        known = self.word_lang_prob_map
        *words, last = self.text.translate(_LETTERS).split(" ")
        sizes = self._sizes
        grams = [gram for word in words if word for gram in _ngrams(f"{word} ", sizes)]
        return [gram for gram in (*grams, *_ngrams(last, sizes)) if gram in known]

    def _update_lang_prob(self, prob: list[float], word: str, alpha: float) -> None:
        weight = alpha / self.BASE_FREQ
        row = self.word_lang_prob_map[word]
        prob[:] = [each * (weight + known) for each, known in zip(prob, row, strict=True)]

    def _normalize_prob(self, prob: list[float]) -> float:
        whole = sum(prob)
        prob[:] = [each / whole for each in prob]
        return max(prob)


@lru_cache(_CACHED_WORDS)
def _ngrams(word: str, sizes: tuple[int, ...]) -> tuple[str, ...]:
    """Return a word's n-grams in langdetect's order: by their ends, the shorter ones first.

    From the second of two capitals in a row to the next small letter there are none.
    """
    result = []
    is_capital = was_upper = False
    padded = f" {word}"
    for end in range(2, len(padded) + 1):
        is_upper = padded[end - 1].isupper()
        is_capital = is_upper and (is_capital or was_upper)
        was_upper = is_upper
        if not is_capital:
            grams = (padded[end - size : end] for size in sizes if size <= end)
            result += [gram for gram in grams if gram != " "]
    return tuple(result)
