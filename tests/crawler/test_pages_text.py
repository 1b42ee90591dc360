"""What of a page is the text of its article, in the many forms that a text can have."""

import pytest

from tests.crawler.small_pages import ONE, OTHER, TWO, page, paragraphs, parse


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>A <strong>bold</strong>. b</p>", ["A bold. b"]),
        ("<p>a<em>b</em>c <!-- x -->d<script>x</script>e</p>", ["abc de"]),
        ("<p>  a \n\t b  </p>", ["a b"]),
        ("<p>a&nbsp;b\u200fc&amp;lt;</p>", ["a\u00a0b\u200fc&lt;"]),
        ("<p>&nbsp;</p><p>a</p><p></p>", ["a"]),
        ("<p>a<br>b</p>", ["a b"]),
        ("<p>a<br><br>b</p>", ["a", "b"]),
        ("a<br />\n<br />b<br><br><br>c", ["a", "b", "c"]),
        ("stray<p>a</p>tail", ["stray", "a", "tail"]),
        ("<div><div><p>a</p></div><p>b</p></div>", ["a", "b"]),
        ("<h2>a</h2><ul><li>b</li><li>c<ol><li>d</ol></ul>", ["a", "b", "c", "d"]),
        ("<blockquote>a</blockquote><blockquote><p>b</p></blockquote>", ["a", "b"]),
        (
            "<table><tr><th>a</th><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>",
            ["a 1", "b 2"],
        ),
        ("<p>a<p>b", ["a", "b"]),
        ("<p>– Yes.</p><p>b</p><p>– Yes.</p>", ["– Yes.", "b", "– Yes."]),
        (f"<p>{ONE}</p><p>{TWO}</p><p>{ONE}</p>", [ONE, TWO]),
        (f"<p>Lead.</p><p>{ONE}</p><p class='lg_para'>Lead.</p>", [ONE]),
        (f"<p>Lead.</p><p>{ONE}</p><p>{TWO}</p>" * 2, [ONE, TWO]),
        (f"<p>{ONE}</p><p>Lead.</p><p>{TWO}</p>", [ONE, "Lead.", TWO]),
        (f"<p>A quiet harbour</p><p>{ONE}</p>", [ONE]),
    ],
)
def test_paragraphs(body: str, expected: list[str]) -> None:
    assert paragraphs(page(body)) == expected


@pytest.mark.parametrize(
    "furniture",
    [
        f"<div class='dual-related'><a href='{OTHER}'>Other</a><p>3 Nov 2025</p></div>",
        f"<div class='x'><a href='{OTHER}'><img></a><h4>Other story</h4><p>3 Nov 2025</p></div>",
        f"<div><h3>Related News</h3><a href='{OTHER}'>Other</a> <a href='{OTHER}-2'>B</a></div>",
        f"<h3>Related News</h3><ul><li><a href='{OTHER}'>Other story</a></li></ul>",
        f"<h4>Read more</h4><p><a href='{OTHER}'>Other story</a></p>",
        f"<p>Read more: <a href='{OTHER}'>Other story</a></p>",
        f"<p><b>READ MORE:</b> <a href='{OTHER}'>Other story</a></p>",
        f"<p>Read more <a href='{OTHER}'>Other story</a></p>",
        f"<p><a href='{OTHER}'>Read more: Other story</a></p>",
        f"<p>Related: <a href='{OTHER}'>Other story</a></p>",
        f"<p><a href='https://english.almayadeen.net{OTHER}'>Other story</a></p>",
        f"<aside><p>Other story</p><a href='{OTHER}'>x</a></aside>",
    ],
)
def test_links_to_other_articles(furniture: str) -> None:
    item = parse(page(f"<p>{ONE}</p>{furniture}<p>{TWO}</p>"))
    assert item.body == f"{ONE}\n\n{TWO}"


@pytest.mark.parametrize(
    ("edition", "line"),
    [
        ("arabic", "اقرأ أيضاً: "),
        ("arabic", "إقرأ ايضاً:"),
        ("arabic", "شاهد أيضاً: "),
        ("arabic", "مواضيع ذات صلة: "),
        ("spanish", "Lea también: "),
        ("spanish", "LEA TAMBIÉN:"),
        ("spanish", "Ver además: "),
        ("english", "Read also: "),
    ],
)
def test_labels_of_links(edition: str, line: str) -> None:
    body = f"<p>{ONE}</p><p>{line}<a href='{OTHER}'>Other story</a></p><p>{TWO}</p>"
    item = parse(page(body), edition)
    assert item.body == f"{ONE}\n\n{TWO}"
    assert [url.rpartition("/")[2] for url in item.related_urls] == ["another-story"]


