"""The many ways in which a page can say the same: one small page for each."""

import html as html_library
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.editions import SITES
from crawler.items import ArticleItem
from crawler.pages import parse_page

FETCHED = datetime(2026, 3, 12, 10, tzinfo=UTC)
URLS = {
    "english": "https://english.almayadeen.net/news/politics/a-quiet-harbour",
    "arabic": "https://www.almayadeen.net/news/politics/مرفأ-هادئ",
    "spanish": "https://espanol.almayadeen.net/noticias/politica/2101990/un-puerto-tranquilo",
}
ONE = "The first paragraph of the story says what happened, where and when, in one sentence."
TWO = "The second paragraph adds what the harbour master had to say about it on Wednesday."
OWN = {"title": "A quiet harbour", "url": URLS["english"], "postid": "77", "description": "Lead."}
HEAD = "<title>T</title>"


def parse(html: bytes | str, edition: str = "english", url: str = "") -> ArticleItem:
    return parse_page(html, url or URLS[edition], SITES[edition], fetched=FETCHED)


def page(body: str, *, head: str = HEAD, title: str = "A quiet harbour", info: str = "") -> str:
    return (
        f"<html lang='en'><head>{head}</head><body><div class='details-white-box'>"
        f"<h1>{title}</h1>{info}<p class='lg_para summary'>Lead.</p>"
        f"<div class='p-content'>{body}</div></div></body></html>"
    )


def paragraphs(html: bytes | str, edition: str = "english") -> list[str]:
    return parse(html, edition).body.split("\n\n")


def script(text: str, attributes: str = "type='text/tawsiyat' id='tawsiyat-metadata'") -> str:
    return f"<script {attributes}>{text}</script>"


TEXT = json.dumps(OWN)


@pytest.mark.parametrize(
    "head",
    [
        script(TEXT),
        script(TEXT, "id='tawsiyat-metadata'"),
        script(TEXT, "type='TEXT/Tawsiyat'"),
        script(f"\n\t{TEXT}\n"),
        script(f"<!-- {TEXT} -->"),
        script(f"//<![CDATA[\n{TEXT}\n//]]>"),
        script(f"window.metaData = {TEXT};"),
        script(f"[{TEXT}]"),
        script(TEXT[:-1] + ",}"),
        script(TEXT.replace("Lead.", "Lead.\n")),
        script(html_library.escape(TEXT)),
        script(TEXT + TEXT),
        script("{broken") + script(TEXT),
        script(json.dumps({"postid": "5"})) + script(TEXT),
        script(json.dumps({**OWN, "url": URLS["english"] + "-2", "title": "Other"})) + script(TEXT),
        f"<div id='tawsiyat-metadata' hidden>{html_library.escape(TEXT)}</div>",
    ],
)
def test_forms_of_the_sites_own_object(head: str) -> None:
    item = parse(page(f"<p>{ONE}</p>", head=head, title="Visible title"))
    assert (item.title, item.postid, item.lead) == ("A quiet harbour", "77", "Lead.")
    assert item.provenance["title"] == "tawsiyat"


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "{}", '"x"', "{'title': 'x'}", "{]"])
def test_unreadable_object_leaves_the_next_source(text: str) -> None:
    item = parse(page(f"<p>{ONE}</p>", head=script(text) + '<meta name="postid" content="78">'))
    assert (item.title, item.postid) == ("A quiet harbour", "78")


NEWS = {"@type": "NewsArticle", "headline": "A quiet harbour", "author": {"name": "Ana Lora"}}


@pytest.mark.parametrize(
    "value",
    [
        NEWS,
        [NEWS],
        {"@graph": [{"@type": "WebSite", "name": "x"}, NEWS]},
        {"@context": "https://schema.org", "@graph": {"@graph": [NEWS]}},
        {"@type": "WebPage", "name": "x", "mainEntity": NEWS},
        {**NEWS, "@type": ["Thing", "Article"]},
        {**NEWS, "@type": "https://schema.org/ReportageNewsArticle"},
        {**NEWS, "@type": "schema:NewsArticle"},
        {**NEWS, "@type": None},
        [{"@type": "VideoObject", "name": "A film"}, NEWS],
        [
            {**NEWS, "headline": "Other", "url": URLS["english"] + "-2"},
            {**NEWS, "url": URLS["english"]},
        ],
        {**NEWS, "author": "Ana Lora"},
        {**NEWS, "author": [{"@type": "Person", "name": "Ana Lora"}]},
        {**NEWS, "author": None, "creator": ["Ana Lora"]},
    ],
)
def test_forms_of_json_ld(value: Any) -> None:
    head = script(json.dumps(value), "type='application/ld+json; charset=utf-8'")
    item = parse(page(f"<p>{ONE}</p>", head=head, title="Visible title"))
    assert (item.title, item.authors) == ("A quiet harbour", ("Ana Lora",))


