"""Comparisons on a terminal and as a page, also of articles that mean harm."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from printing import comparison_page
from printing.comparison import render_comparison
from printing.comparison_page import render_comparison_page
from printing.lines import width_of
from printing.markup import Markup, element, link_to, text_in
from printing.terminal import Terminal
from stories.comparison import Comparison, compare
from stories.lexicon import read_lexicon
from tests.stories.side_by_side import article, later, meaning

CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
HOSTILE = (
    "<script>alert(1)</script> \"><img src=x onerror='alert(2)'> </style> --> ]]> &lt;b&gt; "
    "\x1b[2J\x9b31m \u202eoverridden\u202c \x07 17 people Zaza Kintsuria"
)
VOID = frozenset({"meta", "br"})
ELEMENTS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "footer",
        "nav",
        "section",
    ],
).union(
    ["article", "div", "span", "p", "ul", "li", "a", "h1", "h2", "h3", "dl", "dt", "dd", "table"],
    ["thead", "tbody", "tr", "th", "td", "strong", "mark", "details", "summary"],
)
ATTRIBUTES = frozenset(
    ["charset", "name", "content", "http-equiv", "lang", "dir", "class", "id", "href", "rel"],
).union(
    ["style", "scope", "aria-label", "aria-labelledby"],
)


def compared(
    title: str = "Storm sinks boats", text: str = "The storm hurt 17 people."
) -> Comparison:
    articles = [
        article("en:1", title, text, "Only here.", tags=("storm", text), published=later(0)),
        article("ar:1", "عاصفة تُغرق قوارب", "أصابت العاصفة 20 شخصاً.", published=later(75)),
        article("es:1", "Hablan los vecinos", "«Nadie durmió», dijo Nuria Estadella."),
    ]
    vectors = {"en:1": meaning(1, 2, 3), "ar:1": meaning(1, 2), "es:1": meaning(1, 5)}
    return compare(articles, vectors=vectors, lexicon=read_lexicon())


def hostile() -> Comparison:
    articles = [
        article(
            f"{code}:<{HOSTILE}",
            HOSTILE,
            f"{HOSTILE} said “{HOSTILE}”.",
            lead=HOSTILE,
            language=language,
            authors=(HOSTILE,),
            source=HOSTILE,
            section=HOSTILE,
            tags=(HOSTILE, '"><script>'),
            image_url=f"https://example.org/{HOSTILE}.jpg",
            image_caption=HOSTILE,
            url=url,
        )
        for code, language, url in (
            ("en", 'en" onload="x', "javascript:alert(1)"),
            ("ar", "ar", 'https://www.almayadeen.net/"><script>'),
            ("es", "zz", "data:text/html,<script>"),
        )
    ]
    return compare(articles, lexicon=read_lexicon())


class Reader(HTMLParser):
    """Reads a page as a browser does, and keeps what is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        assert tag in ELEMENTS
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


# The terminal


def test_conflicts_come_first_and_every_part_is_there() -> None:
    shown = render_comparison(compared(), Terminal())
    heads = re.findall(r"^(?! )(?!story|3 art|sent)(.+)$", shown, re.MULTILINE)
    assert heads[:3] == ["Conflicting numbers", "Articles", "Said by several"]
    assert {"Only in english", "Only in spanish", "Numbers", "Quoted", "Evidence"} <= set(heads)
    assert "17 in english; against 20" in shown
    assert "arabic, 1 h 15 min later" in shown


