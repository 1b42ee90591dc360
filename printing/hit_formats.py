"""Hits for people and for programs: text, JSON, JSON Lines, CSV, ids, addresses."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from archive.json_lines import write_json
from languages import clean_text
from printing.hits import render_hits
from printing.json_text import render_json
from printing.terminal import Terminal

if TYPE_CHECKING:
    from index import Results

_Render = Callable[["Results", Terminal], str]


def render_results(results: "Results", format: str, terminal: Terminal) -> str:  # noqa: A002
    """Return hits in one of :data:`FORMATS`; facets are in the first two only."""
    return FORMATS[format](results, terminal)


def _render_json(results: "Results", _: Terminal) -> str:
    return render_json(results.as_json())


def _render_jsonl(results: "Results", _: Terminal) -> str:
    return "\n".join(write_json(hit.as_json()) for hit in results.hits)


def _render_csv(results: "Results", _: Terminal) -> str:
    """Return a line of names, and one for each hit: RFC 4180, all quoted, CR LF."""
    import csv
    from io import StringIO

    from archive.exports_text import csv_cell

    text = StringIO(newline="")
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(CSV_COLUMNS)
    for hit in results.hits:
        values = {"rank": hit.rank, **hit.as_json(), "newest": "yes" if hit.newest else "no"}
        rows.writerow(csv_cell(values[name]) for name in CSV_COLUMNS)
    return text.getvalue().removesuffix("\n")


def _render_ids(results: "Results", _: Terminal) -> str:
    return "\n".join(dict.fromkeys(hit.article.id for hit in results.hits))


def _render_urls(results: "Results", _: Terminal) -> str:
    return "\n".join(dict.fromkeys(clean_text(hit.article.url) for hit in results.hits))


FORMATS: Mapping[str, _Render] = {
    "text": render_hits,
    "json": _render_json,
    "jsonl": _render_jsonl,
    "csv": _render_csv,
    "ids": _render_ids,
    "urls": _render_urls,
}
CSV_COLUMNS = (
    "rank",
    "id",
    "version",
    "newest",
    "gone",
    "edition",
    "language",
    "published",
    "kind",
    "section",
    "title",
    "lead",
    "url",
    "snippet",
    "score",
)
"""Of :meth:`index.search.Hit.as_json`, the values that are one cell."""
