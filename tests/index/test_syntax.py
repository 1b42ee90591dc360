from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine import QuerySyntaxError
from index.grammar import parse_tree
from index.syntax import MAX_DEPTH, MAX_LENGTH, MAX_TERMS, _plain_words, parse_query
from index.tree import (
    All,
    And,
    DateRange,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    depth,
    leaves,
)

a, b, c = Word("a"), Word("b"), Word("c")
JANUARY = datetime(2023, 12, 31, 22, tzinfo=UTC)
APRIL = datetime(2024, 3, 31, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", All()),
        ("  \n ", All()),
        ("*", All()),
        ("a", a),
        ("a b c", And((a, b, c))),
        ("a AND b", And((a, b))),
        ("a OR b", Or((a, b))),
        ("a b OR c", Or((And((a, b)), c))),
        ("a (b OR c)", And((a, Or((b, c))))),
        ("a (b c)", And((a, b, c))),
        ("((a))", a),
        ("a or b", And((a, Word("or"), b))),
        ("ORANGE NOTE ANDES", And((Word("ORANGE"), Word("NOTE"), Word("ANDES")))),
        ("-a", Not(a)),
        ("NOT a", Not(a)),
        ("a -b", And((a, Not(b)))),
        ("a -(b c)", And((a, Not(And((b, c)))))),
        ("--a", a),
        ("NOT (a OR b) c", And((Not(Or((a, b))), c))),
        ("US-led", Word("US-led")),
        ("a - b", And((a, b))),
        ("a – b & c", And((a, b, c))),
        ("a &", a),
        ("& OR a", a),
        ("10:30", Word("10:30")),
        ("Selun: a b", And((Word("Selun:"), a, b))),
        ("don't l’Orient", And((Word("don't"), Word("l’Orient")))),
        ('"a b"', Phrase("a b")),
        ("«حبوب سيلون»", Phrase("حبوب سيلون")),
        ("“a b”", Phrase("a b")),
        ("”a b“", Phrase("a b")),
        ("„a b“", Phrase("a b")),
        ('"a" -"b c"', And((Phrase("a"), Not(Phrase("b c"))))),
        ("harb*", Prefix("harb")),
        ("مد*", Prefix("مد")),
        ("harbour~", Fuzzy("harbour", 2)),
        ("grain~", Fuzzy("grain", 1)),
        ("harbour~1", Fuzzy("harbour", 1)),
        ("grain~2", Fuzzy("grain", 2)),
        ("title:a", Field("title", a)),
        ("TITLE: a", Field("title", a)),
        ("title:(a OR -b) c", And((Field("title", Or((a, Not(b)))), c))),
        ('lead:"a b"', Field("lead", Phrase("a b"))),
        (
            "body:harb* tag:grain~1",
            And((Field("body", Prefix("harb")), Field("tag", Fuzzy("grain")))),
        ),
        ("-tag:a", Not(Field("tag", a))),
        ("section:news/politics", Field("section", Word("news/politics"))),
        ("kind:News", Field("kind", Word("News"))),
        ('edition:"arabic"', Field("edition", Word("arabic"))),
        ("lang:(en OR es)", Field("lang", Or((Word("en"), Word("es"))))),
        ("id:en:101", Field("id", Word("en:101"))),
        ("date:2024-01..2024-03", DateRange(JANUARY, APRIL)),
        ("date:2024-01..", DateRange(JANUARY, None)),
        ("date:..2024-03", DateRange(None, APRIL)),
        ("date:٢٠٢٤-٠١..٢٠٢٤-٠٣", DateRange(JANUARY, APRIL)),
    ],
)
def test_query_means(text: str, tree: Node) -> None:
    assert parse_query(text) == tree


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("a AND", 5, "missing at the end"),
        ("NOT", 3, "missing at the end"),
        ("title:", 6, "missing at the end"),
        ("OR a", 0, "OR needs something"),
        ("a OR OR b", 5, "OR needs something"),
        ("a AND AND b", 6, "AND needs something"),
        ("(a b", 4, "not closed"),
        ("a b)", 3, "closes nothing"),
        ("a ()", 3, "closes nothing"),
        ('a "b c', 2, "quotation mark"),
        ("a «b c", 2, "quotation mark"),
        ("a b»", 3, "quotation mark"),
        ("h* a", 0, "needs 2 letters"),
        ("a -h*", 3, "needs 2 letters"),
        ("ha*r", 2, "end of a word"),
        ("gr~", 0, "needs 3 letters"),
        ("grain~3", 5, "end of a word"),
        ('"a b"~2', 5, "end of a word"),
        ("titel:a", 0, "unknown field titel: use title,"),
        ('a titel:"b"', 2, "unknown field titel"),
        ("titel:(a b)", 0, "unknown field titel"),
        ("titel:ha*", 0, "unknown field titel"),
        ("http://a.example/", 0, "unknown field http"),
        ("title:(tag:a)", 7, "inside another field"),
        ('title:(a tag:"b")', 9, "inside another field"),
        ("title:-a", 6, "cannot stand here"),
        ("title:&", 6, "needs a word"),
        ("kind:nws", 5, "unknown kind: use analysis,"),
        ("kind:(news OR nws)", 14, "unknown kind"),
        ("edition:french", 8, "unknown edition: use arabic, english, spanish"),
        ("kind:ne*", 7, "end of a word"),
        ("lang:english", 5, "unknown lang: use a code such as ar, en, es"),
        ("id:101", 3, "unknown id: use one such as en:1850881"),
        ("id:(en:1 OR EN:2)", 12, "unknown id"),
        ("a id:en:", 5, "unknown id"),
        ("\u0640", 0, "no word to search for"),
        ("\u0640\u0640* a", 0, "needs 2 letters"),
        ("title:\u064b", 6, "needs a word"),
        ("a date:x", 7, "'x' is not a date"),
        ("date:2024-13", 5, "no day 2024-13"),
        ("date:2023-02-29", 5, "no day 2023-02-29"),
        ("date:..", 5, "a date is missing"),
        ("date:2024..2023", 5, "before the first"),
        ("id:en:1*", 7, "end of a word"),
        ("title:*", 6, "end of a word"),
        ("date:(2024)", 5, "cannot stand here"),
        ("…", 0, "no word to search for"),
        ("- NOT &", 0, "no word to search for"),
        ("a" * (MAX_LENGTH + 1), MAX_LENGTH, "longer than"),
        (" ".join(["ab"] * (MAX_TERMS + 1)), 3 * MAX_TERMS, "more than 50 words"),
        ("-(a " * (MAX_DEPTH // 2) + "a" + ")" * (MAX_DEPTH // 2), 0, "nested more than"),
    ],
)
def test_wrong_query_is_pointed_at(text: str, position: int, message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        parse_query(text)
    assert (caught.value.position, caught.value.text) == (position, text)
    assert "\n" not in str(caught.value)


def test_caret_stands_under_the_mistake() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_query("wheat OR OR barley")
    assert caught.value.pointed() == "wheat OR OR barley\n         ^"


def test_words_know_where_they_stand() -> None:
    tree = parse_query('title:(ab OR "cd ef") -gh* ijk~1')
    found = [each.leaf.position for each in leaves(tree, negated=True)]
    assert found == [7, 13, 23, 27]


def test_deepest_nesting_that_is_allowed() -> None:
    levels = (MAX_DEPTH - 1) // 2
    tree = parse_query("-(a " * levels + "b" + ")" * levels)
    assert depth(tree) == 2 * levels + 1


def test_long_chains_of_operators_do_not_exhaust_the_stack() -> None:
    assert parse_query("-" * 900 + "a") == a
    assert parse_query("(" * 450 + "a" + ")" * 450) == a


_PIECES = [
    "a",
    "غزل",
    "título",
    "OR",
    "AND",
    "NOT",
    "(",
    ")",
    '"',
    "«",
    "»",
    "“",
    "*",
    "~",
    "-",
    ":",
]
_PIECES += ["title:", "kind:", "id:", "date:", "2024", "..", " ", "&", "\u064b", "\u200f", "\ud800"]


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join) | st.text(max_size=60))
def test_any_text_is_read_or_refused_at_a_place_in_it(text: str) -> None:
    assert 0 <= _place_of_mistake(text) <= len(text)


