"""The hits of a search: four lines each."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from languages import clean_text
from printing.days import day_of
from printing.lines import FAINT, TITLE, paint, render_text
from printing.reports import count_of
from printing.terminal import Terminal

if TYPE_CHECKING:
    from index import Hit, Results

_GAP = "  "


def render_hits(results: "Results", terminal: Terminal) -> str:
    """Return hits and facets, a blank line between; ``""`` when there are none.

    One field a line, so that a right-to-left title cannot swallow a date or a number.
    """
    blocks = [_render_hit(hit, terminal) for hit in results.hits]
    blocks += [_render_facet(name, counts) for name, counts in (results.facets or {}).items()]
    return "\n\n".join(blocks)


def render_summary(results: "Results") -> str:
    """Return how many hits there are, which of them are shown, and how long it took."""
    total, shown = results.total, len(results.hits)
    count = count_of(total, "hit") if total else "no hits"
    first = results.query.offset + 1
    part = f", {first} to {first + shown - 1} shown" if 0 < shown < total else ""
    return f"{count}{part}, took {results.took_ms:.0f} ms"


def _render_hit(hit: "Hit", terminal: Terminal) -> str:
    article = hit.article
    labels = (article.edition, article.section or article.kind, article.id)
    head = _GAP.join([f"{hit.rank}. {day_of(article.published)}", *map(clean_text, labels)])
    lines = [
        paint(head, FAINT, terminal),
        render_text(article.title, terminal, marks=hit.title_marks, style=TITLE),
        clean_text(article.url),
        render_text(hit.snippet.text, terminal, marks=hit.snippet.marks),
    ]
    return "\n".join(filter(None, lines))


def _render_facet(name: str, counts: Mapping[str, int]) -> str:
    return "\n".join(
        [f"{name}:", *(f"{count:8}  {clean_text(value)}" for value, count in counts.items())]
    )
