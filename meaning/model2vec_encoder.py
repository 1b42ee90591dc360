"""A Model2Vec folder: a vector for each token, and a sentence is their mean.

The folder has ``tokenizer.json``, ``model.safetensors`` and perhaps ``config.json``, as Model2Vec
writes them; the package ``model2vec`` is not needed, only ``tokenizers``.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meaning.encoder import EncoderBrokenError, Thresholds, Vectors, unit
from meaning.model_files import fingerprint, model_file, read_settings
from meaning.tokenizer_file import TokenizerFile

_TYPES: Mapping[str, str] = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "I64": "<i8", "I32": "<i4"}
_MAX_HEADER = 1_000_000


class Model2VecEncoder:
    """Vectors by looking up tokens."""

    thresholds = Thresholds()

    def __init__(self, source: str) -> None:
        """Read a folder.

        Raises:
            EncoderMissingError: A file or the package ``tokenizers`` is missing.
            EncoderBrokenError: A file cannot be read.
        """
        folder = Path(source).expanduser()
        tensors = model_file(folder, "model.safetensors")
        self._tokenizer = TokenizerFile(model_file(folder, "tokenizer.json"))
        arrays = read_safetensors(tensors)
        if "embeddings" not in arrays or arrays["embeddings"].ndim != 2:  # noqa: PLR2004  a table
            raise EncoderBrokenError(f"{tensors} has no table of embeddings")
        self._table = arrays["embeddings"].astype(np.float32)
        self._weights = arrays.get("weights")
        self._mapping = arrays.get("mapping")
        self._unknown = _unknown(read_settings(folder / "config.json"))
        self.name = f"model2vec:{folder.name}-{fingerprint(tensors)}"
        self.dimension = self._table.shape[1]

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Return the vectors; see :meth:`meaning.encoder.Encoder.encode`."""
        out = np.zeros((len(sentences), self.dimension), np.float32)
        for row, numbers in enumerate(self._tokenizer.numbers(sentences, special=False)):
            tokens = np.array([each for each in numbers if each != self._unknown], np.int64)
            if len(tokens):
                out[row] = self._look_up(tokens).mean(axis=0)
        return unit(out)

    def _look_up(self, tokens: NDArray[np.int64]) -> Vectors:
        rows = tokens if self._mapping is None else self._mapping[tokens]
        if rows.max() >= len(self._table):
            raise EncoderBrokenError("the encoder's tokenizer knows tokens that its table has not")
        found = self._table[rows]
        return found if self._weights is None else found * self._weights[tokens, None]


def read_safetensors(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of a safetensors file: a length, a JSON header, plain numbers.

    Raises:
        EncoderBrokenError: The file is no such file, or has numbers of other types.
    """
    try:
        content = path.read_bytes()
        (length,) = struct.unpack_from("<Q", content)
        header = json.loads(content[8 : 8 + min(length, _MAX_HEADER)])
        body = memoryview(content)[8 + length :]
        return {
            name: _array(body, about) for name, about in header.items() if name != "__metadata__"
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise EncoderBrokenError(f"the encoder's file {path} cannot be read: {error}") from error


def _array(body: memoryview, about: Mapping[str, Any]) -> NDArray[Any]:
    start, end = about["data_offsets"]
    array: NDArray[Any] = np.frombuffer(body[start:end], _TYPES[about["dtype"]])
    return array.reshape(about["shape"])


def _unknown(settings: Mapping[str, Any]) -> int | None:
    number = settings.get("unk_token_id")
    return number if isinstance(number, int) else None
