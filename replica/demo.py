"""The demonstration: crawl the replica, then search what was found, as a user would."""

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


def run_demo() -> int:
    """Crawl three editions, search in three languages, say how to go on; return the exit status."""
    shutil.rmtree(DATA, ignore_errors=True)
    with running_replica() as addresses, tempfile.TemporaryDirectory() as folder:
        mirror = Path(folder) / "mirror.json"
        mirror.write_text(json.dumps(addresses), encoding="utf-8")
        _say("Crawling the three editions of the replica")
        status = _run(sys.executable, "-m", "scrapy", "update", "--mirror", str(mirror))
    if status:
        return status
    for words in SEARCHES:
        _say(f"Searching: {words}")
        status = _run(sys.executable, "search_cli.py", "search", words, "--limit", "3")
        if status:
            return status
    _say("Go on with")
    shown = DATA.relative_to(PROJECT)
    for command in (
        "search 'olive harvest'",
        "search 'حصاد الزيتون' --sort -date",
        "search huelga --edition spanish --json",
        "stats",
    ):
        sys.stdout.write(f"  NEWS_DATA_DIR={shown} .venv/bin/triptych {command}\n")
    return 0


def _say(title: str) -> None:
    sys.stdout.write(f"\n== {title}\n")
    sys.stdout.flush()


def _run(*command: str) -> int:
    environment = os.environ | {"NEWS_DATA_DIR": str(DATA)}
    return subprocess.run(command, cwd=PROJECT, env=environment, check=False).returncode  # noqa: S603
