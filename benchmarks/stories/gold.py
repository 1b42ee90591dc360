"""The gold texts: real sentences in three languages, which are no part of the project.

A benchmark takes their folder as an argument. The files are gzip JSON Lines:

* ``ntrex_news_50.jsonl.gz``: articles, ``en``, ``ar`` and ``es`` lists of aligned sentences, the
  headline first. From NTREX-128 (github.com/MicrosoftTranslator/NTREX, CC BY-SA 4.0).
* ``xquad_paragraphs.jsonl.gz``: paragraphs ``en``, ``ar``, ``es``, and ``questions``, each with the
  three languages. From XQuAD (github.com/google-deepmind/xquad, CC BY-SA 4.0).
* ``sib200_flores_sentences.jsonl.gz``: sentences ``en``, ``ar``, ``es``. From SIB-200
  (github.com/dadelani/sib-200, CC BY-SA 4.0).
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ar", "es")
NEWS = "ntrex_news_50.jsonl.gz"
PARAGRAPHS = "xquad_paragraphs.jsonl.gz"
SENTENCES = "sib200_flores_sentences.jsonl.gz"


def read_gold(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of one of the files."""
    with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def news_sentences(folder: Path) -> dict[str, list[str]]:
    """Return the sentences of the news by language; number *n* says the same in all of them."""
    rows = list(read_gold(folder, NEWS))
    return {
        language: [sentence for row in rows for sentence in row[language]] for language in LANGUAGES
    }
