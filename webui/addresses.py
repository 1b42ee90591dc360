"""Addresses of this site's own pages, and those of other sites that a link may lead to."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import quote, urlencode, urlsplit

from archive.urls import request_url

_PATH_SAFE = "/:@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Address:
    """A page of this site, with what it is asked; as a string it can stand in a link."""

    path: str
    """Decoded, with the language of the interface: ``/en/search``."""
    parameters: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Return it percent-encoded, from the slash on."""
        query = urlencode(self.parameters, errors="replace")
        path = quote(self.path, safe=_PATH_SAFE, errors="replace")
        return f"{path}?{query}" if query else path

    def adding(self, name: str, value: str) -> Self:
        """Return the address with one more value of a parameter."""
        return replace(self, parameters=(*self.parameters, (name, value)))

    def setting(self, name: str, value: str) -> Self:
        """Return the address with this value of a parameter alone; with ``""``: without it."""
        rest = self.without(name)
        return rest.adding(name, value) if value else rest

    def without(self, *names: str) -> Self:
        """Return the address without some parameters."""
        kept = tuple(pair for pair in self.parameters if pair[0] not in names)
        return replace(self, parameters=kept)

    def dropping(self, name: str, value: str) -> Self:
        """Return the address without one value of a parameter."""
        kept = tuple(pair for pair in self.parameters if pair != (name, value))
        return replace(self, parameters=kept)


def outside_address(url: str) -> str:
    """Return an address of another site that a link may lead to, percent-encoded; else ``""``.

    >>> outside_address("javascript:alert(1)"), outside_address("https://a.example/نص")
    ('', 'https://a.example/%D9%86%D8%B5')
    """
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and url.isprintable()
        return request_url(url) if is_web else ""
    except (ValueError, UnicodeError):
        return ""
