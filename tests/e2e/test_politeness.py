"""What the site asks for is done: delays, pauses, refusals, robots.txt."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from socket import socket
from typing import Any

import pytest

from replica.content import number_of
from replica.editions import editions
from tests.e2e.conftest import Program
from tests.e2e.replicas import (
    contents,
    outcomes,
    pages_of,
    path_of,
    serving,
    update,
    versions,
)

pytestmark = pytest.mark.e2e
ONE_BY_ONE = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
SINCE = ("-a", "since=2026-08-01")


def _urls(count: int, edition: str = "english") -> str:
    origin = editions()[edition].origin
    return "urls=" + ",".join(origin + page.path for page in pages_of(edition)[:count])


def _gaps(rows: Iterable[Mapping[str, Any]]) -> Iterator[float]:
    """Yield the seconds from each answer to the next request; below 0 they overlap."""
    for earlier, later in pairwise(sorted(rows, key=lambda row: float(row["began_s"]))):
        yield later["began_s"] - earlier["ended_s"]


def test_crawl_delay_is_obeyed_and_the_site_knows_who_asks(
    program: Program, tmp_path: Path
) -> None:
    with serving(tmp_path, "crawl-delay=1") as replica:
        contact = "https://archive.example/crawler"
        update(program, replica, "english", "-a", _urls(3), NEWS_CONTACT=contact)
        rows = replica.requests()
    assert len(rows) == 4
    # From the first to the last: only how long those two were on their way is left to chance.
    assert rows[-1]["began_s"] - rows[0]["began_s"] > 3 * 0.6
    assert all(gap > 0 for gap in _gaps(rows))
    assert {row["agent"] for row in rows} == {f"Triptych/0.1 (+{contact})"}


@pytest.mark.parametrize(("host", "is_polite"), [("127.1", True), ("127.0.0.1", False)])
def test_one_request_at_a_time_to_a_host_that_is_not_this_machine(
    program: Program, tmp_path: Path, host: str, is_polite: bool
) -> None:
    # By a name that the crawler does not know for this machine's.
    with serving(tmp_path, "slow=0.5") as replica:
        site = replica.address("english").replace("127.0.0.1", host)
        program.run("scrapy", "crawl", "english", "-a", f"site={site}", "-a", _urls(3))
        rows = replica.page_requests()
    assert len(rows) == len(contents(program)) == 3
    assert all(gap >= 0 for gap in _gaps(rows)) is is_polite


@pytest.mark.parametrize(("fault", "pages"), [("busy=3", 3), ("unavailable", 1)])
def test_a_busy_site_is_left_alone_for_as_long_as_it_asks(
    program: Program, tmp_path: Path, fault: str, pages: int
) -> None:
    with serving(tmp_path, fault) as replica:
        arguments = ("-s", "DOWNLOAD_DELAY=0.01", *ONE_BY_ONE)
        (report,) = update(program, replica, "english", "-a", _urls(pages), *arguments)
        rows = replica.requests()
    busy = [gap for row, gap in zip(rows, _gaps(rows), strict=False) if row["status"] in {429, 503}]
    assert len(busy) == 1
    assert busy[0] > 0.95  # Retry-After: 1
    assert outcomes(report) == {"new": pages}
    assert report["healthy"]


def test_a_site_that_refuses_is_left_alone_and_asked_again_later(
    program: Program, tmp_path: Path
) -> None:
    with serving(tmp_path / "a", "forbidden-after=6") as replica:
        (report,) = update(program, replica, "english", *SINCE, *ONE_BY_ONE, status=1)
        refused = [row for row in replica.requests() if row["status"] == 403]
    # all.xml and three months: then two pages were had, and five were not.
    assert 5 <= len(refused) <= 6
    assert outcomes(report)["new"] == 2
    assert report["reasons"]["blocked/403"] == outcomes(report)["blocked"] == len(refused)
    assert outcomes(report)["waiting"] == 9 - 2 - len(refused)
    assert program.errors.count("english: the site refused 5 pages in a row") == 1
    assert "Traceback" not in program.errors
    with serving(tmp_path / "b") as replica:
        (report,) = update(program, replica, "english", *SINCE)
        assert len(replica.page_requests()) == 7
    assert outcomes(report) == {"known": 2, "new": 7}


def test_a_site_that_cannot_be_reached_is_left_alone_until_the_next_run(
    program: Program, tmp_path: Path
) -> None:
    with socket() as taken:  # nobody listens there: connections are refused
        taken.bind(("127.0.0.1", 0))
        site = f"site=http://127.0.0.1:{taken.getsockname()[1]}"
        options = ("-s", "RETRY_TIMES=0", *ONE_BY_ONE)
        output = program.run(
            *("scrapy", "update", "english", "--json", "-a", _urls(14), "-a", site, *options),
            status=1,
        )
    (report,) = json.loads(output)
    failed = report["reasons"]["failed/connection-refused"]
    assert 10 <= failed <= 11  # one may have been on its way
    assert outcomes(report) == {"failed": failed, "waiting": 14 - failed}
    assert program.errors.count("english: the site could not be reached 10 times in a row") == 1
    assert "Traceback" not in program.errors
    with serving(tmp_path) as replica:
        (report,) = update(program, replica, "english", "-a", _urls(14))
    assert outcomes(report) == {"new": 14}


def test_robots_txt_that_forbids_everything(program: Program, tmp_path: Path) -> None:
    with serving(tmp_path, "disallowed=/") as replica:
        (report,) = update(program, replica, "english", status=1)
        assert {row["path"] for row in replica.requests()} == {"/robots.txt"}
    assert outcomes(report) == {}
    (complaint,) = report["complaints"]
    assert "robots.txt at http://127.0.0.1:" in complaint
    assert "forbids every list of articles" in complaint
    assert program.errors.splitlines()[0] == f"english: {complaint}"
    assert "Traceback" not in program.errors


def test_forbidden_pages_and_those_of_other_hosts_have_their_names(
    program: Program, tmp_path: Path
) -> None:
    listed = {page.path for page in pages_of("english") if f"{page.published:%Y-%m}" >= "2026-08"}
    forbidden = {path for path in listed if path.startswith("/news/economics/")}
    foreign = {path for path in listed if number_of(path) % 3 == 0} - forbidden
    assert forbidden and foreign
    with serving(tmp_path, "disallowed=/news/economics/", "foreign=3") as replica:
        (report,) = update(program, replica, "english", *SINCE, status=1)
        rows = replica.page_requests()
    assert {path_of(row["path"]) for row in rows} == listed - forbidden
    assert len(rows) == len(listed - forbidden)
    assert report["reasons"] == {
        "blocked/robots": len(forbidden),
        "refused/foreign-redirect": len(foreign),
    }
    archived = {path_of(each[0].url) for each in versions(program).values()}
    assert archived == listed - forbidden - foreign
    assert report["complaints"] == [f"{len(forbidden)} pages were refused by the site"]
