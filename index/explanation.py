"""What was understood of a query, and what each of its words finds by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from archive.article import write_time
from index.chains import query_chains
from index.engine import SearchIndex
from index.matching import likely_distance
from index.query import Query
from index.tree import (
    CODE_FIELDS,
    LABEL_FIELDS,
    Field,
    FieldLeaf,
    Fuzzy,
    Leaf,
    Node,
    Prefix,
    Word,
    leaves,
)
from index.tree_text import written
from languages import analyse

MOST_SPELLINGS = 10
"""Of the words that are spelt nearly so, the nearest ones are told."""

_NO_FILTERS = frozenset({"text", "sort", "limit", "offset", "facets"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """What is looked for in place of a word."""

    language: str
    """The code of the analysis; ``""`` when it is looked for as written, in texts of all."""
    words: tuple[str, ...]
    """Stems, of which an article needs one; as written: the words themselves, folded."""
    articles: int | None = None
    """How many have it under this analysis; ``None`` where that is not told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFound:
    """One word of a query, or what stands for one."""

    text: str
    """In the language of queries, with its field."""
    articles: int
    """How many have it, whatever else the query asks for."""
    forms: tuple[Forms, ...]
    """Empty for labels that are matched whole."""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        forms = [asdict(form) | {"words": list(form.words)} for form in self.forms]
        return asdict(self) | {"forms": forms}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What was understood of a query."""

    understood: str
    """The query, with operators and parentheses."""
    languages: tuple[str, ...]
    """The codes of the analyses that its words get."""
    filters: Mapping[str, Any]
    """Those that are set, by their names in :class:`index.query.Query`."""
    words: tuple[WordFound, ...]
    """In the order of the query, those that may not occur among them."""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values; times as RFC 3339 in UTC."""
        return asdict(self) | {
            "languages": list(self.languages),
            "filters": {name: _json_value(value) for name, value in self.filters.items()},
            "words": [word.as_json() for word in self.words],
        }


def explain(index: SearchIndex, query: Query, tree: Node) -> Explanation:
    """Return what was understood of a query whose text has been parsed to ``tree``.

    Raises:
        SearchError: The index cannot be used.
    """
    chains = query_chains(query, tree)
    return Explanation(
        understood=written(tree),
        languages=chains,
        filters=dict(_filters(query)),
        words=tuple(_word(index, each, chains) for each in leaves(tree, negated=True)),
    )


def _filters(query: Query) -> Iterator[tuple[str, Any]]:
    for each in fields(Query):
        value = getattr(query, each.name)
        if value and each.name not in _NO_FILTERS:
            yield each.name, value


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return write_time(value)
    return list(value) if isinstance(value, tuple) else value


def _word(index: SearchIndex, place: FieldLeaf, chains: Sequence[str]) -> WordFound:
    field, leaf = place
    node: Node = Field(field, leaf) if field else leaf
    if isinstance(leaf, Word) and not field:
        forms = tuple(_stems(index, leaf, chain) for chain in chains)
        articles = sum(each.articles or 0 for each in forms)
    else:
        forms = tuple(_forms(index, place, chains))
        articles = index.find(Query(limit=0), node).total
    return WordFound(text=written(node), articles=articles, forms=forms)


def _stems(index: SearchIndex, leaf: Leaf, chain: str) -> Forms:
    return Forms(
        language=chain, words=_stems_of(leaf.text, chain), articles=index.frequency(leaf, chain)
    )


def _stems_of(text: str, chain: str) -> tuple[str, ...]:
    return tuple(stem for token in analyse(text, chain) for stem in token.stems)


def _forms(index: SearchIndex, place: FieldLeaf, chains: Sequence[str]) -> Iterator[Forms]:
    field, leaf = place
    if field in CODE_FIELDS:
        return
    if isinstance(leaf, Word | Fuzzy) and field not in LABEL_FIELDS:
        for chain in chains:
            yield Forms(language=chain, words=_stems_of(leaf.text, chain))
    if not isinstance(leaf, Word) or field in LABEL_FIELDS:
        yield Forms(language="", words=tuple(_as_written(index, leaf)))


def _as_written(index: SearchIndex, leaf: Leaf) -> Iterator[str]:
    words = [token.exact for token in analyse(leaf.text, "")]
    if isinstance(leaf, Prefix):
        words[-1:] = [f"{word}*" for word in words[-1:]]
    if not isinstance(leaf, Fuzzy):
        yield from words
        return
    for word in words:
        distance = likely_distance(word, leaf.distance)
        yield from (near for near, _ in index.words_near(word, distance, MOST_SPELLINGS))
