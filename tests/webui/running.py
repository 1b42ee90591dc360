"""The program itself, serving a data folder."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.commands.running import PROGRAM

ADDRESS = re.compile(r"http://([^/]+?):(\d+)/\n")


@contextmanager
def served(folder: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """Run the command on a free port until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", PROGRAM, "serve", "--port", "0", *options],
        env=os.environ | {"NEWS_DATA_DIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def address_of(running: "subprocess.Popen[str]") -> tuple[str, int]:
    assert running.stdout is not None
    found = ADDRESS.fullmatch(running.stdout.readline())
    assert found is not None
    return found[1], int(found[2])
