"""What a good crawl looks like, and what this one came to."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from archive.article import write_time
from crawler.coverage import FIELD_PREFIX, coverage, find_falls

PREFIX = "news/"
OUTCOMES = (
    "new",
    "changed",
    "unchanged",
    "known",
    "out-of-range",
    "duplicate",
    "refused",
    "gone",
    "blocked",
    "failed",
    "waiting",
)
"""The columns of the table: every address ends in exactly one."""
ARTICLES = ("new", "changed", "unchanged", "known", "out-of-range", "duplicate")
MAX_FAILED_SHARE = 0.05
"""More visits than this without a page is no crawl to rely on."""
FAILED_AT_LEAST = 3
MAX_REFUSED_SHARE = 0.1
"""More refusals for one reason than this, and the reason is likely the site's redesign."""
REFUSED_AT_LEAST = 5
EXPECTED_REFUSALS = frozenset(
    f"refused/{reason}"
    for reason in ("author-page", "coverage-page", "listing-page", "static-page", "foreign-host")
)
"""What every sitemap lists beside articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run of one edition."""

    edition: str
    counts: Mapping[str, int]
    """By outcome; see :data:`OUTCOMES`."""
    reasons: Mapping[str, int]
    """The same by ``outcome/reason``, where there is a reason."""
    source: str
    """Where the addresses came from; ``""`` when nothing answered or the user gave them."""
    started: datetime
    """Aware, UTC."""
    elapsed_s: float
    language_disagreements: int
    articles: int = 0
    """Articles that were read."""
    coverage: Mapping[str, float] = field(default_factory=dict)
    """The share of them that has each field, 0 to 1; see :mod:`crawler.coverage`."""
    complaints: tuple[str, ...] = ()
    """Why the run is unhealthy, a line each; empty when it is healthy."""

    @property
    def is_healthy(self) -> bool:
        """Whether the archive can be relied on to hold what was asked for."""
        return not self.complaints

    @classmethod
    def of_failed_start(cls, edition: str) -> Self:
        """Return the report of a run that ended before it began."""
        return cls(
            edition=edition,
            counts=dict.fromkeys(OUTCOMES, 0),
            reasons={},
            source="",
            started=datetime.now(UTC),
            elapsed_s=0.0,
            language_disagreements=0,
            complaints=("it could not start: see the log",),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        values = asdict(self) | {"started": write_time(self.started), "healthy": self.is_healthy}
        return values | {"complaints": list(self.complaints)}


def examine(
    edition: str,
    stats: Mapping[str, Any],
    *,
    started: datetime,
    finish_reason: str,
    past: Sequence[Mapping[str, Any]] = (),
) -> Report:
    """Return what a run came to, from Scrapy's stats.

    Args:
        edition: Whose run.
        stats: As Scrapy's stats collector has them at the end.
        started: Aware.
        finish_reason: Scrapy's; ``finished`` is the only good one.
        past: Reports of past runs as JSON values, newest first.
    """
    news = {name.removeprefix(PREFIX): v for name, v in stats.items() if name.startswith(PREFIX)}
    counts = {outcome: _count(news, outcome) for outcome in OUTCOMES}
    reasons = {name: value for name, value in news.items() if _is_reason(name)}
    articles = int(stats.get(f"{FIELD_PREFIX}articles", 0))
    shares = coverage(stats)
    complaints = _complaints(counts, news, stats, finish_reason)
    complaints += _refusals(reasons, _visits(counts))
    complaints += find_falls(edition, shares, articles, past)
    return Report(
        edition=edition,
        counts=counts,
        reasons=dict(sorted(reasons.items())),
        source=str(news.get("source", "")),
        started=started,
        elapsed_s=round((datetime.now(UTC) - started).total_seconds(), 1),
        language_disagreements=int(news.get("language-disagreements", 0)),
        articles=articles,
        coverage=shares,
        complaints=tuple(complaints),
    )


def _complaints(
    counts: Mapping[str, int],
    news: Mapping[str, Any],
    stats: Mapping[str, Any],
    finish_reason: str,
) -> list[str]:
    visits = _visits(counts)
    bad = {
        str(news.get("stopped", "")): "stopped" in news,
        str(news.get("index-error", "")): "index-error" in news,
        f"ended early: {finish_reason}": "stopped" not in news and finish_reason != "finished",
        f"{counts['waiting']} addresses still wait": counts["waiting"] > 0,
        f"{counts['blocked']} pages were refused by the site": counts["blocked"] > 0,
        f"{counts['failed']} pages could not be fetched": _too_many(counts["failed"], visits),
        f"{news.get('sitemaps-failed', 0)} sitemaps could not be read": "sitemaps-failed" in news,
        f"{_errors(stats)} errors in the program itself: see the log": _errors(stats) > 0,
        "no article at all": "stopped" not in news and not any(counts[n] for n in ARTICLES),
    }
    return [line for line, is_so in bad.items() if is_so]


def _visits(counts: Mapping[str, int]) -> int:
    return sum(counts[name] for name in OUTCOMES if name not in {"known", "waiting"})


def _refusals(reasons: Mapping[str, int], visits: int) -> list[str]:
    limit = max(REFUSED_AT_LEAST, MAX_REFUSED_SHARE * visits)
    return [
        f"{count} pages were no articles ({name}): has the site changed?"
        for name, count in reasons.items()
        if name.startswith("refused/") and name not in EXPECTED_REFUSALS and count > limit
    ]


def _too_many(failed: int, visits: int) -> bool:
    return failed >= max(FAILED_AT_LEAST, MAX_FAILED_SHARE * visits)


def _errors(stats: Mapping[str, Any]) -> int:
    return int(stats.get("spider_exceptions/count", 0)) + int(stats.get("news/item-errors", 0))


def _count(news: Mapping[str, Any], outcome: str) -> int:
    parts = (v for name, v in news.items() if name == outcome or name.startswith(f"{outcome}/"))
    return sum(int(value) for value in parts)


def _is_reason(name: str) -> bool:
    return "/" in name and name.split("/", maxsplit=1)[0] in OUTCOMES
