"""The letters of the two scripts, each as the inside of a regular expression's set."""

from collections.abc import Mapping
from types import MappingProxyType

PHRASE_LIGATURES = "\ufdfa\ufdfb"
"""Arabic letters to Unicode, whole phrases to readers, often set close to a word."""

ARABIC_LETTERS = (
    "\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdf9\ufe70-\ufefc"
)
"""With tatweel and presentation forms, without digits, marks and :data:`PHRASE_LIGATURES`."""

LATIN_LETTERS = "A-Za-zªº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"

LETTERS: Mapping[str, str] = MappingProxyType(
    {"Arab": ARABIC_LETTERS + PHRASE_LIGATURES, "Latn": LATIN_LETTERS},
)
"""By ISO 15924 code."""
