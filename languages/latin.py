"""How words in Latin letters are folded, and those of any other script but the Arabic."""

import unicodedata

from languages.numerals import fold_digits
from languages.text import letters_and_digits

_WITHOUT_DECOMPOSITION = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    },
)
_MODIFIER_LETTERS = dict.fromkeys(range(0x2B9, 0x2D0))
"""Signs such as the ayn of ``ʿAlī``, which Unicode counts as letters and most writers leave out."""


def fold(text: str) -> str:
    """Return the text without case, accents and compatibility forms, its digits ASCII.

    Letters without a decomposition have a plain one too (``ø`` is ``o``, ``æ`` is ``ae``). The
    signs for ayn and hamza go. Folding again changes nothing.

    >>> fold("Łódź, ESPAÑA: ʿAlī")
    'lodz, espana: ali'
    """
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", _without_marks(text).casefold())
    return fold_digits(_without_marks(spread).translate(_WITHOUT_DECOMPOSITION))


def exact(word: str) -> str:
    """Return the folded letters and digits of a word.

    >>> exact("Sana’a")
    'sanaa'
    """
    return letters_and_digits(fold(word))


def _without_marks(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text).translate(_MODIFIER_LETTERS)
    return "".join(character for character in spread if unicodedata.category(character) != "Mn")
