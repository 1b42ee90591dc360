"""Every way in which asking for an address can end, under one name each."""

from collections.abc import Mapping
from typing import NamedTuple

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from archive.frontier import Outcome


class End(NamedTuple):
    """How a visit ended, and why."""

    outcome: Outcome
    reason: str

    @property
    def key(self) -> str:
        """The name it is counted under: outcome, and reason if there is one."""
        return f"{self.outcome}/{self.reason}" if self.reason else self.outcome

    @property
    def is_unanswered(self) -> bool:
        """Whether the site itself could not be reached, whatever the address."""
        return self in _UNANSWERED


FORBIDDEN = End("blocked", "robots")
"""By robots.txt: nothing was asked."""


class ForeignRedirect(IgnoreRequest):
    """The page sends its visitors to another host."""


_STATUS: Mapping[int, Outcome] = {
    401: "blocked",
    403: "blocked",
    404: "gone",
    410: "gone",
    451: "blocked",
}
_UNPACKERS = frozenset({"backports", "brotli", "compression", "gzip", "struct", "zlib"})
"""Packages whose errors Scrapy lets through when a body is not packed as the answer says."""
_FAILURES: Mapping[type[BaseException], End] = {
    ForeignRedirect: End("refused", "foreign-redirect"),
    CannotResolveHostError: End("failed", "host-unknown"),
    DownloadConnectionRefusedError: End("failed", "connection-refused"),
    DownloadTimeoutError: End("failed", "timeout"),
    DownloadCancelledError: End("refused", "too-large"),
    ResponseDataLossError: End("failed", "cut"),
    DownloadFailedError: End("failed", "connection"),
    UnsupportedURLSchemeError: End("refused", "not-web"),
    EOFError: End("failed", "bad-packing"),
}
_UNANSWERED = frozenset(
    End("failed", reason)
    for reason in ("host-unknown", "connection-refused", "timeout", "connection")
)
_IGNORED: Mapping[str, End] = {
    "Forbidden by robots.txt": FORBIDDEN,
    "max redirections reached": End("refused", "redirect-loop"),
    "Ignored response": End("refused", "too-large"),  # while its body was decompressed
}
"""By the beginning of the message: Scrapy's middlewares raise the same class for all of them."""


def end_of_status(status: int, *, conditional: bool = True) -> End | None:
    """Return how a visit that got this HTTP status ended; ``None`` when there is a page to read.

    Args:
        status: Of HTTP.
        conditional: Whether the request named the version that the archive has.
    """
    if status == 200:  # noqa: PLR2004  the one status with a page
        return None
    if status == 304 and conditional:  # noqa: PLR2004  the archive has what the site has
        return End("unchanged", "")
    return End(_STATUS.get(status, "failed"), str(status))


def end_of_failure(error: BaseException) -> End:
    """Return how a visit ended that got no response at all."""
    if type(error) is IgnoreRequest:
        known = (end for text, end in _IGNORED.items() if str(error).startswith(text))
        return next(known, End("refused", "ignored"))
    for kind, end in _FAILURES.items():
        if isinstance(error, kind):
            return end
    if type(error).__module__.partition(".")[0] in _UNPACKERS:
        return End("failed", "bad-packing")
    return End("failed", type(error).__name__)