@pytest.mark.parametrize(
    "post",
    [
        "<blockquote class='twitter-tweet'><p>Hola a todos.</p></blockquote>",
        "<div class='twitter-tweet'><p>Hola.</p></div>",
        "<blockquote><p>Hola. pic.twitter.com/Ab12Cd34</p>— P (@p) March 1, 2026</blockquote>",
        "<blockquote><p>Hola.</p><a href='https://x.com/ana/status/1'>March 1</a></blockquote>",
        "<blockquote class='instagram-media'><a href='#'>View</a><p>Hola.</p></blockquote>",
        "<blockquote class='tiktok-embed'><section>Hola.</section></blockquote>",
        "<div class='fb-post' data-href='x'><p>Hola.</p></div>",
        "<div class='telegram-post'><p>Hola.</p></div>",
        "<p>Hola a todos. pic.twitter.com/Ab12Cd34</p>",
        "<p>— Ana P (@ana_p) March 1, 2026</p>",
        "<iframe src='https://t.me/x/1?embed=1'><p>Hola.</p></iframe>",
        "<script async src='https://platform.twitter.com/widgets.js'>x</script>",
        "<figure><img src='x'><figcaption>Hola.</figcaption></figure>",
    ],
)
def test_embedded_posts(post: str) -> None:
    assert paragraphs(page(f"<p>{ONE}</p>{post}<p>{TWO}</p>")) == [ONE, TWO]


@pytest.mark.parametrize(
    "text",
    [
        "She posted it on X (formerly Twitter) on March 1, 2026, and took it down an hour later.",
        "“I read more: I read everything,” he said.",
        "Listen to the river, the old men say.",
        "All but two of the boats came home.",
        "On 3 Nov 2025 the pier was closed.",
        "Coverage of the race starts at noon.",
        "Sources: the harbour office told reporters that the pier would reopen in a week.",
        "Breaking the ice took until noon.",
    ],
)
def test_text_that_looks_like_furniture(text: str) -> None:
    assert paragraphs(page(f"<p>{ONE}</p><p>{text}</p><p>{TWO}</p>")) == [ONE, text, TWO]


def test_a_paragraph_with_links_in_it_stays() -> None:
    linked = f"The <a href='{OTHER}'>harbour master</a> said <a href='{OTHER}-2'>it was time</a>."
    assert paragraphs(page(f"<p>{ONE}</p><p>{linked}</p>"))[1].startswith("The harbour master")


def test_a_line_of_signs_is_no_repeated_lead() -> None:
    html = page(f"<p>{ONE}</p><p>***</p><p>{TWO}</p>").replace("Lead.", "")
    assert paragraphs(html) == [ONE, "***", TWO]


def test_the_lead_is_no_text_of_a_wider_element() -> None:
    html = page(f"<p>{ONE}</p><p>Lead.</p><p>{TWO}</p>").replace(
        "p-content", "read-section news-section"
    )
    assert paragraphs(html) == [ONE, TWO]


def test_list_without_links_stays_a_list() -> None:
    assert paragraphs(page("<ul><li>Two boats</li><li>One net</li></ul>")) == [
        "Two boats",
        "One net",
    ]


@pytest.mark.parametrize(
    ("container", "expected"),
    [
        ("<section class='news-section read-section light_bg'>{}</section>", [ONE, TWO]),
        ("<div itemprop='articleBody'>{}</div>", [ONE, TWO]),
        ("<form id='aspnetForm'><div class='p-content'>{}</div></form>", [ONE, TWO]),
        ("<main class='with-sidebar'><div class='p-content text'>{}</div></main>", [ONE, TWO]),
        (
            "<div class='p-content'>{}</div><div class='p-content'><p>End.</p></div>",
            [ONE, TWO, "End."],
        ),
    ],
)
def test_elements_that_hold_the_text(container: str, expected: list[str]) -> None:
    inner = f"<p>{ONE}</p><p>{TWO}</p>"
    html = f"<html><body><h2>A quiet harbour</h2>{container.format(inner)}</body></html>"
    assert paragraphs(html) == expected
