"""Every command of the README runs, and every command and setting is in it."""

import re
import subprocess
from pathlib import Path

import pytest

import crawler.settings
from search_cli import main
from tests.e2e.conftest import PROJECT, Program

pytestmark = pytest.mark.e2e
README = (PROJECT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
SELF = "make test\n"
"""This very run."""


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory, mirror: Path) -> Program:
    """A user who follows the README from top to bottom; the real sites are the replica."""
    return Program(tmp_path_factory.mktemp("newcomer") / "data", mirror)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n", maxsplit=1)[0])
def test_the_commands_run(newcomer: Program, block: str) -> None:
    if block == SELF:
        block = "make --dry-run test"
    done = subprocess.run(
        ["bash", "-e", "-c", block],  # noqa: S607  the user's own shell
        cwd=PROJECT,
        env=newcomer.environment | {"CI": "true"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr


def test_every_command_is_described() -> None:
    for name in main.commands:
        assert f"`triptych {name}" in README, name


def test_every_setting_is_described() -> None:
    own = [name for name in vars(crawler.settings) if name.startswith("NEWS_")]
    assert own
    for name in own:
        assert f"| `{name}` |" in README, name
