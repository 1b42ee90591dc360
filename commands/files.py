"""Commands for files of articles: into the archive, and out of it."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from commands.options import (
    edition_option,
    engine_option,
    format_option,
    json_option,
    period_of,
    since_option,
    until_option,
)
from commands.upkeep import sync_index
from printing.command_line import Command, say

if TYPE_CHECKING:
    from archive.exports import Selection


@click.command("import", cls=Command, epilog="Example: search_cli.py import articles.jsonl.gz")
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
        sync_index(engine)
    if report.read and report.refused == report.read:
        raise click.ClickException("no line of the file is an article: see the reasons above")


@click.command(
    cls=Command, epilog="Example: search_cli.py export --format csv --output articles.csv"
)
@format_option
@click.option("--output", default="-", metavar="FILE", help="A file; - is standard output.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@edition_option
@since_option
@until_option
@json_option
def export(
    *,
    format: str,  # noqa: A002  the option's name
    output: str,
    force: bool,
    as_json: bool,
    editions: tuple[str, ...],
    **dates: str,
) -> None:
    """Write articles to a file or to standard output.

    jsonl is complete: every version, as `import` reads it. csv and parquet have the newest
    versions; csv is UTF-8 without a byte order mark. warc has the raw pages. A FILE.gz is
    compressed. With --json, what was done is told as JSON (to standard error beside the articles).
    """
    from archive import open_archive
    from archive.data_folder import data_folder
    from archive.exports import export_articles
    from printing.json_text import render_json
    from printing.progress import ProgressLine
    from printing.reports import render_export

    to_terminal = _goes_to_terminal(format, output)
    with (
        closing(open_archive(data_folder())) as archive,
        ProgressLine(sys.stderr, "articles written:", every=100) as progress,
    ):
        report = export_articles(
            archive,
            format,
            output,
            selection=_selection(editions, **dates),
            force=force,
            progress=None if to_terminal else progress,
        )
    text = render_json(report.as_json()) if as_json else render_export(report)
    say(text, err=output == "-" or not as_json)


def _goes_to_terminal(format: str, output: str) -> bool:  # noqa: A002
    from archive.exports import FORMATS

    to_terminal = output == "-" and sys.stdout.isatty()
    if to_terminal and not FORMATS[format].is_text:
        raise click.UsageError(f"{format} is not for a terminal: name a file with --output")
    return to_terminal


def _selection(editions: tuple[str, ...], **dates: str) -> "Selection":
    from archive.exports import Selection
    from archive.frontier import Days

    period = period_of(**dates)
    return Selection(editions=editions, days=Days(since=period.since, until=period.until))
