"""Commands for readers: find articles, read one, see how it has changed."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any, NoReturn

import click

from commands.options import (
    bidi_option,
    color_option,
    edition_option,
    engine_option,
    json_option,
    kind_option,
    period_of,
    since_option,
    until_option,
)
from printing.command_line import Command, comma_separated, say

if TYPE_CHECKING:
    from index import Query


@click.command(
    cls=Command,
    context_settings={"ignore_unknown_options": True},
    epilog="Example: search_cli.py search '\"wheat harvest\" -barley' --edition arabic --since 7d",
)
@click.argument("words", metavar="QUERY…", nargs=-1)
@edition_option
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="en, ar, es. Repeatable.")
@kind_option
@click.option("--section", "sections", multiple=True, help="politics, … Repeatable.")
@since_option
@until_option
@click.option("--sort", default="relevance", type=click.Choice(["relevance", "date", "-date"]))
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0))
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0))
@click.option("--facets", default="", callback=comma_separated, help="edition,section,month, …")
@json_option
@color_option
@bidi_option
@engine_option
def search(
    words: tuple[str, ...], *, as_json: bool, color: str, bidi: str, engine: str, **options: Any
) -> None:
    """Find articles: words, "phrases", prefix*, fuzzy~, title:word, OR, -without."""
    from archive.data_folder import data_folder
    from index.folder import search_folder
    from printing.hits import render_hits, render_summary
    from printing.json_text import render_json
    from printing.reports import render_behind
    from printing.terminal import terminal_of

    results, behind = search_folder(data_folder(), engine, _query(words, **options))
    say(render_behind(behind), err=True)
    terminal = terminal_of(sys.stdout, color=color, bidi=bidi)
    say(render_json(results.as_json()) if as_json else render_hits(results, terminal))
    say(render_summary(results), err=True)


@click.command(cls=Command, epilog="Example: search_cli.py show en:1850881")
@click.argument("name", metavar="ID|URL")
@click.option("--version", type=click.IntRange(1), help="Another version than the newest.")
@click.option("--provenance", is_flag=True, help="Say where each field comes from.")
@json_option
@color_option
@bidi_option
def show(
    name: str, *, version: int | None, provenance: bool, as_json: bool, color: str, bidi: str
) -> None:
    """Print one article, by its id or its address."""
    from archive import open_archive
    from archive.data_folder import data_folder
    from archive.lookup import find_article
    from printing.articles import render_article
    from printing.json_text import render_json
    from printing.terminal import terminal_of

    with closing(open_archive(data_folder())) as archive:
        article = find_article(archive, name, version)
    if article is None:
        _fail_to_find(f"{name}, version {version}" if version else name)
    terminal = terminal_of(sys.stdout, color=color, bidi=bidi)
    text = render_article(article, terminal, provenance=provenance)
    say(render_json(article.as_json()) if as_json else text)


@click.command(cls=Command, epilog="Example: search_cli.py history en:1850881")
@click.argument("name", metavar="ID|URL")
@json_option
@color_option
@bidi_option
def history(name: str, *, as_json: bool, color: str, bidi: str) -> None:
    """List the versions of an article, and show word by word what changed.

    What went is in [-…-], what came in {+…+}; where there is colour, it is red and green.
    """
    from archive import open_archive
    from archive.data_folder import data_folder
    from archive.history import find_history
    from printing.history import render_history
    from printing.json_text import render_json
    from printing.terminal import terminal_of

    with closing(open_archive(data_folder())) as archive:
        found = find_history(archive, name)
    if found is None:
        _fail_to_find(name)
    terminal = terminal_of(sys.stdout, color=color, bidi=bidi)
    say(render_json(found.as_json()) if as_json else render_history(found, terminal))


def _query(words: tuple[str, ...], *, since: str, until: str, **options: Any) -> "Query":
    from index import Query

    if unknown := next((word for word in words if word.startswith("--")), None):
        raise click.NoSuchOption(unknown)
    period = period_of(since, until)
    try:
        return Query(text=" ".join(words), since=period.since, until=period.until, **options)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _fail_to_find(wanted: str) -> NoReturn:
    raise click.ClickException(f"no article {wanted}: find ids with `search_cli.py search`")
