"""Listening for readers, until the program is interrupted. The only place that knows the server."""

import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from webui.application import application
from webui.site import Site

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_END_S = 3
"""So long a request that is under way may take when the program is told to end."""
_BACKLOG = 256


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer requests."""
        await super().startup(sockets)
        self._ready()


class Listening:
    """An open port, before and while the site is served on it."""

    def __init__(self, host: str, port: int) -> None:
        """Open it.

        Args:
            host: A name or an address of this machine.
            port: 0 for any free one.

        Raises:
            OSError: It cannot be opened.
        """
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        self._host = host
        found = self._socket.getsockname()
        self.is_loopback = ipaddress.ip_address(found[0]).is_loopback
        """Whether only this machine can reach it."""
        name = f"[{host}]" if family == socket.AF_INET6 else host
        self.address = f"http://{name}:{found[1]}/"
        """Where it is found."""

    def serve(self, folder: Path, engine: str, ready: Callable[[], None]) -> None:
        """Serve a data folder until SIGINT or SIGTERM, which are raised again at the end.

        Args:
            folder: The data folder.
            engine: The search engine.
            ready: Is called when requests are answered, and signals obeyed.
        """
        names = LOOPBACK_NAMES | {self._host.lower()} if self.is_loopback else None
        config = uvicorn.Config(
            application(Site(folder=folder, engine=engine, names=names)),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=_END_S,
        )
        _Server(config, ready).run(sockets=[self._socket])

    def close(self) -> None:
        """Close the port."""
        self._socket.close()
