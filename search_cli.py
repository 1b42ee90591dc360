#!/usr/bin/env python3
"""Search, read and fill the archive of Al Mayadeen's English, Arabic and Spanish editions.

Results go to standard output, everything else to standard error. Exit status: 0 done (no hits is
not an error), 1 failed, 2 wrong usage, 130 interrupted.
"""

import click

from commands.articles import history, show
from commands.compare import compare
from commands.coverage import coverage
from commands.files import export, import_
from commands.search import search, similar
from commands.serve import serve
from commands.stories import stories, story
from commands.upkeep import doctor, rebuild, stats, sync
from printing.command_line import CommandLine, show_version


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


_COMMANDS = (
    search, similar, show, history, stories, story, compare, coverage,
    stats, doctor, import_, export, sync, rebuild, serve,
)  # fmt: skip
for command in _COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()
