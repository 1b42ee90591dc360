"""Inputs that the fuzzer begins with, and pieces that it puts into them."""

import gzip
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from archive.urls import HOSTS

PAGES = Path(__file__).parents[1] / "pages"
_TAWSIYAT = re.compile(rb"<script[^>]*tawsiyat[^>]*>(.*?)</script>", re.DOTALL)
_TIME = "2024-03-05T12:00:00+02:00"


def _split(tokens: str) -> tuple[bytes, ...]:
    return tuple(each.encode() for each in tokens.split("|"))


PAGE_TOKENS = (
    b"<div class='p-content'>",
    b"</div>",
    b"<p>",
    b"<p class='lg_para summary'>",
    b"</section><table>",
    b"<script type='text/tawsiyat'>",
    b"<script type='application/ld+json'>",
    b"</script>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"<a href='http://['>",
    b"<a href='/news/politics/a-b-c'>",
    b"<base href='javascript:'>",
    b"<h1>",
    b"<h1></h1>",
    b"<figure><img data-src='",
    b"<time datetime='",
    b"<meta property='article:published_time' content='",
    b"<meta charset='utf-16'>",
    b"<blockquote class='twitter-tweet'>",
    b"<svg><p>",
    b"<template>",
    b"<br><br>",
    b"Source: ",
    b"By Ana Lora",
    "المصدر:".encode(),
    b"Fuente: ",
    b"\x00",
    b"\x1b[31m",
    b"\x0c",
    b"\xef\xbb\xbf",
    "\u202e".encode(),
    b"\xed\xa0\x80",
    b"\xff\xfe",
    b"&#xD800;",
    b"&#0;",
    b"&nbsp;&nbsp;",
    b'{"',
    b'"}',
    b"\\ud800",
    b"99999999999999999999",
    "٢٠٢٦".encode(),
    b"12 May 2024 22:18",
)
DATE_TOKENS = _split(
    "1 Feb 2024 22:18|Feb 1, 2024|23 Julio 19:20|de |del |29 آب |تشرين الأول/أكتوبر|أمس|اليوم |"
    "منذ ساعتين|hace 2 horas|Today |Monday, |9999999999|29 Feb|31 |12:60|24:00|PM|a.m.|مساءً|"
    "٣٢|۱۲|\u200f|\u0301|\u00a0|, |/|(|)|²|Updated: |Published |ago|hace |منذ "
)
URL_TOKENS = _split(
    "https://|http://|english.almayadeen.net|www.almayadeen.net|espanol.almayadeen.net|:443|"
    ":99999|@|user:pw@|[::1]|[v1.x]|/|//|..|%2F|%2e|%|%FF|%25|%C2%A0|%E2%80%AE|?|&|=|+|;|#|"
    "utm_source=x|ref|\\|\t|\n|\u00a0|\u2028|\u202e|\u0301|ß|ﬁ|İ|。|．|xn--|javascript:|data:|"
    "\ufeff|\u200d|😀|أ|ا\u0654"
)
XML_TOKENS = (
    *_split(
        "<urlset>|</urlset>|<url>|</url>|<loc>|</loc>|<sitemapindex>|<sitemap>|<lastmod>|</lastmod>|"
        "<rss>|<channel>|<item>|</item>|<link>|</link>|<feed>|<entry>|<link href='|'/>|<![CDATA[|"
        "]]>|"
        "<!--|-->|<!DOCTYPE a [|<!ENTITY a 'b'>|<!ENTITY % a '|]>|&a;|&amp;|&#xD800;|&#0;|xmlns='|"
        "<x:url xmlns:x='y'>|<?xml version='1.0' encoding='utf-16'?>|<?xml version='1.1'?>|https://x/|"
        f"{_TIME}|0001-01-01T00:00:00+14:00|9999-12-31T23:59:59-14:00|sitemap-2024-13.xml|\x00"
    ),
    b"\x1f\x8b\x08",
    b"\xff\xfe<\x00",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
)
ROBOTS_TOKENS = (
    b"Sitemap:",
    b"SITEMAP :",
    b"\n",
    b"\r",
    b"\x85",
    b"#",
    b"https://x/",
    b"\x00",
    b":",
)
JSON_TOKENS = _split(
    '{|}|[|]|"|:|,|null|true|NaN|Infinity|1e999|-0|\\ud800|\\u0000|\\|<p>|</span>|&amp;|&#0;|'
    '"title"|"url"|"postid"|"keywords"|"classes"|"mapping"|"key"|"value"|"author"|"name"|'
    '"thumbnail"|"published_time"|"last_updated"|"video_duration"|"lang"|"description"|"type"|'
    '"2024-04-30T00:58:00+03:00"|"0001-01-01T00:00:00"|"9999-12-31T23:59:59-12:00"|"PT99H"|'
    '"1:99:99"|999999999999999999999|1e308|and |و|؛|\u0085|\u202e'
)
WAIT_TOKENS = (
    b"120",
    b"Mon, ",
    b"01 Jan 2027 ",
    b"99999999999999999999",
    b"00:00:00",
    b" GMT",
    b" -0000",
    b" +9999",
    "²".encode(),
    b"-1",
    b"nan",
    b"\x00",
)


