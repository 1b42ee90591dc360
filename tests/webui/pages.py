"""Looking at a page as a browser would: its elements, its text, where it leads."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from httpx2 import Response

LANGUAGES = ("en", "ar", "es")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\ud800-\udfff]"
)
_VOID = frozenset({"input", "link", "meta", "img", "br"})


@dataclass
class Element:
    """An element of a page."""

    name: str
    values: dict[str, str]
    text: str = ""
    inside: list["Element"] = field(default_factory=list)


class Page(HTMLParser):
    """A page, read; an element that is not closed, or closed twice, is a mistake of ours."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self._open, [element.name for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), (tag, names)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if self._open:
            self._open[-1].inside.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1].name == tag, (tag, self._open[-1:])
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, name: str, /, **values: str) -> list[Element]:
        """Return the elements of a name that have all these attributes; ``_`` stands for ``-``."""
        wanted = {key.strip("_").replace("_", "-"): value for key, value in values.items()}
        return [
            element
            for element in self.elements
            if element.name == name and wanted.items() <= element.values.items()
        ]

    def one(self, name: str, /, **values: str) -> Element:
        found = self.all(name, **values)
        assert len(found) == 1, (name, values, len(found))
        return found[0]

    def link(self, text: str) -> str:
        """Return where the link with this text leads."""
        found = {e.values["href"] for e in self.all("a") if " ".join(e.text.split()) == text}
        assert len(found) == 1, (text, found, [" ".join(e.text.split()) for e in self.all("a")])
        return found.pop()

    def texts(self, name: str, /, **values: str) -> list[str]:
        return [" ".join(element.text.split()) for element in self.all(name, **values)]


def read(response: Response, status: int = 200) -> Page:
    """Return the page of an answer."""
    assert response.status_code == status, response.text[:400]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response.text)


def parameters(address: str) -> dict[str, list[str]]:
    """Return the parameters of an address, decoded."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(urlsplit(address).query):
        found.setdefault(name, []).append(value)
    return found


def assert_failure(response: Response, status: int, sentence: str) -> dict[str, Any]:
    """Assert the shape of an error in JSON; return it."""
    assert response.status_code == status, response.text[:400]
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    told: dict[str, Any] = response.json()
    assert told["status"] == status
    assert re.search(sentence, told["error"]), told
    return told
