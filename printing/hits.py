"""The hits of a search: four lines each."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from languages import clean_text
from printing.days import day_of
from printing.directions import is_right_to_left
from printing.lines import FAINT, TITLE, isolated, paint, render_text, width_of
from printing.reports import count_of
from printing.terminal import Terminal

if TYPE_CHECKING:
    from index import Hit, Results

_GAP = "  "
_COUNT_WIDTH = 8


def render_hits(results: "Results", terminal: Terminal) -> str:
    """Return hits and facets, a blank line between; ``""`` when there are none.

    One field a line, so that a right-to-left title cannot swallow a date or a number.
    """
    blocks = [_render_hit(hit, terminal) for hit in results.hits]
    blocks += [
        _render_facet(name, counts, terminal) for name, counts in (results.facets or {}).items()
    ]
    return "\n\n".join(blocks)


def render_suggestion(results: "Results", terminal: Terminal) -> str:
    """Return the query to try instead; ``""`` when there is none."""
    query = isolated(clean_text(results.did_you_mean), terminal)
    return f"did you mean {query}?" if query else ""


def render_summary(results: "Results") -> str:
    """Return how many hits there are, which of them are shown, and how long it took."""
    total, shown = results.total, len(results.hits)
    count = count_of(total, "hit") if total else "no hits"
    first = results.query.offset + 1
    part = f", {first} to {first + shown - 1} shown" if 0 < shown < total else ""
    return f"{count}{part}, took {results.took_ms:.0f} ms"


def _render_hit(hit: "Hit", terminal: Terminal) -> str:
    article = hit.article
    title, text = article.title, hit.snippet.text
    lines = [
        _render_head(hit, terminal),
        render_text(
            title,
            terminal,
            marks=hit.title_marks,
            style=TITLE,
            right_to_left=is_right_to_left(title, article),
        ),
        clean_text(article.url),
        render_text(
            text,
            terminal,
            marks=hit.snippet.marks,
            right_to_left=is_right_to_left(text, article),
        ),
    ]
    return "\n".join(filter(None, lines))


def _render_head(hit: "Hit", terminal: Terminal) -> str:
    article = hit.article
    labels = [article.edition, article.section or article.kind, article.id]
    if not hit.newest:
        labels.append(f"version {article.version}")
    if article.gone:
        labels.append(f"gone since {day_of(article.gone)}")
    if hit.found:
        labels.append(f"by {', '.join(hit.found)}")
    head = _GAP.join([f"{hit.rank}. {day_of(article.published)}", *map(clean_text, labels)])
    if width_of(head) <= (terminal.width or len(head)):
        return paint(head, FAINT, terminal)
    return render_text(head, replace(terminal, isolates=False), style=FAINT)


def _render_facet(name: str, counts: Mapping[str, int], terminal: Terminal) -> str:
    lines = [f"{name}:"]
    for value, count in counts.items():
        indent = " " * (_COUNT_WIDTH + len(_GAP))
        shown = render_text(value, terminal, indent=indent)
        lines.append(f"{count:{_COUNT_WIDTH}}{_GAP}{shown[len(indent) :]}")
    return "\n".join(lines)
