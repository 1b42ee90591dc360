"""Small pages, each of which says one thing in one of the ways in which pages say it."""

from datetime import UTC, datetime

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
OTHER = "/news/politics/another-story"
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