@pytest.mark.parametrize("kind", ["Organization", "Person", "BreadcrumbList", "WebSite"])
def test_json_ld_of_something_else(kind: str) -> None:
    head = script(json.dumps({"@type": kind, "name": "x"}), "type='application/ld+json'")
    assert parse(page(f"<p>{ONE}</p>", head=head)).title == "A quiet harbour"


@pytest.mark.parametrize(
    ("edition", "shown", "title"),
    [
        ("english", "Rain | Al Mayadeen English", "Rain"),
        ("english", "Rain - Al Mayadeen", "Rain"),
        ("english", "Panel | Rain | Al Mayadeen English", "Panel | Rain"),
        ("english", "Sources to Al Mayadeen", "Sources to Al Mayadeen"),
        ("arabic", "مطر | الميادين", "مطر"),
        ("arabic", "التحليلية | مطر | شبكة الميادين", "التحليلية | مطر"),
        ("arabic", "مطر | الميادين نت | الميادين", "مطر"),
        ("spanish", "Lluvia | Al Mayadeen Español", "Lluvia"),
        ("spanish", "Lluvia – Red El Mayadeen", "Lluvia"),
    ],
)
def test_name_of_the_site_behind_a_title(edition: str, shown: str, title: str) -> None:
    head = f'<meta property="og:title" content="{shown}">'
    assert parse(page(f"<p>{ONE}</p>", head=head), edition).title == title


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


OTHER = "/news/politics/another-story"


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
    ("edition", "info", "source"),
    [
        ("english", "<p>Source: Agencies</p>", "Agencies"),
        ("english", "<span>Source:</span><span>Agencies</span>", "Agencies"),
        ("english", "<p><b>Source:</b> Agencies | Forward</p>", "Agencies | Forward"),
        ("english", "<p>Source : <a href='#'>Agencies</a></p>", "Agencies"),
        ("english", "<div>By X <span>Source:</span> Agencies</div>", "Agencies"),
        ("english", "<p>Sources: Agencies</p>", "Agencies"),
        ("arabic", "<li>المصدر: وكالات</li>", "وكالات"),
        ("arabic", "<li><span>المصدر</span><span>: وكالات</span></li>", "وكالات"),
        ("spanish", "<div>Fuente: Exclusivo Al Mayadeen</div>", "Exclusivo Al Mayadeen"),
        ("english", "<div class='ticker'><p>Source: A ship</p></div>", ""),
        ("english", "<p>Source</p>", ""),
    ],
)
def test_source_line(edition: str, info: str, source: str) -> None:
    assert parse(page(f"<p>{ONE}</p>", info=info), edition).source == source


def test_source_line_at_the_end_of_the_text() -> None:
    item = parse(page(f"<p>{ONE}</p><p>Source: Valley Bulletin</p>"))
    assert (item.source, item.body) == ("Valley Bulletin", ONE)


@pytest.mark.parametrize(
    ("edition", "info", "published"),
    [
        ("english", "<span>1 Feb 2024 22:18</span>", datetime(2024, 2, 1, 20, 18, tzinfo=UTC)),
        ("english", "<span>9 Aug 2022</span>", datetime(2022, 8, 8, 21, tzinfo=UTC)),
        ("english", "<time datetime='x'>1 Dec 2021</time>", datetime(2021, 11, 30, 22, tzinfo=UTC)),
        ("arabic", "<span>اليوم 11:37</span>", datetime(2026, 3, 12, 9, 37, tzinfo=UTC)),
        ("arabic", "<li>29 آب 2024 10:00</li>", datetime(2024, 8, 29, 7, tzinfo=UTC)),
        ("spanish", "<div>23 Julio 19:20</div>", datetime(2025, 7, 23, 16, 20, tzinfo=UTC)),
        ("english", "<span>Thirteen days ago</span>", None),
    ],
)
def test_visible_date(edition: str, info: str, published: datetime | None) -> None:
    assert parse(page(f"<p>{ONE}</p>", info=info), edition).published == published