@pytest.mark.parametrize("width", [20, 40, 79, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    longest = max(map(len, re.findall(r"\S+", render_comparison(compared(), Terminal()))))
    shown = render_comparison(compared(), Terminal(width=width))
    for line in shown.splitlines():
        assert width_of(line) <= max(width, longest + 8), line


def test_wide_terminals_have_columns() -> None:
    wide = render_comparison(compared(), Terminal(width=140))
    assert re.search(r"Storm sinks boats {5,}.*Hablan los vecinos", wide)
    assert not re.search(
        r"Storm sinks boats {5,}", render_comparison(compared(), Terminal(width=60))
    )


def test_colour_says_nothing_that_the_words_do_not() -> None:
    plain = render_comparison(compared(), Terminal(width=100))
    colored = render_comparison(compared(), Terminal(width=100, color=True))
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain


@pytest.mark.parametrize("width", [0, 50, 150])
def test_isolates_are_paired_on_every_line(width: int) -> None:
    shown = render_comparison(compared(), Terminal(isolates=True, width=width))
    lines = [line for line in shown.splitlines() if "عاصفة" in line]
    assert lines
    assert all("\u2068" in line for line in lines)
    assert all(line.count("\u2068") == line.count("\u2069") for line in shown.splitlines())


@pytest.mark.parametrize("width", [0, 50, 150])
def test_nothing_harmful_reaches_a_terminal(width: int) -> None:
    assert not CONTROLS.search(render_comparison(hostile(), Terminal(width=width)))


# The page


def test_the_page_is_whole_and_loads_nothing() -> None:
    page = render_comparison_page(compared())
    reader = read(page)
    assert {name for _, name, _ in reader.attributes} <= ATTRIBUTES
    assert not re.search(r"url\(|@import|<script|<link|<img|src=", page)
    policy = next(value for *_, value in reader.attributes if value.startswith("default-src"))
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert page.count("<style>") == 1
    for text in ("Conflicting numbers", "17", "عاصفة تُغرق قوارب", "Only in english", "storm"):
        assert text in reader.text


def test_every_text_has_its_language_and_direction() -> None:
    page = render_comparison_page(compared())
    for text in re.findall(r"<(\w+)([^>]*)>(?:[^<]*[ء-ي][^<]*)<", page):
        assert (
            text[0] == "title"
            or 'dir="rtl"' in text[1]
            or 'dir="auto"' in text[1]
            or text[0] in {"mark", "p"}
        ), text
    assert '<h3 lang="es" dir="ltr">Hablan los vecinos</h3>' in page
    assert '<h3 lang="ar" dir="rtl">عاصفة تُغرق قوارب</h3>' in page


def test_links_go_to_the_articles_and_say_nothing_of_whence() -> None:
    links = [link for link in read(render_comparison_page(compared())).attributes if link[0] == "a"]
    outside = [value for _, name, value in links if name == "href" and not value.startswith("#")]
    assert sorted(outside) == [
        "https://english.almayadeen.net/news/1",
        "https://espanol.almayadeen.net/news/1",
        "https://www.almayadeen.net/news/1",
    ]
    assert [value for _, name, value in links if name == "rel"] == ["noopener noreferrer"] * 3


def test_sections_of_the_page_are_where_its_links_lead() -> None:
    attributes = read(render_comparison_page(compared())).attributes
    ids = [value for _, name, value in attributes if name == "id"]
    targets = {value[1:] for _, name, value in attributes if name == "href" and value[0] == "#"}
    assert len(ids) == len(set(ids))
    assert targets <= set(ids)


def test_hostile_articles_are_nothing_but_text() -> None:
    page = render_comparison_page(hostile())
    reader = read(page)
    assert {name for _, name, _ in reader.attributes} <= ATTRIBUTES
    assert not CONTROLS.search(page.replace("\n", ""))
    assert "<script>alert(1)</script>" in reader.text
    schemes = {value.partition(":")[0] for _, name, value in reader.attributes if name == "href"}
    assert all(scheme == "https" or scheme.startswith("#") for scheme in schemes)
    assert all(re.fullmatch("[a-z]{2,3}", v) for _, name, v in reader.attributes if name == "lang")
    assert all(re.fullmatch(r"--count: \d+", v) for _, n, v in reader.attributes if n == "style")


def test_text_cannot_become_markup() -> None:
    assert element("p", "<b>", Markup("<b></b>")) == "<p>&lt;b&gt;<b></b></p>"
    assert element("p", title='"x') == '<p title="&quot;x"></p>'
    assert text_in("قمح", "ar") == '<span lang="ar" dir="rtl">قمح</span>'
    assert text_in("x", 'e"n') == '<span dir="auto">x</span>'
    assert link_to("javascript:alert(1)", "x") == "<span>x</span>"
    with pytest.raises(ValueError, match="no element"):
        element("p onload=x")


# WCAG 2.2, 1.4.3: 4.5 to 1


def luminance(color: str) -> float:
    color = color if len(color) == 7 else "#" + "".join(2 * digit for digit in color[1:])
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_contrast_is_enough_in_every_scheme() -> None:
    style = Path(comparison_page.__file__).with_suffix(".css").read_text(encoding="utf-8")
    schemes = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", block))
        for block in re.findall(r":root \{([^}]*)\}", style)
    ]
    assert len(schemes) == 3
    for scheme in schemes:
        for text in ("ink", "faint", "accent", "link"):
            for ground in ("page", "card", "mark") if text == "ink" else ("page", "card"):
                light, dark = sorted((luminance(scheme[text]), luminance(scheme[ground])))[::-1]
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground, scheme)
