"""Make ``meaning/language_means.npz``: the mean vector of each language for the encoder ``use``.

    python -m benchmarks.stories.language_means GOLD

From the 1,004 sentences of SIB-200 (encyclopaedic, the same in all languages). Only the means,
three times 512 numbers, enter the project.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.stories.gold import LANGUAGES, SENTENCES, read_gold
from meaning.means import SHIPPED, mean_vectors
from meaning.use_encoder import UseEncoder


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path, help="the folder of the gold texts")
    rows = list(read_gold(parser.parse_args().gold, SENTENCES))
    encoder = UseEncoder()
    sentences = {language: [row[language] for row in rows] for language in LANGUAGES}
    means = mean_vectors(encoder, sentences)
    arrays: dict[str, Any] = {
        f"{encoder.name}/{name}": mean.astype(np.float16) for name, mean in means.items()
    }
    np.savez(SHIPPED, **arrays)
    print(f"{SHIPPED}: {', '.join(arrays)}, of {len(rows)} sentences each")


if __name__ == "__main__":
    main()
