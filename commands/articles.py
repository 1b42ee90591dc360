"""Commands for readers: read an article, see how it has changed."""

import sys
from contextlib import closing
from typing import Any, NoReturn

import click

from commands.options import bidi_option, color_option, json_option, pager_option
from printing.command_line import Command, say


@click.command(cls=Command, epilog="Example: search_cli.py show en:1850881")
@click.argument("name", metavar="ID|URL")
@click.option("--version", type=click.IntRange(1), help="Another version than the newest.")
@click.option("--provenance", is_flag=True, help="Say where each field comes from.")
@json_option
@color_option
@bidi_option
@pager_option
def show(
    name: str, *, version: int | None, provenance: bool, as_json: bool, pager: bool, **looks: Any
) -> None:
    """Print one article, by its id or its address."""
    from archive import open_archive
    from archive.data_folder import data_folder
    from archive.lookup import find_article
    from printing.articles import render_article
    from printing.json_text import render_json
    from printing.pager import say_paged
    from printing.terminal import terminal_of

    with closing(open_archive(data_folder())) as archive:
        article = find_article(archive, name, version)
    if article is None:
        fail_to_find(f"{name}, version {version}" if version else name)
    if as_json:
        say(render_json(article.as_json()))
        return
    terminal = terminal_of(sys.stdout, **looks)
    say_paged(render_article(article, terminal, provenance=provenance), wanted=pager)


@click.command(cls=Command, epilog="Example: search_cli.py history en:1850881")
@click.argument("name", metavar="ID|URL")
@json_option
@color_option
@bidi_option
@pager_option
def history(name: str, *, as_json: bool, pager: bool, **looks: Any) -> None:
    """List the versions of an article, and show word by word what changed.

    What went is in [-…-], what came in {+…+}; where there is colour, it is red and green.
    """
    from archive import open_archive
    from archive.data_folder import data_folder
    from archive.history import find_history
    from printing.history import render_history
    from printing.json_text import render_json
    from printing.pager import say_paged
    from printing.terminal import terminal_of

    with closing(open_archive(data_folder())) as archive:
        found = find_history(archive, name)
    if found is None:
        fail_to_find(name)
    if as_json:
        say(render_json(found.as_json()))
        return
    say_paged(render_history(found, terminal_of(sys.stdout, **looks)), wanted=pager)


def fail_to_find(wanted: str) -> NoReturn:
    """End with the line that says that there is no such article."""
    raise click.ClickException(f"no article {wanted}: find ids with `search_cli.py search`")
