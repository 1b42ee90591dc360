"""The replica as a process of its own, for tests and benchmarks."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_END_TIMEOUT_S = 10


@contextmanager
def running_replica(*arguments: str | Path) -> Iterator[dict[str, str]]:
    """Run ``python -m replica serve`` with arguments; give the address of each edition.

    >>> with running_replica("--fault", "crawl-delay=3") as addresses:
    ...     sorted(addresses)
    ['arabic', 'english', 'spanish']

    Raises:
        RuntimeError: It did not start; what it said is on standard error.
    """
    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "replica", "serve", *map(str, arguments)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        text=True,
    )
    try:
        yield _addresses(process)
    finally:
        _end(process)


def _addresses(process: subprocess.Popen[str]) -> dict[str, str]:
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise RuntimeError(f"the replica did not start: exit status {process.wait()}")
    addresses: dict[str, str] = json.loads(line)
    return addresses


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(_END_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
