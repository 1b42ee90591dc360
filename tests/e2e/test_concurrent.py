"""Several crawls at once, into one archive."""

import json
from pathlib import Path

import pytest

from archive.article import EDITION_LANGUAGES
from tests.e2e.conftest import Program
from tests.e2e.replicas import Contents, Replica, contents, serving

pytestmark = pytest.mark.e2e


def _crawl_at_once(program: Program, replica: Replica, *editions: str) -> None:
    options = ("-s", "NEWS_FEED_SIZE=4", "-s", f"NEWS_MIRROR={replica.mirror}")
    crawls = [program.start("scrapy", "crawl", edition, *options) for edition in editions]
    for crawl in crawls:
        output, errors = crawl.communicate(timeout=300)
        assert crawl.returncode == 0, f"{output}\n{errors}"
        assert "Traceback" not in errors


def _of(crawled: Program, *editions: str) -> Contents:
    prefixes = tuple(f"{EDITION_LANGUAGES[edition]}:" for edition in editions)
    return {key: value for key, value in contents(crawled).items() if key[0].startswith(prefixes)}


def _reports(program: Program) -> list[Path]:
    return list((program.data_folder / "runs").glob("*.json"))


@pytest.mark.parametrize("editions", [("english", "english"), ("arabic", "spanish")])
def test_crawls_at_once_share_the_work(
    program: Program, crawled: Program, tmp_path: Path, editions: tuple[str, ...]
) -> None:
    with serving(tmp_path / "replica", "slow=0.05") as replica:
        _crawl_at_once(program, replica, *editions)
        for edition in editions:
            assert len(replica.page_requests(edition)) >= 40
            assert replica.asked_twice(edition) == []
    wanted = _of(crawled, *editions)
    assert contents(program) == wanted
    reports = [json.loads(file.read_text("utf-8")) for file in _reports(program)]
    assert len(reports) == 2
    assert sum(report["counts"]["new"] for report in reports) == len(wanted)
    stats = program.stats()
    assert stats["index"]["articles"] == len(wanted)
    assert stats["index"]["last_change"] == stats["last_change"]
