"""The command that sets articles side by side."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.articles import fail_to_find
from commands.options import bidi_option, color_option, json_option, pager_option
from printing.command_line import Command, say

if TYPE_CHECKING:
    from stories.comparison import Comparison


@click.command(cls=Command, epilog="Example: search_cli.py compare en:1850881 --html story.html")
@click.argument("names", metavar="ID|URL [ID|URL]…", nargs=-1, required=True)
@json_option
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write one self-contained page; - is standard output.",
)
@color_option
@bidi_option
@pager_option
def compare(
    names: tuple[str, ...], *, as_json: bool, page: Path | None, pager: bool, **looks: Any
) -> None:
    """Set the articles of a story side by side: what each says, and what only one does.

    Of one ID, the article's whole story; of several, exactly these articles. The words of the file
    that NEWS_LEXICON names are counted.
    """
    from archive.data_folder import data_folder
    from meaning.encoder import MeaningError
    from meaning.opening import encoder_name
    from printing.comparison import render_comparison
    from printing.json_text import render_json
    from printing.pager import say_paged
    from printing.terminal import terminal_of
    from stories.comparing import ArticleMissingError, compare_folder
    from stories.errors import StoriesError
    from stories.lexicon import LexiconError, lexicon_path, read_lexicon

    if as_json and str(page) == "-":
        raise click.UsageError("--json and --html - both go to standard output: choose one")
    try:
        comparison = compare_folder(
            data_folder(),
            names,
            encoder=encoder_name(),
            lexicon=read_lexicon(lexicon_path()),
            note=_say_note,
        )
    except ArticleMissingError as error:
        fail_to_find(error.name)
    except (MeaningError, StoriesError, LexiconError) as error:
        raise click.ClickException(str(error)) from error
    if page:
        _write_page(comparison, page)
    if as_json:
        say(render_json(comparison.as_json()))
    elif not page:
        terminal = terminal_of(sys.stdout, **looks)
        say_paged(render_comparison(comparison, terminal), wanted=pager)


def _write_page(comparison: "Comparison", page: Path) -> None:
    from printing.comparison_page import render_comparison_page

    text = render_comparison_page(comparison)
    if str(page) == "-":
        say(text.rstrip("\n"))
        return
    try:
        page.write_bytes(text.encode(errors="replace"))
    except OSError as error:
        raise click.ClickException(f"{page} cannot be written: {error.strerror}") from error
    say(f"written: {page}", err=True)


def _say_note(line: str) -> None:
    from languages import clean_text

    say(clean_text(line), err=True)
