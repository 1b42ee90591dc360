"""One request at a time, with nothing between the test and the server."""

import http.client
from collections.abc import Mapping
from email.message import Message
from typing import NamedTuple
from urllib.parse import quote, urlsplit


class Answer(NamedTuple):
    """What a server said."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def fetch(url: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
    """Return the answer to one request; the path goes over the wire percent-encoded."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.request(method, quote(parts.path, safe="/:%") or "/", headers=headers or {})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()
