"""What is fuzzed: each target takes bytes, and only an ``AssertionError`` or a bug leaves it.

The first byte of an input chooses among editions, languages and the like; the rest is the text.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from scrapy.http import Response

from archive.article import KINDS, with_content_hash
from archive.intake import build_article, normalise
from archive.tawsiyat import read_tawsiyat, refusal_reason, unknown_keys
from archive.urls import (
    HOSTS,
    MAX_URL_LENGTH,
    canonical_url,
    edition_of_url,
    request_url,
)
from crawler.editions import SITES
from crawler.items import REFUSALS, ArticleItem, RefusedPageError
from crawler.listings import MAX_LINKS, read_feed, read_listing, read_robots_sitemaps
from crawler.page_json import read_json
from crawler.pages import parse_page
from crawler.politeness import MAX_RETRY_AFTER_S, retry_after_s
from crawler.sitemaps import (
    MAX_ENTRIES,
    MAX_VALUE_CHARS,
    is_sitemap,
    month_of_sitemap,
    read_sitemap,
    utc_lastmod,
)
from languages import LANGUAGES, parse_visible_date
from tests.fuzz import seeds

NOW = datetime(2026, 3, 12, 10, tzinfo=timezone(timedelta(hours=2)))
EDITIONS = tuple(SITES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A reader of hostile input."""

    check: Callable[[bytes], None]
    """Reads an input and asserts what must hold of whatever comes out."""
    seeds: Callable[[], Iterable[bytes]]
    """Inputs to begin with."""
    tokens: tuple[bytes, ...]
    """Pieces that mean something to the reader."""


def check_page(data: bytes) -> None:
    """Only ``RefusedPageError`` leaves; an item can be stored."""
    choice, content = data[:1], data[1:]
    flags = choice[0] if choice else 0
    edition = EDITIONS[flags % len(EDITIONS)]
    html = content.decode(errors="replace") if flags & 64 else content
    try:
        item = parse_page(html, seeds.page_url(edition), SITES[edition], fetched=NOW)
    except RefusedPageError as error:
        assert error.reason in REFUSALS  # noqa: PT017  both ways out are right
        return
    assert_storable(item)


def assert_storable(item: ArticleItem) -> None:
    """An item has texts that can be written, and makes an article or is refused by name."""
    texts = (item.title, item.lead, item.body, item.source, item.section, item.url, *item.tags)
    more = (*item.authors, *item.related_urls, item.image_caption, item.published_raw)
    for text in (*texts, *more, item.image_url, item.country, item.coverage, item.postid):
        text.encode()
        assert "\x00" not in text
    assert item.title == item.title.strip() != ""
    assert item.kind in KINDS
    assert edition_of_url(item.url) == item.edition
    for time in (item.published, item.modified):
        assert time is None or time.tzinfo is UTC
    assert "" not in (item.body.split("\n\n") if item.body else ["x"])
    values: dict[str, Any] = {name: getattr(item, name) for name in item.__dataclass_fields__}
    normalise(values)
    try:
        article = with_content_hash(build_article(values))
    except ValueError as error:
        assert str(error) == "no title"  # noqa: PT017
        return
    assert "\x1b" not in f"{article.title}{article.lead}{article.body}"


def check_date(data: bytes) -> None:
    """A date is none, or an aware time in UTC, not far from now; it reads the same again."""
    languages = (*LANGUAGES, "xx")
    language = languages[(data[0] if data else 0) % len(languages)]
    text = _text(data[1:])
    found = parse_visible_date(text, language, now=NOW)
    if found is not None:
        assert found.tzinfo is UTC
        assert 1969 <= found.year <= NOW.year + 1
    assert parse_visible_date(f" {text}\u200f", language, now=NOW) == found or len(text) > 390


def check_url(data: bytes) -> None:
    """Only ``ValueError`` leaves; a canonical address is canonical, short and visible."""
    url = data.decode(errors="replace")
    edition_of_url(url)
    try:
        canonical = canonical_url(url)
    except ValueError:
        return
    assert len(canonical) <= MAX_URL_LENGTH
    assert canonical.startswith("https://")
    assert canonical_url(canonical) == canonical
    wire = request_url(canonical)
    assert wire.isascii()
    assert wire.isprintable()
    assert canonical_url(wire) == canonical
    assert edition_of_url(canonical) in {None, *HOSTS}
    assert canonical.isprintable() or not any(ord(c) < 32 for c in canonical)


