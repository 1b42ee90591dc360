"""The contract suite on the fork of Whoosh that there is to fall back on.

``make test`` installs that into ``.venv/fallback``; another folder is named by ``FALLBACK_FOLDER``.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_FORK = "whoosh-reloaded==2.7.5"
_SUITE = ["test_contract*.py", "test_versions.py", "test_label_filters.py", "test_agreement.py"]


@pytest.fixture
def folder() -> Path:
    """The folder that the fork is installed in."""
    path = Path(os.environ.get("FALLBACK_FOLDER") or _ROOT / ".venv" / "fallback")
    if not (path / "whoosh" / "__init__.py").is_file():
        pytest.fail(
            f"no fork of Whoosh in {path}: run `make test`, or "
            f"`python -m pip install --target {path} {_FORK}`",
            pytrace=False,
        )
    return path


def run_with(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the packages of a folder before all others."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(folder)},
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_engine_runs_on_the_fork(folder: Path) -> None:
    code = "import index.whoosh_engine, whoosh; print(whoosh.__file__, whoosh.versionstring())"
    ran = run_with(folder, "-c", code)
    assert ran.stderr == ""
    place, version = ran.stdout.split()
    assert Path(place).is_relative_to(folder)
    assert version == _FORK.partition("==")[2]


def test_the_fork_keeps_the_contract(folder: Path, tmp_path: Path) -> None:
    files = sorted(path for name in _SUITE for path in (_ROOT / "tests" / "index").glob(name))
    options = ["-q", "-p", "no:cacheprovider", "-k", "whoosh", f"--basetemp={tmp_path / 'inner'}"]
    ran = run_with(folder, "-m", "pytest", *options, *map(str, files))
    assert ran.returncode == 0, ran.stdout[-5000:]
    passed = int(ran.stdout.rsplit(" passed", 1)[0].split()[-1])
    assert passed > 150, ran.stdout
