"""How well vectors find the same text in another language.

    python -m benchmarks.stories.retrieval GOLD

* News: headline and lead of an article against those of all articles in another language, accuracy
  at the first place, each vector the centred mean of its sentences.
* XQuAD: a question in one language against the paragraphs in another, mean reciprocal rank of the
  first ten: best sentence's cosine and the whole paragraph's, added, both centred or not.
"""

import argparse
import sys
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.floors import bounds, report
from benchmarks.stories.chosen import chosen_encoder
from benchmarks.stories.gold import LANGUAGES, NEWS, PARAGRAPHS, read_gold
from languages.sentences import split_sentences
from meaning.encoder import Encoder, Vectors, unit
from meaning.means import Means, centred, language_means

_HEADLINE_AND_LEAD = 3
"""Sentences: the headline and two more."""
_PLACES = 10
_QUESTIONS = 600


def main() -> int:
    """Print the figures; 1 if a floor is not met."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path, help="the folder of the gold texts")
    gold = parser.parse_args().gold
    encoder = chosen_encoder()
    worst = _news(gold, encoder)
    for is_centred in (False, True):
        _questions(gold, encoder, is_centred=is_centred)
    return report({"news, headline and lead": worst}, "stories_retrieval")


def _news(gold: Path, encoder: Encoder) -> float:
    means = language_means(encoder)
    rows = list(read_gold(gold, NEWS))
    vectors = {}
    for language in LANGUAGES:
        texts = [row[language][:_HEADLINE_AND_LEAD] for row in rows]
        mean = np.array([encoder.encode(each).mean(axis=0) for each in texts])
        vectors[language] = centred(mean, language, means)
    found = {}
    for one, other in permutations(LANGUAGES, 2):
        ranks = _ranks(vectors[one] @ vectors[other].T, range(len(rows)))
        found[f"{one} {other}"] = float((ranks == 1).mean())
    print(f"news, headline and lead, {len(rows)} articles, accuracy at 1:", _shown(found))
    return min(found.values())


def _questions(gold: Path, encoder: Encoder, *, is_centred: bool) -> None:
    means = language_means(encoder) if is_centred else {}
    rows = list(read_gold(gold, PARAGRAPHS))
    pairs = [(each, place) for place, row in enumerate(rows) for each in row["questions"]]
    pairs = pairs[:: max(1, len(pairs) // _QUESTIONS)][:_QUESTIONS]
    answers = [place for _, place in pairs]
    asked, held = {}, {}
    for language in LANGUAGES:
        raw = encoder.encode([each[language] for each, _ in pairs])
        asked[language] = _placed(raw, language, means)
        held[language] = _paragraphs([row[language] for row in rows], language, encoder, means)
    found = {}
    for one, other in [*permutations(LANGUAGES, 2), *zip(LANGUAGES, LANGUAGES, strict=True)]:
        sentences, whole, starts = held[other]
        cosines = asked[one] @ sentences.T
        scores = np.maximum.reduceat(cosines, starts, axis=1) + asked[one] @ whole.T
        ranks = _ranks(scores, answers)
        found[f"{one} {other}"] = float(np.where(ranks <= _PLACES, 1 / ranks, 0).mean())
    how = "centred" if is_centred else "as encoded"
    print(f"XQuAD, {len(rows)} paragraphs, {len(pairs)} questions, MRR@10, {how}:", _shown(found))
    to_beat = {name: bound.limit for name, bound in bounds("targets", "across").items()}
    missed = [name for name, least in to_beat.items() if round(found[name], 2) < least]
    print("   to beat:", _shown(to_beat), "  below:", ", ".join(missed) or "none")


def _paragraphs(
    texts: list[str], language: str, encoder: Encoder, means: Means
) -> tuple[Vectors, Vectors, NDArray[np.int64]]:
    """Return all sentences' vectors, the paragraphs', and where each one's sentences begin."""
    split = [_sentences(text, language) for text in texts]
    vectors = encoder.encode([each for sentences in split for each in sentences])
    lengths = np.array(list(map(len, split)))
    starts = np.cumsum(lengths) - lengths
    sums = np.add.reduceat(vectors, starts, axis=0)
    mean = np.asarray(sums / lengths[:, None], np.float32)
    return _placed(vectors, language, means), _placed(mean, language, means), starts


def _placed(vectors: Vectors, language: str, means: Means) -> Vectors:
    return centred(vectors, language, means) if means else unit(vectors)


def _sentences(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


def _ranks(scores: NDArray[np.float32], answers: Sequence[int]) -> NDArray[np.int64]:
    """Return the place of each row's answer, 1 the best; ties count against it."""
    right = scores[np.arange(len(scores)), np.asarray(answers)]
    return np.asarray((scores >= right[:, None]).sum(axis=1))


def _shown(figures: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())


if __name__ == "__main__":
    sys.exit(main())
