"""The replica by HTTP, as a crawler meets it."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from lxml import etree, html

from replica.editions import editions
from replica.process import running_replica
from replica.server import readable_path
from tests.replica.fetching import fetch

SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


def sitemap(base: str, path: str) -> etree._Element:
    answer = fetch(base + path)
    assert (answer.status, answer.headers["Content-Type"]) == (
        200,
        "application/xml; charset=utf-8",
    )
    return etree.fromstring(answer.body)


def texts(root: etree._Element, path: str) -> list[str]:
    return [each.text or "" for each in root.iterfind(path, SPACES)]


def addresses(base: str, name: str) -> list[str]:
    """Return all page addresses of a sitemap, month by month."""
    months = texts(sitemap(base, f"/sitemaps/{name}.xml"), "s:sitemap/s:loc")
    return [
        url for month in months for url in texts(sitemap(base, urlsplit(month).path), "s:url/s:loc")
    ]


def first_article(base: str) -> str:
    """Return the path of a page that is there."""
    return next(
        path
        for path in (urlsplit(url).path for url in addresses(base, "news"))
        if fetch(base + path).status == 200
    )


@pytest.mark.parametrize("edition", editions())
def test_every_listed_page_is_served_or_gone(replica: dict[str, str], edition: str) -> None:
    base, urls = replica[edition], addresses(replica[edition], "all")
    assert len(urls) == len(set(urls)) >= 7 + 11
    assert all(url.startswith(editions()[edition].origin) for url in urls)
    answers = [fetch(base + urlsplit(url).path) for url in urls]
    assert [answer.status for answer in answers].count(404) == 2
    pages = [answer for answer in answers if answer.status == 200]
    assert len(pages) == len(urls) - 2
    assert all(60_000 <= len(page.body) <= 100_000 for page in pages)
    assert {page.headers["Content-Type"] for page in pages} == {"text/html; charset=utf-8"}


def test_the_index_has_plain_months_newest_first(replica: dict[str, str]) -> None:
    root = sitemap(replica["arabic"], "/sitemaps/all.xml")
    months = texts(root, "s:sitemap/s:loc")
    start = "https://www.almayadeen.net/sitemaps/all/sitemap-"
    assert months[0] == f"{start}2026-6.xml"
    assert months[-1] == f"{start}2025-11.xml"
    assert not texts(root, "s:sitemap/s:lastmod")
    assert fetch(replica["arabic"] + "/sitemaps/all/sitemap-2026-06.xml").status == 404


def test_the_news_sitemap(replica: dict[str, str]) -> None:
    root = sitemap(replica["arabic"], "/sitemaps/news/sitemap-2026-3.xml")
    urls = texts(root, "s:url/s:loc")
    assert all(urlsplit(url).path.startswith("/news/") for url in urls)
    assert any("ب" in url for url in urls)
    times = texts(root, "s:url/s:lastmod")
    assert times == sorted(times, reverse=True) and len(times) > 2
    assert all(time.endswith("+01:00") for time in times)
    [first, *_] = root.iterfind("s:url", SPACES)
    assert texts(first, "news:news/news:publication/news:name") == ["شبكة الميادين"]
    assert texts(first, "news:news/news:publication/news:language") == ["ar"]
    assert texts(first, "news:news/news:title")[0].startswith("بلدة «مرسى النور»")
    assert texts(first, "news:news/news:keywords")[0].startswith("مرافئ,مصابيح")
    assert texts(first, "image:image/image:loc")[0].endswith(".jpg?v=2")


@pytest.mark.parametrize(("edition", "has_times"), [("english", True), ("spanish", False)])
def test_only_some_editions_have_times_in_the_whole_sitemap(
    replica: dict[str, str], edition: str, has_times: bool
) -> None:
    root = sitemap(replica[edition], "/sitemaps/all/sitemap-2026-3.xml")
    assert bool(texts(root, "s:url/s:lastmod")) is has_times


def test_robots_txt_allows_all(replica: dict[str, str]) -> None:
    answer = fetch(replica["english"] + "/robots.txt")
    assert (answer.status, answer.text) == (200, "User-agent: *\nAllow: /\n")


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ("/news/a:-b", "/news/a:-b"),
        ("/news/a%3A-b", "/news/a:-b"),
        ("/news/a%3a-b/?page=2", "/news/a:-b"),
        ("/%D9%86%D9%88%D8%B1", "/نور"),
        ("/%6e%CC%83", "/ñ"),
        ("/", "/"),
        ("", "/"),
        ("/%FF", "/\ufffd"),
    ],
)
def test_paths_are_read_in_every_notation(raw: str, path: str) -> None:
    assert readable_path(raw) == path


def test_a_colon_may_be_encoded(replica: dict[str, str]) -> None:
    paths = [urlsplit(url).path for url in addresses(replica["english"], "news")]
    path = next(path for path in paths if ":" in path)
    plain = fetch(replica["english"] + path)
    encoded = fetch(replica["english"] + quote(path, safe="/").replace(":", "%3A"))
    assert plain.status == encoded.status == 200
    assert plain.body == encoded.body


def test_a_client_that_has_the_page_gets_304(replica: dict[str, str]) -> None:
    url = replica["english"] + first_article(replica["english"])
    headers = fetch(url).headers
    assert fetch(url, {"If-None-Match": headers["ETag"]}).status == 304
    assert fetch(url, {"If-Modified-Since": headers["Last-Modified"]}).status == 304
    again = fetch(url, {"If-None-Match": headers["ETag"]})
    assert (again.body, again.headers["ETag"]) == (b"", headers["ETag"])
    earlier = format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True)
    assert fetch(url, {"If-Modified-Since": earlier}).status == 200
    later = format_datetime(datetime.now(UTC) + timedelta(days=9), usegmt=True)
    assert fetch(url, {"If-None-Match": '"other"', "If-Modified-Since": later}).status == 200


def test_head_has_headers_and_no_body(replica: dict[str, str]) -> None:
    answer = fetch(replica["english"] + "/live", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize("edition", editions())
def test_an_unknown_page_is_404_with_furniture(replica: dict[str, str], edition: str) -> None:
    answer = fetch(f"{replica[edition]}/news/politics/there-is-none")
    assert answer.status == 404
    assert editions()[edition].labels["missing"] in answer.text
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/news/politics", "/news", "/live", "/regions/africa"])
def test_listings_are_pages_and_no_articles(replica: dict[str, str], path: str) -> None:
    answer = fetch(replica["arabic"] + path)
    root = html.document_fromstring(answer.text)
    assert answer.status == 200
    [script] = root.xpath("//script[@id='tawsiyat-metadata']")
    found = json.loads(script.text or "")
    assert (found["type"], found["classes"][0]["value"]) == ("page", "الصفحات")
    if path in {"/", "/news", "/news/politics"}:
        cards = root.xpath("//section//a/@href")
        assert any(card.startswith("/news/politics/") for card in cards)
        assert [each.text for each in root.xpath("//section/button")] == ["تصفح المزيد"]


def test_each_edition_serves_its_own_only(replica: dict[str, str]) -> None:
    path = first_article(replica["english"])
    assert fetch(replica["arabic"] + path).status == 404


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "replica", "serve", *map(str, arguments)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_one_line_then_silence_until_a_signal(newsroom: Path, name: signal.Signals) -> None:
    process = start("--newsroom", newsroom)
    assert process.stdout is not None
    found = json.loads(process.stdout.readline())
    assert list(found) == ["english", "arabic", "spanish"]
    for address in found.values():
        assert urlsplit(address).hostname == "127.0.0.1"
        assert fetch(address + "/robots.txt").status == 200
    process.send_signal(name)
    assert process.communicate(timeout=20) == ("", "")
    assert process.returncode == 0


def test_ports_from_a_base(newsroom: Path) -> None:
    base = 20_000 + os.getpid() % 10_000  # below the ports that systems hand out
    with running_replica("--newsroom", newsroom, "--port-base", str(base)) as found:
        assert [urlsplit(url).port for url in found.values()] == [base, base + 1, base + 2]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("--fault", "nonsense"), 2, "no fault 'nonsense'"),
        (("--fault", "slow=fast"), 2, "fault 'slow'"),
        (("--articles", "/nowhere.jsonl"), 1, "nowhere.jsonl"),
        (("--wrong",), 2, "--wrong"),
    ],
)
def test_a_users_mistake_is_one_line(arguments: tuple[str, ...], status: int, message: str) -> None:
    process = start(*arguments)
    output, errors = process.communicate(timeout=30)
    assert (output, process.returncode) == ("", status)
    assert message in errors.strip().splitlines()[-1]


def test_a_replica_that_does_not_start_raises() -> None:
    with pytest.raises(RuntimeError, match="exit status 2"), running_replica("--fault", "none"):
        pass


def test_articles_of_a_file_instead_of_the_newsroom(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    values = {
        "edition": "ar",
        "postid": "1700001",
        "title": "بلدة تضيء مصباحاً",
        "url": "https://www.almayadeen.net/news/politics/بلدة:-مصباح",
        "published_time": "2023-05-31T23:30:00+03:00",
        "last_updated": "2023-06-02T00:10:05+03:00",
        "description": "الخلاصة.",
        "full_text": "الخلاصة.\nالأولى.\nالثانية.\nالخلاصة.",
    }
    file.write_text(json.dumps(values), encoding="utf-8")
    with running_replica("--articles", file) as found:
        assert addresses(found["arabic"], "all") == [values["url"]]
        assert addresses(found["english"], "all") == []
        assert fetch(found["arabic"] + "/sitemaps/news/sitemap-2023-5.xml").status == 200
        page = fetch(found["arabic"] + "/news/politics/بلدة%3A-مصباح")
        body = html.document_fromstring(page.text).xpath("//div[@class='p-content']/p/text()")
        assert body[:2] == ["الأولى.", "الثانية."]
        assert fetch(found["english"] + "/").status == 200
