"""The frontier: every address a crawl has heard of, and what became of it.

It lives in the archive's own database, so that an article and the end of its address's wait are
one transaction: a crawl that is killed goes on where it stopped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

BEIRUT = ZoneInfo("Asia/Beirut")
"""The newsroom's time zone: publication days and months are counted in it."""

Outcome = Literal[
    "new",
    "changed",
    "unchanged",
    "duplicate",
    "out-of-range",
    "refused",
    "gone",
    "blocked",
    "failed",
]
"""How the visit of an address ended:

``new``, ``changed``, ``unchanged``: an article, and what the archive made of it;
``duplicate``: an article without post id whose content the archive has under another address;
``out-of-range``: an article published outside the days that were asked for;
``refused``: a page that is no article, with the reason; ``gone``: 404 or 410;
``blocked``: 401, 403, 451, or forbidden by robots.txt; ``failed``: everything else.
"""


class Sighting(NamedTuple):
    """An address as a source lists it."""

    url: str
    """Canonical."""
    month: str = ""
    """``YYYY-MM`` of the source that lists it (Beirut); ``""`` when it says none."""
    lastmod: str = ""
    """RFC 3339, UTC; ``""`` when the source says none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The end of one address's wait."""

    edition: str
    url: str
    """Canonical, as it was asked for."""
    outcome: Outcome
    reason: str = ""
    at: datetime
    """Aware, UTC."""
    published: datetime | None = None
    """When the page says it was published, if it said so."""
    etag: str = ""
    """The server's validators, for asking later whether anything has changed."""
    last_modified: str = ""


class Waiting(NamedTuple):
    """An address that is to be asked."""

    url: str
    month: str = ""
    etag: str = ""
    """Of the page that is in the archive; ``""`` when there is none."""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A sitemap of one month, and when it was last read."""

    url: str
    """Canonical."""
    edition: str
    month: str
    """``YYYY-MM``, Beirut."""
    read: datetime
    """Aware, UTC."""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A range of publication times; ``None`` leaves a side open."""

    since: datetime | None = None
    """Inclusive, aware."""
    until: datetime | None = None
    """Exclusive, aware."""

    def __contains__(self, time: datetime) -> bool:
        """Whether an aware time lies within."""
        return (self.since is None or self.since <= time) and (
            self.until is None or time < self.until
        )

    def touches_month(self, month: str) -> bool:
        """Whether a month, ``YYYY-MM`` in Beirut, has any of the days; unknown months may."""
        first, last = self.months
        return not month or (first or month) <= month <= (last or month)

    @property
    def months(self) -> tuple[str, str]:
        """The first and last month, ``YYYY-MM`` in Beirut; ``""`` for an open side."""
        last = self.until and self.until - timedelta(microseconds=1)
        return _month(self.since), _month(last)


class Frontier(Protocol):
    """Addresses and their fate, per edition. Safe to use from several processes at once."""

    def reopen(
        self,
        edition: str,
        *,
        published_since: datetime | None = None,
        visited_before: datetime | None = None,
        gone_before: datetime | None = None,
    ) -> None:
        """Let addresses wait again: for the beginning of a run.

        These are all that failed, were blocked or lay outside the days asked for; articles
        published at or after ``published_since`` and last asked for before ``visited_before``, be
        they gone: they may come back; and, once, addresses that never had an article and were
        found to be gone before ``gone_before``: it may not have been there yet.
        """

    def sight(self, edition: str, sightings: Iterable[Sighting], *, refresh: bool = False) -> int:
        """Take in addresses; return how many of them are settled and cost no request.

        New ones wait. A settled one waits again when its ``lastmod`` is later than its visit, or
        with ``refresh``. A ``lastmod`` that is still to come counts for nothing: it would let the
        address wait at every run.

        Raises:
            ArchiveError: Nothing was taken in.
        """

    def settled_count(self, edition: str, month: str) -> int:
        """Return how many addresses of a month's sitemap do not wait."""

    def source(self, url: str) -> Source | None:
        """Return when a sitemap was last read; ``None`` if never."""

    def record_source(self, source: Source) -> None:
        """Remember that a sitemap was read."""

    def take(self, edition: str, run: str, days: Days, limit: int = 500) -> list[Waiting]:
        """Return waiting addresses, newest month first, and keep other runs from them.

        An address whose publication time is known is taken only if that lies within ``days``, one
        whose month is known only if the month touches them.
        """

    def release(self, run: str) -> None:
        """Let go of what a run took and did not finish, so that another may take it."""

    def holders(self, edition: str) -> list[str]:
        """Return the runs that hold addresses of an edition, dead ones among them."""

    def finish(self, visit: Visit) -> None:
        """Record the outcome of a visit that stored no article."""

    def waiting_count(self, edition: str, days: Days) -> int:
        """Return how many addresses wait, as :meth:`take` would choose them, whoever holds them."""


def _month(time: datetime | None) -> str:
    return time.astimezone(BEIRUT).date().isoformat()[:7] if time else ""
