"""The program itself, in subprocesses, against the replica."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from replica.process import running_replica

PROJECT = Path(__file__).resolve().parents[2]
NEWSROOM_COUNT = 44
"""Articles of each edition in the replica's default content, videos and the like among them."""


class Program:
    """Runs commands as a user would, with a data folder of its own."""

    def __init__(self, data_folder: Path, mirror: Path) -> None:
        self.data_folder = data_folder
        self.environment = os.environ | {
            "NEWS_DATA_DIR": str(data_folder),
            "NEWS_MIRROR": str(mirror),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }

    def run(self, *command: str, status: int = 0, **changes: str) -> str:
        """Return the standard output of a command that ends with this status."""
        done = self.start(*command, **changes)
        output, errors = done.communicate(timeout=300)
        assert done.returncode == status, f"{command}: {done.returncode}\n{output}\n{errors}"
        self.errors = errors
        return output

    def start(self, *command: str, **changes: str) -> "subprocess.Popen[str]":
        """Start a command and return its process."""
        tool, *rest = command
        return subprocess.Popen(
            [sys.executable, *TOOLS[tool], *rest],
            cwd=PROJECT,
            env=self.environment | changes,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def stats(self) -> dict[str, Any]:
        """Return what `stats --json` prints."""
        values: dict[str, Any] = json.loads(self.run("triptych", "stats", "--json"))
        return values

    def hits(self, *words: str) -> list[dict[str, Any]]:
        """Return the hits of a search."""
        found = json.loads(self.run("triptych", "search", "--json", "--limit", "100", *words))
        hits: list[dict[str, Any]] = found["hits"]
        return hits


TOOLS: Mapping[str, tuple[str, ...]] = {
    "scrapy": ("-m", "scrapy"),
    "triptych": ("search_cli.py",),
}


@pytest.fixture(scope="session")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The addresses of a running replica, in a file."""
    with running_replica() as addresses:
        file = tmp_path_factory.mktemp("mirror") / "mirror.json"
        file.write_text(json.dumps(addresses), encoding="utf-8")
        yield file


@pytest.fixture
def program(tmp_path: Path, mirror: Path) -> Program:
    return Program(tmp_path / "data", mirror)


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory, mirror: Path) -> Program:
    """A program whose archive holds the newsroom. Tests only read from it."""
    program = Program(tmp_path_factory.mktemp("crawled") / "data", mirror)
    program.run("scrapy", "update")
    return program
