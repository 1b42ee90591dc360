"""The languages of the editions."""

from collections.abc import Mapping
from types import MappingProxyType

from languages.arabic import ARABIC
from languages.english import ENGLISH
from languages.language import Language
from languages.spanish import SPANISH

LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {language.code: language for language in (ENGLISH, ARABIC, SPANISH)},
)
"""By ISO 639-1 code, in the order in which the editions are named everywhere."""
