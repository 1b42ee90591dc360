"""The site's own words in English, Arabic and Spanish, and how each writes numbers and times."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal, format_percent

from archive.frontier import BEIRUT
from languages import LANGUAGES, clean_text

_FOLDER = Path(__file__).parent / "words"
_LOCALES: Mapping[str, str] = {"en": "en_GB", "ar": "ar_LB", "es": "es"}
"""Whose names of months and plurals: those of Beirut, for Arabic. Its numbers are not: there they
would be 1.500 and 2,5, but the newsroom writes 1,500 and 2.5."""
_UNITS = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000
DEFAULT = "en"
_MAX_ACCEPTED = 20
"""Languages that are read of what a browser says it accepts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """How the site speaks to a reader."""

    code: str
    """``en``, ``ar`` or ``es``."""
    name: str
    """Of the language, in itself."""
    direction: str
    """``ltr`` or ``rtl``."""
    locale: Locale
    words: Mapping[str, Mapping[str, str]]
    """By table and name, from ``words/CODE.toml``; the same names in every language."""
    counts: Mapping[str, Mapping[str, str]]
    """By name and by plural category of CLDR; ``{n}`` stands for the number."""

    def named(self, table: str, name: str) -> str:
        """Return the word for a name, the name itself if there is none."""
        return self.words[table].get(name, name)

    def count(self, name: str, number: int) -> str:
        """Return a number with its noun."""
        forms = self.counts[name]
        form = forms.get(self.locale.plural_form(number), forms["other"])
        return form.format(n=self.number(number))

    def number(self, number: float | Decimal) -> str:
        """Return a number with the separators of this edition, in the digits 0 to 9."""
        return _decimal(str(number), self.code)

    def percent(self, number: Decimal) -> str:
        """Return a share that is given in hundredths."""
        return clean_text(
            format_percent(
                number / 100, locale=self.code, numbering_system="latn", decimal_quantization=False
            )
        )

    def size(self, size_bytes: float) -> str:
        """Return a number of bytes in the unit that suits it."""
        for unit in _UNITS[:-1]:
            if size_bytes < _STEP:
                return f"{self.number(round(size_bytes))} {unit}"
            size_bytes /= _STEP
        return f"{self.number(round(size_bytes, 1))} {_UNITS[-1]}"

    def day(self, time: datetime | None) -> str:
        """Return the day in Beirut; ``""`` if absent."""
        return _day(time.astimezone(BEIRUT).date(), str(self.locale)) if time else ""

    def minute(self, time: datetime | None) -> str:
        """Return day and minute in Beirut; ``""`` if absent."""
        if time is None:
            return ""
        local = time.astimezone(BEIRUT)
        clock = _clock(local.hour, local.minute, str(self.locale))
        return self.words["site"]["minute"].format(day=self.day(time), clock=clock)

    def month(self, month: str) -> str:
        """Return a month that is given as ``2024-01``."""
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
        return format_datetime(first, "LLLL y", locale=self.locale)

    def language(self, code: str) -> str:
        """Return the name of a language, to stand by itself; its code if it is not known."""
        name = str(self.locale.languages.get(code, code))
        return f"{name[:1].upper()}{name[1:]}"


@lru_cache(maxsize=1 << 12)
def _decimal(number: str, locale: str) -> str:
    return format_decimal(
        number, locale=locale, numbering_system="latn", decimal_quantization=False
    )


@lru_cache(maxsize=1 << 10)
def _day(day: date, locale: str) -> str:
    return format_date(day, "long", locale=locale)


@lru_cache(maxsize=1 << 12)
def _clock(hour: int, minute: int, locale: str) -> str:
    return format_time(time(hour, minute), "HH:mm", locale=locale)


@cache
def interfaces() -> Mapping[str, Interface]:
    """Return the interfaces by code."""
    return {code: _read(code) for code in _LOCALES}


def preferred(accepted: str) -> Interface:
    """Return the interface that suits a browser best.

    >>> preferred("fr-CH, ar-LB;q=0.8, en;q=0.7").code
    'ar'

    Args:
        accepted: The header ``Accept-Language``; ``""`` when there is none.
    """
    ranked = sorted(_accepted(accepted), key=lambda pair: -pair[1])
    known = (code for code, weight in ranked if weight > 0 and code in _LOCALES)
    return interfaces()[next(known, DEFAULT)]


def _accepted(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(",")[:_MAX_ACCEPTED]:
        name, _, weight = part.partition(";")
        try:
            rank = float(weight.partition("=")[2] or 1)
        except ValueError:
            continue
        yield name.strip().lower().partition("-")[0], rank


def _read(code: str) -> Interface:
    text = (_FOLDER / f"{code}.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    language = LANGUAGES[code]
    return Interface(
        code=code,
        name=language.name,
        direction=language.direction,
        locale=Locale.parse(_LOCALES[code]),
        counts=tables.pop("counts"),
        words=tables,
    )