def _place_of_mistake(text: str) -> int:
    try:
        parse_query(text)
    except QuerySyntaxError as error:
        return error.position
    return 0


_plain = st.from_regex("[0-9A-Za-zÀ-ɏء-ي]{1,8}", fullmatch=True) | st.sampled_from(_PIECES)


@given(st.lists(_plain, min_size=1, max_size=4).map(" ".join))
def test_plain_words_are_read_as_the_grammar_reads_them(text: str) -> None:
    tree = _plain_words(text)
    if tree is not None:
        read = parse_tree(text)
        assert tree == read
        assert [each.leaf.position for each in leaves(tree)] == [
            each.leaf.position for each in leaves(read)
        ]


def test_which_queries_need_no_grammar() -> None:
    for text in ("wheat", " wheat  قمح 2024 ", "niño ORDEN"):
        assert _plain_words(text) is not None
    for text in ("wheat OR oats", "a AND b", "NOT", "-a", "a*", "a:b", '"a"', "(a)", "قـمح", "a~"):
        assert _plain_words(text) is None


_words = st.sampled_from(["wheat", "قمح", "trigo", "US-led", "don't", "1,500"])
_leaves = st.one_of(
    _words.map(Word),
    st.lists(_words, min_size=1, max_size=3).map(lambda words: Phrase(" ".join(words))),
    _words.map(Prefix),
    st.builds(Fuzzy, _words, st.sampled_from([1, 2])),
)


def _flat(kind: type[And | Or], nodes: list[Node]) -> Node:
    parts: list[Node] = []
    for node in nodes:
        parts += node.nodes if isinstance(node, kind) else [node]
    return kind(tuple(parts))


def _negated(node: Node) -> Node:
    return node.node if isinstance(node, Not) else Not(node)


def _combined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda nodes: _flat(And, nodes)),
        several.map(lambda nodes: _flat(Or, nodes)),
        parts.map(_negated),
    )


_in_fields = st.builds(Field, st.sampled_from(["title", "body", "tag"]), _leaves)
_trees = st.recursive(_leaves | _in_fields, _combined, max_leaves=8)


_WRITTEN: dict[type[Node], Callable[[Any], str]] = {
    And: lambda node: "(" + " ".join(map(_written, node.nodes)) + ")",
    Or: lambda node: "(" + " OR ".join(map(_written, node.nodes)) + ")",
    Not: lambda node: f"-{_written(node.node)}",
    Field: lambda node: f"{node.name}:{_written(node.node)}",
    Phrase: lambda node: f'"{node.text}"',
    Prefix: lambda node: f"{node.text}*",
    Fuzzy: lambda node: f"{node.text}~{node.distance}",
    Word: lambda node: node.text,
}


def _written(node: Node) -> str:
    return _WRITTEN[type(node)](node)


@given(_trees)
def test_a_tree_that_is_written_down_is_read_again(tree: Node) -> None:
    assert parse_query(_written(tree)) == tree
