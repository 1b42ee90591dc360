"""Hypothesis strategies: archives of a few articles, and queries that find some of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from hypothesis import strategies as st

from archive.article import EDITION_LANGUAGES, KINDS, Article
from index import FACETS, SORTS, Query
from index.tree import (
    LABEL_FIELDS,
    TEXT_FIELDS,
    All,
    And,
    DateRange,
    Field,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)
from tests.index.invented import article

LATIN = [
    "mill",
    "mills",
    "milling",
    "miller",
    "grain",
    "grains",
    "graine",
    "brain",
    "grian",
    "orchard",
]
LATIN += ["the", "US-led", "café", "niños", "niño", "1,500", "1.5", "Sana’a", "pan"]
ARABIC = [
    "مدرسة",
    "مدارس",
    "وبالمدارس",
    "مَدْرَسَةٌ",
    "معلم",
    "المعلمون",
    "قمح",
    "القمح",
    "ﷺ",
    "٣",
    "NATO",
]
_SECTIONS = ["news/economics", "news/politics", "News/Economics", "videos", "a/news", "economics"]
_TAGS = ["Grain ports", "grain ports", "harvest", "محطة", "مَحَطّة", "é", "e", "z", "a b c"]
_PEOPLE = ["Mara Velt", "mara velt", "Ilan Brek", "دانا أورين"]
_COUNTRIES = ["Spain", "spain", "رومانيا", ""]
_KINDS = sorted(KINDS)[:3]
_MOMENTS = [datetime(2024, 1, day, hour, tzinfo=UTC) for day in (1, 1, 2, 31) for hour in (0, 23)]
_MOMENTS += [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)]

words = st.sampled_from([*LATIN, *ARABIC])


def _texts(most: int) -> st.SearchStrategy[str]:
    joints = st.sampled_from([" ", ", ", "\n\n"])
    several = st.lists(words, max_size=most)
    return st.builds(lambda joint, found: joint.join(found), joints, several)


_versions = st.builds(
    article,
    st.builds(
        lambda language, number: f"{language}:{number}",
        st.sampled_from(sorted(EDITION_LANGUAGES.values())),
        st.integers(1, 4),
    ),
    _texts(4),
    lead=_texts(4),
    body=_texts(9),
    section=st.sampled_from(_SECTIONS),
    kind=st.sampled_from(_KINDS),
    tags=st.lists(st.sampled_from(_TAGS), max_size=3, unique=True).map(tuple),
    authors=st.lists(st.sampled_from(_PEOPLE), max_size=2, unique=True).map(tuple),
    country=st.sampled_from(_COUNTRIES),
    source=_texts(2),
    language=st.sampled_from(["en", "ar", "es", "fr", ""]),
    published=st.none() | st.sampled_from(_MOMENTS),
    version=st.integers(1, 3),
)

batches: st.SearchStrategy[list[list[Article]]] = st.lists(
    st.lists(_versions, min_size=4, max_size=12), min_size=1, max_size=3
)
"""What is taken in, one update after another."""

_spaced = st.lists(words, min_size=1, max_size=3).map(" ".join)
_beginnings = st.builds(
    lambda before, word, size: f"{before} {word[:size]}".strip(),
    st.just("") | words,
    words,
    st.integers(1, 4),
)
leaves: st.SearchStrategy[Leaf] = st.one_of(
    _spaced.map(Word),
    _spaced.map(Phrase),
    _beginnings.map(Prefix),
    st.builds(Fuzzy, _spaced, st.sampled_from([1, 2])),
)
_in_fields = st.builds(Field, st.sampled_from([*TEXT_FIELDS, *LABEL_FIELDS]), leaves)
_labels = st.builds(
    lambda field, text: Field(field, Word(text)),
    st.sampled_from(LABEL_FIELDS),
    st.sampled_from([*_TAGS, *_PEOPLE, *_SECTIONS, "spain"]),
)
_codes = st.builds(
    lambda pair: Field(pair[0], Word(pair[1])),
    st.sampled_from(
        [
            *(("kind", kind) for kind in _KINDS),
            *(("edition", edition) for edition in EDITION_LANGUAGES),
            ("lang", "fr"),
            ("lang", "AR"),
            ("id", "en:1"),
            ("id", "en:9"),
        ]
    ),
)
_dates = st.builds(
    lambda moments, since, until: DateRange(
        min(moments) if since else None, max(moments) if until else None
    ),
    st.tuples(st.sampled_from(_MOMENTS), st.sampled_from(_MOMENTS)),
    st.booleans(),
    st.booleans(),
)
trees: st.SearchStrategy[Node] = st.recursive(
    st.one_of(leaves, leaves, _in_fields, _labels, _codes, _dates, st.just(All())),
    lambda nodes: st.one_of(
        st.lists(nodes, min_size=2, max_size=3).map(lambda several: And(tuple(several))),
        st.lists(nodes, min_size=2, max_size=3).map(lambda several: Or(tuple(several))),
        nodes.map(Not),
        st.builds(Field, st.sampled_from(TEXT_FIELDS), leaves.map(Not)),
    ),
    max_leaves=6,
)


def _filter(name: str, values: Sequence[str]) -> dict[str, Any]:
    return {name: tuple(values)}


_periods = st.tuples(st.none() | st.sampled_from(_MOMENTS), st.none() | st.sampled_from(_MOMENTS))
_FILTERS: Mapping[str, Sequence[str]] = {
    "languages": ["en", "ar", "fr"],
    "editions": sorted(EDITION_LANGUAGES),
    "kinds": _KINDS,
    "sections": ["news", "news/economics", "economics", "econ"],
    "tags": [*_TAGS, "no", "…"],
    "authors": _PEOPLE,
    "countries": _COUNTRIES,
}
_filters = st.one_of(
    *(
        st.lists(st.sampled_from(values), min_size=1, max_size=3).map(partial(_filter, name))
        for name, values in _FILTERS.items()
    ),
    _periods.map(lambda period: {"since": period[0], "until": period[1]}),
)


def _query(filters: list[dict[str, Any]], **fields: Any) -> Query:
    return Query(**{name: value for each in filters for name, value in each.items()}, **fields)


queries: st.SearchStrategy[Query] = st.builds(
    _query,
    st.just([]) | st.lists(_filters, max_size=2),
    sort=st.sampled_from(SORTS),
    versions=st.booleans(),
    facets=st.just(FACETS),
    limit=st.integers(0, 12),
    offset=st.integers(0, 3),
)
