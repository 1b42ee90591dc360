"""Encoders by name."""

import os
from collections.abc import Callable, Mapping

from archive.notes import Note, TakeNote
from meaning.encoder import Encoder, EncoderMissingError, EncoderUnknownError

VARIABLE = "NEWS_ENCODER"
DEFAULT = "use"
NONE = "none"
_MAX_NAME = 500


def open_encoder(name: str, explain: TakeNote | None = None) -> Encoder | None:
    """Return an encoder; ``None`` for ``none``, and for ``use`` if its package is not installed.

    The packages are loaded no earlier than this, the weights of ``use`` at its first sentence.

    Args:
        name: ``use``, ``none``, ``sentence-transformers:NAME``, ``onnx:FOLDER``,
            ``model2vec:FOLDER`` or ``python:MODULE:FUNCTION``; ``""`` is ``use``.
        explain: Called if there is none although ``none`` was not asked for.

    Raises:
        EncoderUnknownError: There is no encoder of this name.
        EncoderMissingError: Its package or its folder is missing; not for ``use``.
        EncoderBrokenError: Its folder cannot be read.
    """
    kind, _, source = (name.strip() or DEFAULT)[:_MAX_NAME].partition(":")
    if kind == NONE and not source:
        return None
    if kind == DEFAULT and not source:
        return _open_default(explain)
    opening = _OPENINGS.get(kind)
    if opening is None or not source:
        raise EncoderUnknownError(f"no encoder {name[:100]!r}: there are {', '.join(_NAMES)}")
    return opening(source)


def encoder_name() -> str:
    """Return the name that the setting ``NEWS_ENCODER`` gives, else ``use``."""
    return os.environ.get(VARIABLE, "").strip() or DEFAULT


def _open_default(explain: TakeNote | None) -> Encoder | None:
    from meaning.use_encoder import UseEncoder

    try:
        return UseEncoder()
    except EncoderMissingError as error:
        if explain is not None:
            explain(Note("no-encoder", str(error)))
        return None


def _open_sentence_transformers(source: str) -> Encoder:
    from meaning.sentence_transformers_encoder import SentenceTransformersEncoder

    return SentenceTransformersEncoder(source)


def _open_onnx(source: str) -> Encoder:
    from meaning.onnx_encoder import OnnxEncoder

    return OnnxEncoder(source)


def _open_model2vec(source: str) -> Encoder:
    from meaning.model2vec_encoder import Model2VecEncoder

    return Model2VecEncoder(source)


def _open_python(source: str) -> Encoder:
    from meaning.python_encoder import PythonEncoder

    return PythonEncoder(source)


_OPENINGS: Mapping[str, Callable[[str], Encoder]] = {
    "sentence-transformers": _open_sentence_transformers,
    "onnx": _open_onnx,
    "model2vec": _open_model2vec,
    "python": _open_python,
}
_NAMES = (
    "use",
    "none",
    "sentence-transformers:NAME",
    "onnx:FOLDER",
    "model2vec:FOLDER",
    "python:MODULE:FUNCTION",
)