def page_url(edition: str) -> str:
    """Return the address that the pages of an edition are read under."""
    return f"https://{HOSTS[edition]}/news/politics/a-quiet-harbour"


def pages() -> Iterator[bytes]:
    """Yield the saved pages, each for its own edition."""
    editions = tuple(HOSTS)
    for number, content in _saved():
        yield bytes([number]) + content
    yield bytes([len(editions)]) + b"<html><h1>T</h1><p>Text."


@cache
def _saved() -> tuple[tuple[int, bytes], ...]:
    editions = tuple(HOSTS)
    return tuple(
        (editions.index(path.parent.parent.name), path.read_bytes())
        for path in sorted(PAGES.glob("*/*/page.html"))
    )


def dates() -> Iterator[bytes]:
    """Yield dates as pages show them."""
    shown = (
        ("1 Feb 2024 22:18", "Feb 1, 2024 at 5:30 PM", "Today 10:12", "2 hours ago"),
        ("29 آب 2023", "9 تشرين الأول/أكتوبر", "أمس", "منذ ساعتين", "الإثنين 5 أيار 2025 20:10"),
        (
            "23 Julio 19:20",
            "23 de julio de 2025",
            "hace 2 horas",
            "ayer 10:00 · 20 Visualizaciones",
        ),
        ("1",),
    )
    for number, texts in enumerate(shown):
        for text in texts:
            yield bytes([number]) + text.encode()


def urls() -> Iterator[bytes]:
    """Yield addresses as the site and its enemies write them."""
    for url in (
        "http://English.almayadeen.net/news/a%3A-b/?utm_source=x#top",
        "https://www.almayadeen.net/news/politics/سوق-الفوانيس",
        "https://espanol.almayadeen.net/entrevistas/2046797/di%C3%A1logo-can\u0303a",
        "https://user:pw@almayadeen.net:8080/a//b/../%2F%25?b=2&a=1;c=3",
        "http://[::1]:80/a?x=%FF",
        "javascript:alert(1)",
    ):
        yield url.encode()


def sitemaps() -> Iterator[bytes]:
    """Yield sitemaps of several forms."""
    url = f"<url><loc>https://x/سوق</loc><lastmod>{_TIME}</lastmod></url>"
    news = "<news:news xmlns:news='n'><news:title>T</news:title></news:news>"
    listed = f"<?xml version='1.0'?><urlset xmlns='s'>{url}<url>{news}<loc>https://x/b</loc></url>"
    yield f"{listed}</urlset>".encode()
    yield gzip.compress(f"{listed}</urlset>".encode(), mtime=0)
    yield f"<sitemapindex><sitemap>{url[5:-6]}</sitemap></sitemapindex>".encode()
    yield f"<?xml version='1.0' encoding='utf-16'?><urlset>{url}</urlset>".encode("utf-16")
    yield b"<!DOCTYPE a [<!ENTITY a 'b'>]><urlset><url><loc>https://x/&a;</loc></url></urlset>"


def feeds() -> Iterator[bytes]:
    """Yield feeds of both kinds."""
    item = "<item><title>T</title><link> https://x/a-b-c </link></item>"
    yield f"<rss version='2.0'><channel>{item}{item}</channel></rss>".encode()
    entry = "<entry><link rel='alternate' href='https://x/a-b-c'/></entry>"
    yield f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode()


def listings() -> Iterator[bytes]:
    """Yield the saved section pages, and a small one."""
    for path in sorted(PAGES.glob("*/*-page/page.html")):
        yield path.read_bytes()
    yield b"<a href='/news/politics/a-b-c'>x</a><a href='//[x/a-b-c'>y</a>"


def robots() -> Iterator[bytes]:
    """Yield robots.txt files."""
    yield b"User-agent: *\nCrawl-delay: 5\nDisallow: /x\nSitemap: https://x/s.xml\n"
    yield b"\xef\xbb\xbfsitemap : https://x/1\r\nSITEMAP:https://x/2\rSitemap:"


def tawsiyat() -> Iterator[bytes]:
    """Yield the saved pages' own objects, and one with every key."""
    for _, content in _saved():
        for match in _TAWSIYAT.finditer(content):
            yield match[1].strip()
    yield json.dumps(
        {
            "type": "article",
            "postid": "1850881",
            "title": "A quiet harbour",
            "url": "https://www.almayadeen.net/news/politics/a-b-c",
            "keywords": "Rivers,Ports,Rivers",
            "thumbnail": "https://media.example/1.png?v=3",
            "video_duration": "2884",
            "lang": "ar",
            "published_time": "2024-04-30T00:58:00+03:00",
            "last_updated": _TIME,
            "description": " A lead.\n",
            "author": "By Ana Lora and Petr Novik | Al Mayadeen",
            "classes": [{"key": "class1", "mapping": "posttype", "value": "أخبار"}],
        }
    ).encode()


def waits() -> Iterator[bytes]:
    """Yield values of Retry-After."""
    yield b"\x00120"
    yield b"\x01Fri, 01 Jan 2027 00:00:00 GMT"
