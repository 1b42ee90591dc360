"""The table at the end of a crawl, for people and for programs."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.health import OUTCOMES, Report
from crawler.report_table import print_reports

NOTHING = dict.fromkeys(OUTCOMES, 0)


def _report(edition: str = "english", **changes: Any) -> Report:
    values: dict[str, Any] = {
        "edition": edition,
        "counts": NOTHING | {"new": 12, "unchanged": 3},
        "reasons": {},
        "source": "/sitemaps/all.xml",
        "started": datetime(2024, 3, 5, 12, 0, tzinfo=UTC),
        "elapsed_s": 61.4,
        "language_disagreements": 0,
    }
    return Report(**values | changes)


@pytest.fixture(autouse=True)
def _in_a_narrow_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def _rows(output: str) -> dict[str, list[str]]:
    lines = (re.findall(r"[^\s┃│┏┳┓┡╇┩└┴┘━─]+", line) for line in output.splitlines())
    return {cells[0]: cells[1:] for cells in lines if cells}


def test_a_row_an_edition(capsys: pytest.CaptureFixture[str]) -> None:
    counts = NOTHING | {"new": 1, "failed": 2}
    bad = _report("arabic", counts=counts, complaints=("2 pages could not be fetched",))
    print_reports([_report(), bad], log_file="", as_json=False)
    output = capsys.readouterr()
    rows = _rows(output.out)
    assert rows["edition"] == ["new", "unchanged", "failed", "seconds", "health"]
    assert rows["english"] == ["12", "3", "0", "61", "healthy"]
    assert rows["arabic"] == ["1", "0", "2", "61", "UNHEALTHY"]
    assert output.err == "arabic: 2 pages could not be fetched\n"


def test_no_number_is_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    counts = {name: 1_234_567 + number for number, name in enumerate(OUTCOMES)}
    print_reports([_report(counts=counts)], log_file="", as_json=False)
    rows = _rows(capsys.readouterr().out)
    assert rows["edition"] == [*OUTCOMES, "seconds", "health"]
    assert rows["english"] == [*map(str, counts.values()), "61", "healthy"]


def test_reasons_stand_below(capsys: pytest.CaptureFixture[str]) -> None:
    reasons = {"failed/[red]Odd": 1, "refused/no-title": 22}
    print_reports([_report(reasons=reasons), _report("arabic")], log_file="", as_json=False)
    output = " ".join(capsys.readouterr().out.split())
    assert output.endswith("english: failed/[red]Odd 1, refused/no-title 22")


def test_complaints_are_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    complaints = ("the archive [x] is full: " + "free some space " * 20, "2 addresses still wait")
    report = _report(complaints=complaints)
    print_reports([report, _report("arabic")], log_file="/data/run.log", as_json=False)
    lines = capsys.readouterr().err.splitlines()
    assert [line.strip() for line in lines] == [
        *(f"english: {line}".strip() for line in complaints),
        "the log has more: /data/run.log",
    ]


@pytest.mark.parametrize("log_file", ["", "/data/run.log"])
def test_a_healthy_crawl_says_nothing_more(
    capsys: pytest.CaptureFixture[str],
    log_file: str,
) -> None:
    print_reports([_report()], log_file=log_file, as_json=False)
    assert capsys.readouterr().err == ""


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    reports = [_report(), _report("arabic", complaints=("توقّف",))]
    print_reports(reports, log_file="/data/run.log", as_json=True)
    output = capsys.readouterr()
    assert json.loads(output.out) == [report.as_json() for report in reports]
    assert output.err.splitlines() == ["arabic: توقّف", "the log has more: /data/run.log"]
