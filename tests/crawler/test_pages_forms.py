"""The many ways in which a page can say the same: one small page for each."""

import html as html_library
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.crawler.small_pages import ONE, OTHER, TWO, URLS, page, paragraphs, parse, script

OWN = {"title": "A quiet harbour", "url": URLS["english"], "postid": "77", "description": "Lead."}
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
