"""The site in a real browser: Debian's Chromium, driven by Playwright, on the running program."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.webui.chromium import MISSING, find_chromium
from tests.webui.pages import LANGUAGES
from tests.webui.site_content import FERIA, MANY, MARKET_LATER, SOUK
from tests.webui.test_safety import HARMED_PAGES
from tests.webui.test_serving import address_of, served

CHROMIUM = find_chromium()
if CHROMIUM is None:
    pytest.skip(MISSING, allow_module_level=True)
pytestmark = pytest.mark.e2e

WORDS = {"lanterns": MARKET_LATER.title, "فانوس": SOUK.title, "farol": FERIA.title}
KINDS_OF_PAGES = {
    "search": "search?q=tramway+OR+fair+OR+فوانيس+OR+farol",
    "filtered": "search?q=tramway&edition=english&since=2023&sort=date&page=2",
    "nothing": "search?q=lanterm&edition=english",
    "wrong": "search?q=(x",
    "article": "article/en:1",
    "arabic": "article/ar:3",
    "long": "article/en:8",
    "history": "article/en:1/history",
    "stories": "stories",
    "coverage": "coverage?by=month",
    "story": "story/en:1",
    "harmed story": "story/en:6",
    "across": "search?q=lanterns&across=1",
    "status": "status",
    "missing": "nothing",
}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
REFUSED = "Failed to load resource: the server responded with a status of 4"
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def origin(data: Path) -> Iterator[str]:
    """The address of the running program."""
    with served(data) as running:
        host, port = address_of(running)
        yield f"http://{host}:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if is_root else []
        )
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, origin: str) -> Iterator[Page]:
    """A tab that has seen nothing yet; whatever a page complains of there fails the test."""
    context = browser.new_context(base_url=origin, viewport=WIDE)  # type: ignore[arg-type]
    tab, troubles, asked = context.new_page(), list[str](), list[str]()
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("dialog", lambda dialog: troubles.append(dialog.message))
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda said: troubles.append(said.text))
    yield tab
    context.close()
    # An answer such as 404 is complained of, too; those are what some tests ask for.
    assert not [each for each in troubles if not each.startswith(REFUSED)]
    assert not [url for url in asked if not url.startswith(origin)]


def summary(page: Page) -> str:
    return page.locator("#summary").inner_text()


@pytest.mark.parametrize("interface", LANGUAGES)
@pytest.mark.parametrize("words", WORDS)
def test_searching(page: Page, interface: str, words: str) -> None:
    page.goto(f"/{interface}")
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("search").get_by_role("button").click()
    page.get_by_role("link", name=WORDS[words], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS[words])
    assert page.evaluate("document.documentElement.lang") == interface


def test_facets_and_pages(page: Page) -> None:
    page.goto("/en/search?q=tramway")
    for expected in ("1 to 10", "11 to 20", "21 to 25"):
        assert expected in summary(page)
        if "25" not in expected:
            page.get_by_role("link", name="Next").click()
    page.get_by_role("complementary").get_by_role("link", name="January 2024").click()
    assert summary(page) == "2 articles"
    page.get_by_role("link", name="Remove From: 2024-01").click()
    page.get_by_role("link", name="Remove all").click()
    assert "1 to 10" in summary(page)
    page.get_by_label("From").fill("2023-01")
    page.get_by_label("To", exact=True).fill("2023-03")
    page.get_by_role("button", name="Apply").click()
    assert summary(page) == f"{sum(_in_spring(each.published) for each in MANY)} articles"
    assert page.get_by_role("searchbox").input_value() == "tramway"


def _in_spring(published: datetime | None) -> bool:
    return published is not None and published.year == 2023 and published.month <= 3


def test_an_article_with_what_changed(page: Page) -> None:
    page.goto("/en/article/en:1")
    page.get_by_role("link", name="What changed between them").click()
    expect(page.locator("del")).to_have_text(["May"])
    expect(page.locator("ins")).to_have_text([" late", "June"])


def test_the_arabic_page_is_mirrored(page: Page) -> None:
    def left_of(selector: str) -> float:
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2

    page.goto("/en/search?q=tramway")
    assert left_of(".brand") < left_of(".languages") and left_of(".results") < left_of(".narrow")
    page.get_by_role("link", name="العربية").click()
    assert left_of(".brand") > left_of(".languages") and left_of(".results") > left_of(".narrow")
    # A hit keeps the direction of its own language.
    assert page.locator(".hit").first.evaluate("e => getComputedStyle(e).direction") == "ltr"


@pytest.mark.parametrize("interface", LANGUAGES)
def test_without_script(browser: Browser, origin: str, interface: str) -> None:
    context = browser.new_context(base_url=origin, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"/{interface}")
    tab.locator("#q").fill("tramway")
    tab.locator("#q").press("Enter")
    tab.locator(".pages a[rel=next]").click()
    tab.locator(".facet details summary").first.click()
    tab.locator(".facet details a").first.click()
    assert tab.locator(".chips li").count() >= 2
    tab.locator(".hits h3 a").first.click()
    assert "Tram line" in tab.locator("h1").inner_text()
    context.close()


def test_with_the_keyboard_only(page: Page) -> None:
    page.goto("/en/search?q=tramway")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("fair j k /")
    assert page.get_by_role("searchbox").input_value() == "fair j k /"
    page.keyboard.press("Escape")
    links = page.locator(".hits h3 a")
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(links.nth(place)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Tram line")


def test_everything_that_can_be_used_is_reached_by_tab(page: Page) -> None:
    page.goto("/en/search?q=tramway")
    wanted = page.locator("a, button, input:not([type=hidden]), summary")
    seen = set()
    for _ in range(wanted.count() + 5):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.outerHTML"))
    shown = [e.evaluate("e => e.outerHTML") for e in wanted.all() if e.is_visible()]
    assert set(shown) <= seen


@pytest.mark.parametrize(
    ("interface", "scheme"), [*((code, "light") for code in LANGUAGES), ("en", "dark")]
)
def test_nothing_keeps_anybody_out(
    browser: Browser, origin: str, interface: str, scheme: Any
) -> None:
    """The automated checks of axe-core, contrast among them."""
    context = browser.new_context(base_url=origin, color_scheme=scheme)
    tab, found = context.new_page(), dict[str, Any]()
    for name, path in KINDS_OF_PAGES.items():
        tab.goto(f"/{interface}/{path}")
        for each in Axe().run(tab).response["violations"]:
            if each["impact"] in SERIOUS:
                found[f"{name}: {each['id']}"] = [node["html"] for node in each["nodes"]][:2]
    context.close()
    assert not found


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("interface", LANGUAGES)
def test_nothing_sticks_out(page: Page, interface: str, size: Any) -> None:
    page.set_viewport_size(size)
    for name, path in KINDS_OF_PAGES.items():
        page.goto(f"/{interface}/{path}")
        wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1], name


@pytest.mark.parametrize("interface", LANGUAGES)
def test_a_hostile_article_does_nothing(page: Page, interface: str) -> None:
    for path in HARMED_PAGES:
        page.goto(f"/{interface}/{path}")
        assert page.evaluate("window.harmed") is None, path
        assert page.evaluate("document.querySelectorAll('script, img').length") == 2
        for link in page.locator("a[href^='/']").all()[:3]:
            with suppress(AttributeError):
                link.hover(timeout=2_000)
    assert page.evaluate("window.harmed") is None


def test_scripts_from_elsewhere_are_refused(browser: Browser, origin: str) -> None:
    context = browser.new_context(base_url=origin)
    tab, refused = context.new_page(), list[str]()
    tab.on("console", lambda said: refused.append(said.text))
    tab.goto("/en")
    tab.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.harmed = 1';"
        "document.body.append(s)"
    )
    assert tab.evaluate("window.harmed") is None
    assert any("Content Security Policy" in text for text in refused)
    context.close()


def test_paper_shows_the_text_alone(page: Page) -> None:
    page.goto("/en/article/en:1")
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible() and page.locator(".reading").is_visible()
    for selector in (".box", ".narrow", ".top nav"):
        assert not page.locator(selector).first.is_visible(), selector


def test_pointing_at_a_sentence_marks_its_counterparts(page: Page) -> None:
    def colours() -> list[str]:
        told: list[str] = said.evaluate_all("all => all.map(e => getComputedStyle(e).background)")
        return told

    page.goto("/en/story/en:1?show=shared")
    said = page.locator(".row").first.locator("p[lang]")
    plain = colours()
    said.first.hover()
    marked = colours()
    assert len(marked) > 1
    assert all(one != other for one, other in zip(plain, marked, strict=True))
    page.mouse.move(0, 0)
    page.locator(".row").first.focus()
    assert colours() == marked


def test_a_story_has_columns_or_rows(page: Page) -> None:
    def tops() -> set[float]:
        cells = page.locator(".row").first.locator(".cell:visible").all()
        boxes = [box for each in cells if (box := each.bounding_box())]
        return {box["y"] for box in boxes}

    page.goto("/ar/story/en:1?show=shared")
    assert len(tops()) == 1
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert len(tops()) > 1
