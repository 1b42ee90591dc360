"""Commands that keep the data folder: what it holds, whether it is well, and its index."""

import os
import sys

import click

from commands.options import DEFAULT_ENGINE, color_option, engine_option, json_option
from printing.command_line import FAILED, Command, say


@click.command(cls=Command, epilog="Example: search_cli.py stats --json")
@json_option
@color_option
@engine_option
def stats(*, as_json: bool, color: str, engine: str) -> None:
    """Say what the archive and the index hold, and how the last crawls went."""
    from archive.data_folder import data_folder
    from index.holdings import take_stock
    from printing.holdings import render_holdings
    from printing.json_text import render_json
    from printing.terminal import terminal_of

    holdings = take_stock(data_folder(), engine)
    terminal = terminal_of(sys.stdout, color=color)
    say(render_json(holdings.as_json()) if as_json else render_holdings(holdings, terminal))


@click.command(cls=Command, epilog="Example: search_cli.py doctor")
@json_option
@engine_option
@click.pass_context
def doctor(context: click.Context, *, as_json: bool, engine: str) -> None:
    """Check archive, index and crawls, and say what to run. Exit status 1 if anything is wrong."""
    from archive.data_folder import data_folder
    from index.doctor import examine
    from printing.findings import render_diagnosis
    from printing.json_text import render_json

    diagnosis = examine(data_folder(), engine)
    say(render_json(diagnosis.as_json()) if as_json else render_diagnosis(diagnosis))
    context.exit(0 if diagnosis.is_well else FAILED)


@click.command(cls=Command, epilog="Example: search_cli.py sync")
@json_option
@engine_option
def sync(*, as_json: bool, engine: str) -> None:
    """Bring the index up to date with the archive."""
    from printing.json_text import render_json
    from printing.reports import render_indexed

    count = sync_index(engine)
    say(render_json({"indexed": count}) if as_json else render_indexed(count))


@click.command(cls=Command, epilog="Example: search_cli.py rebuild --engine tantivy")
@json_option
@engine_option
def rebuild(*, as_json: bool, engine: str) -> None:
    """Make the index anew; searches see the old one until it is ready.

    With another engine than the one in use: move over to that.
    """
    from archive.data_folder import data_folder
    from index.folder import rebuild_folder
    from printing.json_text import render_json
    from printing.progress import ProgressLine
    from printing.reports import render_engine, render_indexed

    with ProgressLine(sys.stderr, "articles indexed:") as progress:
        count = rebuild_folder(data_folder(), engine, progress)
    say(render_json({"indexed": count}) if as_json else render_indexed(count))
    say(render_engine(engine, os.environ.get("NEWS_ENGINE") or DEFAULT_ENGINE), err=True)


def sync_index(engine: str) -> int:
    """Bring the index of the data folder up to date; return how many articles that were."""
    from archive.data_folder import data_folder
    from index.folder import sync_folder
    from printing.progress import ProgressLine

    with ProgressLine(sys.stderr, "changes indexed:") as progress:
        return sync_folder(data_folder(), engine, progress)
