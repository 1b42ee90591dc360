"""A browser for the tests, and what is looked at in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.webui.chromium import MISSING, find_chromium

KINDS_OF_PAGES = {
    "search": "search?q=tramway+OR+fair+OR+فوانيس+OR+farol",
    "filtered": "search?q=tramway&edition=english&since=2023&sort=date&page=2",
    "nothing": "search?q=lanterm&edition=english",
    "wrong": "search?q=(x",
    "across": "search?q=lanterns&across=1",
    "article": "article/en:1",
    "arabic": "article/ar:3",
    "long": "article/en:8",
    "history": "article/en:1/history",
    "stories": "stories",
    "missing stories": "stories?missing=spanish",
    "story": "story/en:20",
    "rejoined story": "story/en:1?show=alone",
    "harmed story": "story/en:6",
    "coverage": "coverage?by=month",
    "coverage of sections": "coverage?by=section",
    "matrix": "coverage?by=month,section",
    "status": "status",
    "missing": "nothing",
}
WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
_REFUSED = "Failed to load resource: the server responded with a status of 4"


def skip_without_chromium() -> None:
    """Leave a module out, or go on."""
    if find_chromium() is None:
        pytest.skip(MISSING, allow_module_level=True)


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Open a browser, and close it in the end."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = ["--no-sandbox"] if is_root else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield opened
        opened.close()


@contextmanager
def opened_page(browser: Browser, origin: str, **options: Any) -> Iterator[Page]:
    """Open a tab that has seen nothing yet; whatever a page complains of there fails the test.

    Args:
        browser: The browser.
        origin: Where the site is; nothing else may be asked for anything.
        options: Of the browser's context.
    """
    context = browser.new_context(base_url=origin, **{"viewport": WIDE} | options)
    tab, troubles, asked = context.new_page(), list[str](), list[str]()
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("dialog", lambda dialog: troubles.append(dialog.message))
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda said: troubles.append(said.text))
    yield tab
    context.close()
    # An answer such as 404 is complained of, too; those are what some tests ask for.
    assert not [each for each in troubles if not each.startswith(_REFUSED)]
    assert not [url for url in asked if not url.startswith(origin)]
