"""How well articles are matched across languages by what they name alone, without any meaning.

    python -m benchmarks.stories.keys GOLD

GOLD is a folder with the news that :mod:`benchmarks.stories.gold` describes. Retrieval: for each
article the best match among the articles of another language is to be its translation; both
directions. Linking: :mod:`benchmarks.stories.simulated`. Returns 1 if a floor of ``floors.json``
is not reached.
"""

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from benchmarks.floors import report
from benchmarks.stories.gold import LANGUAGES
from benchmarks.stories.news import News, read_news
from benchmarks.stories.simulated import PAIRS, Score, Task, Telling, measure
from stories.keys import Keys, shared, text_keys
from stories.rarity import key_frequencies

LEAD = 3
"""Sentences of headline and lead."""

Keyed = Mapping[str, Sequence[Keys]]
"""The keys of all articles by language, in one order."""
Idf = Callable[[str], float]


def names_method(tellings: Sequence[Telling]) -> Score:
    """Return the score of what two articles name; the method of the simulation."""
    keys = {telling: text_keys(telling.text, telling.language) for telling in tellings}
    frequencies = key_frequencies((each.language, keys[each]) for each in tellings)

    def score(these: Telling, others: Telling) -> float:
        return shared(keys[these], keys[others], frequencies.idf)

    return score


def keyed(news: Sequence[News], sentences: int | None = None) -> Keyed:
    """Return the keys of the first sentences of all articles."""
    return {
        code: [text_keys("\n\n".join(each.sentences[code][:sentences]), code) for each in news]
        for code in LANGUAGES
    }


def accuracies(keys: Keyed) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the accuracy@1 of each pair of languages, there and back."""
    pairs = ((code, each) for code in LANGUAGES for each in keys[code])
    idf = key_frequencies(pairs).idf
    return {
        (first, second): (
            _accuracy(keys[first], keys[second], idf),
            _accuracy(keys[second], keys[first], idf),
        )
        for first, second in PAIRS
    }


def _accuracy(these: Sequence[Keys], others: Sequence[Keys], idf: Idf) -> float:
    hits = 0
    for place, one in enumerate(these):
        scores = [shared(one, other, idf) for other in others]
        hits += max(range(len(scores)), key=scores.__getitem__) == place
    return hits / len(these)


def milliseconds_an_article(news: Sequence[News]) -> float:
    """Return the processor time that the keys of an article take, after the tables are read."""
    keyed(news[:1])
    started = time.process_time()
    keyed(news)
    return (time.process_time() - started) * 1000 / (len(news) * len(LANGUAGES))


def main() -> int:
    """Print the tables; return 1 if a floor is not reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", type=Path)
    news = read_news(parser.parse_args().gold)
    reached: dict[str, float] = {"milliseconds": milliseconds_an_article(news)}
    print(f"{len(news)} articles; {reached['milliseconds']:.1f} ms of processor time each\n")
    print(f"{'accuracy@1':16} {'en-ar':>12} {'en-es':>12} {'ar-es':>12}")
    for name, sentences in (("full", None), ("headline+lead", LEAD)):
        found = accuracies(keyed(news, sentences))
        print(f"{name:16} " + " ".join(f"{a:.3f}/{b:.3f}".rjust(12) for a, b in found.values()))
        reached[name] = min(chain.from_iterable(found.values()))
    print(f"\n{'links':16} precision recall   F1  BCubed threshold")
    tasks: tuple[Task, ...] = ("partial", "disjoint")
    for task in tasks:
        quality, threshold = measure(names_method, news, task)
        print(f"{task:16} " + "   ".join(f"{value:.3f}" for value in (*quality, threshold)))
        reached[task] = quality.f1
    return report(reached, "stories_keys")


if __name__ == "__main__":
    sys.exit(main())
