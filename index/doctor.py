"""Whether archive and index are whole and agree with each other, and what to do if not."""

import shlex
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive import ArchiveError, SqliteArchive, open_archive
from archive.article import EDITION_LANGUAGES
from archive.data_folder import index_folder, runs_folder
from archive.exports_output import PART_SUFFIX
from archive.frontier import Days
from archive.locks import is_held
from index.engine import IndexMissingError, SearchError, SearchIndex
from index.folder import articles_behind
from index.holdings import size_of
from index.opening import open_index
from index.query import Query
from index.tree import All

MIN_FREE_BYTES = 500 * 10**6
"""With less on the disk it is time to say so; a rebuild needs as much again as the index has."""
LEFT_AFTER_S = 600
"""A file that is being written is younger."""

LARGE_FOR_WHOOSH = 50_000
"""Articles from which on Whoosh keeps people waiting: it walks through all that a query matches,
some 50 ms for a few common words here, and takes minutes to make its index anew."""

_CHANGES_AT_ONCE = 10_000
_LOCK_SUFFIX = ".lock"
_MEGABYTE = 10**6
_SYNC, _REBUILD = "run `search_cli.py sync`", "run `search_cli.py rebuild`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it should be."""

    problem: str
    remedy: str
    """What to do, with the command to run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What an examination came to."""

    findings: tuple[Finding, ...]
    articles: int = 0
    """In the archive."""
    last_change: int = 0
    hints: tuple[Finding, ...] = ()
    """What works, but could work better."""

    @property
    def is_well(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values, and whether all is well."""
        findings = [asdict(finding) for finding in self.findings]
        hints = [asdict(hint) for hint in self.hints]
        return asdict(self) | {"well": self.is_well, "findings": findings, "hints": hints}


def examine(folder: Path, engine: str) -> Diagnosis:
    """Return what is wrong in a data folder. Reads all of the archive, and changes nothing.

    Args:
        folder: The data folder; an archive that is missing or damaged is a finding, too.
        engine: The engine of the index.
    """
    around = (*_find_left_files(folder), *_find_full_disk(folder))
    try:
        with closing(open_archive(folder)) as archive:
            found = [*_find_faults(archive), *_find_in_index(archive, folder, engine)]
            found += _find_in_crawls(archive, folder)
            articles = sum(count.articles for count in archive.counts())
            return Diagnosis(
                findings=(*found, *around),
                articles=articles,
                last_change=archive.last_change(),
                hints=tuple(_hints(articles, engine)),
            )
    except ArchiveError as error:
        return Diagnosis(findings=(_finding_of(error), *around))


def _hints(articles: int, engine: str) -> Iterator[Finding]:
    if engine == "whoosh" and articles > LARGE_FOR_WHOOSH:
        yield Finding(
            problem=f"{articles} articles are more than the engine whoosh serves well: "
            f"with over {LARGE_FOR_WHOOSH}, searches and indexing are many times faster on tantivy",
            remedy="run `pip install 'triptych[fast]'` and `search_cli.py rebuild "
            "--engine tantivy`, and set NEWS_ENGINE=tantivy",
        )


def _finding_of(error: Exception) -> Finding:
    """Return the two halves of an error's sentence."""
    problem, _, remedy = str(error).rpartition(": ")
    return Finding(problem=problem, remedy=remedy)


def _find_faults(archive: SqliteArchive) -> Iterator[Finding]:
    for fault in archive.faults():
        yield Finding(
            problem=f"archive {archive.path}: {fault}",
            remedy="restore it from a copy, or save what can be read with "
            "`search_cli.py export --output articles.jsonl`",
        )


def _find_in_index(archive: SqliteArchive, folder: Path, engine: str) -> Iterator[Finding]:
    try:
        with closing(open_index(index_folder(folder), engine)) as index:
            yield from _compare(archive, index)
    except IndexMissingError as error:
        if archive.last_change():
            yield _finding_of(error)
    except SearchError as error:
        yield _finding_of(error)


def _compare(archive: SqliteArchive, index: SearchIndex) -> Iterator[Finding]:
    taken, newest = index.last_change(), archive.last_change()
    if taken > newest:
        problem = f"the index has change {taken}, but the archive only {newest}: it is an older one"
        yield Finding(problem=problem, remedy=_REBUILD)
        return
    if behind := articles_behind(archive, taken):
        yield Finding(problem=f"{_are(behind, 'article')} not indexed yet", remedy=_SYNC)
    # The archive last: what a crawl adds meanwhile must not look as if it were in the index alone.
    indexed, count = index.ids(Query(), All()), index.count()
    due, known = _ids(archive, taken)
    differences = {
        "missing from the index": due - indexed,
        "in the index, but not in the archive": indexed - known,
    }
    for what, ids in differences.items():
        if ids:
            yield Finding(
                problem=f"{_are(len(ids), 'article')} {what}, such as {min(ids)}", remedy=_REBUILD
            )
    if count != len(indexed):
        problem = f"the index counts {count} articles, but has {len(indexed)} different ones"
        yield Finding(problem=problem, remedy=_REBUILD)


def _ids(archive: SqliteArchive, taken: int) -> tuple[set[str], set[str]]:
    """Return the ids of the articles that changed up to a number, and of all."""
    due: set[str] = set()
    known: set[str] = set()
    last = 0
    while changes := archive.changes(last, _CHANGES_AT_ONCE):
        due.update(change.id for change in changes if change.number <= taken)
        known.update(change.id for change in changes)
        last = changes[-1].number
    return due, known


def _find_in_crawls(archive: SqliteArchive, folder: Path) -> Iterator[Finding]:
    runs = runs_folder(folder)
    locks = set(runs.glob(f"*{_LOCK_SUFFIX}"))
    alive = {lock for lock in locks if is_held(lock)}
    for edition in EDITION_LANGUAGES:
        remedy = f"run `scrapy update {edition}`"
        holders = {runs / f"{run}{_LOCK_SUFFIX}" for run in archive.frontier.holders(edition)}
        if holders - alive:
            problem = f"a crawl of the {edition} edition died and left addresses half-way"
            yield Finding(problem=problem, remedy=f"{remedy}: it goes on from there")
        is_running = any(f"-{edition}-" in lock.name for lock in alive)
        waiting = archive.frontier.waiting_count(edition, Days())
        if waiting and not is_running:
            problem = f"{_are(waiting, 'address', 'es')} waiting in the {edition} edition"
            yield Finding(problem=problem, remedy=remedy)
        locks -= holders
    for lock in sorted(locks - alive):
        yield _left("crawl that died", lock)


def _find_left_files(folder: Path) -> Iterator[Finding]:
    for path in sorted(folder.rglob(f"*{PART_SUFFIX}")):
        if _age_s(path) > LEFT_AFTER_S:
            yield _left("task that was interrupted", path)


def _left(what: str, path: Path) -> Finding:
    problem = f"{path} is left over from a {what}"
    return Finding(problem=problem, remedy=f"run `rm {shlex.quote(str(path))}`")


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0  # it has just become whole


def _find_full_disk(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        return
    free = shutil.disk_usage(folder).free
    index_bytes = size_of(index_folder(folder), "**/*")
    if free < max(MIN_FREE_BYTES, index_bytes):
        problem = f"only {free // _MEGABYTE} MB are free on the disk of {folder}"
        needed = f"{index_bytes // _MEGABYTE} MB are needed to rebuild the index"
        yield Finding(problem=problem, remedy=f"free some space; {needed}")


def _are(count: int, noun: str, ending: str = "s") -> str:
    return f"{count} {noun} is" if count == 1 else f"{count} {noun}{ending} are"
