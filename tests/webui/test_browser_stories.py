"""Stories and coverage in a real browser: reading them, judging them, following the numbers."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.commands.running import process
from tests.webui.browsing import NARROW, opened_page, skip_without_chromium
from tests.webui.pages import LANGUAGES
from tests.webui.running import address_of, served
from tests.webui.site_content import FERRY
from webui.interface import interfaces

skip_without_chromium()
pytestmark = pytest.mark.e2e

STORY = "story/en:20"
ENGLISH, ARABIC, SPANISH = (each.title for each in FERRY)
ALONE = ("The harbour office", "من فنجانها", "35 euros")
SHARED = ("ran aground", "جنحت العبّارة", "encalló")


def colours(said: Locator) -> list[str]:
    told: list[str] = said.evaluate_all("all => all.map(e => getComputedStyle(e).backgroundColor)")
    return told


@pytest.mark.parametrize("interface", LANGUAGES)
def test_numbers_that_contradict_each_other(page: Page, interface: str) -> None:
    words = interfaces()[interface].words
    page.goto(f"/{interface}/{STORY}")
    told = page.get_by_role("region", name=words["story"]["conflicts"])
    heading = words["story"]["against"].format(n=17, others=20)
    expect(told.get_by_role("heading", level=3)).to_have_text(heading)
    expect(told.locator("mark")).to_have_text(["17", "20", "20"])
    expect(told.locator(".edition")).to_have_text(
        [words["edition"][edition] for edition in ("english", "arabic", "spanish")]
    )
    numbers = page.get_by_role("region", name=words["story"]["numbers"], exact=True).last
    row = numbers.get_by_role("row").filter(has=page.get_by_role("rowheader", name="17"))
    absent = words["story"]["not_found"]
    expect(row.get_by_role("cell")).to_have_text(["17", absent, absent])
    assert words["story"]["conflict"] in row.inner_text()


def test_pointing_at_a_sentence_marks_its_counterparts(browser: Browser, origin: str) -> None:
    with opened_page(browser, origin, has_touch=True) as page:
        page.goto(f"/en/{STORY}?show=shared")
        row = page.locator(".row").nth(1)
        said = row.locator("p[lang]")
        plain = colours(said)
        said.first.hover()
        marked = colours(said)
        assert len(marked) == 3 and not set(marked) & set(plain)
        page.mouse.move(0, 0)
        assert colours(said) == plain
        page.locator(".row").first.focus()
        page.keyboard.press("Tab")
        expect(row).to_be_focused()
        assert colours(said) == marked
        page.keyboard.press("Tab")
        assert colours(said) == plain
        said.last.tap()
        assert colours(said) == marked


def test_a_story_has_columns_or_rows(page: Page) -> None:
    def tops() -> set[float]:
        cells = page.locator(".row").first.locator(".cell:visible").all()
        boxes = [box for each in cells if (box := each.bounding_box())]
        return {box["y"] for box in boxes}

    page.goto("/ar/story/en:1?show=shared")
    assert len(tops()) == 1
    page.set_viewport_size(NARROW)
    assert len(tops()) > 1


@pytest.mark.parametrize("interface", LANGUAGES)
def test_what_one_edition_alone_says(page: Page, interface: str) -> None:
    def shown() -> str:
        return " ".join(page.locator(".row").all_inner_texts())

    words = interfaces()[interface].words["story"]
    page.goto(f"/{interface}/{STORY}")
    assert all(text in shown() for text in (*ALONE, *SHARED))
    everything = page.locator(".row").count()
    page.get_by_role("link", name=words["alone"]).click()
    assert all(text in shown() for text in ALONE)
    assert not any(text in shown() for text in SHARED)
    assert page.locator(".row.alone").count() == page.locator(".row").count()
    alone = page.locator(".row").count()
    page.get_by_role("link", name=words["shared"]).click()
    assert all(text in shown() for text in SHARED)
    assert not any(text in shown() for text in ALONE)
    assert page.locator(".row").count() + alone == everything


@pytest.fixture
def own(data: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A data folder that may be changed, and the address of the program that serves it."""
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    with served(folder) as running:
        host, port = address_of(running)
        yield folder, f"http://{host}:{port}"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_judging_links(browser: Browser, own: tuple[Path, str], *, script: bool) -> None:
    """What is said in the browser is there after a reload, and on the command line."""
    folder, origin = own

    def told() -> set[str]:
        """Return whose story it is, if it is in one."""
        done = process(folder, "story", "en:20", "--json")
        return {each["id"] for each in json.loads(done.stdout).get("articles", ())}

    def judge(button: str) -> str:
        pairing = page.locator(".pairing", has_text=state)
        pairing.get_by_role("button", name=button, exact=True).click()
        page.goto("/en/story/en:20")
        page.reload()
        return page.locator("main").inner_text()

    with opened_page(browser, origin, java_script_enabled=script) as page:
        page.goto(f"/en/{STORY}")
        assert SPANISH in page.locator(".timeline").inner_text()
        state = "English and Spanish"
        seen = judge("Not one story")
        assert "You said: not one story" in seen and told() == set()
        state = "You said: not one story"
        seen = judge("Take back")
        assert "You said" not in seen and told() == {"en:20", "ar:21", "es:22"}
        state = "English and Spanish"
        assert "You said: one story" in judge("One story")
        assert told() == {"en:20", "ar:21", "es:22"}
        state = "You said: one story"
        assert "You said" not in judge("Take back")


@pytest.mark.parametrize(
    ("interface", "path"),
    [("en", "by=month"), ("ar", "by=section"), ("es", "by=month,section")],
)
def test_what_coverage_counts_is_a_click_away(page: Page, interface: str, path: str) -> None:
    page.goto(f"/{interface}/coverage?{path}")
    links = page.locator("main :is(a[href*='/stories?'], a[href*='/search?'])").all()
    counted = [(each.inner_text(), each.get_attribute("href")) for each in links]
    counted = [each for each in counted if number_in(each[0]) is not None]
    assert len(counted) > 9
    for text, address in counted[:: len(counted) // 6]:
        page.goto(f"/{interface}/coverage?{path}")
        page.locator(f'a[href="{address}"]').first.click()
        page.wait_for_url(lambda url: "/coverage" not in url)
        assert number_in(summary_of(page)) == number_in(text), address


def summary_of(page: Page) -> str:
    """Return what a search or a list of stories says it holds."""
    return page.locator("#summary, .page > h1 + p").first.inner_text()


def number_in(text: str) -> int | None:
    """Return the first number of a text, if it has any; Arabic says one and two in words."""
    words = {"واحد": 1, "واحدة": 1, "مقالان": 2, "قصتان": 2, "حدثان": 2}
    found = re.findall(r"\d+", text) or [words[each] for each in text.split() if each in words]
    return int(found[0]) if found else None


def test_from_a_search_to_a_story_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/en")
    page.keyboard.press("/")
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=ferry")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/en:20")
    go_to(page, "What each edition says")
    expect(page.locator("h1")).to_contain_text(ENGLISH)
    go_to(page, "Only in one edition")
    assert page.url.endswith("show=alone#sentences")
    go_to(page, ARABIC)
    expect(page.locator("h1")).to_have_text(ARABIC)


def go_to(page: Page, link: str) -> None:
    """Follow a link by the keys alone."""
    wanted = page.get_by_role("link", name=link)
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            break
    expect(wanted).to_be_focused()
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