def check_sitemap(data: bytes) -> None:
    """Nothing leaves; entries have addresses, and there is an end to them."""
    entries = read_sitemap(data)
    assert len(entries) <= MAX_ENTRIES
    for entry in entries:
        assert entry.url == entry.url.strip() != ""
        assert len(entry.url) <= 2 * MAX_VALUE_CHARS
        assert month_of_sitemap(entry.url)[4:5] in {"", "-"}
        lastmod = utc_lastmod(entry.lastmod)
        assert lastmod == "" or lastmod.endswith("Z")
    assert is_sitemap(data) in {True, False}


def check_feed(data: bytes) -> None:
    """Nothing leaves; the links are texts, and there is an end to them."""
    _assert_links(read_feed(data))


def check_listing(data: bytes) -> None:
    """Nothing leaves; the links are absolute."""
    links = read_listing(data.decode(errors="replace"), "https://english.almayadeen.net/news")
    _assert_links(links)
    assert all(":" in link for link in links)


def check_robots(data: bytes) -> None:
    """Nothing leaves."""
    _assert_links(read_robots_sitemaps(data.decode(errors="replace")))


def check_tawsiyat(data: bytes) -> None:
    """Nothing leaves; values have their types and can be written."""
    values = read_json(_text(data))
    if not isinstance(values, Mapping):
        return
    found = read_tawsiyat(values)
    assert all(isinstance(name, str) for name in unknown_keys(values))
    assert refusal_reason(values) in {"", *REFUSALS}
    for name, value in found.items():
        assert value, name
        for text in value if isinstance(value, tuple) else (value,):
            assert isinstance(text, str | int | datetime), name
            str(text).encode()


def check_retry_after(data: bytes) -> None:
    """Nothing leaves; the wait is bounded."""
    status = (429, 503, 200)[(data[0] if data else 0) % 3]
    answer = Response("https://x/", status=status, headers={"Retry-After": data[1:]})
    assert 0 <= retry_after_s(answer, now=NOW) <= MAX_RETRY_AFTER_S


TARGETS: Mapping[str, Target] = {
    "pages": Target(check=check_page, seeds=seeds.pages, tokens=seeds.PAGE_TOKENS),
    "dates": Target(check=check_date, seeds=seeds.dates, tokens=seeds.DATE_TOKENS),
    "urls": Target(check=check_url, seeds=seeds.urls, tokens=seeds.URL_TOKENS),
    "sitemaps": Target(check=check_sitemap, seeds=seeds.sitemaps, tokens=seeds.XML_TOKENS),
    "feeds": Target(check=check_feed, seeds=seeds.feeds, tokens=seeds.XML_TOKENS),
    "listings": Target(check=check_listing, seeds=seeds.listings, tokens=seeds.PAGE_TOKENS),
    "robots": Target(check=check_robots, seeds=seeds.robots, tokens=seeds.ROBOTS_TOKENS),
    "tawsiyat": Target(check=check_tawsiyat, seeds=seeds.tawsiyat, tokens=seeds.JSON_TOKENS),
    "retry-after": Target(check=check_retry_after, seeds=seeds.waits, tokens=seeds.WAIT_TOKENS),
}


def check_any(data: bytes) -> None:
    """Check an input of the target that its first byte names."""
    if data:
        tuple(TARGETS.values())[data[0] % len(TARGETS)].check(data[1:])


def any_seeds() -> Iterable[bytes]:
    """Yield the seeds of all targets, as :func:`check_any` takes them."""
    for number, target in enumerate(TARGETS.values()):
        for seed in target.seeds():
            yield bytes([number]) + seed


def _text(data: bytes) -> str:
    """Return text; of bytes that are none, every other time with halves of characters."""
    return data.decode(errors="surrogateescape" if len(data) % 2 else "replace")


def _assert_links(links: list[str]) -> None:
    assert len(links) <= MAX_LINKS
    assert len(links) == len(set(links))
    for link in links:
        assert isinstance(link, str)
        assert link == link.strip()
