"""A Tantivy index as it stood at one moment, and the questions that are put to it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from tantivy import DocAddress, Index, Occur, Order, Query

from index.labels import FACET_FIELDS
from index.tantivy_schema import (
    ARTICLE,
    CHAIN,
    FILLER,
    LAST_CHANGE,
    NUMBER,
    OLD,
    PUBLISHED,
    STATE,
    STATUS,
    exact_field,
    schema,
)
from index.tantivy_storage import DamageNamed
from index.tree import TEXT_FIELDS

ALL_VALUES = 1 << 30
"""More than a segment has of anything: what is counted is counted to the end."""
MOST_BUCKETS = 1000
"""Values of a facet that are asked for; Tantivy has no more than 65,000 to give."""
_MOST_KNOWN = 10_000
"""Words whose frequency is remembered."""
_MOST_COUNTED = 2000
"""Rows with a word; of more, an estimate does."""
_SHARE_COUNTED = 0.02
"""Deleted or old rows, of those with a word; of fewer, an estimate does, too."""


class Snapshot:
    """An index as it stood when it was opened, whatever writers do meanwhile.

    It may be shared between threads. Queries find old versions and the row that is no article
    unless they say otherwise.
    """

    def __init__(self, folder: Path, index: Index) -> None:
        self._reading = DamageNamed(folder)
        self._in_chains: dict[str, int] = {}
        self._frequencies: dict[tuple[str, str], int] = {}
        with self._reading:
            self._searcher = index.searcher()

    @cached_property
    def last_change(self) -> int:
        """The archive's change number up to which articles are taken in; 0 when new."""
        _, states = self.best(term(STATUS, STATE), 1)
        return cast(
            "int", self.values(LAST_CHANGE, [place for _, place in states])[0] if states else 0
        )

    @cached_property
    def rows(self) -> int:
        """The number of rows as Tantivy's BM25 has it: with those that are deleted."""
        return self.frequency(STATUS, ARTICLE) + self.frequency(STATUS, STATE)

    @cached_property
    def articles(self) -> int:
        """The number of articles."""
        return self.count(self.newest(term(STATUS, ARTICLE)))

    @cached_property
    def _has_old_versions(self) -> bool:
        return self.frequency(STATUS, OLD) > 0

    @cached_property
    def _most_counted(self) -> float:
        others = self.frequency(STATUS, ARTICLE) - self.articles
        return min(others / _SHARE_COUNTED, _MOST_COUNTED)

    @cached_property
    def _share_of_newest(self) -> float:
        return self.articles / max(self.frequency(STATUS, ARTICLE), 1)

    @cached_property
    def vocabulary(self) -> str:
        """All exact forms in the text of articles, each between line feeds."""
        found: set[str] = set()
        for part in TEXT_FIELDS:
            found.update(word for word, _ in self.words(exact_field(part), ""))
        return "\n".join(["", *found - {FILLER}, ""])

    def newest(self, wanted: Query) -> Query:
        """Return the query for the newest versions of what a query finds."""
        return without(wanted, [term(STATUS, OLD)]) if self._has_old_versions else wanted

    def articles_in_chain(self, chain: str) -> int:
        """Return the number of articles that got one analysis."""
        if chain not in self._in_chains:
            self._in_chains[chain] = self.count(self.newest(term(CHAIN, chain)))
        return self._in_chains[chain]

    def articles_with(self, field: str, word: str) -> int:
        """Return how many articles have a word: of a frequent one an estimate."""
        frequency = self.frequency(field, word)
        if frequency >= self._most_counted:
            return round(frequency * self._share_of_newest)
        return self.count(self.newest(term(field, word)))

    def frequency(self, field: str, word: str) -> int:
        """Return in how many rows a word is, with those that are deleted. Costs next to nothing."""
        known = self._frequencies.get((field, word))
        if known is None:
            if len(self._frequencies) >= _MOST_KNOWN:
                self._frequencies.clear()
            with self._reading:
                known = self._searcher.doc_freq(field, word)
            self._frequencies[field, word] = known
        return known

    def words(self, field: str, prefix: str) -> list[tuple[str, int]]:
        """Return the words of a field that begin so, and in how many rows each is; as above."""
        with self._reading:
            return self._searcher.terms_with_prefix(field, prefix)

    def most_frequent(self, field: str, query: Query, limit: int | None) -> list[tuple[str, int]]:
        """Return the most frequent words of a field in what a query finds, in order."""
        with self._reading:
            return self._searcher.terms_with_prefix(field, "", query, limit)

    def count(self, query: Query) -> int:
        """Return how many rows a query finds."""
        return self.best(query, 1)[0]

    def best(
        self, query: Query, limit: int, *, weight: str | None = None
    ) -> tuple[int, list[tuple[float, DocAddress]]]:
        """Return how many rows a query finds, and of the best ones scores and places.

        Args:
            query: What is looked for.
            limit: How many to return: at least 1.
            weight: The field of what scores are multiplied with.
        """
        with self._reading:
            result: Any = self._searcher.search(query, limit, weight_by_field=weight)
            return result.count, result.hits

    def first(
        self, query: Query, limit: int, order: Order
    ) -> tuple[int, list[tuple[int | None, DocAddress]]]:
        """Return the same in the order of their dates, with these; the undated last."""
        with self._reading:
            result: Any = self._searcher.search(query, limit, order_by_field=PUBLISHED, order=order)
            return result.count, result.hits

    def values(self, field: str, places: Sequence[DocAddress]) -> list[Any]:
        """Return the numbers that rows have in a field."""
        with self._reading:
            return self._searcher.fast_field_values(field, list(places))

    def numbers(self, places: Sequence[DocAddress]) -> list[int]:
        """Return the numbers of the versions that rows are of."""
        return cast("list[int]", self.values(NUMBER, places))

    def ids(self, places: Iterable[DocAddress]) -> list[str]:
        """Return the ids of the articles that rows are of."""
        doc: Any = self._searcher.doc
        with self._reading:
            return [doc(place).get_first("id") for place in places]

    def facets(self, query: Query, names: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
        """Return the most frequent values of facets, and in how many rows they are."""
        asked: dict[str, Any] = {name: _counting(FACET_FIELDS[name]) for name in names}
        with self._reading:
            counted: Mapping[str, Any] = self._searcher.aggregate(query, asked)
        return {name: _buckets(counted[name]) for name in asked}


def term(field: str, word: str) -> Query:
    """Return the query for a word of a field."""
    return Query.term_query(schema(), field, word, "freq")


def unscored(query: Query) -> Query:
    """Return the same query, which scores 0."""
    return Query.const_score_query(query, 0.0)


def every(queries: Sequence[Query]) -> Query:
    """Return the query for what all queries find."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def any_of(queries: Sequence[Query]) -> Query:
    """Return the query for what any query finds, nothing for none; the scores are added."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def best_of(queries: Sequence[Query], tie_breaker: float = 0.0) -> Query:
    """Return the query for what any query finds; the highest score counts, of others a part."""
    if len(queries) == 1:
        return queries[0]
    return Query.disjunction_max_query(queries, tie_breaker)


def without(query: Query, unwanted: Collection[Query]) -> Query:
    """Return the query for what it finds and the others do not."""
    if not unwanted:
        return query
    others = [(Occur.MustNot, each) for each in unwanted]
    return Query.boolean_query([(Occur.Must, query), *others])


def _counting(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": MOST_BUCKETS, "segment_size": ALL_VALUES}}


def _buckets(counted: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in counted["buckets"]]
