"""Locks of files, which die with the process that holds them: whether it is still alive."""

from pathlib import Path


def is_held(path: Path) -> bool:
    """Whether a process holds the lock of a file; not if the file is not there.

    A file that may not be opened counts as held: its holder is somebody else.
    """
    from filelock import FileLock, Timeout

    if not path.exists():
        return False
    try:
        with FileLock(path, blocking=False):
            return False
    except (Timeout, PermissionError):
        return True
