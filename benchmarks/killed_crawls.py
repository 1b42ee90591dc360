"""Crawls of a replica that are killed at chosen moments, and what they come to all the same."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from archive import ArchiveMissingError, Article, SqliteArchive, open_archive
from archive.article import write_time
from archive.data_folder import index_folder
from archive.database import FILE_NAME
from archive.frontier import Days
from archive.urls import HOSTS, canonical_url
from index import Query, SearchIndex, open_index, search
from replica.process import running_replica
from replica.slugs import new_slug
from replica.stories import Telling, read_stories

PROJECT = Path(__file__).resolve().parents[1]
EDITION = "english"
DELAY_S = 0.02
"""Between two requests: a crawl of 400 articles takes some 10 seconds."""
SEARCHES = ("harbour", "minister OR council", "wat*", "title:week")
ARTICLES = "/news/"
"""Where the paths of all of them begin."""
MAX_HITS = 100_000
LOOK_EVERY_S = 0.004
TIMEOUT_S = 300
CLOSING = "Closing spider"
"""What Scrapy's log says when nothing is left to fetch; the index is then still at work."""


class Moment(NamedTuple):
    """When a crawl is killed."""

    phase: str
    """``starting``, ``finding``, ``storing`` or ``ending``."""
    requests: int
    """Of its phase, that were answered before; of lists when finding, of articles when storing."""
    delay_s: float
    is_group: bool
    """Whether the process of the index is killed, too."""


def plan(chance: random.Random) -> list[Moment]:
    """Return the moments of 25 kills of one crawl: it gets from phase to phase meanwhile."""
    middle = ["starting"] * 3 + ["finding"] + ["storing"] * 13
    chance.shuffle(middle)
    phases = ["finding"] * 4 + middle + ["ending"] * 4
    # By turns, and the first of the end with the index's process: all is archived then, and what
    # is not indexed no new article will remind the next crawl of.
    return [_moment(phase, chance, number % 2 == 1) for number, phase in enumerate(phases)]


def _moment(phase: str, chance: random.Random, is_group: bool) -> Moment:
    most, delay_s = {
        "starting": (0, 1.5),
        "finding": (2, 0.6),  # robots.txt and the first sitemap; months are read once
        "storing": (20, 0.1),
        "ending": (0, 0.5),
    }[phase]
    requests = chance.randint(1, most) if most else 0
    return Moment(phase, requests, chance.uniform(0, delay_s), is_group)


# --- What is crawled --------------------------------------------------------------------------


