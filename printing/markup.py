"""HTML in which text can be nothing but text."""

import html
import re
from urllib.parse import urlsplit

from archive.urls import canonical_url, request_url
from languages import LANGUAGES, clean_text

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})
_SCHEMES = frozenset({"http", "https"})


class Markup(str):
    """HTML that is ready; any other string is text, and is escaped."""

    __slots__ = ()


def element(name: str, *children: str, **attributes: str | None) -> Markup:
    """Return an element.

    Args:
        name: Of the element.
        children: Text, which is cleaned of control and direction characters and escaped, or
            :class:`Markup`, which is taken as it is.
        attributes: Cleaned and escaped; ``None`` leaves one out. A last ``_`` of a name goes
            (``class_``), any other becomes ``-``.

    >>> element("p", "a < b", element("br"), lang="en", title=None)
    '<p lang="en">a &lt; b<br></p>'
    """
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    if not all(map(_NAME.fullmatch, (name, *given))):
        raise ValueError(f"no element {name!r} with {list(given)}")
    told = "".join(
        f' {key}="{html.escape(clean_text(value))}"'
        for key, value in given.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{joined(*children)}</{name}>")


def joined(*children: str) -> Markup:
    """Return texts and markup one after the other."""
    return Markup("".join(map(_inner, children)))


def text_in(text: str, language: str, name: str = "span", **attributes: str | None) -> Markup:
    """Return a text from anywhere as an element of its own, with language and direction.

    Args:
        text: The text.
        language: ISO 639-1 code of what it is in; of an unknown one the first letter tells the
            direction.
        name: Of the element.
        attributes: Others.
    """
    known = LANGUAGES.get(language)
    code = language if _LANGUAGE.fullmatch(language) else None
    direction = known.direction if known else "auto"
    return element(name, text, lang=code, dir=direction, **attributes)


def link_to(url: str, text: str, **attributes: str | None) -> Markup:
    """Return a link to another site; only its text if the address is not one of the web."""
    try:
        address = request_url(canonical_url(url)) if urlsplit(url).scheme in _SCHEMES else None
    except ValueError:
        address = None
    if address is None:
        return element("span", text, **attributes)
    return element("a", text, href=address, rel="noopener noreferrer", **attributes)


def _inner(child: str) -> str:
    return child if isinstance(child, Markup) else html.escape(_spaced(child))


def _spaced(text: str) -> str:
    """Return a clean text that keeps a space at either end."""
    clean = clean_text(text)
    if not clean:
        return " " if " " in text else ""
    return f"{' ' * text.startswith(' ')}{clean}{' ' * text.endswith(' ')}"
