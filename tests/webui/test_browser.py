"""The site in a real browser: Debian's Chromium, driven by Playwright, on the running program."""

from contextlib import suppress
from datetime import datetime
from itertools import cycle
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.webui.browsing import KINDS_OF_PAGES, NARROW, WIDE, opened_page, skip_without_chromium
from tests.webui.pages import LANGUAGES
from tests.webui.site_content import FERIA, MANY, MARKET_LATER, SOUK
from tests.webui.test_safety import HARMED_PAGES

skip_without_chromium()
pytestmark = pytest.mark.e2e

WORDS = {"lanterns": MARKET_LATER.title, "فانوس": SOUK.title, "farol": FERIA.title}
SERIOUS = {"serious", "critical"}
AXE = Axe()
VIOLATIONS = """options => axe.run({...options, resultTypes: ["violations"]})
  .then(results => results.violations)"""


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
    with opened_page(browser, origin, java_script_enabled=False) as tab:
        tab.goto(f"/{interface}")
        tab.locator("#q").fill("tramway")
        tab.locator("#q").press("Enter")
        tab.locator(".pages a[rel=next]").click()
        tab.locator(".facet details summary").first.click()
        tab.locator(".facet details a").first.click()
        assert tab.locator(".chips li").count() >= 2
        tab.locator(".hits h3 a").first.click()
        assert "Tram line" in tab.locator("h1").inner_text()


def test_without_script_every_page_says_the_same(browser: Browser, origin: str, page: Page) -> None:
    def said(tab: Page, address: str) -> str:
        tab.goto(address)
        took = tab.locator(".took")
        return (
            tab.locator("main").inner_text().replace(took.inner_text() if took.count() else "", "")
        )

    with opened_page(browser, origin, java_script_enabled=False) as tab:
        for path, interface in zip(KINDS_OF_PAGES.values(), cycle(LANGUAGES), strict=False):
            address = f"/{interface}/{path}"
            told = said(tab, address)
            assert len(told) > 10 and told == said(page, address), address


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


@pytest.mark.parametrize("interface", LANGUAGES)
def test_nothing_keeps_anybody_out(page: Page, interface: str) -> None:
    """The automated checks of axe-core; of contrast in dark colours, too."""
    found = dict[str, list[str]]()
    for name, path in KINDS_OF_PAGES.items():
        page.emulate_media(color_scheme="light")
        page.goto(f"/{interface}/{path}")
        page.evaluate(AXE.axe_script)
        violations = page.evaluate(VIOLATIONS, {})
        page.emulate_media(color_scheme="dark")
        violations += page.evaluate(VIOLATIONS, {"runOnly": ["color-contrast"]})
        for each in violations:
            if each["impact"] in SERIOUS:
                found[f"{name}: {each['id']}"] = [node["html"] for node in each["nodes"]][:2]
    assert not found


def test_the_dark_is_dark(page: Page) -> None:
    """Else the contrast would have been measured in the light twice."""
    page.goto("/en/story/en:20")
    paper = "parseInt(getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/)[0])"
    assert page.evaluate(paper) > 200
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(paper) < 60
    page.emulate_media(color_scheme="dark", media="print")
    ink = "parseInt(getComputedStyle(document.body).color.match(/\\d+/)[0])"
    assert page.evaluate(ink) < 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_where_the_keyboard_is_can_be_seen(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    for name, path in KINDS_OF_PAGES.items():
        page.goto(f"/ar/{path}")
        page.keyboard.press("Tab")
        hidden = page.evaluate(UNSEEN_FOCUS)
        assert hidden == [], name


UNSEEN_FOCUS = """() => {
  const used = "a, button, input:not([type=hidden]), summary, [tabindex='0']";
  return [...document.querySelectorAll(used)].filter(each => {
    each.focus();
    const style = getComputedStyle(each);
    return document.activeElement === each && each.checkVisibility()
      && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2);
  }).map(each => each.outerHTML);
}"""


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
