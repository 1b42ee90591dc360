"""The web pages under a small load: many at once, while a crawl brings articles."""

import re
from dataclasses import replace

import pytest

from benchmarks.load import Load, Times, figures, main, times_of
from benchmarks.load_questions import MIX
from benchmarks.load_server import Answered
from index import engines


@pytest.mark.e2e
@pytest.mark.parametrize("engine", engines())
def test_a_small_load(engine: str, capfd: pytest.CaptureFixture[str]) -> None:
    asked = ("--size", "120", "--seconds", "3", "--at-once", "8", "--engine", engine)
    status = main(asked)
    said = capfd.readouterr().out
    assert status == 0, said
    rows = {name: re.search(rf"^{name}  +\d+ +0 ", said, re.MULTILINE) for name in (*MIX, "all")}
    assert all(rows.values()), said
    assert "15 articles crawled meanwhile: 15 arrived, 15 can be found" in said


def test_what_is_wrong_is_seen() -> None:
    good = Load(
        alone=dict.fromkeys(MIX, Times(1, 2)),
        answered=[Answered("search", 20.0, 30_000, ""), Answered("story", 90.0, 59_000, "")],
        memory_mb=(50, 80, 90, 100, 101, 101, 102),
        seconds=1,
        cpu_s=1,
        crawled=5,
        arrived=5,
        findable=5,
    )
    bad = Answered("status", 9.0, 61_000, "status 503")
    names = ("errors", "kB of a page", "MB of memory more", "articles not arrived")
    found = [
        good,
        replace(good, answered=[bad]),
        replace(good, answered=[]),
        replace(good, memory_mb=()),
        replace(good, arrived=4, findable=3),
    ]
    assert [tuple(figures(each)[name] for name in names) for each in found] == [
        (0, 59, 12, 0),
        (1, 61, 12, 0),
        (1, 0, 12, 0),
        (0, 59, 0, 0),
        (0, 59, 12, 2),
    ]


def test_times() -> None:
    assert times_of([]) == (0, 0)
    assert times_of([5.0]) == (5, 5)
    assert times_of([float(number) for number in range(101)]) == (50, 95)
