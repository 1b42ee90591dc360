"""Whether sentences that stand in one edition only are told from those that another one has too.

    python -m benchmarks.stories.alignment GOLD

Of every article of the gold news 40 % of the sentences of the one language are removed at random
(several draws); those of the other language that then have no counterpart are to be found. F1,
and the share of the remaining sentences that are in a row with their counterpart. With meaning,
and with names alone.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from archive.article import EDITION_LANGUAGES, Article
from benchmarks.floors import report
from benchmarks.stories.chosen import chosen_encoder
from benchmarks.stories.gold import LANGUAGES
from benchmarks.stories.news import News, read_news
from meaning.article_sentences import ArticleSentence
from meaning.encoder import Encoder
from meaning.means import centred, language_means
from stories.alignment import NAMES_THRESHOLD, Threshold, align, sentence_similarities
from stories.keys import text_keys
from stories.tellings import Similarities, Telling, meanings, names_in_common

REMOVED = 0.4
DRAWS = 3
_EDITIONS = {code: edition for edition, code in EDITION_LANGUAGES.items()}
Pair = tuple[str, str]


class Cut(NamedTuple):
    """An article of which the second language has lost sentences."""

    pair: Pair
    kept: Sequence[int]
    similarities: Similarities
    length: int
    """Of the sentences in the first language."""


class Quality(NamedTuple):
    """How well the sentences were told apart."""

    f1: float
    aligned: float


def tellings_of(news: News, encoder: Encoder) -> dict[str, Telling]:
    """Return the article in each language, with its language's code for an id."""
    means = language_means(encoder)
    return {
        code: Telling(
            article=Article(id=f"{code}:1", edition=_EDITIONS[code], url="", title=texts[0]),
            language=code,
            sentences=tuple(ArticleSentence("body", text, 0, 0) for text in texts),
            keys=tuple(text_keys(text, code) for text in texts),
            vectors=centred(encoder.encode(list(texts)), code, means),
        )
        for code, texts in news.sentences.items()
    }


def cuts(all_similarities: Sequence[Similarities], pair: Pair) -> Iterator[Cut]:
    """Yield each article with sentences removed, several times."""
    for draw in range(DRAWS):
        drawing = random.Random(draw)  # noqa: S311  nothing secret
        for similarities in all_similarities:
            one, other = (f"{code}:1" for code in pair)
            matrix = similarities[one, other]
            count = len(matrix)
            kept = sorted(drawing.sample(range(count), count - round(REMOVED * count)))
            chosen = np.asarray(matrix[:, kept])
            yield Cut(pair, kept, {(one, other): chosen, (other, one): chosen.T}, count)


def measure(some: Iterator[Cut], threshold: Threshold) -> Quality:
    """Return how well an alignment does."""
    right = wrong = missed = together = there = 0
    for cut in some:
        one, other = (f"{code}:1" for code in cut.pair)
        lengths = {one: cut.length, other: len(cut.kept)}
        alignment = align(lengths, cut.similarities, threshold)
        alone = {each.sentence for each in alignment.alone[one]}
        gone = set(range(cut.length)) - set(cut.kept)
        right += len(alone & gone)
        wrong += len(alone - gone)
        missed += len(gone - alone)
        pairs = {
            (number, cut.kept[place])
            for row in alignment.rows
            for number in row.sentences[one]
            for place in row.sentences[other]
        }
        there += len(set(cut.kept) - alone)
        together += sum((number, number) in pairs for number in set(cut.kept) - alone)
    return Quality(2 * right / (2 * right + wrong + missed), together / there)


def main() -> int:
    """Print the table; return 1 if a floor is not reached."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path, help="the folder of the gold texts")
    gold = parser.parse_args().gold
    encoder = chosen_encoder()
    told = [tellings_of(news, encoder) for news in read_news(gold)]
    by_names = [names_in_common(list(each.values())) for each in told]
    by_meaning = [
        sentence_similarities(meanings(list(each.values())), names)
        for each, names in zip(told, by_names, strict=True)
    ]
    reached: dict[str, float] = {}
    print("         meaning: F1  aligned     names: F1  aligned")
    for pair in permutations(LANGUAGES, 2):
        threshold = encoder.thresholds.aligned(*pair)
        full = measure(cuts(by_meaning, pair), lambda *_, least=threshold: least)
        names = measure(cuts(by_names, pair), lambda *_: NAMES_THRESHOLD)
        row = f"{full.f1:17.3f}{full.aligned:9.3f}{names.f1:14.3f}{names.aligned:9.3f}"
        print("-".join(pair) + row)
        _take(reached, pair, {"": full.f1, " by names": names.f1})
    return report(reached, "comparison")


def _take(reached: dict[str, float], pair: Pair, figures: Mapping[str, float]) -> None:
    """Keep the lesser of both directions."""
    for kind, value in figures.items():
        name = "-".join(code for code in LANGUAGES if code in pair) + kind
        reached[name] = min(value, reached.get(name, 1.0))


if __name__ == "__main__":
    sys.exit(main())
