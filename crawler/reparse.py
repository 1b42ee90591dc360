"""Stored pages, read again by the parser of their time as it is today.

Nothing is fetched, and no version is made: a version's fields become what its own page says. What
is derived from the archive follows by itself, since a mended version is a change.
"""

import signal
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal

from itemadapter import ItemAdapter

from archive import RawPage, SqliteArchive, open_archive
from archive.article import Article, with_content_hash
from archive.intake import build_article, normalise, tag_language
from crawler.editions import SITES
from crawler.items import RefusedPageError
from crawler.pages import parse_page

VERSIONS_A_TURN = 100
"""What a process reads between two reports; it opens the archive anew each time."""
_TURNS_AHEAD = 3
_OF_STORING = frozenset({"id", "version", "fetched", "gone", "content_hash"})
"""Fields that do not come from the page, or follow from the others."""
_INVALID = "invalid-article"
ANOTHER_ID = "another-id"
FIELDS = tuple(each.name for each in fields(Article) if each.name not in _OF_STORING)
"""What a page tells of an article."""

Key = tuple[str, int]
"""Id and version."""
Outcome = Literal["unchanged", "changed", "without-page", "refused", "fault"]
OUTCOMES: tuple[Outcome, ...] = ("unchanged", "changed", "without-page", "refused", "fault")
EXAMPLES = 5


class ReparseError(RuntimeError):
    """A process that read pages has died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading one version's page again came to."""

    id: str
    version: int
    outcome: Outcome
    reason: str = ""
    """Why it was refused, or what is wrong: :data:`ANOTHER_ID`."""
    article: Article | None = None
    """With its new values, if there are any."""
    changed: tuple[str, ...] = ()
    """Names of :data:`FIELDS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What reading an archive again came to."""

    outcomes: Counter[str] = field(default_factory=Counter)
    """Versions by :data:`OUTCOMES`."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Versions that were refused or are at fault, by reason."""
    fields: Counter[str] = field(default_factory=Counter)
    """Changed values by field."""
    examples: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """A few versions by field or by reason."""

    def add(self, reading: Reading) -> None:
        """Take in what has become of one version."""
        self.outcomes[reading.outcome] += 1
        self.fields.update(reading.changed)
        if reading.reason:
            self.reasons[reading.reason] += 1
        for name in (*reading.changed, *filter(None, [reading.reason])):
            if len(self.examples[name]) < EXAMPLES:
                self.examples[name].append(f"{reading.id} version {reading.version}")

    @property
    def versions(self) -> int:
        """How many were looked at."""
        return self.outcomes.total()

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "versions": self.versions,
            **{name.replace("-", "_"): self.outcomes[name] for name in OUTCOMES},
            "reasons": dict(self.reasons.most_common()),
            "fields": dict(self.fields.most_common()),
            "examples": dict(self.examples),
        }


def reparse(
    folder: Path,
    readings: Iterable[Reading],
    *,
    dry_run: bool,
    on_progress: Callable[[Summary], None] = lambda _summary: None,
) -> Summary:
    """Mend the versions whose pages are read otherwise today, one transaction each.

    Args:
        folder: Of the archive.
        readings: From :func:`read_archive`.
        dry_run: Mend nothing.
        on_progress: Called now and then.

    Raises:
        ArchiveError: The archive cannot be written; what was mended stays mended.
    """
    summary = Summary()
    with closing(open_archive(folder)) as archive:
        for reading in readings:
            summary.add(reading)
            if reading.article is not None and not dry_run:
                archive.mend(reading.article)
            if summary.versions % VERSIONS_A_TURN == 0:
                on_progress(summary)
    return summary


def read_again(article: Article, page: RawPage) -> Article:
    """Return a version with the values that the parser of its page's time reads today.

    Raises:
        RefusedPageError: The page is no article.
        ValueError: Its values make none.
    """
    read = read_page(page, article.edition)
    return replace(read, version=article.version, fetched=article.fetched, gone=article.gone)


def read_page(page: RawPage, edition: str) -> Article:
    """Return the article of a page of an edition, as a crawl makes it, with no version yet.

    Raises:
        RefusedPageError: The page is no article.
        ValueError: Its values make none.
    """
    item = parse_page(_html(page), page.url, SITES[edition], fetched=page.fetched)
    values = ItemAdapter(item)
    normalise(values)
    tag_language(values, page=item.page_language)
    return with_content_hash(build_article(values))


def read_archive(
    folder: Path,
    *,
    edition: str = "",
    since: datetime | None = None,
    processes: int,
) -> Iterator[Reading]:
    """Yield what has become of every version, by id and number; nothing is written.

    Args:
        folder: Of the archive.
        edition: Only of this one.
        since: Aware; only articles published since.
        processes: That read pages at the same time; with one, or with few versions, none is
            started.

    Raises:
        ArchiveError: The archive cannot be read.
        ReparseError: A process has died.
    """
    with closing(open_archive(folder)) as archive:
        keys = ((each.id, each.version) for each in archive.every_version(edition, since))
        turns = iter(lambda: list(islice(keys, VERSIONS_A_TURN)), [])
        first = next(turns, [])
        turns = chain([first], turns)
        if processes > 1 and len(first) == VERSIONS_A_TURN:
            yield from _read_at_once(folder, turns, processes)
        else:
            yield from chain.from_iterable(read_versions(folder, turn) for turn in turns)


def read_versions(folder: Path, keys: Iterable[Key]) -> list[Reading]:
    """Return what has become of these versions, in their order."""
    with closing(open_archive(folder)) as archive:
        return [_read(archive, *key) for key in keys]


def _read_at_once(
    folder: Path, turns: Iterable[Sequence[Key]], processes: int
) -> Iterator[Reading]:
    """Yield the readings of all turns in their order; only a few are under way at a time."""
    pool = ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),  # a fork would share the archive's connection
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),  # Ctrl-C is for the one that started them
    )
    waiting: deque[Future[list[Reading]]] = deque()
    try:
        for turn in turns:
            waiting.append(pool.submit(read_versions, folder, turn))
            if len(waiting) > _TURNS_AHEAD * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise ReparseError("a process that read pages has died: run it again") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _read(archive: SqliteArchive, id: str, version: int) -> Reading:
    article, page = archive.article(id, version), archive.page(id, version)
    if article is None or page is None:
        return Reading(id=id, version=version, outcome="without-page")
    try:
        read = read_again(article, page)
    except RefusedPageError as error:
        return Reading(id=id, version=version, outcome="refused", reason=error.reason)
    except ValueError:
        return Reading(id=id, version=version, outcome="refused", reason=_INVALID)
    if read.id != id:
        return Reading(id=id, version=version, outcome="fault", reason=ANOTHER_ID)
    changed = tuple(name for name in FIELDS if getattr(read, name) != getattr(article, name))
    if not changed:
        return Reading(id=id, version=version, outcome="unchanged")
    return Reading(id=id, version=version, outcome="changed", article=read, changed=changed)


def _html(page: RawPage) -> bytes | str:
    """Return what to read: as in a crawl, where the server's word on the character set counts."""
    try:
        page.body.decode()
    except UnicodeDecodeError:
        from scrapy.http import HtmlResponse

        return HtmlResponse("http://x", headers=dict(page.headers), body=page.body).text
    return page.body
