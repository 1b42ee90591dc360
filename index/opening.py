"""Which engines there are, and how to open an index of one."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from index.engine import WRITER_TIMEOUT_S, SearchError, SearchIndex

_ENGINES: Mapping[str, str] = {"whoosh": "index.whoosh_engine:WhooshIndex"}
"""Where each engine's class is; imported when it is first opened."""


class _Opener(Protocol):
    def __call__(self, folder: Path, *, create: bool, writer_timeout_s: float) -> SearchIndex: ...


def engines() -> tuple[str, ...]:
    """Return the names of the engines."""
    return tuple(_ENGINES)


def open_index(
    folder: Path,
    engine: str = "whoosh",
    *,
    create: bool = False,
    writer_timeout_s: float = WRITER_TIMEOUT_S,
) -> SearchIndex:
    """Return an engine's index, which lies in a folder of its name inside ``folder``.

    Args:
        folder: The folder of the indexes.
        engine: The name of the engine.
        create: Whether to make an empty index if there is none.
        writer_timeout_s: How long to wait for another writer, in seconds.

    Raises:
        IndexMissingError: There is none, and ``create`` is false.
        SearchError: There is no such engine.
    """
    if engine not in _ENGINES:
        raise SearchError(f"unknown search engine {engine!r}: use {', '.join(_ENGINES)}")
    module, _, name = _ENGINES[engine].partition(":")
    opener = cast("_Opener", getattr(import_module(module), name))
    return opener(folder / engine, create=create, writer_timeout_s=writer_timeout_s)
