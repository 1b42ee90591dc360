"""A log of requests: what a client asked for, when, and what it was told."""

import json
import time
from typing import TextIO

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware


def logging_to(file: TextIO, edition: str) -> Middleware:
    """Return a middleware that writes one line of JSON for each request, when it is answered.

    ``edition``, ``method``, ``path`` (as it was sent), ``status`` (``null``: no whole answer),
    ``bytes`` (of the body), ``agent``, ``conditional`` (whether the client named a version that it
    has), ``began_s`` and ``ended_s`` (a clock that only runs forward).
    """

    @web.middleware
    async def log(request: web.Request, handler: Handler) -> web.StreamResponse:
        began_s, answer = time.monotonic(), None
        try:
            answer = await handler(request)
            return answer
        finally:
            row = _row(request, answer) | {
                "edition": edition,
                "began_s": began_s,
                "ended_s": time.monotonic(),
            }
            file.write(json.dumps(row) + "\n")
            file.flush()

    return log


def _row(request: web.Request, answer: web.StreamResponse | None) -> dict[str, object]:
    body = answer.body if isinstance(answer, web.Response) else None
    return {
        "method": request.method,
        "path": request.raw_path,
        "status": None if answer is None else answer.status,
        "bytes": len(body) if isinstance(body, bytes) else 0,
        "agent": request.headers.get("User-Agent", ""),
        "conditional": bool({"If-None-Match", "If-Modified-Since"} & request.headers.keys()),
    }
