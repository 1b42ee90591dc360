"""Dated parsers: a page is read as the site was written when it was fetched."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

import pytest

from crawler import pages
from crawler.editions import ENGLISH, SITES
from crawler.items import ArticleItem
from crawler.pages import PARSERS, PageParser, parse_page, parser_for
from replica.catalogue import Catalogue
from replica.content import Page, Paragraph
from replica.editions import editions
from replica.pages import Renderer
from replica.stories import read_stories
from replica.tellings import read_newsroom

REDESIGNED = replace(
    ENGLISH,
    title_selectors=(".story-head h1", ".story-head h2"),
    lead_selectors=(".story-standfirst",),
    body_selectors=(".story-text",),
)
LAST_OLD_DAY = date(2026, 11, 20)
OLD = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
NEW = OLD + timedelta(minutes=1)
DATED = (
    PageParser(site=REDESIGNED),
    PageParser(site=ENGLISH, valid_until=LAST_OLD_DAY),
    PageParser(site=ENGLISH, valid_until=date(2024, 1, 31)),
)


def mistakes(parsers: Sequence[PageParser]) -> list[str]:
    """Return what keeps a list of parsers from being one for every day."""
    first, *older = parsers
    found = [] if first.valid_until is None else ["the newest has a date"]
    dates = [each.valid_until or date.max for each in older]
    if date.max in dates:
        found.append("an older one has no date")
    if len(set(dates)) < len(dates):
        found.append("two have the same date")
    if dates != sorted(dates, reverse=True):
        found.append("they are not newest first")
    return found


@pytest.mark.parametrize("edition", SITES)
def test_the_parsers_of_an_edition_cover_every_day_once(edition: str) -> None:
    assert mistakes(PARSERS[edition]) == []
    assert all(each.site.name == edition for each in PARSERS[edition])


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ((None, date(2025, 1, 1), date(2024, 1, 1)), []),
        ((date(2025, 1, 1),), ["the newest has a date"]),
        ((None, None), ["an older one has no date"]),
        ((None, date(2024, 1, 1), date(2024, 1, 1)), ["two have the same date"]),
        ((None, date(2024, 1, 1), date(2025, 1, 1)), ["they are not newest first"]),
    ],
)
def test_mistakes_in_the_dates_are_seen(dates: tuple[date | None, ...], found: list[str]) -> None:
    assert mistakes([PageParser(site=ENGLISH, valid_until=each) for each in dates]) == found


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The English site was redesigned on 21 November 2026."""
    monkeypatch.setattr(pages, "PARSERS", {**PARSERS, "english": DATED})


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize(
    ("fetched", "number"),
    [
        (datetime(2020, 1, 1, tzinfo=UTC), 2),
        (datetime(2024, 1, 31, 23, 59, 59, tzinfo=UTC), 2),
        (datetime(2024, 2, 1, tzinfo=UTC), 1),
        (OLD, 1),
        (NEW, 0),
        (NEW.astimezone(timezone(-timedelta(hours=9))), 0),
        (datetime(2040, 1, 1, tzinfo=UTC), 0),
    ],
)
def test_the_day_of_fetching_in_utc_decides(fetched: datetime, number: int) -> None:
    assert parser_for("english", fetched) is DATED[number]


@cache
def article() -> Page:
    every = [each for each in read_newsroom(read_stories()) if each.edition == "english"]
    return max(every, key=lambda each: each.words)


def parsed(fetched: datetime, *redesigns: str) -> ArticleItem:
    english = editions()["english"]
    html = Renderer(Catalogue(english, [article()]), frozenset(redesigns)).page(article())
    return parse_page(html, english.origin + article().path, SITES["english"], fetched=fetched)


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize(("fetched", "redesigns"), [(OLD, ()), (NEW, ("classes",))])
def test_each_parser_reads_the_pages_of_its_time(
    fetched: datetime, redesigns: tuple[str, ...]
) -> None:
    item = parsed(fetched, *redesigns)
    assert item.provenance["body"] == "dom"
    texts = [block.text for block in article().blocks if isinstance(block, Paragraph)]
    assert item.body.split("\n\n") == texts
    assert item.title == article().title


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize(("fetched", "redesigns"), [(NEW, ()), (OLD, ("classes",))])
def test_the_other_parser_does_not_fit(fetched: datetime, redesigns: tuple[str, ...]) -> None:
    assert parsed(fetched, *redesigns).provenance["body"] == "fallback"
