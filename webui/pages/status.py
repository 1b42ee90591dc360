"""What the archive and the index hold, and how the last crawls went."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive import EditionCount
from archive.article import EDITION_LANGUAGES, read_time, write_time
from index.holdings import IndexState, holdings_of
from webui.answers import Answer, json_answer
from webui.asked import Asked
from webui.hits import ShownTime
from webui.interface import Interface
from webui.notes import say_problem
from webui.passages import Passage, label_of
from webui.reading import Reader
from webui.rendering import View, html_answer

RUNS = 5
"""Of each edition, the latest."""
MAX_COMPLAINTS = 10
_COUNTED = ("new", "changed", "unchanged", "gone", "refused", "blocked", "failed", "waiting")
"""Outcomes of a crawl that are told when there are any."""
_LONG_S = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """What is held of one edition."""

    edition: str
    name: str
    address: str
    """Of the search for its articles."""
    articles: str
    versions: str
    with_text: str
    other_language: str
    gone: str
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRun:
    """A crawl."""

    edition: str
    name: str
    """Of the edition."""
    started: ShownTime
    took: str
    is_healthy: bool
    health: str
    counts: str
    """What became of the addresses."""
    complaints: tuple[str, ...]
    """Why it is not healthy, as the crawl said it, in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFact:
    """A line about archive or index."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage:
    """The context of ``status.html``."""

    editions: tuple[EditionRow, ...]
    runs: tuple[ShownRun, ...]
    """Newest first."""
    archive: tuple[ShownFact, ...]
    index: tuple[ShownFact, ...]
    problem: Passage | None
    """Why the index cannot be used, and what to do, if it cannot."""
    behind: str
    """What is not indexed yet; ``""`` when all is."""


def answer(asked: Asked, reader: Reader) -> Answer:
    """Return the state of the data folder; as JSON without its place on the disk."""
    site = reader.site
    holdings = holdings_of(reader.archive, site.folder, site.engine, lambda: reader.index)
    if asked.wants_json:
        values = holdings.as_json()
        return json_answer({name: value for name, value in values.items() if name != "folder"})
    interface = asked.interface
    index = holdings.index
    page = StatusPage(
        editions=tuple(_edition(asked, count) for count in holdings.editions),
        runs=tuple(_runs(interface, reader)),
        archive=tuple(_facts(interface, changes=holdings.last_change, size=holdings.archive_bytes)),
        index=tuple(_index(interface, index)),
        problem=say_problem(interface, index.problem, site.folder),
        behind=interface.count("behind", index.behind) if index.behind else "",
    )
    title = interface.words["status"]["title"]
    return html_answer(asked, View(template="status", title=title, page=page))


def _edition(asked: Asked, count: EditionCount) -> EditionRow:
    interface = asked.interface
    return EditionRow(
        edition=count.edition,
        name=interface.named("edition", count.edition),
        address=str(asked.page("/search").setting("edition", count.edition)),
        articles=interface.number(count.articles),
        versions=interface.number(count.versions),
        with_text=interface.number(count.with_text),
        other_language=interface.number(count.other_language),
        gone=interface.number(count.gone),
        first=interface.day(count.first),
        last=interface.day(count.last),
    )


def _runs(interface: Interface, reader: Reader) -> Iterator[ShownRun]:
    reports = (
        report
        for edition in EDITION_LANGUAGES
        for report in reader.archive.runs.latest(edition, RUNS)
    )
    for report in sorted(reports, key=lambda report: str(report["started"]), reverse=True):
        yield _run(interface, report)


def _run(interface: Interface, report: Mapping[str, Any]) -> ShownRun:
    started, is_healthy = read_time(report["started"]), bool(report.get("healthy"))
    complaints = list(map(str, report.get("complaints", ())))[:MAX_COMPLAINTS]
    return ShownRun(
        edition=report["edition"],
        name=interface.named("edition", report["edition"]),
        started=ShownTime(text=interface.minute(started), machine=write_time(started)),
        took=_duration(interface, float(report.get("elapsed_s", 0))),
        is_healthy=is_healthy,
        health=interface.words["status"]["healthy" if is_healthy else "unhealthy"],
        counts=_counts(interface, report.get("counts", {})),
        complaints=tuple(map(label_of, complaints)),
    )


def _counts(interface: Interface, counts: Mapping[str, int]) -> str:
    told = ((name, counts.get(name, 0)) for name in _COUNTED)
    names = interface.words["outcomes"]
    return " · ".join(f"{names[name]} {interface.number(count)}" for name, count in told if count)


def _duration(interface: Interface, seconds: float) -> str:
    words = interface.words["status"]
    if seconds <= _LONG_S:
        return words["seconds"].format(n=interface.number(round(seconds)))
    return words["minutes"].format(n=interface.number(round(seconds / 60)))


def _index(interface: Interface, index: IndexState) -> Iterator[ShownFact]:
    labels = interface.words["status"]
    yield ShownFact(label=labels["engine"], value=index.engine)
    if not index.problem:
        yield ShownFact(label=labels["articles"], value=interface.number(index.articles))
    yield from _facts(interface, changes=index.last_change, size=index.size_bytes)


def _facts(interface: Interface, *, changes: int, size: int) -> Iterator[ShownFact]:
    labels = interface.words["status"]
    yield ShownFact(label=labels["changes"], value=interface.number(changes))
    yield ShownFact(label=labels["size"], value=interface.size(size))
