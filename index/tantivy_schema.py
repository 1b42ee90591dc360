"""What a version of an article becomes in a Tantivy index: its fields, and how each is kept.

Text is analysed before it gets here (:func:`languages.analyse`); Tantivy is given words joined by
spaces and parts them there, nothing else. No text of articles is stored, their ids alone.

Stems of all languages share one field, each with its language before it (``en:harbour``), so that
an article is as long there as it is: with a field for each language Tantivy would take the mean
length over articles that are not in that language at all. Words of the title are in it twice; so
they count double. What has fewer stems than most Arabic texts is filled up with a word that nobody
looks for: the length of an article must not depend on its language.

Which part a stem is in is said by a second field, in which it stands again with the part before it
(``title:en:harbour``); for the body, which is long, it says instead what is *not* in it. Exact
forms have a field for each part, with positions, so no phrase can go from one into the next;
between the values of a label Tantivy leaves a gap itself.
"""

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache, partial
from typing import NamedTuple

from tantivy import Document, Schema, SchemaBuilder

from archive.article import Article
from index.chains import article_chain, article_language, fingerprint, parts
from index.dates import month_of
from index.labels import FACET_FIELDS, WHOLE_LABELS, labels_of, whole_field, whole_labels
from index.tree import CODE_FIELDS, LABEL_FIELDS, TEXT_FIELDS
from index.versions import Version
from languages import Remembered, piece_forms, pieces

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

_VERSION = 2
_FILLER = f" {FILLER}"
_MOST_PIECES = 1 << 17
_MOST_LABELS = 1 << 14
_STEMS_PER_TWO_WORDS = 5
"""What an Arabic article has, give or take a few hundredths; a word has two to four."""
_CORRECTION_SLOPE = 0.34
"""How much a score changes with the length: (k1 b) / (k1 + 1)."""
_LEAST_CORRECTION = 1.05
"""So that no correction is below 1."""
_CORRECTION_STEPS = 1 << 22
"""Tantivy reads no more of a correction, and it keeps and reads less of a round number."""
_EXACT_UP_TO = 24
_BINARY_DIGITS = 4
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
    for name in (STEMS_WEIGHT, EXACT_WEIGHT):  # columns without gaps are read faster
        row.add_float(name, _correction(0, 0))
    return row


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


class _Words(NamedTuple):
    """The words of a text, as they are indexed."""

    exact: str
    """Each with a space behind it."""
    stems: list[str]


def _words(text: str, chain: str) -> _Words:
    exact: list[str] = []
    stems: list[str] = []
    for exact_forms, some in map(_known(chain).__getitem__, pieces(text)):
        exact.append(exact_forms)
        stems += some
    return _Words("".join(exact), stems)


@lru_cache(maxsize=8)
def _known(chain: str) -> Remembered[tuple[str, tuple[str, ...]]]:
    return Remembered(partial(_of_piece, chain), _MOST_PIECES)


def _of_piece(chain: str, piece: str) -> tuple[str, tuple[str, ...]]:
    words = piece_forms(piece, chain)
    stems = [stem_word(stem, chain) for word in words for stem in word.stems]
    return "".join([f"{solid(word.exact)} " for word in words]), tuple(stems)


def _add_text(row: Document, article: Article, chain: str) -> None:
    title, lead, body = (_words(text, chain) for _, text in parts(article))
    in_body = body.exact.count(" ")
    length = TITLE_WEIGHT * title.exact.count(" ") + lead.exact.count(" ") + in_body
    row.add_text(exact_field("title"), title.exact)
    row.add_text(exact_field("lead"), lead.exact)
    row.add_text(exact_field("body"), body.exact + _FILLER * (length - in_body))
    row.add_float(EXACT_WEIGHT, _correction(length, length))
    stems = [*TITLE_WEIGHT * title.stems, *lead.stems, *body.stems]
    wanted = _STEMS_PER_TWO_WORDS * length // 2
    row.add_text(STEMS, " ".join(stems) + _FILLER * (wanted - len(stems)))
    row.add_float(STEMS_WEIGHT, _correction(max(wanted, len(stems)), wanted))
    places = {"title": set(title.stems), "lead": set(lead.stems)}
    places[BODY_ONLY_NOT] = set().union(*places.values()).difference(body.stems)
    words = [place_word(place, stem) for place, found in places.items() for stem in found]
    row.add_text(PLACES, " ".join(words))


def _correction(length: int, wanted: int) -> float:
    """Return what to multiply a score with because Tantivy takes an article for longer or shorter.

    It rounds lengths down, by up to a tenth, which puts hundreds of articles in one place that
    differ in length; and some articles have a few more stems than wanted. What that changes in the
    score of a word that is once in an article of mean length is put right; the result is given as
    Tantivy reads it, who adds 2 and takes the binary logarithm, and never makes a score smaller.
    """
    error = (_rounded_length(length) - wanted) / max(wanted, 1)
    exact = 2 ** (_LEAST_CORRECTION * (1 + _CORRECTION_SLOPE * error)) - 2
    return round(exact * _CORRECTION_STEPS) / _CORRECTION_STEPS


def _rounded_length(length: int) -> int:
    """Return the length that Tantivy keeps in a byte: four binary digits, above 24.

    >>> [_rounded_length(length) for length in (39, 41, 88, 103, 1000)]
    [39, 40, 88, 96, 984]
    """
    above = length - _EXACT_UP_TO
    lost = max(above.bit_length() - _BINARY_DIGITS, 0) if above > 0 else 0
    return length if not lost else (above >> lost << lost) + _EXACT_UP_TO


@lru_cache(maxsize=8)
def _label_words(chain: str) -> Remembered[str]:
    return Remembered(lambda label: _words(label, chain).exact, _MOST_LABELS)


def _add_labels(row: Document, article: Article, chain: str) -> None:
    labels = labels_of(article)
    for name, values in labels.items():
        for value in values:
            row.add_text(name, _label_words(chain)[value])
    for field, keys in whole_labels(labels):
        for key in keys:
            row.add_text(field, key)
    for tag in article.tags:
        if tag:
            row.add_text("tag_names", clean(tag))
