"""What a version of an article becomes in a Tantivy index: its fields, and how each is kept.

Text is analysed before it gets here (:func:`languages.analyse`); Tantivy is given words joined by
spaces and parts them there, nothing else. No text of articles is stored, their ids alone.

Stems of all languages share one field, each with its language before it (``en:harbour``), so that
an article is as long there as it is: with a field for each language Tantivy would take the mean
length over articles that are not in that language at all. Words of the title are in it twice; so
they count double. What has fewer stems than the longest chain gives is filled up with a word that
nobody looks for: the length of an article must not depend on its language.

Which part a stem is in is said by a second field, in which it stands again with the part before it
(``title:en:harbour``); for the body, which is long, it says instead what is *not* in it. Exact
forms have a field for each part, with positions, so no phrase can go from one into the next;
between the values of a label Tantivy leaves a gap itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import chain as chained
from itertools import islice
from typing import NamedTuple

from tantivy import Document, Schema, SchemaBuilder

from archive.article import Article
from index.chains import article_chain, article_language, fingerprint, parts
from index.dates import month_of
from index.labels import FACET_FIELDS, WHOLE_LABELS, labels_of, whole_field, whole_labels
from index.tree import CODE_FIELDS, LABEL_FIELDS, TEXT_FIELDS
from index.versions import Version, told_apart
from languages import word_forms

STEMS = "stems"
"""Stems of the whole text, see :func:`stem_word`."""
PLACES = "places"
"""The parts in which stems are, see :func:`place_word`."""
CHAIN = "chain"
"""The analysis an article got."""
PUBLISHED = "published"
"""Microseconds since 1970; nothing without a date."""
NUMBER = "number"
"""The number of the version."""
STATUS = "status"
"""One or two of the next three."""
ARTICLE, OLD, STATE = "article", "old", "state"
"""An article's version; not the newest one; the one row that is no article."""
LAST_CHANGE = "last_change"
"""Of the row that is no article: the last change taken in."""
BODY_ONLY_NOT = "elsewhere"
"""In :data:`PLACES`: the stem is in the article, but not in its body."""

STEMS_WEIGHT, EXACT_WEIGHT = "stems_weight", "exact_weight"
"""What makes up for Tantivy's rounding of lengths, see :func:`_correction`."""
FILLER = "·"
"""No analysis gives this word; it makes fields as long as their article is."""

TITLE_WEIGHT = 2

_VERSION = 1
_FILLER = f" {FILLER}"
_MOST_PIECES = 1 << 17
_LONGEST_PIECE = 64
_STEMS_PER_WORD = 3
"""Enough for most articles: an Arabic word has two to four."""
_CORRECTION_SLOPE = 0.34
"""How much a score changes with the length: (k1 b) / (k1 + 1)."""
_LEAST_CORRECTION = 1.05
"""So that no correction is below 1."""
_EXACT_UP_TO = 24
_BINARY_DIGITS = 4
_ROWS_AT_ONCE = 100
_MAX_NUMBER = 2**32 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def version() -> str:
    """Return the version of schema and analysis: an index with another one must be rebuilt."""
    return f"{_VERSION}-{fingerprint()}"


def exact_field(part: str) -> str:
    """Return the name of the field of the exact forms of a part of the text."""
    return f"exact_{part}"


def stem_word(stem: str, chain: str) -> str:
    """Return how a stem of one analysis stands in :data:`STEMS`."""
    return solid(f"{chain}:{stem}")


def place_word(place: str, word: str) -> str:
    """Return how a part and a word of :data:`STEMS` stand in :data:`PLACES`."""
    return f"{place}:{word}"


def solid(word: str) -> str:
    """Return a word without the spaces that a few ligatures' exact forms have."""
    return word.replace(" ", "_")


def clean(text: str) -> str:
    """Return a text as Tantivy can keep it; half a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def microseconds(moment: datetime) -> int:
    """Return an aware time as the field of dates keeps it."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


