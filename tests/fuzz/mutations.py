"""Inputs changed at random: what stands in where there is no coverage-guided fuzzer."""

import random
from collections.abc import Callable, Iterator, Sequence

_Change = Callable[[bytes, Sequence[bytes], Sequence[bytes], random.Random], bytes]
_LENGTHS = (0, 1, 1, 7, 60, 900)


def mutants(
    seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random
) -> Iterator[bytes]:
    """Yield inputs for ever: the seeds first, then seeds with one to six changes."""
    yield from seeds
    yield b""
    while True:
        data = chance.choice(seeds)
        for _ in range(chance.randint(1, 6)):
            data = chance.choice(_CHANGES)(data, seeds, tokens, chance)
        yield data


def _insert(
    data: bytes, _seeds: Sequence[bytes], tokens: Sequence[bytes], chance: random.Random
) -> bytes:
    start, end = _part(data, chance)
    times = chance.choice((1, 1, 1, 2, 40))
    return data[:start] + chance.choice(tokens) * times + data[end:]


def _delete(
    data: bytes, _seeds: Sequence[bytes], _tokens: Sequence[bytes], chance: random.Random
) -> bytes:
    start, end = _part(data, chance)
    return data[:start] + data[end:]


def _repeat(
    data: bytes, _seeds: Sequence[bytes], _tokens: Sequence[bytes], chance: random.Random
) -> bytes:
    start, end = _part(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 30)) + data[end:]


def _scramble(
    data: bytes, _seeds: Sequence[bytes], _tokens: Sequence[bytes], chance: random.Random
) -> bytes:
    start, end = _part(data, chance)
    return data[:start] + chance.randbytes(end - start or 1) + data[end:]


def _cross(
    data: bytes, seeds: Sequence[bytes], _tokens: Sequence[bytes], chance: random.Random
) -> bytes:
    start, _ = _part(data, chance)
    return data[:start] + chance.choice(seeds)[start:]


_CHANGES: tuple[_Change, ...] = (_insert, _insert, _delete, _repeat, _scramble, _cross)


def _part(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice(_LENGTHS))
