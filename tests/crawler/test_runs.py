"""A run lives as long as its process."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.data_folder import runs_folder
from crawler.runs import Run, is_alive

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = """
import subprocess, sys
from pathlib import Path
from crawler.runs import Run
run = Run(Path(sys.argv[1]), "english")
other = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=sys.stdin)
print(run.id, flush=True)
other.wait()
"""
"""A run with a process beside it, as the one that keeps the index up to date."""


@contextmanager
def _running(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-c", _PROGRAM, str(folder)]
    with subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in runs_folder(folder).iterdir())


def test_a_run_lives_until_it_ends(tmp_path: Path) -> None:
    run = Run(tmp_path / "data", "english")
    assert is_alive(tmp_path / "data", run.id)
    assert is_alive(tmp_path / "data", run.id)
    run.end()
    assert not is_alive(tmp_path / "data", run.id)
    assert _files(tmp_path / "data") == []
    run.end()


def test_runs_of_one_moment_are_several(tmp_path: Path) -> None:
    runs = [Run(tmp_path, edition) for edition in ("english", "arabic", "english", "english")]
    assert len({run.id for run in runs}) == len(runs)
    runs[0].end()
    assert [is_alive(tmp_path, run.id) for run in runs] == [False, True, True, True]
    for run in runs:
        run.end()


@pytest.mark.parametrize("id", ["", "20240305T120000000000-english-1", "none"])
def test_a_run_that_never_was(tmp_path: Path, id: str) -> None:
    assert not is_alive(tmp_path, id)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_run_is_dead(tmp_path: Path) -> None:
    with _running(tmp_path) as (process, id):
        assert is_alive(tmp_path, id)
        assert _files(tmp_path) == [f"{id}.lock"]
        process.kill()
        process.wait()
        assert not is_alive(tmp_path, id)  # though the process beside it lives on
        assert _files(tmp_path) == []
        assert not is_alive(tmp_path, id)


def test_a_report(tmp_path: Path) -> None:
    run = Run(tmp_path, "arabic")
    path = run.write_report({"edition": "arabic", "complaints": ["توقّف"]})
    assert path == runs_folder(tmp_path) / f"{run.id}.json"
    assert json.loads(path.read_text(encoding="utf-8"))["complaints"] == ["توقّف"]
    assert "توقّف" in path.read_text(encoding="utf-8")
    run.write_report({"edition": "arabic"})
    assert json.loads(path.read_text(encoding="utf-8")) == {"edition": "arabic"}
    run.end()
    assert _files(tmp_path) == [path.name]


def test_a_report_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    run = Run(tmp_path, "arabic")
    path = run.write_report({"edition": "arabic"})
    with pytest.raises(TypeError):
        run.write_report({"edition": object()})
    assert json.loads(path.read_text(encoding="utf-8")) == {"edition": "arabic"}
    run.end()


def test_no_place_for_runs(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(OSError, match="data"):
        Run(tmp_path / "data", "english")