def test_date_of_a_card_is_not_the_articles() -> None:
    card = "<div class='dual-related'><p>9 Aug 2022</p></div>"
    assert parse(page(f"<p>{ONE}</p>{card}")).published is None


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


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<link rel='canonical' href='/relative'>", URLS["english"]),
        ("<link rel='canonical' href='https://www.almayadeen.net/x/y'>", URLS["english"]),
        ("<link rel='canonical' href='https://english.almayadeen.net/'>", URLS["english"]),
        ("<link rel='canonical' href='https://english.almayadeen.net/news'>", URLS["english"]),
        (
            "<link rel='canonical' href='http://english.almayadeen.net/news/misc/B%C3%A9?utm_source=x#y'>",
            "https://english.almayadeen.net/news/misc/Bé",
        ),
        (
            "<meta property='og:url' content='https://english.almayadeen.net/news/misc/b/'>",
            "https://english.almayadeen.net/news/misc/b",
        ),
    ],
)
def test_address(head: str, url: str) -> None:
    assert parse(page(f"<p>{ONE}</p>", head=head)).url == url


def test_lead_that_is_cut_off_elsewhere_is_taken_whole() -> None:
    lead = "The harbour town welcomes its first crossing in eleven weeks."
    head = f'<meta name="description" content="{lead[:40]}...">'
    html = page(f"<p>{ONE}</p>", head=head).replace("Lead.", lead)
    item = parse(html)
    assert (item.lead, item.provenance["lead"]) == (lead, "dom")


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("utf-8", "utf-8"),
        ("", "utf-8"),
        ("windows-1256", "cp1256"),
        ("utf-16", "utf-8"),
        ("x", "utf-8"),
    ],
)
def test_character_sets(declared: str, codec: str) -> None:
    html = page("<p>نصّ قصير.</p>", head=f"<meta charset='{declared}'>").encode(codec, "replace")
    assert paragraphs(html, "arabic") == ["نصّ قصير.".encode(codec, "replace").decode(codec)]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(codec: str) -> None:
    assert paragraphs(page(f"<p>{ONE}</p>").encode(codec)) == [ONE]


def test_bytes_that_do_not_fit_are_replaced() -> None:
    html = page("<p>a\x00b #</p>").encode().replace(b"#", b"\xff\xfe")
    assert paragraphs(html) == ["ab \ufffd\ufffd"]


def test_tags_of_the_page_at_the_end_of_the_text() -> None:
    head = "<meta name='keywords' content='Rivers,Ports'>"
    body = f"<p>{ONE}</p><p>{TWO}</p><p>Ports</p><p>Night ferries</p><p>Rivers</p>"
    assert paragraphs(page(body, head=head)) == [ONE, TWO]
    assert paragraphs(page(f"<h3>Ports</h3><p>{ONE}</p>", head=head)) == ["Ports", ONE]


def test_image_of_the_article_and_not_of_the_page() -> None:
    html = (
        "<html><body><nav><figure><img src='/logo.png'></figure></nav><h1>T</h1><article>"
        "<figure><img src='data:x' data-src='//media.example.net/a.jpg' alt='A boat'></figure>"
        f"<div class='p-content'><p>{ONE}</p></div></article></body></html>"
    )
    item = parse(html)
    assert (item.image_url, item.image_caption) == ("https://media.example.net/a.jpg", "A boat")


def test_related_articles_are_articles_of_the_editions() -> None:
    links = (
        "/live",
        "/authors/x",
        "/",
        "https://example.org/news/a/b",
        OTHER,
        OTHER + "?utm_source=x#y",
    )
    anchors = "".join(f"<a href='{link}'>Story</a>" for link in links)
    item = parse(page(f"<p>{ONE}</p><div class='dual-related'>{anchors}</div>"))
    assert item.related_urls == ("https://english.almayadeen.net" + OTHER,)
