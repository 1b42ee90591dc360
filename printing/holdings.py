"""What the data folder holds."""

from typing import TYPE_CHECKING

from languages import clean_text
from printing.days import day_of, minute_of
from printing.reports import count_of
from printing.tables import Row, render_table
from printing.terminal import Terminal

if TYPE_CHECKING:
    from index.holdings import Holdings, IndexState, LastRun
    from stories.folder import StoriesState

_HEADS = (
    "edition",
    "articles",
    "versions",
    "with text",
    "other language",
    "gone",
    "first",
    "last",
)
_UNITS = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000


def render_holdings(holdings: "Holdings", terminal: Terminal) -> str:
    """Return a table of the editions, and below it what is known of crawls, archive and index."""
    rows: list[Row] = [
        (
            count.edition,
            count.articles,
            count.versions,
            count.with_text,
            count.other_language,
            count.gone,
            day_of(count.first),
            day_of(count.last),
        )
        for count in holdings.editions
    ]
    table = render_table(_HEADS, rows, terminal) if rows else "no articles"
    archive = f"archive: change {holdings.last_change}, {_size(holdings.archive_bytes)}"
    folder = f"folder:  {clean_text(str(holdings.folder))}"
    index = f"index:   {_render_index(holdings.index)}"
    runs = [_render_run(run) for run in holdings.runs]
    return "\n".join([table, "", *runs, archive, index, folder])


def render_stories_state(state: "StoriesState") -> str:
    """Return how far the stories have come, on one line."""
    if state.problem:
        return clean_text(f"stories: {state.problem}")
    count = "1 story" if state.stories == 1 else f"{state.stories} stories"
    articles = count_of(state.articles, "article")
    how = "names alone" if state.encoder == "none" else f"names and the encoder {state.encoder}"
    return clean_text(f"stories: {count}, {articles}, up to change {state.last_change}, by {how}")


def _render_run(run: "LastRun") -> str:
    complaints = "; ".join(run.complaints)
    health = "healthy" if run.is_healthy else f"UNHEALTHY: {complaints}".rstrip(": ")
    return clean_text(f"last crawl of {run.edition}: {minute_of(run.started)}, {health}")


def _render_index(index: "IndexState") -> str:
    if index.problem:
        return clean_text(index.problem)
    behind = f", {count_of(index.behind, 'article')} behind" if index.behind else ""
    articles = count_of(index.articles, "article")
    size = _size(index.size_bytes)
    return f"{index.engine}, {articles}, up to change {index.last_change}{behind}, {size}"


def _size(count: float) -> str:
    for unit in _UNITS[:-1]:
        if count < _STEP:
            return f"{count:.0f} {unit}"
        count /= _STEP
    return f"{count:.1f} {_UNITS[-1]}"
