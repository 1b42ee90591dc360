"""Where an edition's addresses are found: the first of several places that answers."""

import logging
from calendar import monthrange
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from archive.frontier import BEIRUT, Sighting, Source
from crawler.editions import SITES, EditionSite
from crawler.listings import read_feed, read_listing, read_robots_sitemaps
from crawler.outcomes import end_of_failure, end_of_status
from crawler.sitemaps import Entry, is_sitemap, month_of_sitemap, read_sitemap, utc_lastmod

if TYPE_CHECKING:
    from crawler.edition_spider import EditionSpider

logger = logging.getLogger(__name__)

PRIORITY = 100
"""Lists go before articles, so that a crawl knows early what there is."""
MAX_SITEMAPS = 2_000
"""Of one index: 166 years of months. An index with more is not one of ours."""
ROBOTS_PATH = "/robots.txt"
"""Always allowed."""
MAX_ROBOTS_SITEMAPS = 50
SHOWN_SOURCES = 3
"""Places that answered are named in the report; of section pages there may be a dozen."""
MAX_VALIDATOR_CHARS = 500
"""A longer ETag is not kept."""
OK = 200
NOT_MODIFIED = 304


class Place(NamedTuple):
    """A place where addresses may be listed."""

    kind: str
    """``sitemap``, ``robots``, ``feed`` or ``listing``."""
    path: str
    """On the edition's host; or a whole address."""


def places_of(site: EditionSite) -> Iterator[tuple[Place, ...]]:
    """Yield the places to try, in order; those of one group are asked together."""
    for path in site.sitemaps:
        yield (Place("sitemap", path),)
    yield (Place("robots", ROBOTS_PATH),)
    feeds = [Place("feed", path) for path in site.feeds]
    yield (*feeds, *(Place("listing", path) for path in site.listings))


