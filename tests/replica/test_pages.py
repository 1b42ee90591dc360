"""Pages have the shape that is known of the real sites."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from replica.catalogue import Catalogue
from replica.content import Embed, Page, Paragraph, section_of
from replica.editions import editions
from replica.layout import layout_of
from replica.pages import Renderer
from replica.stories import read_stories
from replica.tellings import read_extras, read_newsroom

TAWSIYAT_FIELDS = [
    "type",
    "postid",
    "title",
    "url",
    "keywords",
    "thumbnail",
    "video_duration",
    "word_count",
    "lang",
    "published_time",
    "last_updated",
    "description",
    "author",
    "classes",
    "html",
    "lite_url",
]


def shape(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def script(root: html.HtmlElement, path: str) -> list[Any]:
    return [json.loads(each.text or "") for each in root.xpath(f"//script[{path}]")]


def metas(root: html.HtmlElement) -> Mapping[str, str]:
    return {
        each.get("name") or each.get("property") or "": each.get("content") or ""
        for each in root.xpath("//meta[@content]")
    }


def paragraphs(root: html.HtmlElement) -> list[str]:
    found = root.xpath("//div[@class='p-content']/p[not(@class) and not(strong)]")
    return [each.text_content() for each in found]


@pytest.fixture(scope="module")
def catalogues(newsroom: Path) -> Mapping[str, Catalogue]:
    pages = [*read_newsroom(read_stories(newsroom)), *read_extras()]
    return {name: Catalogue(edition, pages) for name, edition in editions().items()}


def telling(catalogue: Catalogue) -> Page:
    return next(page for page in catalogue.here() if page.words)


def with_layout(page: Page, **wanted: object) -> Page:
    """Return the page under a post id that gives it the layout wanted."""
    for number in range(100_000):
        found = replace(page, postid=str(number))
        layout = layout_of(found)
        if all(getattr(layout, name) == value for name, value in wanted.items()):
            return found
    raise AssertionError(wanted)


@pytest.mark.parametrize("edition", editions())
def test_all_pages_are_as_heavy_as_real_ones(
    catalogues: Mapping[str, Catalogue], edition: str
) -> None:
    renderer = Renderer(catalogues[edition])
    for page in catalogues[edition].here():
        assert 60_000 <= len(renderer.page(page).encode()) <= 100_000


@pytest.mark.parametrize("edition", editions())
def test_an_article(catalogues: Mapping[str, Catalogue], edition: str) -> None:
    row, catalogue = editions()[edition], catalogues[edition]
    page = with_layout(telling(catalogue), lead_again="", has_read_more=False, body_again=(0, 0))
    root = shape(Renderer(catalogue).page(page))
    assert (root.get("lang"), root.get("dir")) == (row.language, row.direction)
    titles = root.xpath("//div[@class='details-white-box']/*[self::h1 or self::h2]")
    assert [each.text_content() for each in titles] == [page.title]
    [lead] = root.xpath("//p[@class='lg_para summary']")
    assert lead.text_content() == page.lead
    texts = [block.text for block in page.blocks if isinstance(block, Paragraph)]
    assert paragraphs(root) == texts
    assert root.findtext(".//title") == f"{page.title} | {row.brand}"
    assert root.xpath("//figure/img/@data-src")[0] == page.thumbnail
    assert row.replica in root.xpath("//footer")[0].text_content()


@pytest.mark.parametrize("edition", editions())
def test_the_meta_tags(catalogues: Mapping[str, Catalogue], edition: str) -> None:
    page = telling(catalogues[edition])
    found = metas(shape(Renderer(catalogues[edition]).page(page)))
    assert found["postid"] == page.postid
    assert found["keywords"].split(",") == list(page.keywords)
    assert found["og:title"] == page.title
    assert found["og:image"] == page.thumbnail
    assert found["article:published_time"].endswith("3.0000000" if edition == "spanish" else "0000")
    assert "replica" in found["generator"]


def test_the_metadata_object_has_all_fields(catalogues: Mapping[str, Catalogue]) -> None:
    page = telling(catalogues["arabic"])
    root = shape(Renderer(catalogues["arabic"]).page(page))
    [found] = script(root, "@id='tawsiyat-metadata' and @type='text/tawsiyat'")
    assert list(found) == TAWSIYAT_FIELDS
    assert found["url"] == f"https://www.almayadeen.net{page.path}"
    assert found["keywords"] == ",".join(page.keywords)
    assert found["published_time"].endswith("+02:00")
    assert found["classes"][0] == {"key": "class1", "mapping": "posttype", "value": "أخبار"}
    assert {each["key"] for each in found["classes"]} <= {f"class{n}" for n in (1, 2, 3, 5, 6)}


def test_json_ld_is_the_article_first(catalogues: Mapping[str, Catalogue]) -> None:
    page = with_layout(telling(catalogues["english"]), has_json_ld=True)
    root = shape(Renderer(catalogues["english"]).page(page))
    article, publisher = script(root, "@type='application/ld+json'")
    assert (article["@type"], article["headline"]) == ("NewsArticle", page.title)
    assert article["publisher"] == publisher


@pytest.mark.parametrize("edition", ["english", "spanish"])
def test_metadata_varies_outside_the_arabic_edition(
    catalogues: Mapping[str, Catalogue], edition: str
) -> None:
    page = telling(catalogues[edition])
    layouts = [layout_of(replace(page, postid=str(number))) for number in range(400)]
    found = Counter((each.has_tawsiyat, each.has_json_ld) for each in layouts)
    assert len(found) == 4
    assert min(found.values()) > 20
    assert {each.heading for each in layouts} == {"h1", "h2"}
    assert {each.lead_again for each in layouts} == {"", "inside", "after"}
    assert all(
        layout_of(replace(page, edition="arabic", postid=str(number))).has_tawsiyat
        for number in range(50)
    )


def test_related_cards_stand_in_the_body(catalogues: Mapping[str, Catalogue]) -> None:
    page = with_layout(telling(catalogues["english"]), related_after=3)
    root = shape(Renderer(catalogues["english"]).page(page))
    [block] = root.xpath("//div[@class='p-content']/div[@class='dual-related']")
    assert len(list(block.itersiblings("p", preceding=True))) == 3
    assert block.text_content().strip().startswith("Related News")
    dates = [each.text_content() for each in block.xpath(".//p")]
    assert len(dates) == len(block.xpath(".//a")) >= 1
    assert all(date.endswith(" 2026") for date in dates)


def test_an_embedded_post_is_a_quotation_with_signature(
    catalogues: Mapping[str, Catalogue],
) -> None:
    page = telling(catalogues["english"])
    assert any(isinstance(block, Embed) for block in page.blocks)
    root = shape(Renderer(catalogues["english"]).page(page))
    [post] = root.xpath("//div[@class='p-content']/blockquote[@class='twitter-tweet']")
    assert post.findtext("p", "").startswith("Felicidades por la lámpara. pic.twitter.com/")
    assert "— Puerto Brillo (@brillo) March 12, 2026" in post.text_content()
    assert root.xpath("//script[contains(@src, 'widgets.js')]")


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ({"lead_again": "inside"}, "//div[@class='p-content']/p[@class='lg_para']"),
        ({"lead_again": "after"}, "//div[@class='p-content']/following::p[@class='lg_para']"),
        ({"has_read_more": True}, "//div[@class='p-content']/p[strong='Read more:']/a"),
        ({"has_frame": True}, "//div[@class='p-content']/iframe"),
        ({"heading": "h2"}, "//div[@class='details-white-box']/h2"),
    ],
)
def test_what_some_pages_have(
    catalogues: Mapping[str, Catalogue], wanted: dict[str, object], path: str
) -> None:
    page = with_layout(telling(catalogues["english"]), **wanted)
    assert len(shape(Renderer(catalogues["english"]).page(page)).xpath(path)) == 1


def test_old_spanish_pages_repeat_part_of_the_body(catalogues: Mapping[str, Catalogue]) -> None:
    page = replace(telling(catalogues["spanish"]), path="/news/1165809/una-lámpara")
    page = with_layout(page, body_again=(1, 4), has_read_more=False)
    texts = [block.text for block in page.blocks if isinstance(block, Paragraph)]
    root = shape(Renderer(catalogues["spanish"]).page(page))
    assert paragraphs(root) == [*texts, *texts[1:4]]


def test_furniture_around_an_english_article(catalogues: Mapping[str, Catalogue]) -> None:
    page = telling(catalogues["english"])
    root = shape(Renderer(catalogues["english"]).page(page))
    text = root.text_content()
    for label in ("BREAKING", "By Al Mayadeen English", "Source: Agencies", "1 Min Read", "Listen"):
        assert label in text, label
    assert len(root.xpath("//*[@class='ticker__item']")) >= 3
    assert root.xpath("//div[@class='coverage-box']/p")
    assert [each.text for each in root.xpath("//aside//h5")] == ["Most Read"]
    assert root.xpath("//nav[@class='breadcrumb']//li")[-1].text == page.title
    assert root.xpath("//ul[@class='languages']/li/a/@href")[0] == "https://www.almayadeen.net/"


def test_the_ticker_and_tags_of_an_arabic_article(catalogues: Mapping[str, Catalogue]) -> None:
    root = shape(Renderer(catalogues["arabic"]).page(telling(catalogues["arabic"])))
    box = "//*[@id='ticker-box']/ul/li/div[@class='ticker-item']/div[@class='ticker-text']/a/p"
    assert len(root.xpath(box)) >= 3
    assert root.xpath("//div[@class='tags-list']//p")[0].text == "مرافئ"
    assert "تصفح المزيد" in [each.text for each in root.xpath("//p")]


def test_a_video_has_no_text(catalogues: Mapping[str, Catalogue]) -> None:
    for name, catalogue in catalogues.items():
        videos = [page for page in catalogue.here() if section_of(page.path).startswith("video")]
        for page in videos:
            root = shape(Renderer(catalogue).page(page))
            assert root.xpath("//video"), name
            assert not root.xpath("//div[@class='p-content']"), name


def test_author_and_coverage_pages_say_what_they_are(catalogues: Mapping[str, Catalogue]) -> None:
    catalogue = catalogues["arabic"]
    for section, posttype in (("authors", "الكتّاب"), ("coverage", "تغطيات")):
        page = next(each for each in catalogue.here() if section_of(each.path) == section)
        root = shape(Renderer(catalogue).page(page))
        [found] = script(root, "@id='tawsiyat-metadata'")
        assert found["classes"][0]["value"] == posttype
        assert not root.xpath("//div[@class='p-content']")


def test_hostile_text_is_served_as_text(catalogues: Mapping[str, Catalogue]) -> None:
    text = "</script><b>\"&amp;' ]]> \u202e{{ 7 * 7 }}"
    page = with_layout(telling(catalogues["arabic"]), has_json_ld=True, has_read_more=False)
    page = replace(page, title=text, lead=text, blocks=(Paragraph(text),), keywords=(text,))
    root = shape(Renderer(catalogues["arabic"]).page(page))
    assert paragraphs(root) == [text]
    assert script(root, "@id='tawsiyat-metadata'")[0]["title"] == text
    assert script(root, "@type='application/ld+json'")[0]["headline"] == text
    assert metas(root)["og:title"] == text
    assert root.xpath("//h1 | //h2")[0].text_content() == text


def test_a_linked_tag_leaves_the_text_as_it_is(catalogues: Mapping[str, Catalogue]) -> None:
    text = "Many harbours & few lamps for the harbours today."
    page = replace(telling(catalogues["english"]), blocks=(Paragraph(text), Paragraph(text)))
    root = shape(Renderer(catalogues["english"]).page(page))
    assert paragraphs(root)[:2] == [text, text]
    assert len(root.xpath("//div[@class='p-content']/p/a[.='harbours']")) == 1


def test_redesigns(catalogues: Mapping[str, Catalogue]) -> None:
    catalogue = catalogues["arabic"]
    page = telling(catalogue)

    def redesigned(*names: str) -> html.HtmlElement:
        return shape(Renderer(catalogue, frozenset(names)).page(page))

    known = "//*[@class='p-content' or @class='details-white-box' or @class='lg_para summary']"
    assert len(redesigned().xpath(known)) == 3
    root = redesigned("classes")
    assert not root.xpath(known)
    assert page.blocks[0].text in root.text_content()  # type: ignore[union-attr]
    assert not redesigned("no-tawsiyat").xpath("//*[@id='tawsiyat-metadata']")
    root = redesigned("empty-body", "no-tawsiyat")
    assert [each.text_content().strip() for each in root.xpath("//div[@class='p-content']")] == [""]


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/news/politics/a-b", "news/politics"),
        ("/newscast/2026/4/11/a", "newscast"),
        ("/entrevistas/2046797/a", "entrevistas"),
        ("/authors/a", "authors"),
        ("/a", ""),
    ],
)
def test_sections(path: str, section: str) -> None:
    assert section_of(path) == section
