import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import parse_query, snippet, title_marks
from index.highlight import MAX_SNIPPET
from index.matching import is_near
from tests.index.invented import ARTICLES, article

BY_ID = {each.id: each for each in ARTICLES}


def marked(id_: str, query: str, **fields: Any) -> list[str]:
    shown = snippet(BY_ID[id_], parse_query(query))
    return [shown.text[start:end] for start, end in shown.marks]


@pytest.mark.parametrize(
    ("id_", "query", "words"),
    [
        ("en:101", "harbour", ["harbours", "harbour"]),
        ("en:101", "HARBOURS OR port", ["port", "harbours", "harbour"]),
        ("en:101", "terminal -wheat", ["terminal"]),
        ("en:101", "US-led", ["US", "led"]),
        ("en:101", "1500 workers", ["1,500", "workers"]),
        ("en:101", '"wheat and barley"', ["wheat", "and", "barley"]),
        ("en:101", '"barley wheat"', []),
        ("en:101", "cap*", ["capacity"]),
        ("en:101", "consortum~1", ["consortium"]),
        ("en:101", "lead:port body:harbour", ["port", "harbours", "harbour"]),
        ("en:101", "title:port lead:harbour", []),
        ("en:101", "tag:port", []),
        ("en:101", "date:2024 kind:news", []),
        ("en:103", "selun spring", ["Selun"]),
        ("ar:201", "مدرسة OR مدارس", ["المدارس", "وبالمدارس"]),
        ("ar:201", "وصل", ["وَصَلَت"]),
        ("ar:201", "3", ["٣"]),
        ("ar:202", "مدرسه", ["مدرسة"]),
        ("ar:202", "«مدرسه البلده»", ["مدرسة", "البلدة"]),
        ("ar:202", "Nadir", ["NADIR"]),
        ("es:301", "nino economicas", ["económica", "niño"]),
        ("en:105", "boulangers", ["boulangers"]),
    ],
)
def test_whole_words_as_printed_are_marked(id_: str, query: str, words: list[str]) -> None:
    assert marked(id_, query) == words


@pytest.mark.parametrize(
    ("id_", "query", "words"),
    [
        ("en:101", "terminals", ["terminal"]),
        ("en:101", "title:(grain OR opened) body:second", ["opens", "grain"]),
        ("en:101", '"grain terminal" -selun', ["grain", "terminal"]),
        ("en:101", "body:terminal tag:grain", []),
        ("ar:202", "معلم زيتون", ["مُعَلِّمُو", "الزَّيْتون"]),
        ("es:301", "selun", ["Selún"]),
        ("es:301", "in*", ["inaugura"]),
    ],
)
def test_title_is_marked(id_: str, query: str, words: list[str]) -> None:
    title = BY_ID[id_].title
    marks = title_marks(BY_ID[id_], parse_query(query))
    assert [title[start:end] for start, end in marks] == words


def test_without_matches_the_text_begins_at_its_beginning() -> None:
    assert snippet(BY_ID["en:102"], parse_query("")).text == (
        "Farmers count the cost of a dry spring. "
        "The harvest is the smallest since 1998. Barley did better than wheat."
    )
    assert snippet(article("en:1", "T", lead="Lead."), parse_query("x")).text == "Lead."
    assert snippet(article("en:1", "T", body="Body."), parse_query("x")).text == "Body."
    assert snippet(article("en:1", "T"), parse_query("t")) == ("", ())


FILLER = "The council of the town spoke about roads and bridges. " * 12


def test_a_match_far_in_is_shown_in_its_context() -> None:
    shown = snippet(
        article("en:1", "T", body=f"{FILLER}An orchard grew. {FILLER}"), parse_query("orchards")
    )
    assert re.fullmatch(
        r"…[a-z ]*bridges\. An orchard grew\. The council .* [a-z]+\.?…", shown.text
    )
    assert [shown.text[slice(*mark)] for mark in shown.marks] == ["orchard"]


