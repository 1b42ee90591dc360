"""A web server as a process, and many readers who ask it at once."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from yarl import URL

from archive.data_folder import VARIABLE
from benchmarks.load_questions import Question
from benchmarks.processes import ROOT, ProcessError
from meaning.opening import VARIABLE as ENCODER

_PATIENCE_S = 60
_OWN_MEMORY = re.compile(r"^RssAnon:\s+(\d+) kB$", re.MULTILINE)


class Answered(NamedTuple):
    """A question, and what came of it."""

    kind: str
    ms: float
    """By the clock, from asking to the last byte."""
    size: int
    """Bytes, as they came."""
    error: str
    """``""`` when there is none."""


class Server:
    """``serve`` on a data folder, until the block ends."""

    def __init__(self, folder: Path, engine: str) -> None:
        command = (sys.executable, "search_cli.py", "serve", "--port", "0", "--engine", engine)
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, VARIABLE: str(folder), ENCODER: "none"},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid
        self.address = ""
        """Where it is found, when it is ready."""
        self.cpu_s = 0.0
        """Its processor time, from start to end; known when it has ended."""

    def __enter__(self) -> Self:
        """Wait until it is ready.

        Raises:
            ProcessError: It ended instead; why is on standard error.
        """
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise ProcessError(f"the server ended: status {self._process.wait()}")
        self.address = line.strip()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End it; it takes no longer than it gives a request that is under way."""
        self._process.terminate()
        _, status, usage = os.wait4(self.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        self.cpu_s = usage.ru_utime + usage.ru_stime
        if self._process.stdout:
            self._process.stdout.close()


async def ask_at_once(
    address: str, questions: Iterator[Question], *, at_once: int, seconds: float
) -> list[Answered]:
    """Ask questions until the time is over, so many at once; return what came of them."""
    until = time.perf_counter() + seconds
    answered: list[Answered] = []

    async def reader() -> None:
        while time.perf_counter() < until:
            answered.append(await _ask(session, address, next(questions)))

    connections = TCPConnector(limit=at_once)
    timeout = ClientTimeout(total=_PATIENCE_S)
    async with ClientSession(connector=connections, timeout=timeout) as session:
        await asyncio.gather(*(reader() for _ in range(at_once)))
    return answered


async def _ask(session: ClientSession, address: str, question: Question) -> Answered:
    started, size, error = time.perf_counter(), 0, ""
    try:
        url = URL(f"{address.rstrip('/')}{question.address}", encoded=True)
        async with session.get(url) as answer:
            size = len(await answer.read())
            error = "" if answer.ok else f"status {answer.status}"
    except (ClientError, TimeoutError) as failure:
        error = f"no answer: {type(failure).__name__}"
    return Answered(question.kind, 1000 * (time.perf_counter() - started), size, error)


async def watch_memory(pid: int, seconds: float, each_s: float) -> list[float]:
    """Return the memory that a process has for itself every so often, in MB; none if not known."""
    until = time.perf_counter() + seconds
    found = []
    while True:
        memory = _own_memory_mb(pid)
        if memory is None:
            return []
        found.append(memory)
        if time.perf_counter() >= until:
            return found
        await asyncio.sleep(each_s)


def _own_memory_mb(pid: int) -> float | None:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    kilobytes = _OWN_MEMORY.search(status)
    return int(kilobytes[1]) / 1024 if kilobytes else None
