"""The small parts of pages: addresses, passages, long texts, parameters, changes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text_diff import diff_texts
from tests.webui.site_content import HARM, MARKET, SOUK, article
from webui.addresses import Address, outside_address
from webui.asked import Asked, read_parameters
from webui.failures import WrongRequestError
from webui.interface import interfaces
from webui.pages.history import _cut, _shortened
from webui.passages import Segment, passage_of
from webui.text_parts import parts_of


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/x?y=1", "https://a.example/x?y=1"),
        ("http://a.example", "http://a.example"),
        ("javascript:alert(1)", ""),
        ("JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example/x", ""),
        ("/search", ""),
        ("https://", ""),
        ("https://a.example/\u202egnp", ""),
        ("https://a.example/\nx", ""),
        (" https://a.example", "https://a.example"),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_where_a_link_may_lead(url: str, shown: str) -> None:
    assert outside_address(url) == shown


def test_an_address_changes_one_thing_at_a_time() -> None:
    here = Address("/en/search", (("q", "a b"), ("tag", "x"), ("tag", "é&")))
    assert str(here) == "/en/search?q=a+b&tag=x&tag=%C3%A9%26"
    assert str(here.dropping("tag", "x")) == "/en/search?q=a+b&tag=%C3%A9%26"
    assert str(here.setting("q", "")) == "/en/search?tag=x&tag=%C3%A9%26"
    assert str(here.setting("tag", "y").adding("tag", "z")) == "/en/search?q=a+b&tag=y&tag=z"
    assert str(here.without("q", "tag")) == "/en/search"
    assert str(Address("/en/article/en:1?x#y\ud800")) == "/en/article/en:1%3Fx%23y%3F"


def test_passages_mark_matches() -> None:
    text = "سوق الفوانيس"
    assert passage_of(text, SOUK, [(4, 12)]).segments == (
        Segment("سوق "),
        Segment("الفوانيس", is_match=True),
    )
    assert passage_of(text, SOUK).direction == "rtl"
    assert passage_of("ABC", SOUK).direction == "ltr"
    assert passage_of("x", HARM).language == ""
    assert passage_of("x", article(9, "spanish", title="x", language="")).language == "es"


@given(text=st.text(), marks=st.lists(st.integers(0, 40), max_size=6).map(sorted))
def test_a_passage_loses_nothing_that_is_seen(text: str, marks: list[int]) -> None:
    pairs = [(a, b) for a, b in zip(marks[::2], marks[1::2], strict=False) if a <= b]
    marked = passage_of(text, MARKET, pairs)
    assert marked.text.isprintable() or not marked.text.strip() or _odd(marked.text)
    assert "".join(each.text for each in marked.segments) == marked.text


def _odd(text: str) -> bool:
    """Whether what is not printable is only what Unicode has not given a meaning yet."""
    import unicodedata

    odd = {unicodedata.category(each) for each in text if not each.isprintable()}
    return odd <= {"Cn", "Co", "Cf"}


@given(text=st.text("ab \n", max_size=200), most=st.integers(5, 50))
def test_parts_hold_all_of_a_text(text: str, most: int) -> None:
    parts = parts_of(text, most)
    assert parts
    assert all(sum(map(len, part)) <= most for part in parts)
    assert "".join("".join(part) for part in parts).split() == text.split() or "".join(
        "".join("".join(part) for part in parts).split()
    ) == "".join(text.split())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ()),
        ("q=a+b&q=%D9%82", (("q", "a b"), ("q", "ق"))),
        ("q=&tag=x", (("tag", "x"),)),
        ("=x&q", (("", "x"),)),
    ],
)
def test_parameters(query: str, found: tuple[tuple[str, str], ...]) -> None:
    assert read_parameters(query) == found


def test_asking_the_same_twice_is_asking_once() -> None:
    asked = Asked(
        interface=interfaces()["en"],
        path="/search",
        parameters=(("tag", "x "), ("tag", "x"), ("tag", " "), ("page", "007")),
        now=datetime(2024, 3, 5, tzinfo=UTC),
    )
    assert asked.many("tag") == ("x",)
    assert asked.one("tag") == "x"
    assert asked.number("limit", 10, most=100) == 10
    with pytest.raises(WrongRequestError, match="page must be a number from 1 to 20"):
        asked.number("page", 1, most=20)


def test_a_change_is_shown_with_some_text_around() -> None:
    before = "word " * 100
    pieces = list(
        _shortened(diff_texts(f"{before}old{' tail' * 100}", f"{before}new{' tail' * 100}"))
    )
    assert [piece.kind for piece in pieces] == ["same", "removed", "added", "same"]
    assert pieces[0].text.startswith(" word") or pieces[0].text.startswith("… word")
    assert len(pieces[0].text) < 140 and len(pieces[3].text) < 140
    assert pieces[3].text.endswith("…")


def test_a_huge_change_is_cut() -> None:
    pieces, is_cut = _cut(list(_shortened(diff_texts("", "x" * 50_000))))
    assert is_cut and len(pieces[0].text) == 12_000
