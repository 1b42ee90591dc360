"""What a request asks for, read and bounded before any work is done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl

from archive.notes import Code, Note
from index.dates import WrongDateError
from index.periods import parse_period
from index.tree import DateRange
from webui.addresses import Address
from webui.failures import WrongRequestError
from webui.interface import Interface

MAX_ADDRESS = 8_000
"""Characters of the part of an address behind the question mark, percent-encoded."""
MAX_PARAMETERS = 60
MAX_VALUE = 1_000
"""Characters of one value, decoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for a page."""

    interface: Interface
    path: str
    """Decoded, without the language of the interface: ``/search``."""
    origin: str = ""
    """What comes before the path: ``http://127.0.0.1:8000``."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Parts of the path."""
    parameters: tuple[tuple[str, str], ...] = ()
    """See :func:`read_parameters`; of a form those that it sends."""
    now: datetime
    """Aware."""
    is_from_elsewhere: bool = False
    """Whether the browser says that a page of another site asks."""

    @property
    def address(self) -> Address:
        """The page asked for, in this interface."""
        return Address(f"/{self.interface.code}{self.path}", self.parameters)

    def page(self, path: str) -> Address:
        """Return another page, in this interface."""
        return Address(f"/{self.interface.code}{path}")

    def many(self, name: str) -> tuple[str, ...]:
        """Return the values of a parameter, in order and none twice, without empty ones."""
        values = (value.strip() for key, value in self.parameters if key == name)
        return tuple(dict.fromkeys(filter(None, values)))

    def one(self, name: str) -> str:
        """Return the value of a parameter; ``""`` if it is not there.

        Raises:
            WrongRequestError: There are several.
        """
        values = self.many(name)
        if len(values) > 1:
            sentence = f"{name} is given {len(values)} times: give it once"
            raise WrongRequestError(Note("given-often", sentence, name=name))
        return values[0] if values else ""

    def one_of(self, name: str, values: Sequence[str]) -> str:
        """Return the value of a parameter, the first possible one if it is not there.

        Raises:
            WrongRequestError: It is none of them.
        """
        value = self.one(name) or values[0]
        if value not in values:
            raise wrong_value(name, value, ", ".join(values))
        return value

    def many_of(self, name: str, values: Collection[str]) -> tuple[str, ...]:
        """Return the values of a parameter, as :meth:`many` does.

        Raises:
            WrongRequestError: One is none of those that can be.
        """
        given = self.many(name)
        if wrong := next((each for each in given if each not in values), None):
            raise wrong_value(name, wrong, ", ".join(values))
        return given

    def period(self) -> DateRange:
        """Return the span of time from ``since`` to ``until``, see :mod:`index.periods`.

        Raises:
            WrongRequestError: One of them is no date, or they are in the wrong order.
        """
        try:
            return parse_period(self.one("since"), self.one("until"), now=self.now)
        except WrongDateError as error:
            raise wrong_date("since or until", error) from error

    @property
    def wants_json(self) -> bool:
        """Whether a page that is also there as JSON is asked for as such.

        Raises:
            WrongRequestError: It is asked for in a format that it does not have.
        """
        return self.one_of("format", ("html", "json")) == "json"

    def number(self, name: str, default: int, *, least: int = 1, most: int) -> int:
        """Return the value of a parameter that is a whole number.

        Raises:
            WrongRequestError: It is none, or out of bounds.
        """
        text = self.one(name)
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
        if text and not (is_number and least <= int(text) <= most):
            sentence = f"{name} must be a number from {least} to {most}"
            raise WrongRequestError(
                Note("not-a-number", sentence, name=name, least=least, most=most)
            )
        return int(text or default)


def read_parameters(query: str) -> tuple[tuple[str, str], ...]:
    """Return the parameters of an address, decoded, in order.

    Args:
        query: What is behind its question mark.

    Raises:
        WrongRequestError: It is too long, has too many of them, or one that is no UTF-8.
    """
    if len(query) > MAX_ADDRESS:
        sentence = f"the address is longer than {MAX_ADDRESS} characters: shorten it"
        raise WrongRequestError(Note("address-long", sentence, most=MAX_ADDRESS))
    try:
        pairs = parse_qsl(query, max_num_fields=MAX_PARAMETERS, errors="strict")
    except UnicodeDecodeError as error:
        note = Note("address-unread", "the address is not in UTF-8")
        raise WrongRequestError(note) from error
    except ValueError as error:
        sentence = f"the address asks more than {MAX_PARAMETERS} things"
        raise WrongRequestError(Note("address-many", sentence, most=MAX_PARAMETERS)) from error
    if too_long := next((name for name, value in pairs if len(value) > MAX_VALUE), None):
        name = too_long[:40]
        sentence = f"{name} is longer than {MAX_VALUE} characters: shorten it"
        raise WrongRequestError(Note("value-long", sentence, name=name, most=MAX_VALUE))
    return tuple(pairs)


def wrong_value(name: str, value: str, usage: str, wrong: Code = "not-one-of") -> WrongRequestError:
    """Return the error of a parameter that has a value that cannot be."""
    value = value[:80]
    sentence = f"{name} cannot be {value!r}: use {usage}"
    return WrongRequestError(Note(wrong, sentence, name=name, value=value, use=usage))


def wrong_date(name: str, error: WrongDateError) -> WrongRequestError:
    """Return the error of a parameter that is no date."""
    note = error.note
    return WrongRequestError(Note(note.code, f"{name}: {note}", **note.values))
