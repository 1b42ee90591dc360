"""One number at a time, of digits and of words: ``2.5 million``, ``ثلاثة آلاف و500``."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from stories.digits import read_digits
from stories.number_parts import Part, Role, number_part
from stories.number_words import NUMBER_WORDS
from stories.words import Word

LARGEST = Decimal(10) ** 18
"""No article counts more."""

_NEAR = re.compile(r"[ \u00a0\u202f\u2009\-‑]{0,2}")
_HALF = Decimal("0.5")
_TEN, _TWENTY, _HUNDRED = 10, 20, 100
_ATTACHED = frozenset({"k", "m", "b"})
"""English letters that are scales only close behind digits."""
_MONEY = frozenset("$£€")


class Numeral(NamedTuple):
    """A number, from one word of a text to another."""

    value: Decimal
    first: int
    """Number of its first word."""
    last: int
    """Of its last one."""
    factor: Decimal
    """Of a number times one scale, the scale; else 1."""
    has_digits: bool
    """It begins with digits."""
    definite: bool
    """It begins with the Arabic article."""


@dataclass(slots=True)
class _Sum:
    """A number that is being read, part by part."""

    language: str
    total: Decimal = Decimal(0)
    group: Decimal | None = None
    """What the next scale multiplies."""
    last: Decimal = Decimal(0)
    """The part that came last into the group."""
    scale: Decimal = LARGEST * _TEN
    """The last scale; what follows is smaller."""
    factors: tuple[Decimal, ...] = ()
    role: Role | None = None
    """Of the last part; None before the first."""

    @property
    def value(self) -> Decimal:
        return self.total + (self.group or 0)


def read_numeral(text: str, words: Sequence[Word], first: int, language: str) -> Numeral | None:
    """Return the number that begins with a word, None if none does.

    Args:
        text: What the words stand in.
        words: Of the text.
        first: Number of the word.
        language: ISO 639-1 code; in a strange language only digits are read.
    """
    reading, last = _Sum(language), first - 1
    whole, whole_last = reading, last
    opening: Part | None = None
    while found := _next(text, words, last + 1, first, language):
        if _opens_number(reading, found[1]):
            whole, whole_last = replace(reading), last
        if not _ADD[found[1].role](reading, found[1]):
            if found[1].role == "scale" and reading.total and reading.group is not None:
                reading, last = whole, whole_last  # what was added belongs to the next number
            break
        last, reading.role, opening = found[0], found[1].role, opening or found[1]
    if opening is None or (first == last and not opening.stands_alone):
        return None
    factor = reading.factors[0] if len(reading.factors) == 1 and not reading.group else Decimal(1)
    return Numeral(
        reading.value,
        first,
        last,
        factor,
        opening.role == "digits",
        opening.definite,
    )


def _opens_number(reading: _Sum, part: Part) -> bool:
    """Whether a number may begin here anew: 2 in ``two million and 2 thousand``."""
    return reading.group is None and part.role not in {"scale", "half"}


def _next(
    text: str,
    words: Sequence[Word],
    position: int,
    first: int,
    language: str,
) -> tuple[int, Part] | None:
    """Return the next part and the number of its word; ``and`` and ``a`` may stand before."""
    table = NUMBER_WORDS.get(language)
    joined = counted = False
    if table and position > first and _folded(words, position) in table.joints:
        joined, position = True, position + 1
    if table and _folded(words, position) in table.articles:
        counted, position = True, position + 1
    if position >= len(words) or not _are_near(text, words, first, position):
        return None
    part = _read_part(text, words, position, language)
    if part is None or (part.opens and position > first):
        return None
    if counted and part.role not in {"scale", "hundred", "half"}:
        return None
    return position, part._replace(joined=joined or part.joined, counted=counted)


def _folded(words: Sequence[Word], position: int) -> str:
    return words[position].folded if position < len(words) else ""


def _are_near(text: str, words: Sequence[Word], first: int, position: int) -> bool:
    nearest = range(max(first, position - 2), position)
    return all(_NEAR.fullmatch(text, words[each].end, words[each + 1].start) for each in nearest)


def _read_part(text: str, words: Sequence[Word], position: int, language: str) -> Part | None:
    word = words[position]
    if word.is_number:
        value = read_digits(word.folded, language)
        before = words[position - 1].folded if position else ""
        return None if value is None else Part("digits", value, joined=before == "و")
    if word.folded == "و" and position + 1 < len(words) and words[position + 1].is_number:
        return None
    part = number_part(word.folded, language)
    if part and word.folded in _ATTACHED and not _is_scale_letter(text, words, position):
        return None
    return part


def _is_scale_letter(text: str, words: Sequence[Word], position: int) -> bool:
    """Whether the letter behind digits counts: ``£5m`` does, ``100m`` are metres."""
    before = words[position - 1] if position else None
    if before is None or not before.is_number or before.end != words[position].start:
        return False
    if words[position].folded == "k" or text[before.start - 1 : before.start] in _MONEY:
        return True
    after = _folded(words, position + 1)
    english = NUMBER_WORDS["en"]
    return after in english.counted | english.currencies | {"a", "year", "years"}


def _add_digits(reading: _Sum, part: Part) -> bool:
    if reading.role is None:
        reading.group = part.value
        return True
    is_joined = {"ar": part.joined, "es": not part.joined}.get(reading.language, False)
    return is_joined and _opens_group(reading, part) and _set_group(reading, part)


def _opens_group(reading: _Sum, part: Part) -> bool:
    """Whether the part may follow a scale: ``mil 200``, ``ألف و200``."""
    follows = reading.role in {"scale", "multiple"} and reading.group is None
    return follows and part.value < reading.scale


def _set_group(reading: _Sum, part: Part) -> bool:
    reading.group = reading.last = part.value
    return True


def _add_atom(reading: _Sum, part: Part) -> bool:
    can_follow = part.joined or reading.language != "ar"
    if reading.role is None or (can_follow and _opens_group(reading, part)):
        return _set_group(reading, part)
    if reading.group is None or reading.role not in {"atom", "hundred", "teen"}:
        return False
    if not _FITS[reading.language](int(reading.last), int(part.value), part.joined):
        return False
    reading.group += part.value
    reading.last = part.value
    return True


def _fits_english(last: int, value: int, joined: bool) -> bool:
    if last == _HUNDRED:
        return value < _HUNDRED
    return _TWENTY <= last < _HUNDRED and value < _TEN and not joined


def _fits_spanish(last: int, value: int, joined: bool) -> bool:
    if last >= _HUNDRED:
        return value < _HUNDRED and not joined
    return last > _TWENTY and last % _TEN == 0 and value < _TEN and joined


def _fits_arabic(last: int, value: int, joined: bool) -> bool:
    if last >= _HUNDRED:
        return value < _HUNDRED and joined
    return last < _TEN and _TWENTY <= value < _HUNDRED and joined


_FITS: Mapping[str, Callable[[int, int, bool], bool]] = MappingProxyType(
    {"en": _fits_english, "es": _fits_spanish, "ar": _fits_arabic},
)


def _add_teen(reading: _Sum, part: Part) -> bool:
    follows_unit = reading.role == "atom" and 0 < reading.last < _TEN and not part.joined
    if not follows_unit or reading.group is None:
        return _add_atom(reading, part)
    reading.group += part.value
    reading.last = part.value + reading.last
    return True


def _add_hundred(reading: _Sum, part: Part) -> bool:
    multiplies = reading.group is not None and not part.joined and reading.group < _HUNDRED
    if multiplies and reading.group is not None:
        reading.group *= part.value
        reading.last = part.value
        return True
    if reading.language == "ar" or part.counted:
        return _add_atom(reading, part)
    return False


def _add_scale(reading: _Sum, part: Part) -> bool:
    scale = part.value
    if reading.role == "half" and reading.group is None:
        return scale == reading.scale  # مليونين ونصف المليون
    total = _scaled_total(reading, part)
    if total is None or total > LARGEST:
        return False
    reading.total, reading.group, reading.scale = total, None, scale
    reading.factors += (scale,)
    return True


def _scaled_total(reading: _Sum, part: Part) -> Decimal | None:
    """Return the total with one more scale, None if it does not fit."""
    scale, total, group = part.value, reading.total, reading.group
    if reading.role is None:
        return scale if part.stands_alone or part.counted else None
    if group is None:
        if part.joined:
            return total + scale if scale < reading.scale and part.stands_alone else None
        return total * scale if reading.scale < scale else None
    if part.joined or reading.role == "dual":
        return None
    if scale == reading.scale:
        return None
    return total + group * scale if scale < reading.scale else (total + group) * scale


def _add_multiple(reading: _Sum, part: Part) -> bool:
    scale = part.value / 2
    follows = reading.group is None and reading.total > 0 and part.joined and scale < reading.scale
    if reading.role is not None and not follows:
        return False
    reading.total += part.value
    reading.scale = scale
    return True


def _add_half(reading: _Sum, part: Part) -> bool:
    if reading.role is None:
        reading.group = _HALF
    elif not part.joined or reading.role in {"half", "dual"}:
        return False
    elif reading.group is None:
        reading.total += reading.scale * _HALF
    else:
        reading.group += _HALF
    return True


def _add_dual(reading: _Sum, part: Part) -> bool:
    if reading.role is not None:
        return False
    reading.total = part.value
    return True


_ADD: Mapping[Role, Callable[[_Sum, Part], bool]] = MappingProxyType(
    {
        "digits": _add_digits,
        "atom": _add_atom,
        "teen": _add_teen,
        "hundred": _add_hundred,
        "scale": _add_scale,
        "multiple": _add_multiple,
        "half": _add_half,
        "dual": _add_dual,
    },
)
