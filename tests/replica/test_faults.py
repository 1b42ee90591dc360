"""Each fault, as a client meets it."""

import http.client
import json
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from replica.faults import CUT_EVERY, FAULTS, FOREIGN_URL, FaultError, Faults, describe
from replica.pages import REDESIGNS
from replica.process import running_replica
from tests.replica.fetching import fetch


def paths(base: str) -> list[str]:
    """Return the paths of all pages in the sitemaps."""
    found = []
    for month in locations(fetch(f"{base}/sitemaps/all.xml").text):
        found += [urlsplit(url).path for url in locations(fetch(base + urlsplit(month).path).text)]
    return found


def locations(xml: str) -> list[str]:
    return re.findall("<loc>(.*?)</loc>", xml)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nonsense", "no fault 'nonsense'; there are forbidden"),
        ("forbidden=1", "takes no value"),
        ("slow", "takes a value: slow=SECONDS"),
        ("slow=fast", "fault 'slow': could not convert"),
        ("gone=0", "fault 'gone': 0 is not at least 1"),
        ("redesigned=pink", "no redesign 'pink'; there are classes"),
        ("", "no fault ''"),
    ],
)
def test_a_wrong_fault_is_refused(text: str, message: str) -> None:
    with pytest.raises(FaultError, match=re.escape(message)):
        Faults([text])


def test_faults_are_combined() -> None:
    faults = Faults(["redesigned=classes", "redesigned=empty-body", "crawl-delay=7", "slow=0.5"])
    assert faults.redesigns == {"classes", "empty-body"}
    assert faults.crawl_delay_s == 7
    assert faults.has_validators
    assert len(faults.middlewares()) == 1
    assert Faults().middlewares() == []


def test_every_fault_is_described() -> None:
    text = describe()
    for name in (*FAULTS, *(f"redesigned={name}" for name in REDESIGNS)):
        assert re.search(rf"^  {re.escape(name)}\b.*\w{{3}}", text, re.MULTILINE), name


def test_forbidden(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "forbidden") as found:
        base = found["english"]
        assert fetch(f"{base}/sitemaps/all.xml").status == 403
        assert fetch(f"{base}/").status == 403
        assert fetch(f"{base}/robots.txt").status == 200


def test_forbidden_after_a_few_answers(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "forbidden-after=3") as found:
        assert fetch(f"{found['english']}/robots.txt").status == 200
        statuses = [fetch(f"{found['english']}/").status for _ in range(5)]
        assert statuses == [200, 200, 200, 403, 403]
        assert fetch(f"{found['spanish']}/").status == 200


def test_unavailable_once_for_each_address(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "unavailable") as found:
        for path in ("/", "/live"):
            first = fetch(found["arabic"] + path)
            assert (first.status, first.headers["Retry-After"]) == (503, "1")
            assert fetch(found["arabic"] + path).status == 200


def test_slow(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "slow=0.4") as found:
        start = time.monotonic()
        assert fetch(f"{found['english']}/robots.txt").status == 200
        assert time.monotonic() - start >= 0.4


def test_cut_every_seventh_page(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "cut") as found:
        url = f"{found['english']}/live"
        for _ in range(2):
            assert [fetch(url).status for _ in range(CUT_EVERY - 1)] == [200] * (CUT_EVERY - 1)
            with pytest.raises((http.client.IncompleteRead, ConnectionError)):
                fetch(url)
        assert fetch(f"{found['english']}/sitemaps/all.xml").status == 200


def test_gone_pages_stay_in_the_sitemap(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "gone=2") as found:
        listed = paths(found["english"])
        statuses = [fetch(found["english"] + path).status for path in listed]
        assert statuses.count(404) >= len(listed) // 2
        assert statuses.count(200) >= len(listed) // 2 - 2


def test_no_sitemap(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "no-sitemap") as found:
        assert fetch(f"{found['english']}/sitemaps/all.xml").status == 404
        assert fetch(f"{found['english']}/sitemaps/news.xml").status == 404
        assert fetch(f"{found['english']}/news/politics").status == 200


def test_no_validators(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "no-validators") as found:
        answer = fetch(f"{found['english']}/live", {"If-None-Match": "*"})
        assert answer.status == 200
        assert "ETag" not in answer.headers


