"""What every engine keeps of an article's labels, and which of them a query's filters let pass.

Where labels are compared whole, case, accents, vowel marks and alefs do not matter.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from archive.article import Article
from index.query import Query
from languages import Remembered, word_forms

WHOLE_LABELS: Mapping[str, str] = {"tag": "tags", "author": "authors", "country": "countries"}
"""Labels that queries filter by as a whole, and what those filters are called."""
FACET_FIELDS: Mapping[str, str] = {
    "edition": "edition",
    "section": "section_name",
    "kind": "kind",
    "month": "month",
    "language": "lang",
    "tag": "tag_names",
}
"""Facets, and the fields in which an engine keeps their values as printed."""
MAX_TAGS = 50
"""Of the facet of tags, the most frequent ones."""

_MOST_VALUES = 1000
"""Of one label of one article."""
_MOST_WORDS = 64
_MOST_KEYS = 1 << 14
"""Labels whose keys are remembered: the same come again and again."""


def label_key(label: str) -> str:
    """Return what two labels that are the same to a reader have in common; ``""`` without words.

    >>> label_key("Grain Ports"), label_key("«مَحَطّة الحبوب»")
    ('grain ports', 'محطه الحبوب')

    The exact forms of words do not depend on the language, so neither does the key. Of a label of
    more than 64 words it is their beginning.
    """
    return _keys[label]


def _key(label: str) -> str:
    return " ".join([token.exact for token in word_forms(label, "")[:_MOST_WORDS]])


_keys = Remembered(_key, _MOST_KEYS)


def labels_of(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the values that are indexed of each of :data:`index.tree.LABEL_FIELDS`."""
    labels: dict[str, tuple[str, ...]] = {
        "tag": article.tags,
        "author": article.authors,
        "section": (article.section,),
        "country": (article.country,),
        "source": (article.source,),
    }
    return {name: values[:_MOST_VALUES] for name, values in labels.items()}


def whole_field(label: str) -> str:
    """Return the name of the field of the keys of a label."""
    return f"{label}_whole"


def whole_labels(labels: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, set[str]]]:
    """Yield the fields of keys, and the keys in them, of what :func:`labels_of` returns."""
    for name in WHOLE_LABELS:
        yield whole_field(name), set(map(label_key, labels[name])) - {""}


def label_filters(query: Query) -> Iterator[tuple[str, list[str]]]:
    """Yield the fields of keys that a query filters by, and the keys it lets pass."""
    for label, option in WHOLE_LABELS.items():
        if labels := getattr(query, option):
            yield whole_field(label), [label_key(each) for each in labels]


def code_filters(query: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the fields of one piece that a query filters by, and the values it lets pass."""
    by_field = {"lang": query.languages, "edition": query.editions, "kind": query.kinds}
    return ((field, wanted) for field, wanted in by_field.items() if wanted)


def section_filter(wanted: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells of a section whether one of these is all of it, or a part of its path."""
    inside = [f"/{section.strip('/').lower()}/" for section in wanted]
    return lambda name: any(part in f"/{name.lower()}/" for part in inside)
