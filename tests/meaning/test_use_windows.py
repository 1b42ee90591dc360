"""Windows multiplied two at a time against the plain product of each."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meaning.use_windows import Windows


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([2, 3, 5]), st.integers(1, 20), st.integers(0, 2**32 - 1))
def test_every_window_has_its_product(length: int, pairs: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    weights = generator.standard_normal((length, 8, 6)).astype(np.float32)
    bias = generator.standard_normal(6).astype(np.float32)
    rows = generator.standard_normal((2 * pairs + length, 8)).astype(np.float32)
    out = np.empty((2 * pairs, 6), np.float32)

    Windows(weights, bias).multiply(rows, out)

    plain = [
        np.einsum("ri,rio->o", rows[at : at + length], weights) + bias for at in range(len(out))
    ]
    assert np.allclose(out, plain, atol=1e-4)


def test_other_windows_are_refused() -> None:
    with pytest.raises(KeyError):
        Windows(np.zeros((4, 8, 8), np.float32), np.zeros(8, np.float32))
