"""Replicas with faults and a log of requests, and what crawls made of them."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive import Article, open_archive
from replica.catalogue import Catalogue
from replica.content import Page
from replica.editions import editions
from replica.faults import Faults
from replica.process import running_replica
from replica.server import readable_path
from replica.stories import read_stories
from replica.tellings import read_extras, read_newsroom
from tests.e2e.conftest import Program

Contents = dict[tuple[str, int], str]


@dataclass(frozen=True)
class Replica:
    """A running replica."""

    mirror: Path
    """Its addresses, as a file."""
    log: Path

    def address(self, edition: str) -> str:
        """Return where an edition is served."""
        return str(json.loads(self.mirror.read_text("utf-8"))[edition])

    def requests(self, edition: str = "english") -> list[dict[str, Any]]:
        """Return what was asked of an edition, in the order in which it was answered."""
        rows = (json.loads(line) for line in self.log.read_text("utf-8").splitlines())
        return [row for row in rows if row["edition"] == edition]

    def page_requests(self, edition: str = "english") -> list[dict[str, Any]]:
        """Return the requests for anything but sitemaps and robots.txt."""
        rows = self.requests(edition)
        return [row for row in rows if not row["path"].endswith((".xml", ".txt"))]

    def asked_twice(self, edition: str = "english") -> list[str]:
        """Return the paths of pages that were asked for more than once."""
        asked = Counter(row["path"] for row in self.page_requests(edition))
        return [path for path, count in asked.items() if count > 1]

    def forget(self) -> None:
        """Empty the log."""
        self.log.write_text("", encoding="utf-8")


@contextmanager
def serving(folder: Path, *faults: str) -> Iterator[Replica]:
    """Run a replica with faults; its files are put in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    replica = Replica(folder / "mirror.json", folder / "requests.jsonl")
    replica.forget()
    options = [part for fault in faults for part in ("--fault", fault)]
    with running_replica("--log", replica.log, *options) as addresses:
        replica.mirror.write_text(json.dumps(addresses), encoding="utf-8")
        yield replica


def copy_of(program: Program, folder: Path) -> Program:
    """Return a program that goes on with a copy of what another has."""
    shutil.copytree(program.data_folder, folder)
    return Program(folder, Path(program.environment["NEWS_MIRROR"]))


def update(
    program: Program, replica: Replica, *arguments: str, status: int = 0, **changes: str
) -> list[dict[str, Any]]:
    """Run ``scrapy update`` against a replica; return the report of each edition."""
    mirror = ("--mirror", str(replica.mirror), "--json")
    output = program.run("scrapy", "update", *arguments, *mirror, status=status, **changes)
    reports: list[dict[str, Any]] = json.loads(output)
    return reports


def outcomes(report: dict[str, Any]) -> dict[str, int]:
    """Return the counts of a report that are not 0."""
    return {name: count for name, count in report["counts"].items() if count}


def versions(program: Program) -> dict[str, list[Article]]:
    """Return every version of every article, by id."""
    with closing(open_archive(program.data_folder)) as archive:
        found: dict[str, list[Article]] = {}
        for article in archive.every_version():
            found.setdefault(article.id, []).append(article)
        return found


def contents(program: Program) -> Contents:
    """Return the content hash of every version in the archive."""
    return {
        (article.id, article.version): article.content_hash
        for each in versions(program).values()
        for article in each
    }


def changed_by(fault: str, edition: str) -> set[str]:
    """Return the paths of the pages that a fault changes."""
    pages = [*read_newsroom(read_stories()), *read_extras()]
    catalogue = Catalogue(editions()[edition], pages)
    faulty = {page.path: page for page in Faults([fault]).changed(catalogue).pages}
    return {page.path for page in catalogue.here() if faulty[page.path] != page}


def pages_of(edition: str) -> Sequence[Page]:
    """Return the pages of an edition that are there, newest first."""
    pages = [*read_newsroom(read_stories()), *read_extras()]
    return Catalogue(editions()[edition], pages).here()


def path_of(url: str) -> str:
    """Return the path of an address as the replica's catalogue has it."""
    return readable_path(urlsplit(url).path)
