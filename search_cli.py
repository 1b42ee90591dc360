#!/usr/bin/env python3
"""Search, read and fill the archive of Al Mayadeen's English, Arabic and Spanish editions.

Results go to standard output, everything else to standard error. Exit status: 0 done (no hits is
not an error), 1 failed, 2 wrong usage, 130 interrupted.
"""

# What takes time to load (archive, index, printing) is imported where it is used.

import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from printing.command_line import CommandLine, OneOf, comma_separated, say, show_version

if TYPE_CHECKING:
    from index import Query


def _editions() -> Iterable[str]:
    from archive.article import EDITION_LANGUAGES

    return EDITION_LANGUAGES


def _kinds() -> Iterable[str]:
    from archive.article import KINDS

    return KINDS


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
engine_option = click.option(
    "--engine", envvar="NEWS_ENGINE", default="whoosh", help="Search engine; else NEWS_ENGINE."
)
color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colour; auto: on a terminal, unless NO_COLOR is set.",
)
bidi_option = click.option(
    "--bidi",
    type=click.Choice(["auto", "isolate", "none"]),
    default="auto",
    help="Invisible characters that keep right-to-left lines apart; auto: on a terminal.",
)


@click.group(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Print the version.",
)
def main() -> None:
    """Search, read and fill the archive of Al Mayadeen's three editions.

    The archive is in the folder that NEWS_DATA_DIR names, else in data/ beside this program.
    """


@main.command(
    context_settings={"ignore_unknown_options": True},
    epilog="Example: search_cli.py search '\"wheat harvest\" -barley' --edition arabic --since 7d",
)
@click.argument("words", metavar="QUERY…", nargs=-1)
@click.option("--edition", "editions", type=OneOf(_editions), multiple=True, help="Repeatable.")
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="en, ar, es. Repeatable.")
@click.option("--kind", "kinds", type=OneOf(_kinds), multiple=True, help="news, … Repeatable.")
@click.option("--section", "sections", multiple=True, help="politics, … Repeatable.")
@click.option("--since", default="", metavar="DATE", help="2024, 2024-01, 2024-01-31, 7d, today.")
@click.option("--until", default="", metavar="DATE", help="Likewise; with that day. Beirut time.")
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


@main.command(epilog="Example: search_cli.py show en:1850881")
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
        wanted = f"{name}, version {version}" if version else name
        raise click.ClickException(f"no article {wanted}: find ids with `search_cli.py search`")
    terminal = terminal_of(sys.stdout, color=color, bidi=bidi)
    text = render_article(article, terminal, provenance=provenance)
    say(render_json(article.as_json()) if as_json else text)


@main.command(epilog="Example: search_cli.py stats --json")
@json_option
@color_option
@engine_option
def stats(*, as_json: bool, color: str, engine: str) -> None:
    """Say what the archive and the index hold."""
    from archive.data_folder import data_folder
    from index.holdings import take_stock
    from printing.holdings import render_holdings
    from printing.json_text import render_json
    from printing.terminal import terminal_of

    holdings = take_stock(data_folder(), engine)
    terminal = terminal_of(sys.stdout, color=color)
    say(render_json(holdings.as_json()) if as_json else render_holdings(holdings, terminal))


@main.command("import", epilog="Example: search_cli.py import articles.jsonl.gz")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--no-sync", is_flag=True, help="Do not bring the index up to date.")
@json_option
@engine_option
def import_(file: str, *, no_sync: bool, as_json: bool, engine: str) -> None:
    """Take in articles from FILE: a JSON object a line, plain or gzip; - for standard input."""
    from archive import open_archive
    from archive.data_folder import data_folder
    from archive.imports import import_articles
    from printing.json_text import render_json
    from printing.progress import ProgressLine
    from printing.reports import render_import, render_refusals

    with (
        closing(open_archive(data_folder(), create=True)) as archive,
        ProgressLine(sys.stderr, "lines read:", every=100) as progress,
    ):
        report = import_articles(archive, file, progress=progress)
    say(render_refusals(report), err=True)
    say(render_json(report.as_json()) if as_json else render_import(report))
    if not no_sync:
        _sync(engine)
    if report.read and report.refused == report.read:
        raise click.ClickException("no line of the file is an article: see the reasons above")


@main.command(epilog="Example: search_cli.py sync")
@json_option
@engine_option
def sync(*, as_json: bool, engine: str) -> None:
    """Bring the index up to date with the archive."""
    from printing.json_text import render_json
    from printing.reports import render_indexed

    count = _sync(engine)
    say(render_json({"indexed": count}) if as_json else render_indexed(count))


@main.command(epilog="Example: search_cli.py rebuild")
@json_option
@engine_option
def rebuild(*, as_json: bool, engine: str) -> None:
    """Make the index anew; searches see the old one until it is ready."""
    from archive.data_folder import data_folder
    from index.folder import rebuild_folder
    from printing.json_text import render_json
    from printing.progress import ProgressLine
    from printing.reports import render_indexed

    with ProgressLine(sys.stderr, "articles indexed:") as progress:
        count = rebuild_folder(data_folder(), engine, progress)
    say(render_json({"indexed": count}) if as_json else render_indexed(count))


def _query(words: tuple[str, ...], *, since: str, until: str, **options: Any) -> "Query":
    from index import Query
    from index.periods import parse_period

    if unknown := next((word for word in words if word.startswith("--")), None):
        raise click.NoSuchOption(unknown)
    try:
        period = parse_period(since, until, now=datetime.now(UTC))
        return Query(text=" ".join(words), since=period.since, until=period.until, **options)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _sync(engine: str) -> int:
    from archive.data_folder import data_folder
    from index.folder import sync_folder
    from printing.progress import ProgressLine

    with ProgressLine(sys.stderr, "changes indexed:") as progress:
        return sync_folder(data_folder(), engine, progress)


if __name__ == "__main__":
    main()