class Discovery:
    """Finds the addresses of one crawl and hands them to the frontier."""

    def __init__(self, spider: "EditionSpider") -> None:
        self._spider = spider
        self._groups = deque(places_of(SITES[spider.name]))
        self._tried: list[tuple[str, str]] = []
        self._answered: list[str] = []
        self._listed: set[str] = set()
        self._open = 0

    def ask(self) -> Iterator[Request]:
        """Ask the next places; when there are none left, end the crawl with one clear line."""
        if not self._groups:
            line = f"{self._why_none()}; nothing is lost, run it again later"
            self._spider.stop("no-source", line)
            return
        group = self._groups.popleft()
        self._open = len(group)
        for place in group:
            yield self._request(place.path, self.parse_place, {"place": place})

    def parse_place(self, response: Response, place: Place) -> Iterator[Request]:
        """Read what a place answered, and go on to the next if it was nothing."""
        requests = None
        if response.status == OK:
            requests = _READERS[place.kind](self, response, place)
        self._spider.stop_when_in_vain(end_of_status(response.status))
        yield from self._close(place, requests, _what(response, place))

    def fail_place(self, failure: Failure) -> Iterator[Request]:
        """Go on to the next place."""
        why = end_of_failure(failure.value or RuntimeError()).reason
        place = failure.request.cb_kwargs["place"]  # type: ignore[attr-defined]
        yield from self._close(place, None, why)

    def parse_month(self, response: Response, url: str, month: str) -> Iterator[Request]:
        """Take in the addresses of one sitemap."""
        if response.status == NOT_MODIFIED and is_conditional(response.request):
            self._spider.count("sitemaps-unchanged")
            self._count_settled(month)
        elif response.status == OK and _is_list(response):
            listed = [each for each in read_sitemap(response.body) if not each.is_sitemap]
            if self.sight(listed, month) is None:
                return  # not recorded as read: the next run must take them in
        else:
            self._lose(month, _what(response, Place("sitemap", url)))
            self._spider.stop_when_in_vain(end_of_status(response.status))
            return
        self._record(response, url, month)
        yield from self._spider.refill()

    def fail_month(self, failure: Failure) -> None:
        """Count a month whose sitemap could not be had."""
        end = end_of_failure(failure.value or RuntimeError())
        self._lose(failure.request.cb_kwargs["month"], end.reason)  # type: ignore[attr-defined]
        self._spider.stop_when_in_vain(end)

    def sight(self, entries: Iterable[Entry], month: str = "") -> int | None:
        """Hand addresses to the frontier; return how many are of this edition.

        ``None``: the archive could not take them in, and the crawl ends.
        """
        sightings: dict[str, Sighting] = {}
        for entry in entries:
            try:
                own = self._spider.route.canonical(entry.url)
            except ValueError:
                self._spider.count("refused/no-address")
                continue
            if own is None:
                self._spider.count("refused/foreign-host")
            else:
                sightings[own] = Sighting(own, month, utc_lastmod(entry.lastmod))
        frontier, refresh = self._spider.archive.frontier, self._spider.arguments.refresh
        with self._spider.guarded():
            known = frontier.sight(self._spider.name, sightings.values(), refresh=refresh)
            self._spider.count("found", len(sightings))
            self._spider.count("known", known)
            return len(sightings)
        return None

    # --- Readers of places: None when a place has nothing, else the requests that follow -------

    def _read_sitemap(self, response: Response, place: Place) -> Iterable[Request] | None:  # noqa: ARG002  a reader
        entries = read_sitemap(response.body)
        if not entries:
            return None
        self.sight(each for each in entries if not each.is_sitemap)
        months = {each.url: month_of_sitemap(each.url) for each in entries if each.is_sitemap}
        newest_first = sorted(months.items(), key=lambda each: each[1], reverse=True)
        return [
            request
            for url, month in newest_first[:MAX_SITEMAPS]
            if self._spider.arguments.days.touches_month(month)
            for request in self._month_requests(url, month)
        ]

    def _read_robots(self, response: Response, place: Place) -> None:  # noqa: ARG002  a reader
        text = response.text if isinstance(response, TextResponse) else ""
        tried = {self._spider.route.source_url(path) for path, _ in self._tried}
        named = map(self._spider.own, read_robots_sitemaps(text)[:MAX_ROBOTS_SITEMAPS])
        if new := [url for url in dict.fromkeys(named) if url and url not in tried]:
            self._groups.appendleft(tuple(Place("sitemap", url) for url in new))

    def _read_feed(self, response: Response, place: Place) -> Iterable[Request] | None:
        return self._take_links(read_feed(response.body), place)

    def _read_listing(self, response: Response, place: Place) -> Iterable[Request] | None:
        text = response.text if isinstance(response, TextResponse) else ""
        url = self._spider.route.source_url(place.path)
        return self._take_links(read_listing(text, url), place)

    def _take_links(self, links: Iterable[str], place: Place) -> Iterable[Request] | None:
        own = dict.fromkeys(url for url in map(self._spider.own, links) if url)
        # Section pages and feeds show the same articles: each counts once.
        new = [url for url in own if url not in self._listed]
        self._listed.update(new)
        self.sight(Entry(url, "", is_sitemap=False) for url in new)
        self._spider.count(f"listed/{place.kind}", len(own))
        return () if own else None

    # --- Inside -------------------------------------------------------------------------------

    def _close(
        self,
        place: Place,
        requests: Iterable[Request] | None,
        why: str,
    ) -> Iterator[Request]:
        self._open -= 1
        if requests is None:
            self._tried.append((place.path, why))
        else:
            self._answered.append(place.path)
            self._spider.count("source", _summary(self._answered))
            logger.info("%s: addresses come from %s", self._spider.name, place.path)
            yield from requests
        if self._answered:
            yield from self._spider.refill()
        elif self._open == 0 and not self._spider.is_ending:
            yield from self.ask()

    def _why_none(self) -> str:
        base = self._spider.arguments.site or f"https://{self._spider.route.host}"
        if all(why == "robots" for path, why in self._tried if path != ROBOTS_PATH):
            return f"robots.txt at {base} forbids every list of articles"
        tried = ", ".join(f"{path} ({why})" for path, why in self._tried)
        return f"no list of articles at {base}: {tried}"

    def _month_requests(self, url: str, month: str) -> Iterator[Request]:
        own = self._spider.own(url)
        if own is None:
            self._spider.count("refused/foreign-sitemap")
            return
        source = None
        with self._spider.guarded():
            source = self._spider.archive.frontier.source(own)
        if self._spider.arguments.refresh or source is None:
            yield self._month_request(own, month, {})
        elif _is_settled(source, self._spider.settings.getint("NEWS_SETTLE_DAYS")):
            self._spider.count("sitemaps-settled")
            self._count_settled(month)
        else:
            yield self._month_request(own, month, validators(source.etag, source.last_modified))

    def _month_request(self, url: str, month: str, headers: Mapping[str, str]) -> Request:
        arguments = {"url": url, "month": month}
        return self._request(url, self.parse_month, arguments, self.fail_month, headers)

    def _request(
        self,
        path: str,
        callback: Callable[..., Any],
        arguments: dict[str, Any],
        errback: Callable[[Failure], Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Request:
        route = self._spider.route
        url = path if "://" in path else route.source_url(path)
        return Request(
            route.request_url(url),
            callback,
            errback=errback or self.fail_place,
            cb_kwargs=arguments,
            headers=dict(headers or {}),
            priority=PRIORITY,
        )

    def _record(self, response: Response, url: str, month: str) -> None:
        source = Source(
            url=url,
            edition=self._spider.name,
            month=month,
            read=datetime.now(UTC),
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )
        with self._spider.guarded():
            self._spider.archive.frontier.record_source(source)

    def _count_settled(self, month: str) -> None:
        with self._spider.guarded():
            known = self._spider.archive.frontier.settled_count(self._spider.name, month)
            self._spider.count("found", known)
            self._spider.count("known", known)

    def _lose(self, month: str, why: str) -> None:
        self._spider.count("sitemaps-failed")
        logger.warning("%s: the sitemap of %s: %s", self._spider.name, month or "no month", why)


_READERS: Mapping[str, Callable[[Discovery, Response, Place], Iterable[Request] | None]] = {
    "sitemap": Discovery._read_sitemap,  # noqa: SLF001  its own
    "robots": Discovery._read_robots,  # noqa: SLF001
    "feed": Discovery._read_feed,  # noqa: SLF001
    "listing": Discovery._read_listing,  # noqa: SLF001
}

_NOTHING: Mapping[str, str] = {
    "sitemap": "no sitemap",
    "robots": "names no other sitemap",
    "feed": "no feed",
    "listing": "no links to articles",
}
"""What is said of a place that answered with none of it."""


def validators(etag: str, last_modified: str) -> dict[str, str]:
    """Return the headers that ask whether anything has changed; none without validators."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def is_conditional(request: Request | None) -> bool:
    """Whether a request asked only for what has changed, so that 304 is an answer to it."""
    return request is not None and any(name in request.headers for name in validators("-", "-"))


def _header(response: Response, name: str) -> str:
    """Return one header of a response; ``""`` when it has none, or an absurd one."""
    value = (response.headers.get(name) or b"").decode("latin-1")
    return value if len(value) <= MAX_VALIDATOR_CHARS else ""


def _is_settled(source: Source, days: int) -> bool:
    """Whether a month was read long enough after its end that nothing more is expected in it."""
    if not source.month:
        return False
    year, month = map(int, source.month.split("-"))
    last_day = datetime(year, month, monthrange(year, month)[1], tzinfo=BEIRUT)
    return source.read >= last_day + timedelta(days=1 + days)


def _is_list(response: Response) -> bool:
    # An index is none: its entries are other sitemaps, which would be passed over without a word.
    entries = read_sitemap(response.body)
    return is_sitemap(response.body) or any(not each.is_sitemap for each in entries)


def _what(response: Response, place: Place) -> str:
    return str(response.status) if response.status != OK else _NOTHING[place.kind]


def _summary(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - SHOWN_SOURCES} more" if len(paths) > SHOWN_SOURCES else ""
    return ", ".join(paths[:SHOWN_SOURCES]) + more
