"""What an article becomes in a Whoosh index: its fields, their formats, their columns.

Text is analysed before it gets here (:func:`languages.analyse`); Whoosh's own analysers, which cut
vocalised Arabic to pieces, take no part. Whoosh pickles the schema into the index, but it is never
read back from there: :data:`SCHEMA` is what counts, and :func:`version` tells when it has changed.

Title, lead and body share one field. A posting says in bits which of them the word is in, so that
``title:`` needs no second copy, and weighs words of the title double. Positions are kept for exact
forms alone, with a gap between the parts that no phrase can cross.
"""
# mypy: disallow-untyped-calls=False
# Whoosh is typed in parts.

import struct
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain as chained
from operator import itemgetter
from typing import Any

from whoosh import columns, fields, formats

from archive.article import Article
from index.chains import article_chain, article_language, fingerprint, parts
from index.dates import month_of
from index.labels import WHOLE_LABELS, labels_of, whole_field, whole_labels
from index.tree import LABEL_FIELDS, TEXT_FIELDS
from index.versions import Version
from languages import LANGUAGES, word_forms

_VERSION = 3
EXACT = "exact"
"""Exact forms of the whole text, with positions."""
LENGTH = "length"
"""Column: words of an article, those of the title counted double."""
CHAIN = "chain"
"""Column: the analysis an article got."""
PUBLISHED = "published"
"""Column: microseconds since 1970, :data:`UNDATED` without a date."""
NUMBER = "number"
"""Column: which version of its article a row is."""
OLD = "old"
"""Of the rows that are older versions: nothing but that they are."""
STATE = "state"
"""Of the one row that is no article: the version, and the last change taken in."""

UNDATED = -(2**63)
TITLE_WEIGHT = 2.0
GAP = 1 << 20
"""From the first position of a part, or of a label's value, to that of the next."""

PART_BITS: Mapping[str, int] = {name: 1 << place for place, name in enumerate(TEXT_FIELDS)}
TAG_SEPARATOR = "\n"

_MAX_NUMBER = 2**32 - 1
_PRESENT = (1.0, b"")
_BYTES = [bytes((number,)) for number in range(256)]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def version() -> str:
    """Return the version of schema and analysis: an index with another one must be rebuilt."""
    return f"{_VERSION}-{fingerprint()}"


def stems_field(chain: str) -> str:
    """Return the name of the field of the stems of one analysis."""
    return f"stems_{chain}"


def encode(word: str) -> bytes:
    """Return a word as Whoosh keeps it; half a surrogate pair becomes a question mark."""
    return word.encode("utf-8", "replace")


def encode_positions(positions: Sequence[int]) -> bytes:
    """Return positions as a posting keeps them: four bytes each."""
    return _positions(len(positions)).pack(*positions)


