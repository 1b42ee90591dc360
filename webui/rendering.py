"""From the context of a page to HTML. The only place that knows the template engine."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webui.addresses import Address
from webui.answers import HTML, Answer
from webui.asked import Asked
from webui.interface import interfaces

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
NAVIGATION: Mapping[str, str] = {
    "search": "/search",
    "stories": "/stories",
    "coverage": "/coverage",
    "status": "/status",
}
"""Name to path of the pages that every page leads to, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place to go to."""

    name: str
    address: str
    is_here: bool = False
    """Whether it leads to the page it is on."""
    language: str = ""
    """Of the name, when it is another than the page's."""
    direction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The same as the page, for programs."""

    name: str
    address: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchBox:
    """The box on every page."""

    address: str
    query: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    """What else of the search stays when the words change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page has around its own content."""

    title: str
    language: str
    """Of the interface."""
    direction: str
    home: str
    places: tuple[Link, ...]
    languages: tuple[Link, ...]
    """This page in the other interfaces."""
    box: SearchBox
    feeds: tuple[Feed, ...]
    files: Mapping[str, str]
    """Name to address of style, script and icon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page before it is written as HTML."""

    template: str
    """The name of the file, without ``.html``."""
    title: str
    page: Any
    """The context: a dataclass of the page's own."""
    status: int = 200
    box: SearchBox | None = None
    """The search box, when it is not empty."""
    feeds: tuple[Feed, ...] = ()


def html_answer(asked: Asked, view: View) -> Answer:
    """Return a page as HTML, in the interface that was asked for."""
    template = _environment().get_template(f"{view.template}.html")
    text = template.render(page=view.page, frame=_frame(asked, view), t=asked.interface.words)
    return Answer(body=text.encode(errors="replace"), media_type=HTML, status=view.status)


def _frame(asked: Asked, view: View) -> Frame:
    search = str(asked.page("/search"))
    return Frame(
        title=view.title,
        language=asked.interface.code,
        direction=asked.interface.direction,
        home=search,
        places=_places(asked),
        languages=_languages(asked),
        box=view.box or SearchBox(address=search),
        feeds=view.feeds,
        files=static_addresses(),
    )


def _places(asked: Asked) -> tuple[Link, ...]:
    words = asked.interface.words["places"]
    return tuple(
        Link(name=words[name], address=str(asked.page(path)), is_here=asked.path == path)
        for name, path in NAVIGATION.items()
    )


def _languages(asked: Asked) -> tuple[Link, ...]:
    return tuple(
        Link(
            name=each.name,
            address=str(Address(f"/{each.code}{asked.path}", asked.parameters)),
            is_here=each.code == asked.interface.code,
            language=each.code,
            direction=each.direction,
        )
        for each in interfaces().values()
    )


@cache
def static_addresses() -> Mapping[str, str]:
    """Return the addresses of style, script and icon; another content has another address."""
    return {
        file.stem: f"/static/{file.name}?{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"
        for file in STATIC.iterdir()
    }


class _Templates(Environment):
    """Templates in which ``table.name`` is a word of a table, never a method of it."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the value of a name."""
        if not isinstance(obj, Mapping):
            return super().getattr(obj, attribute)
        return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)


@cache
def _environment() -> Environment:
    return _Templates(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
