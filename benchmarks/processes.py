"""What a program run as a process costs: time, processor time, memory."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
_MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


class Cost(NamedTuple):
    """Of a process and of the processes it has started and waited for."""

    wall_s: float
    """From its start to its end."""
    cpu_s: float
    """Of all of them together, user and system."""
    memory_mb: float
    """The highest of any one of them."""


class ProcessError(RuntimeError):
    """A process that did not end well."""


def run(*arguments: str | Path, folder: Path = ROOT, environment: Mapping[str, str]) -> Cost:
    """Run Python with arguments to its end, and return what that cost.

    Args:
        arguments: Such as ``-m scrapy list``.
        folder: The working folder.
        environment: In addition to that of this process.

    Raises:
        ProcessError: It ended with another status than 0.
    """
    command = [sys.executable, *map(str, arguments)]
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ProcessError(f"{' '.join(command)}: status {process.returncode}")
    return Cost(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MAXRSS_BYTES / 2**20)
