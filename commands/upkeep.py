"""Commands that keep the data folder: what it holds, whether it is well, and its index."""

import os
import sys
from dataclasses import asdict, replace

import click

from commands.options import DEFAULT_ENGINE, color_option, engine_option, json_option
from commands.story_upkeep import sync_meaning
from printing.command_line import FAILED, Command, say


@click.command(cls=Command, epilog="Example: search_cli.py stats --json")
@json_option
@color_option
@engine_option
def stats(*, as_json: bool, color: str, engine: str) -> None:
    """Say what archive, index and stories hold, and how the last crawls went."""
    from archive.data_folder import data_folder
    from index.holdings import take_stock
    from printing.holdings import render_holdings, render_stories_state
    from printing.json_text import render_json
    from printing.terminal import terminal_of
    from stories.folder import stories_state

    holdings = take_stock(data_folder(), engine)
    stories = stories_state(data_folder())
    if as_json:
        say(render_json(holdings.as_json() | {"stories": asdict(stories)}))
        return
    terminal = terminal_of(sys.stdout, color=color)
    say(f"{render_holdings(holdings, terminal)}\n{render_stories_state(stories)}")


@click.command(cls=Command, epilog="Example: search_cli.py doctor")
@json_option
@engine_option
@click.pass_context
def doctor(context: click.Context, *, as_json: bool, engine: str) -> None:
    """Check archive, index, stories and crawls, and say what to run.

    Exit status 1 if anything is wrong.
    """
    from archive.data_folder import data_folder
    from index.doctor import examine
    from printing.findings import render_diagnosis
    from printing.json_text import render_json
    from stories.doctor import examine_stories

    diagnosis = examine(data_folder(), engine)
    more = examine_stories(data_folder(), diagnosis.last_change)
    diagnosis = replace(diagnosis, findings=(*diagnosis.findings, *more))
    say(render_json(diagnosis.as_json()) if as_json else render_diagnosis(diagnosis))
    context.exit(0 if diagnosis.is_well else FAILED)


_index_only_option = click.option(
    "--index-only", is_flag=True, help="Leave vectors and stories as they are."
)


@click.command(cls=Command, epilog="Example: search_cli.py sync")
@_index_only_option
@json_option
@engine_option
def sync(*, index_only: bool, as_json: bool, engine: str) -> None:
    """Bring index, vectors and stories up to date with the archive."""
    from printing.json_text import render_json
    from printing.reports import render_synced

    counts = {"indexed": sync_index(engine)}
    if not index_only:
        counts |= sync_meaning()
    say(render_json(counts) if as_json else render_synced(counts))


@click.command(cls=Command, epilog="Example: search_cli.py rebuild --engine tantivy")
@_index_only_option
@json_option
@engine_option
def rebuild(*, index_only: bool, as_json: bool, engine: str) -> None:
    """Make index, vectors and stories anew; searches see the old index until the new one is ready.

    Your labels of links stay. With another engine than the one in use: move over to that.
    """
    from archive.data_folder import data_folder
    from index.folder import rebuild_folder
    from printing.json_text import render_json
    from printing.progress import ProgressLine
    from printing.reports import render_engine, render_synced

    with ProgressLine(sys.stderr, "articles indexed:") as progress:
        counts = {"indexed": rebuild_folder(data_folder(), engine, progress)}
    if not index_only:
        counts |= sync_meaning(anew=True)
    say(render_json(counts) if as_json else render_synced(counts))
    say(render_engine(engine, os.environ.get("NEWS_ENGINE") or DEFAULT_ENGINE), err=True)


def sync_index(engine: str) -> int:
    """Bring the index of the data folder up to date; return how many articles that were."""
    from archive.data_folder import data_folder
    from index.folder import sync_folder
    from printing.progress import ProgressLine

    with ProgressLine(sys.stderr, "changes indexed:") as progress:
        return sync_folder(data_folder(), engine, progress)
