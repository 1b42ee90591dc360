"""The site as an ASGI application. The only place that knows the web framework."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from archive import ArchiveError
from archive.notes import Note
from index import SearchError
from meaning.encoder import MeaningError
from stories.errors import StoriesError
from stories.lexicon import LexiconError
from webui.answers import Answer
from webui.asked import Asked, read_parameters
from webui.failures import NotFoundError, WebError, WrongRequestError
from webui.guard import Guard
from webui.interface import Interface, interfaces, preferred
from webui.pages import ACTIONS, PAGES, PageKind
from webui.pages.failure import failure_answer
from webui.pages.label import MAX_FORM
from webui.reading import Readers
from webui.rendering import STATIC, static_addresses
from webui.site import Site

_STATIC_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FORMAT = re.compile(r"(?:^|&)(format)=([a-z]{1,10})(?=&|$)", re.ASCII)
_ELSEWHERE = frozenset({"cross-site", "same-site"})
_Endpoint = Callable[[Request], Awaitable[Response]]


def application(site: Site) -> ASGIApp:
    """Return the site; it opens files when the first request needs them."""
    readers = Readers(site)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        readers.close()

    failures = (
        *(WebError, ArchiveError, SearchError, StoriesError, MeaningError, LexiconError),
        *(HTTPException, Exception),
    )
    app = Starlette(
        routes=[*_static_routes(), *_page_routes(readers)],
        exception_handlers=dict.fromkeys(failures, partial(_failure, site)),
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return Guard(app, site.names)


def _page_routes(readers: Readers) -> Iterator[Route]:
    for path, kind in PAGES.items():
        # An address holds slashes, so what a page is about takes all that is left to take.
        taking = path.replace("{id}", "{id:path}")
        for interface in (*interfaces().values(), None):
            prefix = f"/{interface.code}" if interface else ""
            endpoint = _endpoint(readers, kind, interface)
            yield Route(f"{prefix}{taking}", endpoint, methods=["GET"])
            if interface and path == "/":
                yield Route(prefix, endpoint, methods=["GET"])
    for path, kind in ACTIONS.items():
        for interface in interfaces().values():
            taking = f"/{interface.code}{path.replace('{id}', '{id:path}')}"
            yield Route(taking, _action(readers, kind, interface), methods=["POST"])


def _endpoint(readers: Readers, kind: PageKind, interface: Interface | None) -> _Endpoint:
    async def answer(request: Request) -> Response:
        parameters = read_parameters(request.url.query)
        asked = _asked(request, interface, parameters)
        answer = await readers.run(partial(kind, asked))
        return _response(answer, varies=interface is None)

    return answer


def _action(readers: Readers, kind: PageKind, interface: Interface) -> _Endpoint:
    async def answer(request: Request) -> Response:
        asked = _asked(request, interface, await _form(request))
        return _response(await readers.run(partial(kind, asked)), varies=False)

    return answer


async def _form(request: Request) -> tuple[tuple[str, str], ...]:
    """Return what a form sends; of a long one no more than is needed to refuse it is read."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_FORM:
            raise WrongRequestError(f"the form is longer than {MAX_FORM} bytes: shorten it")
    return read_parameters(body.decode("latin-1"))


def _asked(
    request: Request, interface: Interface | None, parameters: tuple[tuple[str, str], ...]
) -> Asked:
    path = request.url.path if interface is None else request.scope["path"]
    chosen = interface or preferred(request.headers.get("accept-language", ""))
    return Asked(
        interface=chosen,
        path=_page_path(path),
        origin=str(request.base_url).rstrip("/"),
        names=request.path_params,
        parameters=parameters,
        now=datetime.now(UTC),
        is_from_elsewhere=request.headers.get("sec-fetch-site") in _ELSEWHERE,
    )


def _page_path(path: str) -> str:
    """Return a path without the language of the interface; that of the search for the root."""
    first, _, rest = path.lstrip("/").partition("/")
    own = f"/{rest}" if first in interfaces() else path
    return "/search" if own == "/" else own


async def _failure(site: Site, request: Request, error: Exception) -> Response:
    first = request.scope["path"].lstrip("/").partition("/")[0]
    interface = interfaces().get(first)
    headers = dict(getattr(error, "headers", None) or {})
    if isinstance(error, HTTPException):
        error = _web_error(error)
    asked = _asked(request, interface, _readable(request))
    answer = failure_answer(asked, error, folder=site.folder)
    response = _response(answer, varies=interface is None)
    response.headers.update(headers)
    return response


def _readable(request: Request) -> tuple[tuple[str, str], ...]:
    """Return the parameters of a request that failed; maybe because of them."""
    query = request.url.query
    try:
        return read_parameters(query)
    except WrongRequestError:
        return tuple(_FORMAT.findall(query)[:1])


def _web_error(error: HTTPException) -> WebError:
    if error.status_code == NotFoundError.status:
        return NotFoundError(Note("no-page", "there is no such page: begin at the search"))
    told = WebError(Note("read-only", "this address can only be read: use GET"))
    told.status = error.status_code
    return told


def _response(answer: Answer, *, varies: bool) -> Response:
    headers = {"Cache-Control": "no-cache", **answer.headers}
    if varies:
        headers["Vary"] = "Accept-Language"
    response = Response(answer.body, status_code=answer.status, headers=headers)
    response.headers["Content-Type"] = answer.media_type
    return response


def _static_routes() -> Iterator[Route]:
    for address in static_addresses().values():
        path = address.partition("?")[0]
        file = STATIC / path.rpartition("/")[2]
        answer = Answer(
            body=file.read_bytes(),
            media_type=f"{_STATIC_TYPES[file.suffix]}; charset=utf-8",
            headers={"Cache-Control": "max-age=604800, immutable"},
        )
        yield Route(path, _constant(answer), methods=["GET"])


def _constant(answer: Answer) -> _Endpoint:
    async def give(_: Request) -> Response:
        return _response(answer, varies=False)

    return give