def decode_positions(value: bytes) -> tuple[int, ...]:
    """Return the positions of a posting."""
    return _positions(len(value) // 4).unpack(value)


@lru_cache(maxsize=256)
def _positions(count: int) -> struct.Struct:
    return struct.Struct(f"<{count}I")


def microseconds(moment: datetime | None) -> int:
    """Return an aware time as the column of dates keeps it."""
    return UNDATED if moment is None else (moment - _EPOCH) // timedelta(microseconds=1)


def microseconds_between(since: datetime | None, until: datetime | None) -> range:
    """Return what the column of dates holds from one time to before another; never undated."""
    first = UNDATED + 1 if since is None else microseconds(since)
    return range(first, -UNDATED if until is None else microseconds(until))


Weighed = Mapping[str, tuple[float, bytes]]
"""The words of a field of a row, each with its weight and a value as the field's format has it."""


class Parts(formats.Format):
    """A posting's value is one byte: the parts of the text that the word is in."""

    posting_size = 1


class Positions(formats.Format):
    """A posting's value is the word's positions (:func:`decode_positions`)."""


class Words(fields.FieldType):
    """A field of words that are given with their weights and values."""

    def __init__(self, posting_format: formats.Format) -> None:
        self.format = posting_format

    def words(self, value: Weighed) -> Weighed:
        """Return the words."""
        return value


class Keys(fields.FieldType):
    """A field of any number of pieces, each matched whole."""

    def __init__(self) -> None:
        self.format = formats.Existence()

    def words(self, value: Iterable[str]) -> Weighed:
        """Return the pieces."""
        return dict.fromkeys(value, _PRESENT)


class Code(fields.FieldType):
    """A field of one piece, matched whole; also a column, if it is given one."""

    def __init__(self, column: columns.Column | None = None) -> None:
        self.format = formats.Existence()
        self.column_type = column

    def words(self, value: str) -> Weighed:
        """Return the piece."""
        return {value: _PRESENT}

    def to_column_value(self, value: str) -> bytes:
        """Return the piece as the column keeps it."""
        return encode(value)


class Numbers(columns.NumericColumn):
    """A column of numbers that loads at once; Whoosh's own unpacks them one by one."""

    class Reader(columns.NumericColumn.Reader):
        """Reads the column."""

        def load(self) -> list[int]:
            """Return the numbers of all rows."""
            numbers = self._dbfile.get_array(self._basepos, self._typecode, self._count)
            return [*numbers, *[self._default] * (self._doccount - self._count)]


class Names(columns.RefBytesColumn):
    """A column of few different names that loads at once."""

    def default_value(self, reverse: bool = False) -> str:  # noqa: ARG002  Whoosh's
        """Return what rows without a name are given."""
        return ""

    class Reader(columns.RefBytesColumn.Reader):
        """Reads the column."""

        def load(self) -> list[str]:
            """Return the names of all rows."""
            names = [name.decode() for name in self._uniques]
            places = self._dbfile.get_array(self._basepos, self._typecode, self._doccount)
            return [names[place] for place in places]


class Texts(columns.VarBytesColumn):
    """A column of texts of any length; their places are always written, so that it opens fast."""

    def __init__(self) -> None:
        super().__init__(write_offsets_cutoff=0)

    class Writer(columns.VarBytesColumn.Writer):
        """Writes the column."""

        def finish(self, doccount: int) -> None:
            """Write what comes after the texts: their lengths and places.

            Whoosh's own takes its arrays before it fills them up for the rows without a text. When
            that makes wider ones of them, it writes the old: a place short, and every row of the
            segment gets the text of another.
            """
            self.fill(doccount)
            self._count = doccount
            super().finish(doccount)


SCHEMA = fields.Schema(
    **{stems_field(chain): Words(Parts()) for chain in LANGUAGES},
    **{name: Words(Positions()) for name in (EXACT, *LABEL_FIELDS)},
    **{whole_field(name): Keys() for name in WHOLE_LABELS},
    **{name: Code(Names()) for name in ("kind", "lang", "edition")},
    **{name: fields.COLUMN(Names()) for name in (CHAIN, "section_name", "month")},
    id=Code(Texts()),
    tag_names=fields.COLUMN(Texts()),
    length=fields.COLUMN(Numbers("I")),
    number=fields.COLUMN(Numbers("I")),
    published=fields.COLUMN(Numbers("q", default=UNDATED)),
    old=Code(),
    state=Code(),
    version=fields.STORED(),
    last_change=fields.STORED(),
)


def state_row(last_change: int) -> dict[str, Any]:
    """Return the fields of the row that is no article."""
    return {STATE: STATE, "version": version(), "last_change": last_change}


def version_row(version: Version) -> dict[str, Any]:
    """Return the fields of the row of a version of an article."""
    row = _article_row(version.article)
    return row if version.is_newest else {**row, OLD: OLD}


def _article_row(article: Article) -> dict[str, Any]:
    chain = article_chain(article)
    labels = labels_of(article)
    return {
        **_text_fields(article, chain),
        **{name: _label_words(values, chain) for name, values in labels.items()},
        **dict(whole_labels(labels)),
        "id": article.id,
        "kind": article.kind,
        "edition": article.edition,
        "lang": article_language(article),
        CHAIN: encode(chain),
        "section_name": encode(article.section),
        "month": encode(month_of(article.published) if article.published else ""),
        "tag_names": encode(TAG_SEPARATOR.join(article.tags)),
        PUBLISHED: microseconds(article.published),
        NUMBER: min(article.version, _MAX_NUMBER),
    }


def _text_fields(article: Article, chain: str) -> dict[str, Any]:
    weights: dict[str, float] = defaultdict(float)
    bits: dict[str, int] = defaultdict(int)
    exact: dict[str, list[int]] = defaultdict(list)
    length = 0.0
    for number, (part, text) in enumerate(parts(article)):
        weight, bit = TITLE_WEIGHT if part == "title" else 1.0, PART_BITS[part]
        forms = word_forms(text, chain)[: GAP - 1]
        length += weight * len(forms)
        for position, word in enumerate(map(itemgetter(0), forms), number * GAP):
            exact[word].append(position)
        stems = Counter(chained.from_iterable(map(itemgetter(1), forms)))
        for stem, count in stems.items():
            weights[stem] += weight * count
            bits[stem] |= bit
    return {
        stems_field(chain): {
            stem: (weight, _BYTES[bits[stem]]) for stem, weight in weights.items()
        },
        EXACT: {
            word: (_weight(places), encode_positions(places)) for word, places in exact.items()
        },
        LENGTH: int(length),
    }


def _label_words(values: Iterable[str], chain: str) -> dict[str, tuple[float, bytes]]:
    exact: dict[str, list[int]] = defaultdict(list)
    for number, value in enumerate(values):
        forms = word_forms(value, chain)[: GAP - 1]
        for position, word in enumerate(map(itemgetter(0), forms), number * GAP):
            exact[word].append(position)
    return {word: (1.0, encode_positions(places)) for word, places in exact.items()}


def _weight(positions: Sequence[int]) -> float:
    """Return how much occurrences count; their positions ascend."""
    return len(positions) + bisect_left(positions, GAP) * (TITLE_WEIGHT - 1)