def test_crawl_delay_with_another_fault(newsroom: Path) -> None:
    faults = ("--fault", "crawl-delay=3", "--fault", "redesigned=no-tawsiyat")
    with running_replica("--newsroom", newsroom, *faults) as found:
        assert fetch(f"{found['english']}/robots.txt").text.endswith("Crawl-delay: 3\n")
        assert "tawsiyat" not in fetch(f"{found['arabic']}/").text


def test_edited_articles_have_another_text_and_a_later_time(
    newsroom: Path, replica: dict[str, str]
) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "edited") as found:
        listed = paths(found["arabic"])
        before = {path: fetch(replica["arabic"] + path) for path in listed}
        after = {path: fetch(found["arabic"] + path) for path in listed}
    sentence = "وأكّد بيان ثانٍ"
    edited = {path for path, answer in after.items() if sentence in answer.text}
    assert sorted(listed) == sorted(before) and 1 <= len(edited) <= len(listed) // 5
    for path in listed:
        old, new = before[path].headers, after[path].headers
        assert (old.get("Last-Modified") != new.get("Last-Modified")) is (path in edited)


def test_moved_sitemaps_are_named_in_robots_txt(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "sitemaps-moved") as found:
        base = found["english"]
        assert fetch(f"{base}/sitemaps/all.xml").status == 404
        robots = fetch(f"{base}/robots.txt").text
        (index,) = re.findall(
            r"^Sitemap: https://english\.almayadeen\.net(/.+)$", robots, re.MULTILINE
        )
        months = locations(fetch(base + index).text)
        assert months
        assert all(fetch(base + urlsplit(url).path).status == 200 for url in months)


def test_no_listings(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "no-listings") as found:
        base = found["english"]
        assert fetch(f"{base}/").status == fetch(f"{base}/news/politics").status == 404
        assert fetch(base + paths(base)[0]).status == 200


def test_a_feed_of_the_newest_pages(newsroom: Path, replica: dict[str, str]) -> None:
    assert fetch(f"{replica['arabic']}/rss").status == 404
    with running_replica("--newsroom", newsroom, "--fault", "feed") as found:
        base = found["arabic"]
        links = re.findall("<item>.*?<link>(.*?)</link>", fetch(f"{base}/rss").text)
        assert 10 <= len(links) <= 20
        assert all(fetch(base + urlsplit(url).path).status == 200 for url in links)


def test_what_robots_txt_forbids(newsroom: Path) -> None:
    faults = ("--fault", "disallowed=/news/", "--fault", "disallowed=/live")
    with running_replica("--newsroom", newsroom, *faults) as found:
        robots = fetch(f"{found['english']}/robots.txt").text
        assert robots == "User-agent: *\nDisallow: /news/\nDisallow: /live\n"


def test_busy_once(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "busy=2") as found:
        answers = [fetch(f"{found['english']}/live") for _ in range(3)]
        assert [answer.status for answer in answers] == [200, 429, 200]
        assert answers[1].headers["Retry-After"] == "1"


def test_pages_that_send_their_visitors_away(newsroom: Path) -> None:
    with running_replica("--newsroom", newsroom, "--fault", "foreign=3") as found:
        base = found["english"]
        answers = {path: fetch(base + path) for path in paths(base)}
        away = [path for path, answer in answers.items() if answer.status == 302]
        assert 1 <= len(away) < len(answers)
        assert all(answers[path].headers["Location"] == FOREIGN_URL for path in away)
        assert [path for path in answers if fetch(base + path).status == 302] == away


def test_the_log_has_a_line_for_each_request(newsroom: Path, tmp_path: Path) -> None:
    file = tmp_path / "requests.jsonl"
    faults = ("--fault", "forbidden-after=2")
    with running_replica("--newsroom", newsroom, "--log", file, *faults) as found:
        base = found["spanish"]
        etag = fetch(f"{base}/live").headers["ETag"]
        fetch(f"{base}/live", {"If-None-Match": etag, "User-Agent": "Lantern/1"})
        fetch(f"{base}/a/b%C3%B1")
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [(row["path"], row["status"], row["conditional"]) for row in lines] == [
        ("/live", 200, False),
        ("/live", 304, True),
        ("/a/b%C3%B1", 403, False),
    ]
    assert [row["agent"] for row in lines] == ["", "Lantern/1", ""]
    assert lines[0]["bytes"] > 10_000 > lines[1]["bytes"] == 0
    times = [row[name] for row in lines for name in ("began_s", "ended_s")]
    assert times == sorted(times)
    assert {row["edition"] for row in lines} == {"spanish"}
