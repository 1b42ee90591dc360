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

SETTLED: frozenset[str] = frozenset({"new", "changed", "unchanged", "duplicate", "refused", "gone"})
"""Outcomes after which an address is not asked again unless something says that it changed."""


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


class Waiting(NamedTuple):
    """An address that is to be asked."""

    url: str
    month: str


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

    def sight(self, edition: str, sightings: Iterable[Sighting], *, refresh: bool = False) -> int:
        """Take in addresses; return how many of them are settled and cost no request.

        New ones wait. A settled one waits again when its ``lastmod`` is later than its visit, or
        with ``refresh``. One that failed, was blocked or out of range waits again.

        Raises:
            ArchiveError: Nothing was taken in.
        """

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
