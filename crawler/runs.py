"""Runs: which crawls are alive, and what each of them came to."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from archive.data_folder import runs_folder
from archive.locks import is_held


class Run:
    """One crawl of one edition. It holds a file lock, which dies with its process."""

    def __init__(self, data_folder: Path, edition: str) -> None:
        """Begin a run.

        Raises:
            OSError: The folder cannot be written.
        """
        self.started = datetime.now(UTC)
        self.id = f"{self.started:%Y%m%dT%H%M%S%f}-{edition}-{os.getpid()}"
        self.folder = runs_folder(data_folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(_lock_path(self.folder, self.id))
        self._lock.acquire(blocking=False)

    def write_report(self, report: dict[str, Any]) -> Path:
        """Write what the run came to as JSON; return the file."""
        path = self.folder / f"{self.id}.json"
        part = path.with_suffix(".part")
        try:
            text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
            part.write_text(text, encoding="utf-8")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return path

    def end(self) -> None:
        """Let go of the lock."""
        self._lock.release()
        _lock_path(self.folder, self.id).unlink(missing_ok=True)


def is_alive(data_folder: Path, run_id: str) -> bool:
    """Whether the process of a run still lives. The lock file of a dead one is removed."""
    path = _lock_path(runs_folder(data_folder), run_id)
    if is_held(path):
        return True
    path.unlink(missing_ok=True)
    return False


def _lock_path(folder: Path, run_id: str) -> Path:
    return folder / f"{run_id}.lock"
