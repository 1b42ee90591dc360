"""What a good crawl looks like, and each thing that makes it a bad one."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from archive.frontier import Outcome
from crawler.health import OUTCOMES, Report, examine

STARTED = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
GOOD = {"news/found": 10, "news/known": 4, "news/new": 5, "news/refused/not-html": 1}


def _examined(stats: Mapping[str, Any], finish_reason: str = "finished") -> Report:
    return examine("english", stats, started=STARTED, finish_reason=finish_reason)


def test_every_outcome_has_its_column() -> None:
    assert {*OUTCOMES} == {*get_args(Outcome)} | {"known", "waiting"}


def test_a_good_crawl() -> None:
    report = _examined(
        GOOD | {"news/source": "/sitemaps/all.xml", "news/language-disagreements": 2}
    )
    assert report.is_healthy
    assert report.complaints == ()
    assert report.source == "/sitemaps/all.xml"
    assert report.language_disagreements == 2
    assert report.started == STARTED


@pytest.mark.parametrize(
    "stats",
    [
        {"news/known": 3},
        {"news/unchanged": 1},
        {"news/changed": 1},
        {"news/duplicate": 1},
        {"news/out-of-range": 1},
        {"news/new": 1, "news/failed/503": 2},
        {"news/new": 100, "news/failed/503": 3, "news/failed/timeout": 2},
        {"news/new": 1, "news/refused/author-page": 50, "news/gone/404": 50},
        {"news/new": 1, "news/waiting": 0, "item_scraped_count": 1},
    ],
)
def test_other_good_crawls(stats: dict[str, Any]) -> None:
    report = _examined(stats)
    assert report.complaints == ()


@pytest.mark.parametrize(
    ("stats", "complaint"),
    [
        ({"waiting": 2}, "2 addresses still wait"),
        ({"blocked/403": 1, "blocked/robots": 2}, "3 pages were refused by the site"),
        ({"failed/503": 2, "failed/timeout": 1}, "3 pages could not be fetched"),
        ({"sitemaps-failed": 1}, "1 sitemaps could not be read"),
        ({"item-errors": 2}, "2 errors in the program itself: see the log"),
        ({"index-error": "the disk is full"}, "the disk is full"),
        ({"stopped": "the archive is damaged"}, "the archive is damaged"),
    ],
)
def test_each_complaint(stats: dict[str, Any], complaint: str) -> None:
    report = _examined(GOOD | {f"news/{name}": value for name, value in stats.items()})
    assert report.complaints == (complaint,)
    assert not report.is_healthy


def test_an_error_in_a_callback_is_one_of_the_program() -> None:
    report = _examined(GOOD | {"spider_exceptions/count": 1, "news/item-errors": 1})
    assert report.complaints == ("2 errors in the program itself: see the log",)


@pytest.mark.parametrize("reason", ["shutdown", "memusage_exceeded", "cancelled"])
def test_a_crawl_that_ended_early(reason: str) -> None:
    assert _examined(GOOD, reason).complaints == (f"ended early: {reason}",)


@pytest.mark.parametrize("stats", [{}, {"news/refused/no-title": 5}, {"news/gone/404": 1}])
def test_a_crawl_without_any_article(stats: dict[str, Any]) -> None:
    report = _examined(stats)
    assert report.complaints == ("no article at all",)


def test_a_crawl_that_was_stopped_says_so_once() -> None:
    stats = {"news/stopped": "the site refused 5 pages in a row"}
    report = _examined(stats, "blocked")
    assert report.complaints == ("the site refused 5 pages in a row",)


def test_all_complaints_at_once() -> None:
    stats = {
        "news/stopped": "stopped",
        "news/index-error": "index",
        "news/waiting": 1,
        "news/blocked/403": 5,
        "news/failed/503": 5,
        "news/sitemaps-failed": 1,
        "news/item-errors": 1,
    }
    report = _examined(stats, "blocked")
    assert len(report.complaints) == 7


@pytest.mark.parametrize(("new", "is_healthy"), [(94, False), (95, False), (96, True), (300, True)])
def test_more_than_a_twentieth_failed(new: int, is_healthy: bool) -> None:
    stats = {"news/new": new, "news/failed/timeout": 5, "news/known": 1_000, "news/waiting": 0}
    report = _examined(stats)
    assert report.is_healthy is is_healthy


@pytest.mark.parametrize(
    ("stats", "complains"),
    [
        ({"new": 40, "refused/no-title": 5}, False),
        ({"new": 40, "refused/no-title": 6}, True),
        ({"new": 100, "refused/no-title": 11}, False),
        ({"new": 100, "refused/no-title": 12}, True),
        ({"new": 100, "refused/no-title": 8, "refused/not-html": 8}, False),
        ({"known": 1_000, "waiting": 0, "new": 1, "refused/no-title": 6}, True),
        ({"new": 10, "refused/author-page": 90, "refused/foreign-host": 90}, False),
        ({"new": 10, "gone/404": 90}, False),
    ],
)
def test_too_many_refusals_for_one_reason(stats: dict[str, int], complains: bool) -> None:
    report = _examined({f"news/{name}": value for name, value in stats.items()})
    count = stats.get("refused/no-title", 0)
    line = f"{count} pages were no articles (refused/no-title): has the site changed?"
    assert report.complaints == ((line,) if complains else ())


FIELDS = {"articles": 20, "texts": 16, "published": 20, "body": 16, "own-body": 16, "tags": 10}


def _with_fields(fields: Mapping[str, int]) -> dict[str, int]:
    return GOOD | {f"news-fields/{name}": count for name, count in fields.items()}


def test_the_shares_of_fields_are_in_the_report() -> None:
    report = _examined(_with_fields(FIELDS))
    assert report.complaints == ()
    assert report.articles == 20
    assert report.coverage["body"] == 1.0
    assert report.coverage["tags"] == 0.5
    assert report.coverage["lead"] == 0.0
    assert json.loads(json.dumps(report.as_json()))["coverage"] == report.coverage


def test_a_field_that_is_missing_is_a_complaint() -> None:
    report = _examined(_with_fields(FIELDS | {"own-body": 2}))
    (complaint,) = report.complaints
    assert "12%" in complaint
    assert "own-body" in complaint


def test_a_field_that_has_become_rare_is_a_complaint() -> None:
    past = [_examined(_with_fields(FIELDS | {"tags": 20})).as_json()]
    report = examine(
        "english", _with_fields(FIELDS), started=STARTED, finish_reason="finished", past=past
    )
    (complaint,) = report.complaints
    assert complaint == ("only 50% of the articles have tags, usually 100%: has the site changed?")


def test_counts_and_reasons() -> None:
    stats = {
        "news/new": 2,
        "news/refused/no-title": 3,
        "news/refused/author-page": 4,
        "news/refused/foreign-host": 1,
        "news/failed/503": 1,
        "news/found": 9,
        "news/failed-otherwise": 7,
        "refused/no-title": 100,
        "downloader/response_count": 12,
    }
    report = _examined(stats)
    assert dict(report.counts) == dict.fromkeys(OUTCOMES, 0) | {"new": 2, "refused": 8, "failed": 1}
    assert list(report.reasons.items()) == [
        ("failed/503", 1),
        ("refused/author-page", 4),
        ("refused/foreign-host", 1),
        ("refused/no-title", 3),
    ]


def test_a_report_is_json() -> None:
    report = _examined(GOOD | {"news/waiting": 1, "news/source": "/sitemaps/all.xml"})
    values = json.loads(json.dumps(report.as_json()))
    assert values["edition"] == "english"
    assert values["counts"]["new"] == 5
    assert values["reasons"] == {"refused/not-html": 1}
    assert values["started"] == "2024-03-05T12:00:00Z"
    assert values["elapsed_s"] > 0
    assert values["healthy"] is False
    assert values["complaints"] == ["1 addresses still wait"]


def test_a_crawl_that_never_started() -> None:
    report = Report.of_failed_start("spanish")
    assert not report.is_healthy
    assert not any(report.counts.values())
    assert report.as_json()["edition"] == "spanish"
