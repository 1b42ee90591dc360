"""What every frontier must do, whatever keeps it."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import SqliteArchive
from archive.frontier import BEIRUT, Days, Outcome, Sighting, Source, Waiting
from tests.archive.conftest import Opening
from tests.archive.samples import NOON, a_page, a_visit, an_article

ANY = Days()
URL = "https://english.almayadeen.net/news/culture/lantern-market"
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
VISITED = NOON + timedelta(hours=1)
"""When :func:`a_visit` happens."""


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIRUT)


def _taken(
    archive: SqliteArchive, run: str = "run", days: Days = ANY, limit: int = 500
) -> list[str]:
    return [each.url for each in archive.frontier.take("english", run, days, limit)]


def test_an_empty_frontier(archive: SqliteArchive) -> None:
    assert archive.frontier.take("english", "run", ANY) == []
    assert archive.frontier.holders("english") == []
    assert archive.frontier.waiting_count("english", ANY) == 0
    assert archive.frontier.sight("english", []) == 0
    archive.frontier.release("run")


def test_new_addresses_wait(archive: SqliteArchive) -> None:
    assert archive.frontier.sight("english", [Sighting(URL, "2024-03"), Sighting(URL + "x")]) == 0
    assert archive.frontier.waiting_count("english", ANY) == 2
    assert archive.frontier.take("english", "run", ANY) == [
        Waiting(URL, "2024-03"),
        Waiting(URL + "x"),
    ]


def test_an_address_waits_once_however_often_it_is_seen(archive: SqliteArchive) -> None:
    archive.frontier.sight("english", [Sighting(URL), Sighting(URL)])
    archive.frontier.sight("english", [Sighting(URL)])
    assert archive.frontier.waiting_count("english", ANY) == 1
    assert _taken(archive) == [URL]
    archive.frontier.sight("english", [Sighting(URL)])
    assert _taken(archive) == _taken(archive, "other") == []


def test_editions_are_apart(archive: SqliteArchive) -> None:
    archive.frontier.sight("english", [Sighting(URL)])
    archive.frontier.sight("arabic", [Sighting("https://www.almayadeen.net/a")])
    assert archive.frontier.waiting_count("english", ANY) == 1
    assert archive.frontier.waiting_count("spanish", ANY) == 0
    assert [each.url for each in archive.frontier.take("arabic", "run", ANY)] == [
        "https://www.almayadeen.net/a",
    ]
    assert archive.frontier.holders("arabic") == ["run"]
    assert archive.frontier.holders("english") == []


def test_the_newest_month_comes_first_and_no_month_last(archive: SqliteArchive) -> None:
    months = ["2023-12", "", "2024-02", "2019-01", "2024-10", "2024-09"]
    sightings = [Sighting(f"{URL}{number}", month) for number, month in enumerate(months * 3)]
    archive.frontier.sight("english", sightings)
    some = [archive.frontier.take("english", "run", ANY, limit=4) for _ in range(6)]
    assert [len(each) for each in some] == [4, 4, 4, 4, 2, 0]
    taken = [each.month for few in some for each in few]
    assert taken == sorted(months * 3, reverse=True)


def test_a_month_is_learnt_and_not_forgotten(archive: SqliteArchive) -> None:
    for month in ("", "2024-02", "", "2024-03", ""):
        archive.frontier.sight("english", [Sighting(URL, month)])
    assert archive.frontier.take("english", "run", ANY) == [Waiting(URL, "2024-03")]


def test_what_a_run_took_is_kept_from_others(archive: SqliteArchive) -> None:
    archive.frontier.sight("english", [Sighting(f"{URL}{n}") for n in range(5)])
    first, second = _taken(archive, "first", limit=3), _taken(archive, "second", limit=3)
    assert (len(first), len(second)) == (3, 2)
    assert not set(first) & set(second)
    assert sorted(archive.frontier.holders("english")) == ["first", "second"]
    assert archive.frontier.waiting_count("english", ANY) == 5
    assert _taken(archive, "third") == []
    archive.frontier.release("first")
    assert archive.frontier.holders("english") == ["second"]
    assert sorted(_taken(archive, "third")) == sorted(first)


def test_a_dead_run_is_seen_by_the_next_process(opening: Opening) -> None:
    with closing(opening()) as archive:
        archive.frontier.sight("english", [Sighting(URL)])
        _taken(archive, "dead")
    with closing(opening()) as archive:
        assert archive.frontier.holders("english") == ["dead"]
        assert _taken(archive) == []
        archive.frontier.release("dead")
        assert _taken(archive) == [URL]


def test_release_leaves_alone_what_is_finished(archive: SqliteArchive) -> None:
    archive.frontier.sight("english", [Sighting(URL), Sighting(URL + "x")])
    _taken(archive)
    archive.frontier.finish(a_visit(URL, "gone"))
    archive.frontier.release("run")
    assert _taken(archive, "other") == [URL + "x"]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_finished_address_no_longer_waits(archive: SqliteArchive, outcome: Outcome) -> None:
    archive.frontier.sight("english", [Sighting(URL)])
    _taken(archive)
    archive.frontier.finish(a_visit(URL, outcome, reason="no-title"))
    assert archive.frontier.waiting_count("english", ANY) == 0
    assert archive.frontier.holders("english") == []
    assert _taken(archive) == []


REOPENED = {"failed", "blocked", "out-of-range"}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_finished_address_that_is_seen_again(archive: SqliteArchive, outcome: Outcome) -> None:
    archive.frontier.finish(a_visit(URL, outcome))
    assert archive.frontier.sight("english", [Sighting(URL), Sighting(URL + "x")]) == 1
    assert _taken(archive) == [URL + "x"]
    archive.frontier.reopen("arabic")
    assert _taken(archive) == []
    archive.frontier.reopen("english")
    assert _taken(archive) == ([URL] if outcome in REOPENED else [])


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize(
    ("since", "before", "waits"),
    [
        ("2024-02-04", "2024-03-06", True),
        ("2024-02-05", "2024-03-06", True),
        ("2024-02-06", "2024-03-06", False),
        ("2024-02-04", "2024-03-05", False),
    ],
)
def test_recent_articles_wait_again(
    archive: SqliteArchive,
    outcome: Outcome,
    since: str,
    before: str,
    waits: bool,
) -> None:
    archive.frontier.finish(a_visit(URL, outcome, published=_day("2024-02-05")))
    archive.frontier.reopen(
        "english",
        published_since=_day(since),
        visited_before=_day(before),
    )
    may_change = outcome in {"new", "changed", "unchanged", "gone"}
    assert bool(_taken(archive)) == (outcome in REOPENED or (may_change and waits))


def test_validators_come_back_with_the_address(archive: SqliteArchive) -> None:
    visit = replace(a_visit(URL), etag='"1"', last_modified="Tue, 05 Mar 2024 12:00:00 GMT")
    archive.frontier.finish(visit)
    archive.frontier.sight("english", [Sighting(URL, "2024-03")], refresh=True)
    assert archive.frontier.take("english", "run", ANY) == [
        Waiting(URL, "2024-03", '"1"', "Tue, 05 Mar 2024 12:00:00 GMT"),
    ]


def test_sources_are_remembered(archive: SqliteArchive) -> None:
    assert archive.frontier.source(URL) is None
    first = Source(url=URL, edition="english", month="2024-03", read=NOON, etag="a")
    second = replace(first, read=VISITED, etag="b", last_modified="c")
    for source in (first, second):
        archive.frontier.record_source(source)
        assert archive.frontier.source(URL) == source


def test_settled_addresses_of_a_month_are_counted(archive: SqliteArchive) -> None:
    archive.frontier.sight("english", [Sighting(f"{URL}{n}", "2024-03") for n in range(5)])
    archive.frontier.sight("english", [Sighting(URL, "2024-02")])
    for number in range(3):
        archive.frontier.finish(a_visit(f"{URL}{number}"))
    assert archive.frontier.settled_count("english", "2024-03") == 3
    assert archive.frontier.settled_count("english", "2024-02") == 0


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize(
    ("lastmod", "waits"),
    [
        ("", False),
        ("2019-12-31T23:59:59Z", False),
        ("2024-03-05T12:59:59Z", False),
        ("2024-03-05T13:00:00Z", False),
        ("2024-03-05T13:00:01Z", True),
        ("2024-04-01T00:00:00Z", True),
        ("2999-01-01T00:00:00Z", False),  # a time to come would let it wait at every run
    ],
)
def test_a_settled_address_waits_again_once_it_changed(
    archive: SqliteArchive,
    outcome: Outcome,
    lastmod: str,
    waits: bool,
) -> None:
    archive.frontier.finish(a_visit(URL, outcome))
    assert archive.frontier.sight("english", [Sighting(URL, "", lastmod)]) == (not waits)
    assert _taken(archive) == ([URL] if waits else [])


def test_a_fraction_of_a_second_is_no_change(archive: SqliteArchive) -> None:
    archive.frontier.finish(a_visit(URL, at=VISITED + timedelta(milliseconds=1)))
    assert archive.frontier.sight("english", [Sighting(URL, "", "2024-03-05T13:00:00Z")]) == 1


def test_a_visit_answers_a_change(archive: SqliteArchive) -> None:
    changed = Sighting(URL, "", "2024-03-05T13:00:01Z")
    archive.frontier.finish(a_visit(URL))
    assert archive.frontier.sight("english", [changed]) == 0
    archive.frontier.finish(a_visit(URL, "unchanged", at=VISITED + timedelta(minutes=1)))
    assert archive.frontier.sight("english", [changed]) == 1


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_refresh_makes_everything_wait(archive: SqliteArchive, outcome: Outcome) -> None:
    archive.frontier.finish(a_visit(URL, outcome))
    assert archive.frontier.sight("english", [Sighting(URL)], refresh=True) == 0
    assert _taken(archive) == [URL]


def test_times_of_visits_are_compared_in_utc(archive: SqliteArchive) -> None:
    archive.frontier.finish(a_visit(URL, at=VISITED.astimezone(BEIRUT)))
    assert archive.frontier.sight("english", [Sighting(URL, "", "2024-03-05T13:00:01Z")]) == 0


_PUBLISHED = [
    None,
    *(_day(f"2024-{month}") for month in ("01-31T23:59:59", "02-01", "02-29T12:00")),
]
_MONTHS = ["", "2023-12", "2024-01", "2024-02", "2024-03"]
_RANGES = [
    Days(),
    Days(since=_day("2024-02-01")),
    Days(until=_day("2024-02-01")),
    Days(since=_day("2024-02-01"), until=_day("2024-03-01")),
    Days(since=_day("2024-01-31T23:59:59"), until=_day("2024-02-01T00:00:01")),
    Days(since=_day("2024-01-31T22:30"), until=datetime(2024, 1, 31, 22, 0, tzinfo=UTC)),
    Days(since=_day("2025-01-01")),
    Days(until=_day("2023-12-01")),
    Days(since=_day("2024-02-01"), until=_day("2024-02-01")),
]


@pytest.mark.parametrize("days", _RANGES)
def test_only_addresses_of_the_days_are_taken(archive: SqliteArchive, days: Days) -> None:
    listed = [(month, time) for month in _MONTHS for time in _PUBLISHED]
    for number, (_, published) in enumerate(listed):
        if published is not None:
            archive.frontier.finish(a_visit(f"{URL}{number}", "failed", published=published))
    archive.frontier.sight(
        "english",
        [Sighting(f"{URL}{number}", month) for number, (month, _) in enumerate(listed)],
    )
    archive.frontier.reopen("english")
    wanted = [
        f"{URL}{number}"
        for number, (month, published) in enumerate(listed)
        if days.touches_month(month) and (published is None or published in days)
    ]
    assert archive.frontier.waiting_count("english", days) == len(wanted)
    assert sorted(_taken(archive, days=days)) == sorted(wanted)
    assert archive.frontier.waiting_count("english", days) == len(wanted)
    assert len(_taken(archive, "other")) == len(listed) - len(wanted)


def test_what_was_out_of_range_is_taken_when_the_range_fits(archive: SqliteArchive) -> None:
    archive.frontier.sight("english", [Sighting(URL, "2024-02")])
    february = Days(since=_day("2024-02-10"), until=_day("2024-02-20"))
    assert _taken(archive, days=february) == [URL]
    published = _day("2024-02-05")
    archive.frontier.finish(a_visit(URL, "out-of-range", published=published))
    archive.frontier.reopen("english")
    assert _taken(archive, days=february) == []
    assert _taken(archive, days=Days(until=_day("2024-02-06"))) == [URL]


def test_a_publication_time_is_not_forgotten(archive: SqliteArchive) -> None:
    archive.frontier.finish(a_visit(URL, "failed", published=_day("2024-02-05")))
    archive.frontier.finish(a_visit(URL, "failed"))
    archive.frontier.reopen("english")
    assert _taken(archive, days=Days(since=_day("2024-02-06"))) == []
    assert _taken(archive) == [URL]


def test_sight_that_fails_takes_in_nothing(archive: SqliteArchive) -> None:
    with pytest.raises(UnicodeEncodeError):
        archive.frontier.sight("english", [Sighting(URL), Sighting("https://x/\ud800")])
    assert archive.frontier.waiting_count("english", ANY) == 0
    assert archive.frontier.sight("english", [Sighting(URL)]) == 0
    assert _taken(archive) == [URL]


def test_a_stored_article_settles_the_address_that_was_asked(archive: SqliteArchive) -> None:
    article = an_article()
    archive.frontier.sight("english", [Sighting(URL), Sighting(article.url)])
    _taken(archive)
    archive.store(article, a_page(article), a_visit(URL, published=article.published))
    assert archive.frontier.waiting_count("english", ANY) == 1
    assert archive.frontier.sight("english", [Sighting(URL)]) == 1
    archive.frontier.release("run")
    assert _taken(archive) == [article.url]


@pytest.mark.parametrize("days", _RANGES)
def test_a_range_contains_what_lies_between(days: Days) -> None:
    for time in filter(None, (*_PUBLISHED, days.since, days.until)):
        after = days.since is None or time.timestamp() >= days.since.timestamp()
        before = days.until is None or time.timestamp() < days.until.timestamp()
        assert (time in days) == (after and before)


@pytest.mark.parametrize(
    ("days", "months"),
    [
        (Days(), ("", "")),
        (Days(since=_day("2024-02-29"), until=_day("2024-03-01")), ("2024-02", "2024-02")),
        (Days(since=_day("2024-02-29"), until=_day("2024-03-01T00:00:01")), ("2024-02", "2024-03")),
        (Days(since=datetime(2024, 1, 31, 22, tzinfo=UTC)), ("2024-02", "")),
        (Days(since=datetime(2024, 1, 31, 21, 59, tzinfo=UTC)), ("2024-01", "")),
        (Days(until=datetime(2024, 7, 31, 21, tzinfo=UTC)), ("", "2024-07")),
        (Days(since=datetime(800, 5, 2, tzinfo=UTC)), ("0800-05", "")),
    ],
)
def test_months_are_those_of_beirut(days: Days, months: tuple[str, str]) -> None:
    assert days.months == months


_TIMES = st.datetimes(datetime(2019, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  Hypothesis adds the zone


@given(time=_TIMES, since=st.none() | _TIMES, until=st.none() | _TIMES)
@settings(deadline=None)
def test_a_month_with_a_time_of_the_days_touches_them(
    time: datetime,
    since: datetime | None,
    until: datetime | None,
) -> None:
    days = Days(since=since, until=until)
    month = time.astimezone(BEIRUT).strftime("%Y-%m")
    assert days.touches_month("")
    if time in days:
        assert days.touches_month(month)
    if not days.touches_month(month):
        assert time not in days
