"""A crawl of a site that means harm ends by itself, with a name for whatever it met."""

import json
import sqlite3
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive import Article, open_archive
from archive.urls import HOSTS, canonical_url
from crawler.sitemaps import MAX_ENTRIES
from replica.hostile import LISTED, OWN, PAGES, PREFIX, SITEMAP_PREFIX, SITEMAPS
from replica.process import running_replica
from tests.e2e.conftest import NEWSROOM_COUNT, PROJECT, Program

pytestmark = pytest.mark.e2e
ORIGIN = f"https://{HOSTS['english']}"
TIMEOUT_S = 5
MAX_MEGABYTES = 400
"""Of the crawl's process; a crawl of harmless pages takes about 110."""
OUTCOMES: Mapping[str, str] = {
    "new": """
        plain bidi-title broken-json controls cookies dated-0001 dated-1970 dated-2099 dated-9999
        doubled-json early-hints entities escaped-controls half-as-deep huge-json invalid-utf8
        long-title many-objects many-sources marks mixed-encodings nested-json no-type
        nonsense-type odd-headers odd-json odd-links page-as-image plain-text second-answer
        unknown-packing utf16 utf16-as-utf8 utf7 version-nine windows-declared""",
    "refused/too-large": """
        megabytes megabytes-in-chunks endless gzip-bomb deflate-bomb br-bomb zstd-bomb
        gzip-of-gzip-bomb gzip-a-thousand-times attributes deep many-elements many-links""",
    "refused/not-html": """
        empty feed-as-page json no-markup pdf pdf-as-page sitemap-as-page utf16-in-meta""",
    "refused/no-title": "image-as-page shorter-than-told",
    "refused/garbled": "windows-as-utf8",
    "refused/invalid-article": "only-controls-title",
    "refused/redirect-loop": "to-itself to-and fro to-nothing",
    "refused/foreign-redirect": """
        to-file to-ftp to-javascript to-data to-elsewhere to-own-network to-user to-long""",
    "gone/404": "to-controls",
    "blocked/401": "status-401",
    "failed/timeout": """
        slow-drip silence silence-after-head endless-hints status-101""",
    "failed/cut": "cut-in-body cut-in-chunk bad-chunk endless-chunk-line",
    "failed/connection": """
        hang-up cut-in-head no-http binary status-in-words two-lengths negative-length
        endless-length long-header long-status-line many-headers endless-headers
        endless-folded-header odd-header-name""",
    "failed/bad-packing": "no-gzip no-deflate no-br no-zstd",
    "failed/0": "status-000",
    "failed/302": "to-nowhere",
    **{f"failed/{status}": f"status-{status}" for status in (204, 206, 300, 304, 418, 500, 999)},
}
"""The names of the cases by how the visit ends."""
OTHER_TITLES: Mapping[str, str] = {
    "second-answer": "(first)",
    "version-nine": "(nine)",
    "bidi-title": "Lemons esrever isolate mark come",
    "controls": "come",
    "escaped-controls": "come",
    "doubled-json": "Lemons, doubled",
    "huge-json": "\U0001f34b",
    "many-objects": "x",
    "long-title": "Lemons Lemons",
    "marks": "Lemon",
    "windows-declared": "\u0644\u064a\u0645\u0648\u0646",
}
"""What is in the titles that do not name the case."""
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
_MEASURED = """
import pathlib, resource, sys
from scrapy.cmdline import execute
try:
    execute()
finally:
    status = pathlib.Path("/proc/self/status")
    text = status.read_text() if status.exists() else ""
    of_children = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kilobytes = text.partition("VmHWM:")[2].split()[:1] or [of_children // (
        1024 if sys.platform == "darwin" else 1
    )]
    print("kilobytes", kilobytes[0], file=sys.stderr)
"""
"""Scrapy, and behind all it says, the most memory it has had."""


@dataclass(frozen=True)
class Crawl:
    """What a crawl of the hostile site came to."""

    program: Program
    report: Mapping[str, Any]
    errors: str
    visits: Mapping[str, str]
    """How the visit of an address ended, reason included."""

    articles: Mapping[str, Article]
    """By address."""


def url_of(name: str) -> str:
    return f"{ORIGIN}{PREFIX}{name}"


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    folder = tmp_path_factory.mktemp("hostile")
    with running_replica("--fault", "hostile") as addresses:
        mirror = folder / "mirror.json"
        mirror.write_text(json.dumps(addresses), encoding="utf-8")
        program = Program(folder / "data", mirror)
        settings = {
            "DOWNLOAD_TIMEOUT": TIMEOUT_S,
            "RETRY_TIMES": 1,
            "NEWS_STOP_AFTER_FAILED": 1000,  # they do come in a row here
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        }
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, "update", "english", "--json", *options],
            cwd=PROJECT,
            env=program.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
    assert done.returncode == 1, done.stderr
    (report,) = json.loads(done.stdout)
    archive = open_archive(program.data_folder)
    articles = {each.url: each for each in archive.every_article()}
    archive.close()
    return Crawl(program, report, done.stderr, visits(program.data_folder), articles)


def visits(data_folder: Path) -> dict[str, str]:
    connection = sqlite3.connect(data_folder / "archive.sqlite3")
    try:
        rows = connection.execute("SELECT url, outcome, reason FROM frontier").fetchall()
    finally:
        connection.close()
    return {url: "/".join(filter(None, (outcome, reason))) for url, outcome, reason in rows}


