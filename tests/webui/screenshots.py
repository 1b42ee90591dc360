"""Pictures of the pages: ``python -m tests.webui.screenshots FOLDER PICTURES [WORD…]``.

FOLDER is a data folder, such as the one that ``make demo`` leaves; PICTURES gets a PNG of every
kind of page in three languages, wide and narrow, light and dark, to be looked at: with words, only
those whose names have one of them. ``--readme`` instead makes those that the README shows.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import quote
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, ViewportSize

from tests.webui.browsing import opened_browser
from tests.webui.running import address_of, served

WORDS = {"en": "harbour OR ferry", "ar": "الميناء OR العبّارة", "es": "puerto OR huelga"}
EDITIONS = {"en": "english", "ar": "arabic", "es": "spanish"}
SIZES = {
    "wide": ViewportSize(width=1280, height=900),
    "phone": ViewportSize(width=390, height=844),
}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
STORY = "Four Valleys"
"""Words of a story that all three editions tell, not quite alike."""
README = {
    "search-en-wide-light": "search",
    "story-en-wide-light": "story",
    "story-ar-wide-light": "story-arabic",
    "matrix-es-wide-light": "coverage-spanish",
    "shared-en-phone-dark": "phone",
}
"""What the README shows, and under which name."""
_COLOURS = 128
"""Of a picture in the README: enough for text and a few plain colours."""


class Wanted(NamedTuple):
    """A picture to be taken."""

    name: str
    address: str
    size: str
    scheme: Scheme


def pictures_of(origin: str) -> Iterator[Wanted]:
    """Yield all pictures of a running site."""
    found = _first(origin, f"search?q={quote(STORY)}&edition=english")
    for code, size, scheme in product(WORDS, SIZES, SCHEMES):
        for kind, path in _pages(origin, code, found["id"]).items():
            name = f"{kind}-{code}-{size}-{scheme}"
            yield Wanted(name, f"{origin}/{code}/{path}", size, scheme)


def _pages(origin: str, code: str, story: str) -> Mapping[str, str]:
    """Return kinds of pages, and an address of each."""
    found = f"search?q={quote(WORDS[code])}"
    article = _first(origin, f"{found}&edition={EDITIONS[code]}&sort=-date")["id"]
    return {
        "search": found,
        "across": f"{found}&across=1&since=2026-02&kind=news",
        "nothing": "search?q=harbuor&tag=ferry",
        "article": f"article/{article}",
        "history": f"article/{article}/history",
        "stories": "stories",
        "story": f"story/{story}",
        "shared": f"story/{story}?show=shared#sentences",
        "alone": f"story/{story}?show=alone",
        "coverage": "coverage?by=month",
        "matrix": "coverage?by=month,section",
        "status": "status",
        "wrong": f"search?q={quote('harbour (ferry')}",
        "missing": "article/en:0",
    }


def _first(origin: str, found: str) -> Mapping[str, Any]:
    with urlopen(f"{origin}/{found}&format=json") as answer:  # noqa: S310  our own server
        hit: Mapping[str, Any] = json.load(answer)["hits"][0]
        return hit


def take(browser: Browser, wanted: Wanted, file: Path, *, whole: bool) -> None:
    """Save a picture of a page, the whole of it or what is seen first."""
    size, scheme = SIZES[wanted.size], wanted.scheme
    page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page.goto(wanted.address)
    page.screenshot(path=file, full_page=whole)
    page.close()


def shrink(file: Path) -> None:
    """Save a picture with few colours, which makes it a third of its size."""
    with Image.open(file) as image:
        few = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


def main(folder: Path, pictures: Path, words: list[str]) -> None:
    """Serve a data folder and take the pictures."""
    pictures.mkdir(parents=True, exist_ok=True)
    for_readme = words == ["--readme"]
    with served(folder) as running, opened_browser() as browser:
        host, port = address_of(running)
        for wanted in pictures_of(f"http://{host}:{port}"):
            name = README.get(wanted.name, "") if for_readme else wanted.name
            file = pictures / f"{name}.png"
            if for_readme and name:
                take(browser, wanted, file, whole=False)
                shrink(file)
            elif not for_readme and (not words or any(word in name for word in words)):
                take(browser, wanted, file, whole=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
