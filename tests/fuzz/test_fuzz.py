"""A short run of the fuzzer, what it once found, and pieces in any order."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.run import ANY, Limits, has_atheris, run, run_plain
from tests.fuzz.targets import TARGETS, Target, any_seeds

INPUTS = dict.fromkeys(TARGETS, 1_500) | {"pages": 150, "listings": 300}
FOUND = (
    ("feeds", b"<rss><item><link>a&#xD800;</link><link>https://x/a-b-c</link></item></rss>"),
    ("feeds", b"<rss xmlns='\xed\xa0\x80'><a:item><link>x</link></a:item></rss>"),
    ("retry-after", b"\x00Fri, 01 Jan 99999999999999999999 00:00:00 GMT"),
)
"""Inputs on which a reader failed, and its name."""


@pytest.mark.parametrize("target", TARGETS)
def test_seeds_changed_at_random(target: str, tmp_path: Path) -> None:
    limits = Limits(seconds=sys.maxsize, inputs=INPUTS[target])
    assert run_plain(target, limits, tmp_path).inputs == INPUTS[target]


def test_a_guided_run(tmp_path: Path) -> None:
    """Where there is no atheris, a run of random changes of another seed."""
    fuzzed = run(ANY, Limits(seconds=4, inputs=2_000, seed=2), tmp_path)
    assert fuzzed.failure == ""
    assert fuzzed.inputs > sum(1 for _ in any_seeds())
    assert (fuzzed.coverage > 500) is (fuzzed.engine == "atheris") is has_atheris()


@pytest.mark.parametrize(("target", "data"), FOUND)
def test_what_was_found(target: str, data: bytes) -> None:
    TARGETS[target].check(data)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_pieces_in_any_order(data: st.DataObject) -> None:
    target = TARGETS[data.draw(st.sampled_from(list(TARGETS)))]
    pieces = st.sampled_from(target.tokens) | st.binary(max_size=6)
    target.check(b"".join(data.draw(st.lists(pieces, max_size=30))))


def test_an_input_that_fails_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(data: bytes) -> None:
        if b"!" in data:
            raise KeyError(data)

    broken = Target(check=check, seeds=lambda: [b"seed"], tokens=(b"!",))
    monkeypatch.setitem(TARGETS, "broken", broken)
    with pytest.raises(KeyError):
        run("broken", Limits(seconds=sys.maxsize), tmp_path, plain=True)
    assert b"!" in (tmp_path / "broken-plain").read_bytes()