def test_every_case_ends_under_its_name(crawl: Crawl) -> None:
    expected = {name: key for key, names in OUTCOMES.items() for name in names.split()}
    assert expected.keys() == PAGES.keys()
    assert {name: crawl.visits[url_of(name)] for name in PAGES} == expected


def test_every_visit_is_counted_once(crawl: Crawl) -> None:
    of_addresses = {"refused/foreign-host", "refused/no-address", "refused/foreign-sitemap"}
    counted = Counter(crawl.report["reasons"])
    counted["new"] = crawl.report["counts"]["new"]
    for key in of_addresses:
        del counted[key]
    assert counted == Counter(crawl.visits.values())
    assert crawl.report["counts"]["waiting"] == 0


def test_the_crawl_ends_by_itself_and_says_what_was_wrong(crawl: Crawl) -> None:
    complaints = "\n".join(crawl.report["complaints"])
    assert "sitemaps could not be read" in complaints
    assert "pages were refused by the site" in complaints
    assert "errors in the program" not in complaints
    assert "ended early" not in complaints


def test_what_is_no_address_of_the_edition_is_never_asked_for(crawl: Crawl) -> None:
    foreign = {"elsewhere", "own-network", "look-alike", "user"}
    reasons = crawl.report["reasons"]
    assert reasons["refused/foreign-host"] == MAX_ENTRIES + len(foreign)
    assert reasons["refused/no-address"] == len(LISTED) - len(foreign)
    assert all(url.startswith(f"{ORIGIN}/") for url in crawl.visits)


def test_odd_writings_of_own_addresses(crawl: Crawl) -> None:
    host = HOSTS["english"]
    written = {name: text.format(origin=ORIGIN, host=host) for name, text in OWN.items()}
    ends = {name: crawl.visits[canonical_url(text)] for name, text in written.items()}
    assert ends == {
        "with-user": "new",
        "as-http": "new",
        "wide": "failed/400",
        "with-controls": "gone/404",
    }


def test_sitemaps_that_do_harm_cost_no_more_than_a_failure(crawl: Crawl) -> None:
    connection = sqlite3.connect(crawl.program.data_folder / "archive.sqlite3")
    rows = connection.execute("SELECT url FROM sources").fetchall()
    connection.close()
    prefix = f"{ORIGIN}{SITEMAP_PREFIX}"
    read = {url.removeprefix(prefix) for (url,) in rows if url.startswith(prefix)}
    assert read == {
        "entities.xml",
        "million-elsewhere.xml.gz",
        "dated.xml",
        "invalid-utf8.xml",
        "utf16.xml",
    }
    failed = len(SITEMAPS) - len(read) + 1  # the index names itself
    assert f"{failed} sitemaps could not be read" in crawl.report["complaints"]


def test_the_memory_it_takes_is_bounded(crawl: Crawl) -> None:
    kilobytes = int(crawl.errors.rpartition("kilobytes ")[2])
    assert 50 < kilobytes / 1024 < MAX_MEGABYTES


def test_the_articles_between_them_are_archived(crawl: Crawl, crawled: Program) -> None:
    archive = open_archive(crawled.data_folder)
    every = [each for each in archive.every_article() if each.edition == "english"]
    archive.close()
    wanted = {each.id: each.content_hash for each in every}
    assert len(wanted) == NEWSROOM_COUNT
    hashes = {each.id: each.content_hash for each in crawl.articles.values()}
    assert wanted.items() <= hashes.items()


def test_each_page_is_the_answer_to_its_own_address(crawl: Crawl) -> None:
    titles = {name: crawl.articles[url_of(name)].title for name in OUTCOMES["new"].split()}
    for name, title in titles.items():
        assert OTHER_TITLES.get(name, f"({name})") in title


def test_a_page_leads_nowhere_but_to_the_editions(crawl: Crawl) -> None:
    odd = crawl.articles[url_of("odd-links")]
    assert (odd.related_urls, odd.image_url) == ((url_of("plain"),), "")
    assert crawl.articles[url_of("odd-json")].image_url == ""


def test_impossible_dates_are_not_believed(crawl: Crawl) -> None:
    for name in ("dated-0001", "dated-1970", "dated-2099", "dated-9999"):
        assert crawl.articles[url_of(name)].published is None, name


def test_no_control_character_comes_through(crawl: Crawl) -> None:
    for each in crawl.articles.values():
        assert is_clean(f"{each.title}{each.lead}{''.join(each.tags)}{each.source}"), each.url
        assert is_clean(each.body), each.url
    program = crawl.program
    for name in ("controls", "escaped-controls", "bidi-title", "odd-json"):
        assert is_clean(program.run("triptych", "show", url_of(name)))
    for command in (("search", "lemons", "--limit", "100"), ("search", "ferry"), ("stats",)):
        assert is_clean(program.run("triptych", *command))
        assert is_clean(program.run("triptych", *command, "--json"))
    assert is_clean(crawl.errors)
    for log in (program.data_folder / "runs").iterdir():
        assert is_clean(log.read_text(encoding="utf-8"))


def is_clean(text: str) -> bool:
    controls = {each for each in text if unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"}}
    return controls <= {"\n"} and OVERRIDES.isdisjoint(text)
