"""Which engines there are, and how to open an index of one."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from index.engine import WRITER_TIMEOUT_S, SearchError, SearchIndex


class _Engine(NamedTuple):
    place: str
    """Where its class is; imported when it is first opened."""
    package: str
    """What it needs."""
    extra: str = ""
    """What installs that; ``""`` when it is always there."""


_ENGINES: Mapping[str, _Engine] = {
    "whoosh": _Engine("index.whoosh_engine:WhooshIndex", "whoosh"),
    "tantivy": _Engine("index.tantivy_engine:TantivyIndex", "tantivy", "fast"),
}


class _Opener(Protocol):
    def __call__(self, folder: Path, *, create: bool, writer_timeout_s: float) -> SearchIndex: ...


def engines() -> tuple[str, ...]:
    """Return the names of the engines, installed or not."""
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
        SearchError: There is no such engine, or it is not installed.
    """
    opener = _opener(engine)
    return opener(folder / engine, create=create, writer_timeout_s=writer_timeout_s)


def _opener(engine: str) -> _Opener:
    if engine not in _ENGINES:
        raise SearchError(f"unknown search engine {engine!r}: use {', '.join(_ENGINES)}")
    needed = _ENGINES[engine]
    module, _, name = needed.place.partition(":")
    try:
        return cast("_Opener", getattr(import_module(module), name))
    except ModuleNotFoundError as error:
        if error.name != needed.package or not needed.extra:
            raise
        message = f"the engine {engine} is not installed: pip install 'triptych[{needed.extra}]'"
        raise SearchError(message) from error
