"""Digits and numbers, the same in every language."""

import re
import unicodedata

from languages.text import INVISIBLE

_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_DIGITS = re.compile(rf"[0-9](?:[0-9]++|[{INVISIBLE}]++(?=[0-9]))*+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([.,٬])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,٫][0-9]+)?")
_DECIMAL = re.compile(r"[0-9]+[.,٫][0-9]+")


def fold_digits(text: str) -> str:
    """Return the text with the decimal digits of every script as ASCII digits.

    The length does not change, so offsets stay.

    >>> fold_digits("٢٠٢٤ ۵ 7")
    '2024 5 7'
    """
    return _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def read_numbers(text: str) -> list[tuple[str, int, int]]:
    """Return what digits with ``.``, ``,``, ``٫`` or ``٬`` between them say: value, start, end.

    The same rule holds for every language, so that an article and a query in another language
    meet: groups of exactly three digits are thousands, whichever mark parts them (``1,500`` and
    ``1.500`` are ``1500``; so is a ``1.500`` that an English text means as one and a half); one
    other mark is a decimal point (``2,5`` is ``2.5``); what is neither, such as ``1.2.2024``, is
    several numbers. Characters that nobody sees part nothing.

    >>> read_numbers("1.500,75")
    [('1500.75', 0, 8)]
    >>> read_numbers("1.2.2024")
    [('1', 0, 1), ('2', 2, 3), ('2024', 4, 8)]
    """
    folded = fold_digits(text)
    number = _INVISIBLE.sub("", folded)
    if grouped := _GROUPED.fullmatch(number):
        return [(_with_point(number.replace(grouped[1], "")), 0, len(text))]
    if _DECIMAL.fullmatch(number):
        return [(_with_point(number), 0, len(text))]
    return [(_INVISIBLE.sub("", run[0]), *run.span()) for run in _DIGITS.finditer(folded)]


def _with_point(number: str) -> str:
    return number.replace(",", ".").replace("٫", ".")
