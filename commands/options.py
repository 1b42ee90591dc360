"""Options that several commands have, and how their values are read."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from printing.command_line import OneOf

if TYPE_CHECKING:
    from index.tree import DateRange


def _editions() -> Iterable[str]:
    from archive.article import EDITION_LANGUAGES

    return EDITION_LANGUAGES


def _kinds() -> Iterable[str]:
    from archive.article import KINDS

    return KINDS


def _formats() -> Iterable[str]:
    from archive.exports import FORMATS

    return FORMATS


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
edition_option = click.option(
    "--edition", "editions", type=OneOf(_editions), multiple=True, help="Repeatable."
)
kind_option = click.option(
    "--kind", "kinds", type=OneOf(_kinds), multiple=True, help="news, … Repeatable."
)
since_option = click.option(
    "--since", default="", metavar="DATE", help="2024, 2024-01, 2024-01-31, 7d, today."
)
until_option = click.option(
    "--until", default="", metavar="DATE", help="Likewise; with that day. Beirut time."
)
format_option = click.option(
    "--format", type=OneOf(_formats), default="jsonl", help="jsonl (default), csv, parquet, warc."
)


def period_of(since: str, until: str) -> "DateRange":
    """Return the span of two options, see :func:`index.periods.parse_period`.

    Raises:
        click.UsageError: One of them is no date.
    """
    from index.periods import parse_period

    try:
        return parse_period(since, until, now=datetime.now(UTC))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
