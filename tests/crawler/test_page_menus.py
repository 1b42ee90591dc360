"""Menu and footer go before a page is parsed, and nothing that could be of the article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page_menus import without_menus
from tests.crawler.small_pages import ONE, page, paragraphs

MENU = b"<header class='top'><nav><ul><li><a href='/'>News</a></ul></nav></header>"
ICONS = b"<svg hidden><symbol id='i'><path d='M0 0'/></symbol></svg>"
FOOTER = b"<footer><div><h5>About us</h5><a href='/about'>About</a></div></footer>"
MAIN = b"<main><h1>T</h1><p>Text</p></main>"


def whole(*parts: bytes) -> bytes:
    return b"<html><head><title>T</title></head><body class='x'>%b</body></html>" % b"\n".join(
        parts
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ((MENU, MAIN), (b"", MAIN)),
        ((ICONS, MENU, MAIN), (b"", MAIN)),
        ((b"<!-- the menu -->", MENU, MAIN, FOOTER), (b"", MAIN, b"")),
        ((MAIN, FOOTER, b"<script>let x = 1</script>"), (MAIN, b"", b"<script>let x = 1</script>")),
        ((MENU, MAIN, FOOTER), (b"", MAIN, b"")),
        ((b"<header><div>never closed</header>", MAIN), (b"", MAIN)),
        ((b"<header></div></header>", MAIN), (b"", MAIN)),
    ],
)
def test_menu_and_footer_are_cut_out(given: tuple[bytes, ...], kept: tuple[bytes, ...]) -> None:
    assert without_menus(whole(*given)) == whole(*kept)


@pytest.mark.parametrize(
    "parts",
    [
        (MAIN,),
        (b"<div>", MENU, b"</div>", MAIN),
        (b"<article>", MENU, MAIN, b"</article>"),
        (b"<header><h1>T</h1></header>", MAIN),
        (b"<header><p>Text</p></header>", MAIN),
        (b"<header><time>1 Mar</time></header>", MAIN),
        (b"<header><script>x</script></header>", MAIN),
        (b"<header><meta name='a'></header>", MAIN),
        (b"<header><DIV></header>", MAIN),
        (b"<header><header></header></header>", MAIN),
        (b"<header><nav>", MAIN),
        (MAIN, b"</header>"),
        (b"<main><footer><a href='/tags/x'>x</a></footer></main>",),
        (MAIN, b"<footer><section>Text</section></footer>"),
        (MAIN, b"<footer>"),
        (b"</footer>", MAIN),
        (b"",),
    ],
)
def test_what_may_be_of_the_article_stays(parts: tuple[bytes, ...]) -> None:
    assert without_menus(whole(*parts)) == whole(*parts)


@given(st.lists(st.sampled_from([MENU, ICONS, FOOTER, MAIN, b"<body>", b"</body>", b"<!--", b">"])))
def test_any_page_keeps_all_of_its_main_elements(parts: list[bytes]) -> None:
    content = whole(*parts)
    left = without_menus(content)
    assert left.count(MAIN) == content.count(MAIN)
    assert without_menus(left).count(MAIN) == content.count(MAIN)


def test_a_comment_that_never_ends_in_the_menu_does_not_hide_the_article() -> None:
    menu = "<header><!-- never closed <nav><a href='/'>News</a></nav></header>"
    html = page(f"<p>{ONE}</p>").replace("<body>", f"<body>{menu}")
    assert paragraphs(html) == [ONE]
