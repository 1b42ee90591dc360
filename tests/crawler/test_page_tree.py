"""The quick ways through a page find what the slow ones find."""

from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from archive.tawsiyat import read_url
from crawler.page_lines import absolute
from crawler.page_tree import PageTree, compiled, read_tree

BASE = "https://english.almayadeen.net/news/politics/a-quiet-harbour"
BOX = "<{tag} class='{names}'>x{inner}</{tag}>"


def tree(body: str) -> PageTree:
    return PageTree(read_tree(f"<html><body>{body}</body></html>"))


@st.composite
def boxes(draw: st.DrawFn, depth: int = 0) -> str:
    names = " ".join(draw(st.lists(st.sampled_from(["a", "b", "a-b", "lead"]), max_size=3)))
    inner = draw(st.lists(boxes(depth + 1), max_size=3)) if depth < 3 else []
    tag = draw(st.sampled_from(["div", "p", "span", "section", "b"]))
    return BOX.format(tag=tag, names=names, inner="".join(inner))


@given(
    st.lists(boxes(), max_size=4).map("".join),
    st.sampled_from([".a", ".a.b", ".a, .b", ".lead.a , .a-b", "div .a", "b", "[class]"]),
)
def test_selectors_of_classes_find_what_lxml_finds(body: str, selector: str) -> None:
    page = tree(f"<main>{body}</main>")
    assert page.select(selector) == compiled(selector)(page.root)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<nav><b>1</b></nav><main><b>2</b></main><footer><p><b>3</b></p></footer>", ["2"]),
        ("<header><nav><b>1</b></nav></header><div><b>2</b></div>", ["2"]),
        ("<header><h1>T</h1><b>1</b></header><div><b>2</b></div>", ["1", "2"]),
        ("<nav><ul><li>never closed<div><p>A text.</p><b>1</b></div>", ["1"]),
        ("<svg><g><h1>never closed</h1><b>1</b></g>", ["1"]),
        ("<nav><b>1</b></nav>Text in the body itself<b>2</b>", ["1", "2"]),
        ("<b>1</b>" + "<i>x</i>" * 60 + "<nav><b>2</b></nav>", ["1", "2"]),
        ("", []),
    ],
)
def test_menu_and_footer_are_left_out_if_they_are_no_more(body: str, found: list[str]) -> None:
    assert [each.text for each in tree(body).iter("b")] == found


@given(st.lists(boxes(), max_size=4).map("".join), st.sets(st.sampled_from(["a", "b", "lead"])))
def test_classes_are_found_announced_or_not(body: str, announced: set[str]) -> None:
    root = tree(f"<main>{body}</main>").root
    page = PageTree(root, frozenset(announced))
    for selector in (".a", ".b.lead", ".a"):
        assert page.select(selector) == compiled(selector)(root)
    assert page.naming("ea") == root.xpath("//*[contains(@class, 'ea')]")


def test_a_class_attribute_of_any_length_is_looked_at() -> None:
    names = "x " * 50_000
    page = tree(f"<main><p class='{names}lead'>1</p><p class='{names}'>2</p></main>")
    assert [[each.text for each in page.select(".lead")] for _ in range(2)] == [["1"], ["1"]]


def test_texts_with_a_label_are_those_of_the_article() -> None:
    page = tree("<nav>Source: A</nav><main><i>The Source: B</i> Source: C</main>")
    assert [str(text) for text in page.texts_with("Source")] == ["The Source: B", " Source: C"]


def test_elements_inside_boxes_come_in_the_order_of_the_page() -> None:
    page = tree("<ul class='two'><li>1</li></ul><ul class='one'><li>2</li></ul><li>3</li>")
    found = page.inside(page.with_classes(frozenset({"one"}), frozenset({"two"})), "li")
    assert [each.text for each in found] == ["1", "2"]


def test_fragments_without_a_body() -> None:
    root = etree.fromstring("<html><head/></html>", etree.HTMLParser())
    assert list(PageTree(root).iter("b")) == []


PARTS = st.sampled_from(["/", "//", "news", ".", "..", "?", "q=1", "#", ":", "x-y", " ", "é", "["])
MORE_PARTS = st.sampled_from(["https://x.example", "http:", "/.", ";", "%2F", "\t"])


@example("/./x")
@example("/a/../x")
@example("/.x")
@example("/x;")
@given(st.lists(PARTS | MORE_PARTS, max_size=8).map("".join))
def test_links_lead_where_the_standard_says(href: str) -> None:
    try:
        expected = read_url(urljoin(BASE, href.strip()))
    except ValueError:
        expected = ""
    assert read_url(absolute(BASE, href)) == expected


@pytest.mark.parametrize("before", range(4))
def test_letters_of_several_bytes_are_whole_wherever_they_stand(before: int) -> None:
    text = "x" * before + "\N{LEMON}" * 20_000
    [paragraph] = read_tree(f"<html><p>{text}</p></html>".encode()).iter("p")
    assert paragraph.text == text


@pytest.mark.parametrize("place", [0, 2**14 - 1, 2**14, 40_000])
def test_one_byte_that_is_no_utf8_gives_the_declared_character_set_its_turn(place: int) -> None:
    content = b"<html><meta charset='windows-1256'><p>" + b"x" * 40_001
    start = content.index(b"<p>") + len(b"<p>") + place
    mended = content[:start] + "\u0644".encode("windows-1256") + content[start + 1 :]
    [paragraph] = read_tree(mended).iter("p")
    assert paragraph.text == "x" * place + "\u0644" + "x" * (40_000 - place)


TEXT = "\u0644"
PIECES = st.sampled_from(
    b"\xff \x80 \xc3 \xc0\xaf \xe2\x82 \xed\xa0\x80 \xf0\x9f\x98 \xf4\x90\x80\x80"
    b" \xc2\x85 \xef\xbf\xbe \xf0\x9f\x8d\x8b x".split()
)
PLACES = st.sampled_from(["<title>{}</title>", "<script>'{}'</script>", "<style>{}</style>"])
MORE_PLACES = st.sampled_from(["<!--{}-->", "<i>{}</i>", "<x{}>x</x{}>", "<b title='{}'>x</b>"])


@given(PLACES | MORE_PLACES, st.lists(PIECES, max_size=3).map(b"".join))
def test_the_declared_character_set_has_its_turn_if_python_finds_no_utf8(
    place: str, piece: bytes
) -> None:
    around = f"<html><meta charset='windows-1256'><body>{place}<p>{TEXT}</p>".encode()
    content = around.replace(b"{}", piece)
    try:
        content.decode()
    except UnicodeDecodeError:
        expected = TEXT.encode().decode("windows-1256")
    else:
        expected = TEXT
    [paragraph] = read_tree(content).iter("p")
    assert paragraph.text == expected
