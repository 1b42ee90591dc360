"""The replica's server: one port for each edition, on this machine only."""

import hashlib
import unicodedata
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from http import HTTPStatus
from typing import TextIO
from urllib.parse import unquote

from aiohttp import web
from aiohttp.typedefs import Handler

from replica.catalogue import Catalogue
from replica.content import Page
from replica.editions import editions
from replica.faults import Faults
from replica.feeds import FEED_PATH, feed
from replica.pages import Renderer
from replica.request_log import logging_to
from replica.sitemaps import Sitemaps

HOST = "127.0.0.1"
_HTML, _XML, _PLAIN = "text/html", "application/xml", "text/plain"


class Site:
    """Answers the requests for one edition."""

    def __init__(self, catalogue: Catalogue, faults: Faults) -> None:
        self._catalogue = faults.changed(catalogue)
        self._renderer = Renderer(self._catalogue, faults.redesigns)
        self._sitemaps = Sitemaps(self._catalogue, faults.sitemaps_root)
        self._faults = faults

    async def answer(self, request: web.Request) -> web.Response:
        """Return what stands at the path of a request."""
        path = readable_path(request.raw_path)
        if path == "/robots.txt":
            return _answer(_robots(self._faults, self._sitemaps.index), _PLAIN)
        if path == FEED_PATH and self._faults.has_feed:
            return _answer(feed(self._catalogue), _XML)
        sitemap = self._sitemaps.text(path)
        if sitemap is not None:
            return _answer(sitemap, _XML)
        page = self._catalogue.page(path)
        if page is not None and not page.gone:
            return _answer(self._renderer.page(page), _HTML, modified=page.modified)
        text = self._made_page(path)
        if text is None or page is not None:
            return _answer(self._renderer.missing(), _HTML, status=HTTPStatus.NOT_FOUND)
        return _answer(text, _HTML)

    def _made_page(self, path: str) -> str | None:
        if path == "/live":
            return self._renderer.live()
        if not self._faults.has_listings:
            return None
        pages = self._catalogue.here() if path == "/" else self._catalogue.section(path)
        return None if pages is None else self._renderer.listing(path, pages)


def readable_path(raw_path: str) -> str:
    """Return the path of a request as the catalogue has it: raw Unicode, NFC, no query.

    >>> readable_path("/news/a%3A-b%C3%B1o/?page=2")
    '/news/a:-bño'
    """
    path = unquote(raw_path.partition("?")[0].partition("#")[0], errors="replace")
    return unicodedata.normalize("NFC", path).rstrip("/") or "/"


def make_app(
    catalogue: Catalogue, faults: Faults, log_file: TextIO | None = None
) -> web.Application:
    """Return the application of one edition."""
    middlewares = faults.middlewares()
    if log_file is not None:
        middlewares.insert(0, logging_to(log_file, catalogue.edition.name))
    if faults.has_validators:
        middlewares.append(_validated)
    app = web.Application(middlewares=middlewares)
    app.router.add_get("/{path:.*}", Site(catalogue, faults).answer)
    return app


@asynccontextmanager
async def serving(
    pages: Iterable[Page],
    faults: Faults,
    port_base: int = 0,
    log_file: TextIO | None = None,
) -> AsyncIterator[Mapping[str, str]]:
    """Serve pages as long as the context lasts; give the address of each edition.

    Args:
        pages: Of any editions.
        faults: What goes wrong.
        port_base: The first edition's port, the others' follow; 0: any free ports.
        log_file: What is asked for is written there; see :mod:`replica.request_log`.
    """
    pages = list(pages)
    addresses = {}
    async with AsyncExitStack() as stack:
        for offset, edition in enumerate(editions().values()):
            port = port_base + offset if port_base else 0
            app = make_app(Catalogue(edition, pages), faults, log_file)
            addresses[edition.name] = await _start(app, port, stack)
        yield addresses


async def _start(app: web.Application, port: int, stack: AsyncExitStack) -> str:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, HOST, port).start()
    return f"http://{HOST}:{runner.addresses[0][1]}"


@web.middleware
async def _validated(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 304 to a client that has the page already."""
    answer = await handler(request)
    if not isinstance(answer, web.Response) or answer.status != HTTPStatus.OK:
        return answer
    body = answer.body if isinstance(answer.body, bytes) else b""
    etag = hashlib.blake2b(body, digest_size=8).hexdigest()
    answer.etag = etag
    if not _has_it(request, etag, answer.last_modified):
        return answer
    unchanged = web.Response(status=HTTPStatus.NOT_MODIFIED)
    unchanged.etag, unchanged.last_modified = answer.etag, answer.last_modified
    return unchanged


def _has_it(request: web.Request, etag: str, modified: datetime | None) -> bool:
    if request.if_none_match:
        return any(each.value in {etag, "*"} for each in request.if_none_match)
    since = request.if_modified_since
    return since is not None and modified is not None and modified <= since


def _answer(
    text: str,
    content_type: str,
    *,
    status: int = HTTPStatus.OK,
    modified: datetime | None = None,
) -> web.Response:
    answer = web.Response(status=status, text=text, content_type=content_type, charset="utf-8")
    if modified is not None:
        answer.last_modified = modified
    return answer


def _robots(faults: Faults, index: str) -> str:
    rules = [f"Disallow: {path}" for path in faults.disallowed] or ["Allow: /"]
    lines = ["User-agent: *", *rules]
    if faults.crawl_delay_s:
        lines.append(f"Crawl-delay: {faults.crawl_delay_s}")
    if faults.names_sitemaps:
        lines.append(f"Sitemap: {index}")
    return "\n".join(lines) + "\n"
