"""Names as romanised consonant skeletons: what is left of a name in every alphabet.

``Netanyahu`` and ``نتنياهو`` are both ``ntn``. Vowels, ``h``, ``w`` and ``y`` go; sounds that
editions write in different ways are one letter (``b`` and ``p``; ``k``, ``q`` and ``kh``).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from types import MappingProxyType

from stories.words import arabic_readings

SHORTEST = 3
"""Consonants; with fewer, names of different people meet."""
_MOST_READINGS = 6
_MOST_CONSONANTS = 16
_LONG = 5
"""Consonants from which on one may be missing, added or another."""

_ARABIC = str.maketrans(
    {
        **dict.fromkeys("بپ", "b"),
        **dict.fromkeys("تط", "t"),
        **dict.fromkeys("ثزسصظ", "s"),
        **dict.fromkeys("جغگ", "g"),
        **dict.fromkeys("خقك", "k"),
        **dict.fromkeys("دذض", "d"),
        **dict.fromkeys("شچ", "S"),
        "ر": "r",
        "ل": "l",
        "م": "m",
        "ن": "n",
        **dict.fromkeys("فڤ", "f"),
    },
)
_CONSONANTS = frozenset("btsgkdSrlmnf")
_TSH = "تش"
_ARTICLE = "ال"

_LATIN = re.compile(
    r"tsch|sch|tch|ch|sh|ph|th|kh|gh|dh|zh|ck|qu|[cg](?=[eiy])|(?<=[aeiou])w(?=[aeiou])|\bw(?=[aeiou])|[b-df-hj-np-tv-z]",
)
_SOUNDS = MappingProxyType(
    {
        "tsch": "S",
        "sch": "S",
        "tch": "S",
        "ch": "S/k",
        "sh": "S",
        "ph": "f",
        "th": "t/s",
        "kh": "k",
        "gh": "g",
        "dh": "d",
        "zh": "g",
        "ck": "k",
        "qu": "k",
        "c": "k",
        "g": "g",
        "j": "g/k",
        "b": "b",
        "p": "b",
        "d": "d",
        "f": "f",
        "v": "f",
        "k": "k",
        "q": "k",
        "l": "l",
        "m": "m",
        "n": "n",
        "r": "r",
        "s": "s",
        "z": "s",
        "t": "t",
        "x": "ks",
        "h": "",
        "w": "",
        "y": "",
    },
)
_FIRST_W = "/f"
"""``Wagner`` is read ``Vagner``, ``Washington`` is not."""
_SOFT_C = "s"
_SOFT_G = MappingProxyType({"en": "g", "es": "g/k"})
_DOUBLED = re.compile(r"([a-z])\1+")


@lru_cache(maxsize=1 << 16)
def latin_skeletons(folded: str, language: str) -> tuple[str, ...]:
    """Return the skeletons of a folded word in Latin letters, the likeliest first.

    In Spanish both its own reading of ``g`` before ``e`` and ``i`` and the English one are given.

    >>> latin_skeletons("jorge", "es"), latin_skeletons("mohammed", "en")
    (('grg', 'grk', 'krg', 'krk'), ('mmd',))
    """
    plain = _DOUBLED.sub(r"\1", folded)
    sounds: list[str] = []
    for match in _LATIN.finditer(plain):
        sounds.append(_sound(match[0], plain, match.start(), language))
        if len(sounds) > _MOST_CONSONANTS:
            break
    return tuple(_spelled(sounds))


def _sound(letters: str, word: str, place: int, language: str) -> str:
    is_soft = word[place + 1 : place + 2] in {"e", "i", "y"}
    if letters == "c" and is_soft:
        return _SOFT_C
    if letters == "g" and is_soft:
        return _SOFT_G.get(language, "g")
    if letters == "w" and place == 0:
        return _FIRST_W
    return _SOUNDS[letters]


def _spelled(sounds: Iterable[str]) -> list[str]:
    """Return the ways to choose one reading of each sound, at most a few."""
    found = [""]
    for sound in sounds:
        readings = sound.split("/")
        if len(found) * len(readings) > _MOST_READINGS:
            readings = readings[:1]
        found = [spelled + reading for spelled in found for reading in readings]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=1 << 16)
def arabic_skeletons(folded: str) -> tuple[str, ...]:
    """Return the skeletons of a folded Arabic word: as it is, and without particles and article.

    >>> arabic_skeletons("ونتنياهو"), arabic_skeletons("بالقسام")
    (('ntn',), ('blksm', 'lksm', 'ksm'))
    """
    found: list[str] = []
    for reading in arabic_readings(folded):
        found += _sounds(reading)
        if reading.startswith(_ARTICLE):
            found += _sounds(reading.removeprefix(_ARTICLE))
    return tuple(dict.fromkeys(found))[:_MOST_READINGS]


def _sounds(word: str) -> Iterator[str]:
    for spelled in dict.fromkeys((word, word.replace(_TSH, "ش"))):
        sounds = spelled[: 2 * _MOST_CONSONANTS].translate(_ARABIC)
        yield "".join(letter for letter in sounds if letter in _CONSONANTS)


def are_alike(these: Collection[str], others: Collection[str]) -> bool:
    """Whether two names may be one: a skeleton in common, or two long ones one letter apart.

    >>> are_alike({"grSnkf"}, {"grSnk"}), are_alike({"ksm"}, {"kslm"})
    (True, False)
    """
    if not set(these).isdisjoint(others):
        return True
    return any(is_near(one, other) for one in these for other in others)


def is_near(one: str, other: str) -> bool:
    """Whether two long skeletons are at most one letter apart (missing, added or another)."""
    if max(len(one), len(other)) < _LONG or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    same = next(
        (place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b),
        len(short),
    )
    if len(short) == len(long):
        return short[same + 1 :] == long[same + 1 :]
    return short[same:] == long[same + 1 :]
