"""What digits with marks between them are worth, in each language."""

import re
from decimal import Decimal

MAX_DIGITS = 18
"""Longer ones are account numbers, not quantities."""

_GROUPED = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,٫][0-9]+)?")
_DECIMAL = re.compile(r"[0-9]+[.,٫][0-9]+")
_POINT_IS_DECIMAL = frozenset({"en"})
"""Languages where one point and three digits (``1.325``) are a fraction, not thousands."""
_ONE_GROUP = re.compile(r"[0-9]+\.[0-9]{3}")


def read_digits(digits: str, language: str) -> Decimal | None:
    """Return the value of one number, None if it is none, such as ``1.2.2024``.

    A mark before groups of exactly three digits parts thousands, in every language, because the
    editions write both ``1,500`` and ``1.500``; only in English is a single point always decimal.
    Any other single mark is decimal.

    Args:
        digits: ASCII digits with ``.``, ``,``, ``٫`` or spaces between them.
        language: ISO 639-1 code.

    >>> [str(read_digits("1.500", code)) for code in ("en", "ar", "es")]
    ['1.500', '1500', '1500']
    >>> str(read_digits("1.234,5", "es")), str(read_digits("1 500", "es"))
    ('1234.5', '1500')
    """
    plain = "".join(digits.split())
    if sum(map(str.isdigit, plain)) > MAX_DIGITS:
        return None
    if plain.isdigit():
        return Decimal(plain)
    is_fraction = language in _POINT_IS_DECIMAL and _ONE_GROUP.fullmatch(plain)
    if not is_fraction and (grouped := _GROUPED.fullmatch(plain)):
        return _decimal(plain.replace(grouped[1], ""))
    return _decimal(plain) if _DECIMAL.fullmatch(plain) else None


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ".").replace("٫", "."))
