"""Labels that are compared whole, whatever their case, accents, vowel marks or alefs."""

from itertools import islice

from languages import analyse

_MOST_WORDS = 64


def label_key(label: str) -> str:
    """Return what two labels that are the same to a reader have in common; ``""`` without words.

    >>> label_key("Grain Ports"), label_key("«مَحَطّة الحبوب»")
    ('grain ports', 'محطه الحبوب')

    The exact forms of words do not depend on the language, so neither does the key. Of a label of
    more than 64 words it is their beginning.
    """
    return " ".join(token.exact for token in islice(analyse(label, ""), _MOST_WORDS))
