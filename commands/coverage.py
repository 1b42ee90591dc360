"""The command that counts what each edition carried."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import color_option, json_option, period_of, since_option, until_option
from printing.command_line import Command, say

if TYPE_CHECKING:
    from stories.coverage import By, Coverage

_BY = ("day", "week", "month", "section", "day,section", "week,section", "month,section")
_FILE: click.ParamType[Path] = click.Path(dir_okay=False, path_type=Path)


@click.command(
    cls=Command, epilog="Example: search_cli.py coverage --by week --since 30d --svg weeks.svg"
)
@click.option(
    "--by",
    type=click.Choice(_BY),
    default="day",
    show_default=True,
    help="What a row is; with a comma: each section of each day, week or month.",
)
@since_option
@until_option
@click.option("--svg", type=_FILE, help="Draw it into this file, too.")
@click.option("--png", type=_FILE, help="The same as PNG; needs matplotlib.")
@json_option
@color_option
def coverage(
    *, by: "By", since: str, until: str, as_json: bool, color: str, **pictures: Path | None
) -> None:
    """Count what each edition carried, what only one did, who was first and by how long.

    An event is a story, or an article that is in none.
    """
    from archive.data_folder import data_folder
    from printing.coverage import render_coverage
    from printing.json_text import render_json
    from printing.terminal import terminal_of
    from stories.coverage_folder import cover_folder

    period = period_of(since, until)
    found = cover_folder(data_folder(), by=by, since=period.since, until=period.until)
    _draw(found, **pictures)
    text = render_json(found.as_json()) if as_json else ""
    say(text or render_coverage(found, terminal_of(sys.stdout, color=color)))
    if not any(each.articles for each in found.totals):
        say("no articles in this time", err=True)
    elif not found.shared:
        say("no story of two editions in this time: is `search_cli.py sync` done?", err=True)


def _draw(found: "Coverage", *, svg: Path | None, png: Path | None) -> None:
    from printing.coverage_matrix_svg import render_matrix_svg
    from printing.coverage_png import PictureError, render_png
    from printing.coverage_svg import render_svg

    try:
        if svg is not None:
            render = render_matrix_svg if "," in found.by else render_svg
            svg.write_text(render(found), encoding="utf-8")
        if png is not None:
            png.write_bytes(render_png(found))
    except PictureError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
