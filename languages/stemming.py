"""Snowball stemmers, loaded when they are first needed."""

from collections.abc import Callable
from functools import cache


def snowball(algorithm: str, word: str) -> str:
    """Return the Snowball stem of a lower-case word (https://snowballstem.org).

    >>> snowball("english", "harbours")
    'harbour'
    """
    return _stemmer(algorithm)(word)


@cache
def _stemmer(algorithm: str) -> Callable[[str], str]:
    from Stemmer import Stemmer

    stem: Callable[[str], str] = Stemmer(algorithm, 0).stemWord  # 0: callers keep what they need
    return stem
