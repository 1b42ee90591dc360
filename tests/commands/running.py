"""The command line, run in this process or in one of its own, on articles of our own invention."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import Result

from archive import Article
from archive.urls import HOSTS

PROGRAM = Path(__file__).resolve().parents[2] / "search_cli.py"
NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
HOSTILE = "Lanterns \x1b[2J\x9b31m \u202eoverridden\u202c \x07 now"
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
Run = Callable[..., Result]


def article(number: int, edition: str, **fields: Any) -> Article:
    code = {"english": "en", "arabic": "ar", "spanish": "es"}[edition]
    values: dict[str, Any] = {
        "url": f"https://{HOSTS[edition]}/news/culture/market-{number}",
        "section": "news/culture",
        "kind": "news",
        "language": code,
        "published": NOON + timedelta(days=number),
    }
    return Article(id=f"{code}:{number}", edition=edition, **(values | fields))


ARTICLES = [
    article(
        1,
        "english",
        title="Lantern market of Wadi Sarmal opens",
        lead="Four hundred lanterns hang over the old canal.",
        body="The harvest fair follows in May.\n\nRima Daloub reports.",
    ),
    article(2, "english", title="Harvest fair moves to Talmara", body="No lanterns this year."),
    article(
        3,
        "arabic",
        title="سوق الفوانيس يعود إلى وادي سرمل",
        lead="علّق الحرفيون أربعمئة فانوس بين الجسرين.",
        kind="feature",
    ),
    article(4, "spanish", title="Feria de faroles en Valdesauce", lead="Cien faroles de papel."),
    article(5, "english", title=HOSTILE, body=f"Body {HOSTILE}", published=None, section="misc"),
]


def process(folder: Path, *args: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", PROGRAM, *args],
        env={**kept, "NEWS_DATA_DIR": str(folder), **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def assert_error(result: Result, status: int, message: str) -> None:
    assert result.exit_code == status, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert re.search(message, result.stderr), result.stderr


def assert_harmless(shown: str) -> None:
    assert not _CONTROLS.search(shown.replace("\u2068", "").replace("\u2069", ""))
    assert shown.count("\u2068") == shown.count("\u2069")


def found_ids(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [hit["id"] for hit in json.loads(result.stdout)["hits"]]
