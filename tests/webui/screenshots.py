"""Pictures of the pages, to be looked at: ``python -m tests.webui.screenshots FOLDER PICTURES``.

FOLDER is a data folder, such as the one that ``make demo`` leaves; PICTURES gets a PNG of each page
in each language, wide and narrow.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.webui.chromium import find_chromium
from tests.webui.test_serving import address_of, served

WORDS = {"en": "harbour OR ferry", "ar": "الميناء OR العبّارة", "es": "puerto OR huelga"}
EDITIONS = {"en": "english", "ar": "arabic", "es": "spanish"}
SIZES = {
    "wide": ViewportSize(width=1280, height=900),
    "narrow": ViewportSize(width=390, height=844),
}


def take(origin: str, page: Page, pictures: Path) -> None:
    """Save a picture of every page."""
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for code in WORDS:
            for name, path in _pages(origin, code):
                page.goto(f"{origin}/{code}/{path}")
                page.screenshot(path=pictures / f"{name}-{code}-{size}.png")


def _pages(origin: str, code: str) -> Iterator[tuple[str, str]]:
    found = f"search?q={quote(WORDS[code])}"
    asked = f"{origin}/{found}&edition={EDITIONS[code]}&sort=-date&format=json"
    with urlopen(asked) as answer:  # noqa: S310  our own server
        hits = json.load(answer)["hits"]
    yield "search", found
    yield "status", "status"
    if hits:
        yield "article", f"article/{hits[0]['id']}"
        yield "history", f"article/{hits[0]['id']}/history"


def main(folder: Path, pictures: Path) -> None:
    """Serve a data folder and take the pictures."""
    pictures.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with served(folder) as running, sync_playwright() as playwright:
        host, port = address_of(running)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        take(f"http://{host}:{port}", browser.new_page(), pictures)
        browser.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
