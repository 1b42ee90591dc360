"""Ways to answer that no well-meaning server has: for :mod:`replica.hostile`."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from itertools import repeat

from aiohttp import web
from aiohttp.typedefs import Handler

HTML = "text/html; charset=utf-8"
_MAX_BUFFERED = 2**20


def whole(
    body: bytes | str,
    content_type: str | None = HTML,
    *,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Handler:
    """Return a handler that answers with a body as it is.

    Args:
        body: A text is sent as UTF-8.
        content_type: With its character set; ``None``: the answer names no type.
        status: Any number.
        headers: More of them.
    """
    content = body.encode(errors="surrogatepass") if isinstance(body, str) else body

    async def answer(request: web.Request) -> web.StreamResponse:
        if content_type is None:
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\n\r\n".encode()
            return await _send_raw(request, head + content)
        named = {"Content-Type": content_type, **(headers or {})}
        return web.Response(status=status, body=content, headers=named)

    return answer


def stream(
    *parts: bytes,
    count: int | None = None,
    pause_s: float = 0.0,
    length: int | None = None,
    content_type: str = HTML,
) -> Handler:
    """Return a handler that sends the first parts once, and the last one over and over.

    Args:
        parts: Of the body.
        count: How often the last one is sent; ``None``: for ever.
        pause_s: Before each of them.
        length: What the answer says its body's length is; ``None``: it is sent in chunks.
        content_type: With its character set.
    """

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": content_type})
        response.content_length = length
        await response.prepare(request)
        with suppress(ConnectionError):  # the client has had enough
            for part in parts[:-1]:
                await response.write(part)
            for _ in range(count) if count is not None else repeat(0):
                await asyncio.sleep(pause_s)
                await response.write(parts[-1])
        return response

    return answer


def raw(*parts: bytes, repeated: bytes = b"", stays: bool = False) -> Handler:
    """Return a handler that writes bytes that need not be HTTP.

    Args:
        parts: Written as they are.
        repeated: Written over and over after them, for ever.
        stays: The connection stays open in silence; else it is closed.
    """

    async def answer(request: web.Request) -> web.StreamResponse:
        return await _send_raw(request, *parts, repeated=repeated, stays=stays)

    return answer


def redirect(location: str | bytes, status: int = HTTPStatus.FOUND) -> Handler:
    """Return a handler that sends its visitors elsewhere, to whatever that is."""
    target = location.encode() if isinstance(location, str) else location
    head = f"HTTP/1.1 {status} Elsewhere\r\nContent-Length: 0\r\nLocation: ".encode()
    return raw(head + target + b"\r\n\r\n")


async def _send_raw(
    request: web.Request, *parts: bytes, repeated: bytes = b"", stays: bool = False
) -> web.StreamResponse:
    transport = request.transport
    if transport is None:
        raise ConnectionResetError
    for part in parts:
        transport.write(part)
    while (repeated or stays) and not transport.is_closing():
        if repeated and transport.get_write_buffer_size() < _MAX_BUFFERED:
            transport.write(repeated)
        await asyncio.sleep(0.001 if repeated else 0.05)
    transport.close()
    return web.Response()