def write_articles(file: Path, number_of_articles: int) -> None:
    """Write articles of one edition, varied from the newsroom's tellings, over two past years."""
    stories = read_stories()
    tellings = [story.tellings[EDITION] for story in stories if EDITION in story.tellings]
    with file.open("w", encoding="utf-8") as lines:
        for number in range(number_of_articles):
            telling = tellings[number % len(tellings)]
            values = _values(telling, number, week=number // len(tellings) + 1)
            lines.write(json.dumps(values, ensure_ascii=False) + "\n")


def _values(telling: Telling, number: int, week: int) -> dict[str, Any]:
    published = telling.published - timedelta(days=1_000 + number * 700 // 400)
    title = f"{telling.title}, week {week}"
    turn = week % len(telling.paragraphs)
    paragraphs = (*telling.paragraphs[turn:], *telling.paragraphs[:turn])
    return {
        "edition": EDITION,
        "postid": str(1_700_000 + number),
        "url": f"https://{HOSTS[EDITION]}/news/society/{new_slug(title)}-{number}",
        "kind": telling.kind,
        "title": title,
        "lead": telling.lead,
        "body": "\n\n".join((*paragraphs, f"This is report number {number} of the series.")),
        "authors": list(telling.authors),
        "source": telling.source,
        "country": telling.country,
        "tags": list(telling.tags),
        "published": write_time(published),
        "modified": write_time(published + timedelta(hours=number % 5)),
    }


# --- What a crawl came to ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that must be the same, however often a crawl was killed."""

    versions: Mapping[tuple[str, int], str]
    """The content hash of each version."""
    pages: Mapping[tuple[str, int], tuple[str, int, str]]
    """Address, status and the body's hash of the raw page of each version."""
    waiting: int
    held: int
    """Runs that hold addresses."""
    faults: tuple[str, ...]
    last_change: int
    indexed_change: int
    indexed: int
    found: Mapping[str, frozenset[str]]
    """The ids that each of :data:`SEARCHES` finds."""


def read_state(folder: Path) -> State:
    """Return what the archive and the index of a data folder hold."""
    with (
        closing(open_archive(folder)) as archive,
        closing(open_index(index_folder(folder))) as index,
    ):
        versions = list(archive.every_version())
        return State(
            versions={(each.id, each.version): each.content_hash for each in versions},
            pages=dict(_pages(archive, versions)),
            waiting=archive.frontier.waiting_count(EDITION, Days()),
            held=len(archive.frontier.holders(EDITION)),
            faults=tuple(archive.faults()),
            last_change=archive.last_change(),
            indexed_change=index.last_change(),
            indexed=index.count(),
            found={words: _found(archive, index, words) for words in SEARCHES},
        )


def _pages(
    archive: SqliteArchive, versions: Iterable[Article]
) -> Iterator[tuple[tuple[str, int], tuple[str, int, str]]]:
    for each in versions:
        page = archive.page(each.id, each.version)
        if page is not None:
            body = hashlib.sha256(page.body).hexdigest()
            yield (each.id, each.version), (page.url, page.status, body)


def _found(archive: SqliteArchive, index: SearchIndex, words: str) -> frozenset[str]:
    found = search(archive, index, Query(text=words, limit=MAX_HITS))
    return frozenset(hit.article.id for hit in found.hits)


def stored_of(folder: Path, urls: Iterable[str]) -> set[str]:
    """Return those of some addresses whose articles are stored.

    A copy is read, as a killed crawl left it: to open the archive itself would clean up after the
    crawl, which the next one must be able to do alone. The log of what was written last is copied
    first: what moves from it into the database meanwhile is in both then.
    """
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for suffix in ("-wal", ""):
            file = folder / f"{FILE_NAME}{suffix}"
            if file.exists():
                shutil.copyfile(file, copy / file.name)
        try:
            with closing(open_archive(copy)) as archive:
                return {url for url in urls if archive.id_of_url(url) is not None}
        except ArchiveMissingError:
            return set()


# --- Crawling and killing ---------------------------------------------------------------------


class RequestLog:
    """What the replica has answered so far, in order."""

    def __init__(self, file: Path) -> None:
        self.lists = 0
        """Sitemaps and the like."""
        self.articles: list[str] = []
        """Canonical addresses."""
        self._file = file
        self._place = 0

    def read(self) -> None:
        """Take in what was answered meanwhile."""
        with self._file.open("rb") as lines:
            lines.seek(self._place)
            for line in lines:
                if not line.endswith(b"\n"):
                    return
                self._place += len(line)
                self._take(json.loads(line)["path"])

    def _take(self, path: str) -> None:
        if path.startswith(ARTICLES):
            self.articles.append(canonical_url(f"https://{HOSTS[EDITION]}{path}"))
        else:
            self.lists += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running replica."""

    mirror: Path
    log: RequestLog
    logs: Path
    """A folder for the logs of crawls."""


@contextmanager
def serving(articles: int) -> Iterator[Site]:
    """Run a replica that serves so many articles."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_articles(folder / "articles.jsonl", articles)
        log, mirror = folder / "requests.jsonl", folder / "mirror.json"
        with running_replica("--articles", folder / "articles.jsonl", "--log", log) as addresses:
            mirror.write_text(json.dumps(addresses), encoding="utf-8")
            yield Site(mirror=mirror, log=RequestLog(log), logs=folder)


class Crawl:
    """One run of the command."""

    def __init__(self, site: Site, folder: Path) -> None:
        """Start it, in a process group of its own."""
        self._log = site.logs / f"{time.monotonic_ns()}.log"
        self._errors = self._log.with_suffix(".err")
        settings = (f"DOWNLOAD_DELAY={DELAY_S}", f"LOG_FILE={self._log}")
        command = ["scrapy", "update", EDITION, "--mirror", str(site.mirror)]
        with self._errors.open("w", encoding="utf-8") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command, *(f"-s{each}" for each in settings)],
                cwd=PROJECT,
                env=os.environ | {"NEWS_DATA_DIR": str(folder)},
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    @property
    def is_closing(self) -> bool:
        """Whether everything is fetched."""
        return self._log.exists() and CLOSING in self._log.read_text("utf-8", "replace")

    def kill(self, *, is_group: bool) -> bool:
        """Kill it; return whether that is what it died of."""
        if is_group:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        return self.process.wait() == -signal.SIGKILL

    def end(self) -> None:
        """Wait until it ends by itself.

        Raises:
            RuntimeError: It did not end well.
        """
        if status := self.process.wait(TIMEOUT_S):
            raise RuntimeError(f"status {status}: {self._errors.read_text('utf-8')}")


def kill_at(moment: Moment, crawl: Crawl, log: RequestLog) -> bool:
    """Kill a crawl at a moment; return ``False`` if it ended by itself before."""
    log.read()
    lists, articles = log.lists, len(log.articles)
    has_come: Mapping[str, Callable[[], bool]] = {
        "starting": lambda: True,
        "finding": lambda: log.lists - lists >= moment.requests,
        "storing": lambda: len(log.articles) - articles >= moment.requests,
        "ending": lambda: crawl.is_closing,
    }
    while not has_come[moment.phase]():
        if not crawl.is_running:
            return False
        time.sleep(LOOK_EVERY_S)
        log.read()
    time.sleep(moment.delay_s)
    return crawl.is_running and crawl.kill(is_group=moment.is_group)


class Tally:
    """What a crawl came to that was killed and started again until it ended by itself."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.kills: Counter[str] = Counter()
        """By phase."""
        self.moments: list[Moment] = []
        """Of the kills."""
        self.runs = 0
        self.requests = 0
        """For articles."""
        self.fetched_twice: list[str] = []
        """Addresses that were asked for when their articles had been stored before a kill."""
        self._site = site
        self._folder = folder
        self._stored: set[str] = set()
        site.log.read()
        self._place = len(site.log.articles)

    def crawl(self) -> Crawl:
        """Start a run."""
        self.runs += 1
        return Crawl(self._site, self._folder)

    def take_note(self) -> None:
        """See what the run that has just ended asked for, and what of that is stored."""
        self._site.log.read()
        asked = self._site.log.articles[self._place :]
        self._place += len(asked)
        self.requests += len(asked)
        self.fetched_twice += [url for url in asked if url in self._stored]
        self._stored |= stored_of(self._folder, asked)


def crawl_in_peace(site: Site, folder: Path) -> State:
    """Crawl without a kill; return what that came to.

    Raises:
        RuntimeError: The crawl failed.
    """
    Crawl(site, folder).end()
    return read_state(folder)


def crawl_and_kill(
    site: Site, folder: Path, kills: int, chance: random.Random
) -> Iterator[tuple[Tally, State]]:
    """Crawl into folders inside ``folder``, killed so many times in all; one by one they end.

    Raises:
        RuntimeError: A run that was not killed did not end well.
    """
    for number in count():
        if kills <= 0:
            return
        data_folder = folder / f"killed-{number}"
        tally = _crawl_one(site, data_folder, plan(chance)[:kills])
        yield tally, read_state(data_folder)
        shutil.rmtree(data_folder)
        kills -= tally.kills.total()


def _crawl_one(site: Site, folder: Path, moments: Iterable[Moment]) -> Tally:
    """Crawl until a run ends by itself: because all kills are done, or before one was due."""
    tally = Tally(site, folder)
    for moment in moments:
        crawl = tally.crawl()
        if not kill_at(moment, crawl, site.log):
            break
        tally.take_note()
        tally.kills[moment.phase] += 1
        tally.moments.append(moment)
    else:
        crawl = tally.crawl()
    crawl.end()
    tally.take_note()
    return tally
