"""Filters of a search as links: those in use, to take away, and those to add, with counts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from webui.addresses import Address
from webui.asked import MAX_VALUE, Asked
from webui.interface import Interface
from webui.passages import label_of
from webui.search_request import FACETS, FILTERS, SearchRequest

_SHOWN = 6
"""Values of a facet that are seen at once."""
_MOST = 24
"""Values of a facet on the page, the others behind a line to open."""
_PARAMETERS: Mapping[str, str] = {"language": "lang"}
"""Of the facets that are not called as the filter is."""
_MONTHS: Mapping[str, str] = {"month": "since"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value, and the search with it or without it."""

    name: str
    count: str
    address: str
    is_on: bool
    """Whether it is a filter already: then the address is the search without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Counts over all hits, by one property of articles."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]
    """Those that are seen when the reader asks for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter in use."""

    label: str
    value: str
    address: str
    """Of the search without it."""


def show_facets(
    asked: Asked, here: Address, request: SearchRequest, counts: Mapping[str, Mapping[str, int]]
) -> tuple[Facet, ...]:
    """Return the facets that have something to choose, or to take away.

    Args:
        asked: What was asked for.
        here: The search.
        request: The same, read.
        counts: By facet and value.
    """
    facets = (_facet(asked, here, request, name, counts.get(name, {})) for name in FACETS)
    return tuple(facet for facet in facets if facet.values)


def show_chips(asked: Asked, here: Address, request: SearchRequest) -> tuple[Chip, ...]:
    """Return the filters in use."""
    interface = asked.interface
    labels = interface.words["filters"]
    chips = [
        Chip(
            label=labels[name],
            value=_name(interface, name, value),
            address=str(here.dropping(name, value)),
        )
        for name in FILTERS
        for value in asked.many(name)
    ]
    for name, value in (("since", request.since), ("until", request.until)):
        if value:
            address = str(here.without(name))
            chips.append(Chip(label=labels[name], value=label_of(value), address=address))
    return tuple(chips)


def _facet(
    asked: Asked, here: Address, request: SearchRequest, name: str, counts: Mapping[str, int]
) -> Facet:
    interface = asked.interface
    make = _month_values if name in _MONTHS else _label_values
    ordered = dict(sorted(counts.items(), reverse=True)) if name in _MONTHS else counts
    values = list(make(asked, here, request, name, ordered))[:_MOST]
    return Facet(
        name=name,
        label=interface.words["filters"][_PARAMETERS.get(name, name)],
        values=tuple(values[:_SHOWN]),
        more=tuple(values[_SHOWN:]),
    )


def _label_values(
    asked: Asked, here: Address, _: SearchRequest, name: str, counts: Mapping[str, int]
) -> Iterator[FacetValue]:
    parameter = _PARAMETERS.get(name, name)
    used = asked.many(parameter)
    for value, count in counts.items():
        is_on = value in used
        change: Callable[[str, str], Address] = here.dropping if is_on else here.adding
        if len(value) <= MAX_VALUE and FILTERS[parameter].accepts(value):
            yield FacetValue(
                name=_name(asked.interface, parameter, value),
                count=asked.interface.number(count),
                address=str(change(parameter, value)),
                is_on=is_on,
            )


def _month_values(
    asked: Asked, here: Address, request: SearchRequest, _: str, counts: Mapping[str, int]
) -> Iterator[FacetValue]:
    for month, count in counts.items():
        is_on = request.since == request.until == month
        months = here.setting("since", month).setting("until", month)
        yield FacetValue(
            name=asked.interface.month(month),
            count=asked.interface.number(count),
            address=str(here.without("since", "until") if is_on else months),
            is_on=is_on,
        )


def _name(interface: Interface, parameter: str, value: str) -> str:
    if parameter == "lang":
        return interface.language(value)
    if parameter in ("edition", "kind"):
        return interface.named(parameter, value)
    return label_of(value)
