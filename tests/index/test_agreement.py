"""Engines and highlighting agree: whatever an engine finds is what stands in the articles."""

from collections.abc import Iterator
from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article
from index import Query, SearchIndex, engines, open_index
from index.chains import article_chain, parts, query_chains
from index.matching import matches
from index.tree import (
    TEXT_FIELDS,
    All,
    And,
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
    "orchard",
    "orchards",
    "grain",
    "grains",
    "graine",
    "the",
    "of",
]
LATIN += ["US-led", "café", "niños", "1,500"]
ARABIC = ["مدرسة", "مدارس", "المدارس", "وبالمدارس", "مَدْرَسَةٌ", "معلم", "المعلمون", "قمح", "القمح"]
ARABIC += ["ميناء", "موانئ", "٣", "NATO"]
WORDS = {"en": LATIN, "es": [*LATIN, "niño", "molino", "molinos"], "ar": ARABIC}


def _articles() -> list[Article]:
    chance = Random(7)  # noqa: S311  no secret

    def text(language: str, most: int) -> str:
        words = chance.choices(WORDS[language], k=chance.randrange(most))
        return chance.choice([" ", ", ", "\n\n"]).join(words)

    return [
        article(
            f"{language}:{number}",
            text(language, 4),
            lead=text(language, 5),
            body=text(language, 12),
            tags=tuple(filter(None, (text(language, 3) for _ in range(2)))),
        )
        for language in WORDS
        for number in range(25)
    ]


ARTICLES = _articles()


@pytest.fixture(scope="module", params=engines())
def crowded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchIndex]:
    opened = open_index(tmp_path_factory.mktemp("crowded"), request.param, create=True)
    for start in range(0, len(ARTICLES), 20):
        opened.update(ARTICLES[start : start + 20], last_change=start + 20)
    yield opened
    opened.close()


def _stands_in(leaf: Leaf, each: Article, chains: tuple[str, ...], fields: tuple[str, ...]) -> bool:
    """Say whether a leaf is in a text of an article, by what highlighting would mark there."""
    chain = article_chain(each)
    if isinstance(leaf, Word) and chain not in chains:
        return False
    texts = [text for name, text in parts(each) if name in fields]
    return any(matches(text, chain, {0: leaf}) for text in texts)


def _in_tag(leaf: Leaf, each: Article) -> bool:
    as_written = Phrase(leaf.text) if isinstance(leaf, Word) else leaf
    return any(matches(tag, "", {0: as_written}) for tag in each.tags)


def _is_match(node: Node, each: Article, chains: tuple[str, ...], field: str = "") -> bool:
    again = partial(_is_match, each=each, chains=chains, field=field)
    match node:
        case And() | Or():
            return (all if isinstance(node, And) else any)(map(again, node.nodes))
        case Not():
            return not again(node.node)
        case Field():
            return _is_match(node.node, each, chains, node.name)
        case Word() | Phrase() | Prefix() if field == "tag":
            return _in_tag(node, each)
        case Word() | Phrase() | Prefix():
            return _stands_in(node, each, chains, (field,) if field else TEXT_FIELDS)
    return True


_single = st.sampled_from(sorted({word for words in WORDS.values() for word in words}))
_several = st.lists(_single, min_size=1, max_size=3).map(" ".join)
_leaves = _single.map(Word) | _several.map(Phrase) | _single.map(lambda word: Prefix(word[:3]))
_in_fields = st.builds(Field, st.sampled_from([*TEXT_FIELDS, "tag"]), _leaves)
_trees = st.recursive(
    _leaves | _in_fields | st.just(All()),
    lambda nodes: st.one_of(
        st.lists(nodes, min_size=2, max_size=3).map(lambda several: And(tuple(several))),
        st.lists(nodes, min_size=2, max_size=3).map(lambda several: Or(tuple(several))),
        nodes.map(Not),
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(tree=_trees)
def test_hits_are_the_articles_in_which_the_query_stands(crowded: SearchIndex, tree: Node) -> None:
    query = Query(text="…", limit=len(ARTICLES))
    chains = query_chains(query, tree)
    found = crowded.find(query, tree)
    expected = {each.id for each in ARTICLES if _is_match(tree, each, chains)}
    assert {located.id for located in found.hits} == expected
    assert found.total == len(expected)
    assert all(located.score >= 0 for located in found.hits)
    scores = [located.score for located in found.hits]
    assert scores == sorted(scores, reverse=True)


@settings(deadline=None)
@given(word=_single, distance=st.sampled_from([1, 2]))
def test_misspellings_are_those_that_highlighting_marks(
    crowded: SearchIndex, word: str, distance: int
) -> None:
    leaf = Fuzzy(word, distance)
    found = crowded.find(Query(text="…", limit=len(ARTICLES)), leaf)
    chains = query_chains(Query(), leaf)
    expected = {
        each.id
        for each in ARTICLES
        for chain in [article_chain(each)]
        for _, text in parts(each)
        if matches(text, chain if chain in chains else "", {0: leaf})
    }
    assert {located.id for located in found.hits} == expected
