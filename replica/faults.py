"""What can go wrong on purpose: named faults, each a small change of pages or of answers."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from replica.catalogue import Catalogue
from replica.content import Page, Paragraph, number_of
from replica.editions import Edition
from replica.hostile import hostile
from replica.pages import REDESIGNS

CUT_EVERY = 7
EDITED_EVERY = 5
EDITED_LATER = timedelta(days=2, hours=3)
FOREIGN_URL = "https://elsewhere.example/welcome"


class FaultError(ValueError):
    """No such fault, or a value that it does not take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row of the table of faults."""

    meaning: str
    value: str = ""
    """What stands after ``=``; ``""``: the fault takes no value."""
    read: Callable[[str], Any] = str


def _whole(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(f"{number} is not at least 1")
    return number


def _redesign(text: str) -> str:
    if text not in REDESIGNS:
        raise ValueError(f"no redesign {text!r}; there are {', '.join(REDESIGNS)}")
    return text


FAULTS: Mapping[str, Fault] = {
    "forbidden": Fault(meaning="status 403 for all but robots.txt"),
    "forbidden-after": Fault(meaning="403 after N answers", value="N", read=_whole),
    "unavailable": Fault(meaning="503 with Retry-After, once for each address"),
    "slow": Fault(meaning="each answer that much later", value="SECONDS", read=float),
    "cut": Fault(meaning=f"every {CUT_EVERY}th page ends in the middle, the connection with it"),
    "gone": Fault(
        meaning="every Nth page is gone (404), yet in the sitemap", value="N", read=_whole
    ),
    "no-sitemap": Fault(meaning="there are no sitemaps (404)"),
    "sitemaps-moved": Fault(meaning="the sitemaps lie elsewhere: robots.txt says where"),
    "no-listings": Fault(meaning="no home page, no section pages (404)"),
    "feed": Fault(meaning="there is a feed at /rss: no fault, but nobody has seen one"),
    "disallowed": Fault(
        meaning="robots.txt forbids what begins so; may be given several times", value="PATH"
    ),
    "busy": Fault(meaning="the Nth request gets 429 with Retry-After", value="N", read=_whole),
    "foreign": Fault(
        meaning="about one page in N sends its visitors to another host", value="N", read=_whole
    ),
    "no-validators": Fault(meaning="no ETag, no Last-Modified, no 304"),
    "crawl-delay": Fault(meaning="robots.txt asks for it", value="SECONDS", read=_whole),
    "edited": Fault(meaning=f"every {EDITED_EVERY}th article has a changed paragraph"),
    "hostile": Fault(meaning="every kind of harm, a page of each: see replica/hostile.py"),
    "redesigned": Fault(
        meaning="see below; may be given several times", value="HOW", read=_redesign
    ),
}


class Faults:
    """The faults of one run; each may be combined with any other."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        """Take faults such as ``forbidden`` or ``slow=0.5``.

        Raises:
            FaultError: An unknown name, or a wrong value.
        """
        self._given = [_read(text) for text in texts]
        self._values = dict(self._given)

    @property
    def redesigns(self) -> frozenset[str]:
        """Names of :data:`replica.pages.REDESIGNS`."""
        return frozenset(value for name, value in self._given if name == "redesigned")

    @property
    def crawl_delay_s(self) -> int | None:
        """What robots.txt asks for; ``None``: nothing."""
        return self._values.get("crawl-delay")

    @property
    def disallowed(self) -> tuple[str, ...]:
        """Beginnings of paths that robots.txt forbids."""
        return tuple(value for name, value in self._given if name == "disallowed")

    @property
    def names_sitemaps(self) -> bool:
        """Whether robots.txt says where the sitemaps lie."""
        return "sitemaps-moved" in self._values

    @property
    def sitemaps_root(self) -> str:
        """The path below which the sitemaps lie."""
        return "/maps" if self.names_sitemaps else "/sitemaps"

    @property
    def has_listings(self) -> bool:
        """Whether there are section pages."""
        return "no-listings" not in self._values

    @property
    def has_feed(self) -> bool:
        """Whether there is a feed."""
        return "feed" in self._values

    @property
    def has_validators(self) -> bool:
        """Whether answers carry ETag and Last-Modified."""
        return "no-validators" not in self._values

    def changed(self, catalogue: Catalogue) -> Catalogue:
        """Return the catalogue with the faults of its pages."""
        for name, change in _PAGE_FAULTS.items():
            if name in self._values:
                catalogue = catalogue.changed(change(self._values[name], catalogue.edition))
        return catalogue

    def middlewares(self) -> list[Middleware]:
        """Return the faults of answers, each with a memory of its own, outermost first."""
        return [
            make(self._values[name])
            for name, make in _ANSWER_FAULTS.items()
            if name in self._values
        ]


def describe() -> str:
    """Return the table of faults as text."""
    rows = [
        (f"{name}={each.value}" if each.value else name, each.meaning)
        for name, each in FAULTS.items()
    ]
    rows += [(f"redesigned={name}", meaning) for name, meaning in REDESIGNS.items()]
    return "\n".join(f"  {name:<24}{meaning}" for name, meaning in rows)


def _read(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    fault = FAULTS.get(name)
    if fault is None:
        raise FaultError(f"no fault {name!r}; there are {', '.join(FAULTS)}")
    if bool(equals) != bool(fault.value):
        wanted = f"a value: {name}={fault.value}" if fault.value else "no value"
        raise FaultError(f"fault {name!r} takes {wanted}")
    try:
        return name, fault.read(value)
    except ValueError as error:
        raise FaultError(f"fault {name!r}: {error}") from error


def _gone(every: int, _edition: Edition) -> Callable[[int, Page], Page]:
    return lambda position, page: replace(page, gone=True) if position % every == 0 else page


def _edited(_value: str, edition: Edition) -> Callable[[int, Page], Page]:
    def edit(position: int, page: Page) -> Page:
        first = next((b for b in page.blocks if isinstance(b, Paragraph)), None)
        if position % EDITED_EVERY or first is None:
            return page
        changed = Paragraph(f"{first.text} {edition.edited}")
        blocks = tuple(changed if block is first else block for block in page.blocks)
        return replace(page, blocks=blocks, modified=page.modified + EDITED_LATER)

    return edit


def _forbidden(_value: str) -> Middleware:
    return _forbidden_after(0)


def _forbidden_after(count: int) -> Middleware:
    answers = 0

    @web.middleware
    async def forbid(request: web.Request, handler: Handler) -> web.StreamResponse:
        nonlocal answers
        if _is_robots(request):
            return await handler(request)
        answers += 1
        if answers > count:
            return web.Response(status=403, text="<h1>403 Forbidden</h1>", content_type="text/html")
        return await handler(request)

    return forbid


def _unavailable(_value: str) -> Middleware:
    asked: set[str] = set()

    @web.middleware
    async def refuse_once(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path in asked or _is_robots(request):
            return await handler(request)
        asked.add(request.path)
        return web.Response(status=503, headers={"Retry-After": "1"}, text="503")

    return refuse_once


def _busy(number: int) -> Middleware:
    asked = 0

    @web.middleware
    async def put_off(request: web.Request, handler: Handler) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        if asked == number:
            return web.Response(status=429, headers={"Retry-After": "1"}, text="429")
        return await handler(request)

    return put_off


def _foreign(share: int) -> Middleware:
    @web.middleware
    async def send_away(request: web.Request, handler: Handler) -> web.StreamResponse:
        answer = await handler(request)
        is_page = answer.content_type == "text/html" and answer.status == HTTPStatus.OK
        if not is_page or number_of(request.path) % share:
            return answer
        return web.Response(status=302, headers={"Location": FOREIGN_URL})

    return send_away


def _slow(seconds: float) -> Middleware:
    @web.middleware
    async def wait(request: web.Request, handler: Handler) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await handler(request)

    return wait


def _no_sitemap(_value: str) -> Middleware:
    @web.middleware
    async def hide(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/sitemaps/"):
            return web.Response(status=404, text="404")
        return await handler(request)

    return hide


def _cut(_value: str) -> Middleware:
    pages = 0

    @web.middleware
    async def cut(request: web.Request, handler: Handler) -> web.StreamResponse:
        nonlocal pages
        answer = await handler(request)
        if (
            request.method == "HEAD"
            or answer.content_type != "text/html"
            or answer.status != HTTPStatus.OK
        ):
            return answer
        pages += 1
        return await _half(request, answer) if pages % CUT_EVERY == 0 else answer

    return cut


async def _half(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """Send the first half of a body under the length of the whole, then cut the connection."""
    if not isinstance(answer, web.Response) or not isinstance(answer.body, bytes):
        raise TypeError(f"not a whole answer: {answer!r}")
    half = web.StreamResponse(status=answer.status, headers=answer.headers)
    half.content_length = len(answer.body)
    await half.prepare(request)
    await half.write(answer.body[: len(answer.body) // 2])
    if request.transport is not None:
        request.transport.close()
    return half


def _is_robots(request: web.Request) -> bool:
    return request.path == "/robots.txt"


_PAGE_FAULTS: Mapping[str, Callable[[Any, Edition], Callable[[int, Page], Page]]] = {
    "edited": _edited,
    "gone": _gone,
}
_ANSWER_FAULTS: Mapping[str, Callable[[Any], Middleware]] = {
    "slow": _slow,
    "forbidden": _forbidden,
    "forbidden-after": _forbidden_after,
    "unavailable": _unavailable,
    "busy": _busy,
    "foreign": _foreign,
    "no-sitemap": _no_sitemap,
    "cut": _cut,
    "hostile": lambda _: hostile(),
}
