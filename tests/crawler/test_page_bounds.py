"""What is not read of a page, or not believed: too much markup, garbled text, impossible times."""

from datetime import UTC, datetime

import pytest

from crawler import markup_bounds
from crawler.editions import SITES
from crawler.items import ArticleItem, RefusedPageError
from crawler.markup_bounds import MAX_ATTRIBUTES, MAX_TAGS, first_tags, is_too_much
from crawler.pages import parse_page

FETCHED = datetime(2026, 3, 12, 10, tzinfo=UTC)
URL = "https://english.almayadeen.net/news/politics/a-quiet-harbour"
TEXT = "The boats came back before dusk, and the lamps along the quay were lit one after another. "

SPANISH = "".join(f"<p>{day}. Año tras año el señor contó {day} barcas.</p>" for day in range(9))


def parse(html: bytes | str) -> ArticleItem:
    return parse_page(html, URL, SITES["english"], fetched=FETCHED)


def page(*, head: str = "", body: str = f"<p>{TEXT}</p>") -> str:
    return f"<html><head>{head}</head><h1>Boats</h1><div class='p-content'>{body}</div></html>"


def attributes(count: int) -> bytes:
    names = " ".join(f"a{number:x}" for number in range(count))
    return f"<html><p {names}>x</p>{' ' * 2**17}</html>".encode()


@pytest.mark.parametrize(
    ("content", "too_much"),
    [
        (b"<p>" * MAX_TAGS, False),
        (b"<p>" * (MAX_TAGS + 1), True),
        (b"x" * 2**20, False),
        (b"", False),
        (attributes(MAX_ATTRIBUTES), False),
        (attributes(MAX_ATTRIBUTES + 1), True),
        (attributes(400_000), True),
        (b"<p " + b"a='1' " * 100_000 + b">x", False),  # all the same, and kept once
        (b"<p title='" + b"word " * 100_000 + b"'>x", False),
    ],
    ids=range(9),
)
def test_is_too_much(content: bytes, too_much: bool) -> None:
    assert is_too_much(content) is too_much


def test_what_a_small_page_can_hold_is_not_looked_for() -> None:
    assert not is_too_much(attributes(MAX_ATTRIBUTES + 1).replace(b" " * 2**17, b""))


def test_first_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup_bounds, "MAX_TAGS", 3)
    assert first_tags(b"<a>1<b>2<c>3") == b"<a>1<b>2"
    assert first_tags(b"no tags") == b"no tags"


@pytest.mark.parametrize("mark", ["<p>x", "<div>", "</p>", "<"])
def test_too_many_tags_are_refused(mark: str) -> None:
    with pytest.raises(RefusedPageError, match="too-large"):
        parse(page(body=mark * MAX_TAGS))


def test_a_source_line_everywhere_is_read_a_few_times_only() -> None:
    assert parse(page(body="Source:<b></b>" * 40_000)).title == "Boats"


@pytest.mark.parametrize(
    ("content", "is_garbled"),
    [
        (page(body="<p>مراكب الميناء القديم</p>" * 5).encode("windows-1256"), True),
        (page(body=SPANISH).encode("windows-1252"), True),
        (page().encode().replace(b"boats", b"bo\xffats").replace(b"dusk", b"d\xe2usk"), False),
        (page().replace("boats", "bo\ufffdats"), False),
        (page(head="<meta charset='windows-1252'>", body="<p>Año</p>" * 9).encode("cp1252"), False),
    ],
    ids=range(5),
)
def test_a_page_in_another_character_set(content: bytes | str, is_garbled: bool) -> None:
    if not is_garbled:
        assert parse(content).title == "Boats"
        return
    with pytest.raises(RefusedPageError, match="garbled"):
        parse(content)


def times(name: str, value: str) -> str:
    return f"<meta property='article:{name}_time' content='{value}'>"


@pytest.mark.parametrize("value", ["2099-12-31T00:00:00Z", "2028-01-01T00:00:00Z", "1970-01-01"])
def test_impossible_times_are_left_out(value: str) -> None:
    item = parse(page(head=times("published", value) + times("modified", value)))
    assert (item.published, item.modified, item.published_raw) == (None, None, "")
    assert not {"published", "modified", "published_raw"} & item.provenance.keys()


def test_a_visible_date_stands_in_for_an_impossible_one() -> None:
    head = times("published", "2099-12-31T00:00:00Z")
    item = parse(page(head=head).replace("</h1>", "</h1><span>1 Feb 2026 22:18</span>"))
    assert item.published == datetime(2026, 2, 1, 20, 18, tzinfo=UTC)
    assert item.provenance["published"] == "dom"
    assert item.published_raw == "1 Feb 2026 22:18"


def test_a_clock_that_is_months_wrong_does_no_harm() -> None:
    item = parse(page(head=times("published", "2027-12-31T00:00:00Z")))
    assert item.published == datetime(2027, 12, 31, tzinfo=UTC)
