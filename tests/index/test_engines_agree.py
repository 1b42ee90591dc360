"""Whatever is indexed and asked for, all engines find the same, count the same, list the same."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Article
from index import Found, Query, SearchIndex, open_index
from index.tree import Leaf, Node
from languages import analyse
from tests.index.any_query import batches, leaves, queries, trees, words

MANY = 1000
_IN_MEMORY = next((folder for folder in ["/dev/shm"] if Path(folder).is_dir()), None)  # noqa: S108
"""Where hundreds of commits wait for no disk."""
_slow = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def both(taken_in: list[list[Article]]) -> Iterator[tuple[SearchIndex, SearchIndex]]:
    """Lend an index of each engine after the same updates; the last is in place of everything."""
    with (
        TemporaryDirectory(dir=_IN_MEMORY) as folder,
        closing(open_index(Path(folder), "whoosh", create=True)) as one,
        closing(open_index(Path(folder), "tantivy", create=True)) as other,
    ):
        for index in (one, other):
            for number, articles in enumerate(taken_in, 1):
                index.update(articles, last_change=number)
        yield one, other


def places(found: Found) -> list[tuple[str, int]]:
    return [(hit.id, hit.version) for hit in found.hits]


def is_flat(found: Found) -> bool:
    return len({hit.score for hit in found.hits}) < 2


@_slow
@given(batches, st.lists(st.tuples(queries, trees), min_size=10, max_size=20))
def test_find(taken_in: list[list[Article]], asked: list[tuple[Query, Node]]) -> None:
    with both(taken_in) as (one, other):
        assert one.count() == other.count()
        for query, tree in asked:
            expected, found = one.find(query, tree), other.find(query, tree)
            assert found.total == expected.total
            assert {name: list(values.items()) for name, values in found.facets.items()} == {
                name: list(values.items()) for name, values in expected.facets.items()
            }
            assert len(found.hits) == len(expected.hits)
            whole = replace(query, limit=MANY, offset=0)
            every, all_expected = other.find(whole, tree), one.find(whole, tree)
            assert set(places(every)) == set(places(all_expected))
            ids = {hit.id for hit in all_expected.hits}
            assert one.ids(query, tree) == other.ids(query, tree) == ids
            if query.sort != "relevance" or is_flat(all_expected):
                assert places(found) == places(expected)
            end = query.offset + query.limit
            assert list(found.hits) == list(every.hits[query.offset : end])
            assert {hit.score > 0 for hit in every.hits} == {
                hit.score > 0 for hit in all_expected.hits
            }


@_slow
@given(
    batches,
    st.lists(st.tuples(leaves, st.sampled_from(["en", "ar", "es"])), min_size=10, max_size=20),
    st.lists(st.tuples(words, st.integers(0, 2), st.integers(1, 9)), min_size=5, max_size=9),
)
def test_words(
    taken_in: list[list[Article]],
    counted: list[tuple[Leaf, str]],
    near: list[tuple[str, int, int]],
) -> None:
    with both(taken_in) as (one, other):
        for leaf, chain in counted:
            assert other.frequency(leaf, chain) == one.frequency(leaf, chain)
            stems = [word.stems for word in analyse(leaf.text, chain)]
            assert other.spread(stems, chain) == one.spread(stems, chain)
        for word, distance, limit in near:
            exact = analyse(word, "en")[0].exact
            assert other.words_near(exact, distance, limit) == one.words_near(
                exact, distance, limit
            )


@_slow
@given(batches, trees)
def test_everything_replaced(taken_in: list[list[Article]], tree: Node) -> None:
    with both(taken_in) as (one, other):
        articles = sorted((each for batch in taken_in for each in batch), key=lambda each: each.id)
        for index in (one, other):
            index.replace_all(articles, last_change=99)
        query = Query(limit=MANY, versions=True, sort="date")
        assert places(one.find(query, tree)) == places(other.find(query, tree))
        assert (one.count(), one.last_change()) == (other.count(), other.last_change())