@cache
def schema() -> Schema:
    """Return the fields of an index."""
    builder = SchemaBuilder()
    builder.add_text_field(STEMS, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(PLACES, tokenizer_name="whitespace", index_option="basic")
    for name in (*map(exact_field, TEXT_FIELDS), *LABEL_FIELDS):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    facets = set(FACET_FIELDS.values())
    codes = {STATUS, CHAIN, *CODE_FIELDS, *map(whole_field, WHOLE_LABELS), *facets}
    for name in sorted(codes):
        builder.add_text_field(
            name,
            stored=name == "id",
            fast=name in facets,
            tokenizer_name="raw",
            index_option="basic",
        )
    for name in (STEMS_WEIGHT, EXACT_WEIGHT):
        builder.add_float_field(name, fast=True)
    builder.add_integer_field(PUBLISHED, fast=True)
    builder.add_unsigned_field(NUMBER, fast=True)
    builder.add_integer_field(LAST_CHANGE, fast=True)
    return builder.build()


def state_row(last_change: int) -> Document:
    """Return the row that is no article."""
    row = Document()
    row.add_text(STATUS, STATE)
    row.add_integer(LAST_CHANGE, last_change)
    return row


def version_rows(_share: int, articles: Iterable[Article]) -> Iterator[list[Document]]:
    """Yield the rows of all versions of articles, some at a time: a work to be shared.

    Args:
        articles: All versions of an article next to each other.
    """
    rows = map(version_row, told_apart(articles))
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield some


def version_row(version: Version) -> Document:
    """Return the row of a version of an article."""
    row, article = Document(), version.article
    chain = article_chain(article)
    _add_text(row, article, chain)
    _add_labels(row, article, chain)
    codes = {
        "id": article.id,
        "kind": article.kind,
        "edition": article.edition,
        "lang": article_language(article),
        CHAIN: chain,
        "section_name": article.section,
        "month": month_of(article.published) if article.published else "",
        STATUS: ARTICLE,
    }
    for name, value in codes.items():
        if value:
            row.add_text(name, clean(value))
    if not version.is_newest:
        row.add_text(STATUS, OLD)
    if article.published is not None:
        row.add_integer(PUBLISHED, microseconds(article.published))
    row.add_unsigned(NUMBER, min(article.version, _MAX_NUMBER))
    return row


class _Piece(NamedTuple):
    """What stands between two spaces, as it is indexed; mostly one word."""

    exact: str
    stems: str
    words: int
    stem_count: int


class _Pieces(dict[str, _Piece]):
    """The pieces that were met, by what is written there: most come again and again."""

    def __init__(self, chain: str) -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, text: str) -> _Piece:
        tokens = word_forms(text, self._chain)
        stems = [stem_word(stem, self._chain) for token in tokens for stem in token.stems]
        exact = " ".join(solid(token.exact) for token in tokens)
        piece = _Piece(exact, " ".join(stems), len(tokens), len(stems))
        if len(self) >= _MOST_PIECES:
            self.clear()
        if len(text) <= _LONGEST_PIECE:
            self[text] = piece
        return piece

    def of(self, text: str) -> list[_Piece]:
        """Return the pieces of a text: no word goes across a space."""
        return list(map(self.__getitem__, text.split()))


@lru_cache(maxsize=8)
def _pieces(chain: str) -> _Pieces:
    return _Pieces(chain)


def _add_text(row: Document, article: Article, chain: str) -> None:
    found = {part: _pieces(chain).of(text) for part, text in parts(article)}
    stems = {part: " ".join([piece.stems for piece in pieces]) for part, pieces in found.items()}
    weighed = [*TITLE_WEIGHT * found["title"], *found["lead"], *found["body"]]
    length = sum([piece.words for piece in weighed])
    stem_count = sum([piece.stem_count for piece in weighed])
    for part, pieces in found.items():
        text = " ".join([piece.exact for piece in pieces])
        lacking = length - sum([piece.words for piece in pieces]) if part == "body" else 0
        row.add_text(exact_field(part), text + _FILLER * lacking)
    lacking = max(_STEMS_PER_WORD * length - stem_count, 0)
    every = [*TITLE_WEIGHT * [stems["title"]], stems["lead"], stems["body"], _FILLER * lacking]
    row.add_text(STEMS, " ".join(every))
    row.add_text(PLACES, " ".join(_places({part: text.split() for part, text in stems.items()})))
    row.add_float(STEMS_WEIGHT, _correction(stem_count + lacking))
    row.add_float(EXACT_WEIGHT, _correction(length))


def _correction(length: int) -> float:
    """Return what to multiply a score with because Tantivy takes an article for shorter.

    It rounds lengths down, by up to a tenth, which puts hundreds of articles in one place that
    differ in length. What that changes in the score of a word that is once in an article of mean
    length is put right; the result is given as Tantivy reads it, who adds 2 and takes the binary
    logarithm, and never makes a score smaller.
    """
    error = (_rounded_length(length) - length) / max(length, 1)
    return float(2 ** (_LEAST_CORRECTION * (1 + _CORRECTION_SLOPE * error)) - 2)


def _rounded_length(length: int) -> int:
    """Return the length that Tantivy keeps in a byte: four binary digits, above 24.

    >>> [_rounded_length(length) for length in (39, 41, 88, 103, 1000)]
    [39, 40, 88, 96, 984]
    """
    above = length - _EXACT_UP_TO
    lost = max(above.bit_length() - _BINARY_DIGITS, 0) if above > 0 else 0
    return length if not lost else (above >> lost << lost) + _EXACT_UP_TO


def _places(words: Mapping[str, Iterable[str]]) -> Iterator[str]:
    body = set(words["body"])
    others = {part: set(found) for part, found in words.items() if part != "body"}
    for part, found in others.items():
        for word in found:
            yield place_word(part, word)
    for word in set(chained.from_iterable(others.values())) - body:
        yield place_word(BODY_ONLY_NOT, word)


def _add_labels(row: Document, article: Article, chain: str) -> None:
    labels = labels_of(article)
    for name, values in labels.items():
        for value in values:
            pieces = _pieces(chain).of(value)
            row.add_text(name, " ".join([piece.exact for piece in pieces]))
    for field, keys in whole_labels(labels):
        for key in keys:
            row.add_text(field, key)
    for tag in article.tags:
        if tag:
            row.add_text("tag_names", clean(tag))
