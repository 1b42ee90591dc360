"""``make bench`` runs what it can, and says what it leaves out."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks.__main__ import BENCHMARKS, Benchmark, command_of, missing

README = Path(bench.__file__).with_name("README.md")
NOTHING = {"data": "", "gold": ""}
ALL = {"data": "a.jsonl", "gold": "gold"}
BOTH = Benchmark("quality", ("{gold}", "--of", "{data}"))
EITHER = Benchmark("speed", ("--fast",), ("--articles", "{data}"))


@pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda each: each.name)
def test_each_is_there_and_explained(benchmark: Benchmark) -> None:
    assert find_spec(f"benchmarks.{benchmark.name}")
    assert re.search(rf"^\| `{benchmark.name}[ `]", README.read_text("utf-8"), re.MULTILINE)
    assert missing(benchmark, ALL) == []
    assert not any("{" in part for part in command_of(benchmark, ALL))


def test_what_is_not_given_leaves_out() -> None:
    assert missing(BOTH, NOTHING) == ["data", "gold"]
    assert missing(BOTH, ALL | {"gold": ""}) == ["gold"]
    assert command_of(BOTH, ALL) == ["-m", "benchmarks.quality", "gold", "--of", "a.jsonl"]
    assert command_of(EITHER, NOTHING) == ["-m", "benchmarks.speed", "--fast"]
    assert command_of(EITHER, ALL)[2:] == ["--fast", "--articles", "a.jsonl"]


def test_one_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "__init__.py").touch()
    for name, status in (("good", 0), ("bad", 3), ("last", 0)):
        code = f"import sys; print('this is {name}', *sys.argv[1:]); sys.exit({status})"
        (tmp_path / "benchmarks" / f"{name}.py").write_text(code, encoding="utf-8")
    made = (Benchmark("good"), Benchmark("bad"), BOTH, Benchmark("last", (), ("{data}",)))
    monkeypatch.setattr(bench, "BENCHMARKS", made)
    monkeypatch.setattr(bench, "_ROOT", tmp_path)
    assert bench.main(["--data", "/a.jsonl"]) == 1
    said = capfd.readouterr().out
    assert "this is good" in said
    assert "== quality: left out, it needs GOLD=…" in said
    assert "this is last /a.jsonl" in said
    assert said.endswith("below their floors, or failed: bad\n")