def test_words_far_apart_are_shown_in_two_pieces() -> None:
    body = f"A mill. {FILLER}An orchard grew. {FILLER}"
    shown = snippet(article("en:1", "T", body=body), parse_query("orchard mill"))
    assert re.fullmatch(r"A mill\. The .+ … .+ An orchard grew\. The .+…", shown.text)
    assert [shown.text[slice(*mark)] for mark in shown.marks] == ["mill", "orchard"]


def test_pieces_do_not_overlap() -> None:
    body = f"A mill stood here. {FILLER[:110]} An orchard grew. {FILLER * 2} A quarry."
    shown = snippet(article("en:1", "T", body=body), parse_query("mill orchard quarry"))
    assert " … " not in shown.text
    assert [shown.text[slice(*mark)] for mark in shown.marks] == ["mill", "orchard"]


def test_the_piece_with_most_of_the_words_is_shown() -> None:
    body = f"A mill, a mill. {FILLER}The mill of the orchard. {FILLER}"
    shown = snippet(article("en:1", "T", body=body), parse_query("orchard OR mill"))
    assert "The mill of the orchard." in shown.text
    assert "A mill" not in shown.text


def test_paragraphs_are_shown_on_one_line() -> None:
    one = article("en:1", "T", lead=" A lead. ", body="One mill.\n\nTwo mills.\n Three.")
    shown = snippet(one, parse_query("mill"))
    assert shown.text == "A lead. One mill. Two mills. Three."
    assert [shown.text[slice(*mark)] for mark in shown.marks] == ["mill", "mills"]


def test_a_word_longer_than_a_snippet_is_cut() -> None:
    shown = snippet(article("en:1", "T", body="x" * 5000), parse_query("x" * 64 + "*"))
    assert shown.text == "x" * (len(shown.text) - 1) + "…"
    assert len(shown.text) <= MAX_SNIPPET


_pieces = ["mill", "mills", "Orchard", "orchards", "المدارس", "مدرسة", "niño", "roads", "and", "of"]
_pieces += ["\u064b", "e\u0301", "…", ".", "\n\n", "  ", "x" * 300, "«", "1,500", "\u200f", "😀"]
_texts = st.lists(st.sampled_from(_pieces), max_size=120).map(" ".join)
_words = [
    "mill",
    "mill orchard",
    "مدارس OR nino",
    '"mill orchards"',
    "mil*",
    "milk~",
    "xx*",
    "-mill",
]
_fields = ["*", "title:mill", "body:mill OR lead:orchard", "1500 of and roads mill"]
_queries = st.sampled_from([*_words, *_fields])


@given(_texts, _texts, _queries, st.sampled_from(["en", "ar", "es"]))
def test_snippets_are_short_and_their_marks_are_words(
    lead: str, body: str, query: str, language: str
) -> None:
    shown = snippet(article(f"{language}:1", "T", lead=lead, body=body), parse_query(query))
    assert len(shown.text) <= MAX_SNIPPET
    assert "\n" not in shown.text
    assert bool(shown.text) == bool(f"{lead}{body}".strip())
    end = 0
    for start, stop in shown.marks:
        assert end <= start < stop <= len(shown.text)
        assert shown.text[start:stop].strip() == shown.text[start:stop] != ""
        end = stop
    flat = " ".join(f"{lead} {body}".split())
    for piece in shown.text.split("…"):
        assert piece.strip() in flat.replace("…", "") or piece.strip() in flat


def _distance(word: str, other: str) -> int:
    if not word or not other:
        return len(word) + len(other)
    return min(
        _distance(word[1:], other[1:]) + (word[0] != other[0]),
        _distance(word[1:], other) + 1,
        _distance(word, other[1:]) + 1,
    )


@given(st.text("ab", max_size=5), st.text("ab", max_size=5), st.integers(0, 3))
def test_nearness_is_the_number_of_wrong_letters(word: str, other: str, distance: int) -> None:
    assert is_near(word, other, distance) == (_distance(word, other) <= distance)
