"""How answers are downloaded: as Scrapy does, but the head of an answer has an end, too.

Scrapy bounds bodies (``DOWNLOAD_MAXSIZE``) and Twisted bounds single lines; a server that sends
one header line after another is bounded by nothing but the timeout and the memory.
"""

from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.web._newclient import HEADER, STATUS

MAX_HEAD_BYTES = 2**18
"""Status line and headers, with those of all interim (1xx) answers before."""


class BoundedDownloadHandler(HTTP11DownloadHandler):
    """Gives up answers whose head is too long; they fail as a broken connection does."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _bounded(self._pool._factory)  # noqa: SLF001  as Scrapy sets it


def headers_of(response: Response) -> dict[str, str]:
    """Return the headers as Latin-1, which any bytes are; repeated ones joined by commas."""
    return {
        name.decode("latin-1"): b",".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }


def _bounded(factory: type[Any]) -> type[Any]:
    """Return a factory of the same protocols, each of which watches what it receives."""

    class BoundedFactory(factory):  # type: ignore[misc]  # whatever class Scrapy has chosen
        def buildProtocol(self, addr: Any) -> Any:  # noqa: N802  Twisted's name
            protocol = super().buildProtocol(addr)
            protocol.dataReceived = _Watch(protocol).receive
            return protocol

    return BoundedFactory


class _Watch:
    """Counts the bytes of one connection that belong to no body."""

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._receive = protocol.dataReceived
        self._head_bytes = 0

    def receive(self, data: bytes) -> None:
        """Hand on what was received, and break the connection off when that was too much."""
        self._receive(data)
        parser = self._protocol._parser  # noqa: SLF001  Twisted has no other way to tell
        is_in_head = parser is not None and parser.state in {STATUS, HEADER}
        self._head_bytes = self._head_bytes + len(data) if is_in_head else 0
        if self._head_bytes > MAX_HEAD_BYTES:
            self._protocol.transport.abortConnection()
