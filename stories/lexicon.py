"""Words whose use differs between editions, counted. What the counts mean the reader judges."""

import os
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from stories.phrases import Phrases, phrase_table, readings
from stories.places import LANGUAGES
from stories.tellings import Telling
from stories.words import Word, read_words

VARIABLE = "NEWS_LEXICON"
OWN = Path(__file__).with_name("lexicon.toml")
_MOST_BYTES = 1_000_000
_MOST_TERMS = 2_000
_OPENING, _CLOSING = re.compile(r"[\"'“”‘’«»‹›]\s?\Z"), re.compile(r"\s?[\"'“”‘’«»‹›]")


class LexiconError(Exception):
    """The lexicon cannot be used, as one sentence that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term and its forms."""

    name: str
    is_quoted: bool
    """Whether it counts between quotation marks only."""
    forms: Mapping[str, Phrases]
    """By ISO 639-1 code."""


Lexicon = Sequence[Term]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """How often some articles use a term."""

    name: str
    counts: Mapping[str, int]
    """By article, of all of them."""
    forms: Mapping[str, Mapping[str, int]]
    """By article: the words as printed, and how often; only where there are any."""


def lexicon_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the file that the setting ``NEWS_LEXICON`` names, else the one that comes along."""
    named = environ.get(VARIABLE, "").strip()
    return Path(named).expanduser() if named else OWN


@cache
def read_lexicon(path: Path = OWN) -> Lexicon:
    """Return the terms of a file.

    Raises:
        LexiconError: It cannot be read, or is not as it should be.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES + 1)
        if len(text) > _MOST_BYTES:
            raise LexiconError(f"lexicon {path}: it has more than {_MOST_BYTES:,} bytes")
        rows = tomllib.loads(text.decode()).get("term", [])
        return tuple(_term(row) for row in rows[:_MOST_TERMS])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"lexicon {path}: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        example = 'name = "…" and lists such as en = ["…"]'
        raise LexiconError(f"lexicon {path}: every [[term]] has {example}") from error


def _term(row: Mapping[str, Any]) -> Term:
    for code in LANGUAGES:
        if not all(isinstance(form, str) for form in row.get(code, [])):
            raise TypeError
    return Term(
        name=row["name"] + "",
        is_quoted=row.get("quoted", False) is True,
        forms={
            code: phrase_table((form, form, "any") for form in row.get(code, []))
            for code in LANGUAGES
        },
    )


class _Texts(NamedTuple):
    """What an article says, read once for all terms."""

    id: str
    language: str
    read: Sequence[tuple[str, Sequence[Word]]]
    """Each text with its words."""
    words: Collection[str]
    """All of them, in all their readings."""


def term_rows(tellings: Sequence[Telling], lexicon: Lexicon) -> tuple[TermRow, ...]:
    """Return the terms that any of the articles uses, in the order of the lexicon."""
    read = [_texts(telling) for telling in tellings]
    rows = (_row(term, read) for term in lexicon)
    return tuple(row for row in rows if row.forms)


def _texts(telling: Telling) -> _Texts:
    read = [(text, read_words(text)) for text in telling.texts]
    words = {each for _, found in read for word in found for each in readings(word)}
    return _Texts(telling.id, telling.language, read, words)


def _row(term: Term, read: Sequence[_Texts]) -> TermRow:
    found = {texts.id: _count(term, texts) for texts in read}
    return TermRow(
        name=term.name,
        counts={id: sum(forms.values()) for id, forms in found.items()},
        forms={id: dict(forms) for id, forms in found.items() if forms},
    )


def _count(term: Term, texts: _Texts) -> Counter[str]:
    table = term.forms.get(texts.language)
    counts: Counter[str] = Counter()
    if table is None or table.rows.keys().isdisjoint(texts.words):
        return counts
    for text, words in texts.read:
        for match in table.find(text, words):
            start, end = words[match.first].start, words[match.last].end
            if not term.is_quoted or _is_quoted(text, start, end):
                counts[text[start:end]] += 1
    return counts


def _is_quoted(text: str, start: int, end: int) -> bool:
    return bool(_OPENING.search(text[max(0, start - 3) : start]) and _CLOSING.match(text, end))
