"""How much in a row a crawl puts up with before it leaves a site alone until the next run."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from scrapy.settings import BaseSettings

from archive.frontier import Outcome
from crawler.outcomes import FORBIDDEN, End


class Limit(NamedTuple):
    """What too many in a row of one outcome come to."""

    setting: str
    """How many are too many."""
    reason: str
    """What the crawl ends with."""
    line: str
    """What is said of it."""


LIMITS: Mapping[Outcome, Limit] = {
    "blocked": Limit(
        "NEWS_STOP_AFTER_BLOCKED", "blocked", "the site refused {count} pages in a row"
    ),
    "failed": Limit(
        "NEWS_STOP_AFTER_FAILED",
        "unreachable",
        "the site could not be reached {count} times in a row",
    ),
}


class Patience:
    """Counts refusals, and failures to reach the site, that nothing else came between."""

    def __init__(self) -> None:
        self._in_a_row: Counter[Outcome] = Counter()

    def lost_at(self, end: End | None, settings: BaseSettings) -> tuple[str, str] | None:
        """Return the reason to stop and the line that says it, if this was one too many.

        Args:
            end: How the request ended; ``None``: there was something to read.
            settings: Scrapy's, with the limits.
        """
        if end == FORBIDDEN:
            return None
        outcome = _counted(end)
        if outcome is None:
            self._in_a_row.clear()
            return None
        if outcome == "blocked":
            self._in_a_row["failed"] = 0  # it can be reached
        self._in_a_row[outcome] += 1
        limit, count = LIMITS[outcome], self._in_a_row[outcome]
        if count < settings.getint(limit.setting):
            return None
        line = f"{limit.line.format(count=count)}; what is left waits for the next run"
        return limit.reason, line


def _counted(end: End | None) -> Outcome | None:
    # A page that fails though the site answers, with a 500 or half of a body, says nothing of the
    # others: an edition that stopped at ten of those would stop there in every run.
    if end is None or (end.outcome == "failed" and not end.is_unanswered):
        return None
    return end.outcome if end.outcome in LIMITS else None
