"""The demonstration: crawl the replica, search what was found, and set a story side by side."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from replica.process import running_replica

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data" / "demo"
SEARCHES = ("harbour OR ferry", "الانتخابات OR الميناء", "terremoto OR huelga")
STORY = "Four Valleys"
"""Words of a story that all three editions tell, not quite alike."""


def run_demo(*, serve: bool = False) -> int:
    """Crawl three editions, search, compare, say how to go on; return the exit status.

    Args:
        serve: Whether to end with the pages in a browser, until Ctrl-C.
    """
    shutil.rmtree(DATA, ignore_errors=True)
    with running_replica() as addresses, tempfile.TemporaryDirectory() as folder:
        mirror = Path(folder) / "mirror.json"
        mirror.write_text(json.dumps(addresses), encoding="utf-8")
        _say("Crawling the three editions of the replica")
        status = _run(sys.executable, "-m", "scrapy", "update", "--mirror", str(mirror))
    status = status or _show()
    if status:
        return status
    _say("Go on with")
    shown = DATA.relative_to(PROJECT)
    for command in (
        "search 'olive harvest' --across",
        "search 'حصاد الزيتون' --sort -date",
        "search huelga --edition spanish --json",
        "stories --missing spanish",
        "coverage",
        "serve",
        "stats",
    ):
        sys.stdout.write(f"  NEWS_DATA_DIR={shown} .venv/bin/triptych {command}\n")
    return _triptych("serve") if serve else 0


def _show() -> int:
    """Search in three languages, then find and compare one story; return the exit status."""
    for words in SEARCHES:
        _say(f"Searching: {words}")
        if status := _triptych("search", words, "--limit", "3"):
            return status
    _say("Finding the stories that several editions tell")
    if status := _triptych("sync"):
        return status
    asked = ("search", STORY, "--edition", "english", "--limit", "1", "--format", "ids")
    found = subprocess.run(  # noqa: S603  our own program
        _command(*asked), cwd=PROJECT, env=_environment(), check=False, stdout=subprocess.PIPE
    )
    id_ = found.stdout.decode().strip()
    if found.returncode or not id_:
        return found.returncode or 1
    _say(f"One story, side by side: {id_}")
    page = DATA / "story.html"
    return _triptych("compare", id_) or _triptych("compare", id_, "--html", str(page))


def _say(title: str) -> None:
    sys.stdout.write(f"\n== {title}\n")
    sys.stdout.flush()


def _triptych(*arguments: str) -> int:
    return _run(*_command(*arguments))


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "search_cli.py", *arguments]


def _run(*command: str) -> int:
    return subprocess.run(command, cwd=PROJECT, env=_environment(), check=False).returncode  # noqa: S603


def _environment() -> dict[str, str]:
    return os.environ | {"NEWS_DATA_DIR": str(DATA), "PAGER": ""}
