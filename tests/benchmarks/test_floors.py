"""What a benchmark must hold, and what it is to reach, is told and judged apart."""

import json
from pathlib import Path

import pytest

from benchmarks import floors
from benchmarks.floors import FILE, Bound, bounds, report


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of one benchmark."""
    content = {
        "floors": {"made": {"speed": "at least 2", "share": "at most 0.5"}},
        "targets": {"made": {"speed": "at least 3", "memory": "at most 10"}},
    }
    path = tmp_path / "floors.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(floors, "FILE", path)


FIGURES = {"speed": 2.5, "share": 0.4, "memory": 11, "of no one": 1}


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("changed", "judged", "status", "said"),
    [
        ({}, None, 0, ["speed: target not reached", "share:", "memory: target not reached"]),
        (
            {"speed": 1.9},
            None,
            1,
            ["speed: target not reached, BELOW ITS FLOOR", "share:", "memory: target not reached"],
        ),
        ({"share": 0.6, "memory": 9}, None, 1, ["speed: target not reached", "share: BELOW"]),
        ({"share": 0.6}, {"speed"}, 0, ["share:"]),
        ({"speed": 3.1}, None, 0, ["speed: target reached, the floor is lower"]),
    ],
)
def test_figures_are_told_and_judged(
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, float],
    judged: set[str] | None,
    status: int,
    said: list[str],
) -> None:
    assert report(FIGURES | changed, "made", judged=judged) == status
    lines = capsys.readouterr().out.splitlines()[2:]
    assert len(lines) == 3
    for each in said:
        name, _, note = each.partition(":")
        (line,) = (line for line in lines if line.startswith(name))
        assert note.strip() in line
        assert note or ("not reached" not in line and "BELOW" not in line)


@pytest.mark.usefixtures("made")
def test_what_was_not_measured_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyError):
        report({"speed": 2.5, "memory": 9}, "made")
    assert report({"share": 0.4}, "made", judged={"share"}) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[-1:]] == ["share"]


def test_the_file_is_in_order() -> None:
    content = json.loads(FILE.read_text(encoding="utf-8"))
    assert set(content) == {"floors", "targets"}
    for benchmark in content["targets"]:
        held = bounds("floors", benchmark)
        for name, target in bounds("targets", benchmark).items():
            assert target.is_most is held.get(name, target).is_most, (benchmark, name)


@pytest.mark.parametrize("text", ["2", "at best 2", "at least", "at least two", ""])
def test_a_bound_that_cannot_be_read(text: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        Bound.read(text)
