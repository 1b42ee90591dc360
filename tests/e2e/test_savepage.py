"""`scrapy savepage`: a test folder of one page."""

import json
from pathlib import Path

import pytest

from archive.urls import HOSTS
from replica.process import running_replica
from replica.stories import Telling, read_stories
from replica.tellings import page_of_telling
from tests.e2e.conftest import Program

pytestmark = pytest.mark.e2e


def a_telling(edition: str) -> tuple[str, Telling]:
    """Return the address of a story of the newsroom on the real host, and the story."""
    story = next(each for each in read_stories() if edition in each.tellings)
    telling = story.tellings[edition]
    return f"https://{HOSTS[edition]}{page_of_telling(story, telling).path}", telling


@pytest.mark.parametrize("edition", HOSTS)
def test_a_page_is_saved_with_what_is_expected_of_it(
    program: Program, tmp_path: Path, edition: str
) -> None:
    url, telling = a_telling(edition)
    told = program.run(
        "scrapy", "savepage", edition, url, "--slug", "one", "--folder", str(tmp_path)
    )
    folder = tmp_path / edition / "one"
    assert str(folder) in told
    assert telling.title.encode() in (folder / "page.html").read_bytes()
    assert json.loads((folder / "meta.json").read_text("utf-8"))["url"] == url
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert expected["title"] == telling.title
    assert expected["body"] == list(telling.paragraphs)
    assert not program.data_folder.exists()


def test_a_page_that_is_no_article_is_saved_as_such(
    program: Program, tmp_path: Path, mirror: Path
) -> None:
    site = json.loads(mirror.read_text("utf-8"))["english"]
    options = ("--site", site, "--folder", str(tmp_path))
    program.run("scrapy", "savepage", "english", f"{site}/live", *options, NEWS_MIRROR="")
    refused = (tmp_path / "english" / "live" / "refused.json").read_text("utf-8")
    assert json.loads(refused) == {"reason": "static-page"}


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (("klingon", "https://english.almayadeen.net/live"), 2, "give an edition"),
        (("english",), 2, "give an edition"),
        (("arabic", "https://english.almayadeen.net/live"), 2, "no address of the arabic edition"),
        (("english", "http://["), 2, "no address of the english edition"),
        (("english", "https://english.almayadeen.net/live", "--slug", "../x"), 2, "--slug"),
        (("english", "https://english.almayadeen.net/live", "--site", "x"), 2, "site=x"),
        (("english", "https://english.almayadeen.net/news/x/nothing"), 1, "gone/404"),
    ],
)
def test_a_mistake_is_one_line(
    program: Program, tmp_path: Path, arguments: tuple[str, ...], status: int, line: str
) -> None:
    program.run("scrapy", "savepage", *arguments, "--folder", str(tmp_path / "out"), status=status)
    assert line in program.errors.splitlines()[-1]
    assert "Traceback" not in program.errors
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("fault", "why"), [("forbidden", "blocked/403"), ("disallowed=/", "blocked/robots")]
)
def test_a_site_that_refuses(program: Program, tmp_path: Path, fault: str, why: str) -> None:
    url, _ = a_telling("english")
    with running_replica("--fault", fault) as addresses:
        options = ("--site", addresses["english"], "--folder", str(tmp_path))
        program.run("scrapy", "savepage", "english", url, *options, status=1)
    assert program.errors.splitlines()[-1] == f"{url} could not be fetched: {why}"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_never_written_over(program: Program, tmp_path: Path) -> None:
    url, _ = a_telling("english")
    (tmp_path / "english" / "mine").mkdir(parents=True)
    options = ("--slug", "mine", "--folder", str(tmp_path))
    program.run("scrapy", "savepage", "english", url, *options, status=2)
    assert "give another --slug" in program.errors
    assert list((tmp_path / "english" / "mine").iterdir()) == []
