"""What an import did, and how far the index has come."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from languages import clean_text

if TYPE_CHECKING:
    from archive.exports import ExportReport
    from archive.imports import ImportReport


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count_of(1, "hit"), count_of(0, "hit")
    ('1 hit', '0 hits')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def render_behind(behind: int) -> str:
    """Return what to do when so many articles are not indexed; ``""`` when there is none."""
    if not behind:
        return ""
    verb = "is" if behind == 1 else "are"
    return f"{count_of(behind, 'article')} {verb} not indexed yet: run `search_cli.py sync`"


def render_indexed(count: int) -> str:
    """Return how many articles were indexed."""
    return f"{count_of(count, 'article')} indexed"


def render_synced(counts: Mapping[str, int]) -> str:
    """Return how many articles each derived thing took in.

    >>> render_synced({"indexed": 1, "linked": 2})
    '1 article indexed, 2 linked'
    """
    (first, count), *others = counts.items()
    parts = [f"{count_of(count, 'article')} {first}", *(f"{n} {name}" for name, n in others)]
    return ", ".join(parts)


def render_engine(engine: str, used: str) -> str:
    """Return how to use an engine that is not the one in use; ``""`` when it is."""
    return "" if engine == used else f"to search with it and index crawls: set NEWS_ENGINE={engine}"


def render_import(report: "ImportReport") -> str:
    """Return what an import came to, on one line."""
    counts = (
        f"{report.new} new",
        f"{report.changed} changed",
        f"{report.unchanged} unchanged",
        f"{report.refused} refused",
    )
    return f"{report.read} read: {', '.join(counts)}"


def render_export(report: "ExportReport") -> str:
    """Return what an export came to, on one line."""
    from archive.exports import FORMATS

    noun = FORMATS[report.format].noun
    of = "" if noun == "article" else f" of {count_of(report.articles, 'article')}"
    without = count_of(report.left_out, "version")
    left_out = f"; {without} without a raw page left out" if report.left_out else ""
    return f"{count_of(report.written, noun)}{of} written{left_out}"


def render_refusals(report: "ImportReport") -> str:
    """Return a line for each refusal that the report names, and one for the rest."""
    lines = [f"line {line}: {clean_text(reason)}" for line, reason in report.refusals]
    unnamed = report.refused - len(lines)
    return "\n".join([*lines, f"… and {count_of(unnamed, 'more line')}"] if unnamed else lines)
