"""A folder with an ONNX model of sentences: ``model.onnx``, ``tokenizer.json``.

Both names are what an export by Optimum writes. ``encoder.json`` may say
``{"prefix": "query: "}`` for models that want their texts to begin so.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meaning.encoder import EncoderBrokenError, EncoderMissingError, Thresholds, Vectors, unit
from meaning.model_files import fingerprint, model_file, read_settings
from meaning.tokenizer_file import TokenizerFile

_BATCH = 32
_SENTENCES = ("sentence_embedding", "sentence_embeddings")
"""What an output of one vector a sentence is called; else the tokens' vectors are averaged."""
_AXES = 3


class OnnxEncoder:
    """Vectors by onnxruntime, on one thread, the shortest sentences first."""

    thresholds = Thresholds()

    def __init__(self, source: str) -> None:
        """Open a folder.

        Raises:
            EncoderMissingError: A file, ``onnxruntime`` or ``tokenizers`` is missing.
            EncoderBrokenError: A file cannot be read.
        """
        folder = Path(source).expanduser()
        model = model_file(folder, "model.onnx", "onnx/model.onnx")
        self._session = _session(model)
        self._tokenizer = TokenizerFile(model_file(folder, "tokenizer.json"))
        self._prefix = str(read_settings(folder / "encoder.json").get("prefix", ""))
        self._inputs = frozenset(each.name for each in self._session.get_inputs())
        outputs = [each.name for each in self._session.get_outputs()]
        self._output = next((name for name in _SENTENCES if name in outputs), outputs[0])
        self.name = f"onnx:{folder.name}-{fingerprint(model)}"
        self.dimension = len(self._run(["."])[0])

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Return the vectors; see :meth:`meaning.encoder.Encoder.encode`."""
        out = np.empty((len(sentences), self.dimension), np.float32)
        by_length = sorted(range(len(sentences)), key=lambda place: len(sentences[place]))
        for start in range(0, len(by_length), _BATCH):
            places = by_length[start : start + _BATCH]
            out[places] = self._run([sentences[place] for place in places])
        return out

    def _run(self, sentences: list[str]) -> Vectors:
        texts = [self._prefix + each for each in sentences]
        numbers = self._tokenizer.numbers(texts, special=True)
        tokens = np.zeros((len(numbers), max(1, *map(len, numbers))), np.int64)
        mask = np.zeros_like(tokens)
        for row, each in enumerate(numbers):
            tokens[row, : len(each)] = each
            mask[row, : len(each)] = 1
        given = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": tokens * 0}
        wanted = {name: array for name, array in given.items() if name in self._inputs}
        found = np.asarray(self._session.run([self._output], wanted)[0], np.float32)
        return unit(_mean(found, mask) if found.ndim == _AXES else found)


def _session(model: Path) -> Any:
    try:
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as errors
    except ImportError as error:
        raise EncoderMissingError(
            "this encoder needs the package `onnxruntime`: pip install onnxruntime tokenizers",
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except (errors.Fail, errors.InvalidProtobuf, errors.InvalidGraph, errors.NoSuchFile) as error:
        raise EncoderBrokenError(f"{model} cannot be read: {error}") from error


def _mean(tokens: Vectors, mask: NDArray[np.int64]) -> Vectors:
    weights = mask[:, :, None].astype(np.float32)
    return np.asarray((tokens * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1))
