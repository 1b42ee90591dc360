"""How English, Arabic and Spanish are written and read: cleaning, tokens, stems, detection, dates.

Pure: no network, no files but the libraries' own data, no clock. What is slow to load is loaded
when first needed.
"""

from languages.analysis import (
    MAX_WORD_LENGTH,
    Forms,
    Token,
    analyse,
    piece_forms,
    pieces,
    query_languages,
    word_forms,
)
from languages.dates import parse_visible_date
from languages.detection import Detection, detect_language
from languages.language import Language
from languages.numerals import fold_digits
from languages.remembering import Remembered
from languages.supported import LANGUAGES
from languages.text import clean_paragraphs, clean_text

__all__ = [
    "LANGUAGES",
    "MAX_WORD_LENGTH",
    "Detection",
    "Forms",
    "Language",
    "Remembered",
    "Token",
    "analyse",
    "clean_paragraphs",
    "clean_text",
    "detect_language",
    "fold_digits",
    "parse_visible_date",
    "piece_forms",
    "pieces",
    "query_languages",
    "word_forms",
]
