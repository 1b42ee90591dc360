"""Options that several commands have, and how their values are read."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from printing.command_line import OneOf

if TYPE_CHECKING:
    from index.tree import DateRange


_CODE_LENGTHS = (2, 3)


def _editions() -> Iterable[str]:
    from archive.article import EDITION_LANGUAGES

    return EDITION_LANGUAGES


def _kinds() -> Iterable[str]:
    from archive.article import KINDS

    return KINDS


def _formats() -> Iterable[str]:
    from archive.exports import FORMATS

    return FORMATS


HIT_FORMATS = ("text", "json", "jsonl", "csv", "ids", "urls")
"""See :mod:`printing.hit_formats`."""


class LanguageCode(click.ParamType[str]):
    """A code such as ``en``."""

    name = "code"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return it in small letters."""
        code = str(value).lower()
        if not (code.isascii() and code.isalpha() and len(code) in _CODE_LENGTHS):
            self.fail(f"{value!r} is no language code such as ar, en, es", param, ctx)
        return code


class Label(click.ParamType[str]):
    """A label with something in it to compare."""

    name = "label"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return it."""
        from index.labels import label_key

        if not label_key(str(value)):
            self.fail(f"{value!r} has no letter or digit", param, ctx)
        return str(value)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
DEFAULT_ENGINE = "whoosh"
engine_option = click.option(
    "--engine",
    envvar="NEWS_ENGINE",
    default=DEFAULT_ENGINE,
    help="Search engine: whoosh or tantivy; else NEWS_ENGINE.",
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
lang_option = click.option(
    "--lang", "languages", type=LanguageCode(), multiple=True, help="en, ar, es, … Repeatable."
)
section_option = click.option(
    "--section", "sections", metavar="NAME", multiple=True, help="politics, … Repeatable."
)
tag_option = click.option(
    "--tag", "tags", type=Label(), multiple=True, help="A whole tag. Repeatable."
)
author_option = click.option(
    "--author", "authors", type=Label(), multiple=True, help="A whole name. Repeatable."
)
country_option = click.option(
    "--country", "countries", type=Label(), multiple=True, help="As the site has it. Repeatable."
)
since_option = click.option(
    "--since",
    default="",
    metavar="DATE",
    help="2024, 2024-01, 2024-01-31, 7d, yesterday, today; in Beirut time.",
)
until_option = click.option(
    "--until", default="", metavar="DATE", help="Likewise; that day, month or year included."
)
across_option = click.option(
    "--across", is_flag=True, help="Find articles in all languages, by meaning and names, too."
)
sort_option = click.option(
    "--sort",
    default="relevance",
    show_default=True,
    type=click.Choice(["relevance", "date", "-date"]),
    help="date is oldest first, -date newest first.",
)
limit_option = click.option("--limit", default=10, show_default=True, type=click.IntRange(0))
offset_option = click.option("--offset", default=0, show_default=True, type=click.IntRange(0))
hit_format_option = click.option(
    "--format",
    "hit_format",
    type=click.Choice(HIT_FORMATS),
    help="text (default), or for programs; --json is --format json.",
)
pager_option = click.option(
    "--no-pager",
    "pager",
    flag_value=False,
    default=True,
    help="Print at once; else PAGER, or less, on a terminal.",
)
format_option = click.option(
    "--format", type=OneOf(_formats), default="jsonl", help="jsonl (default), csv, parquet, warc."
)


def hit_format_of(hit_format: str | None, *, as_json: bool) -> str:
    """Return the format of hits that two options ask for.

    Raises:
        click.UsageError: They ask for different ones.
    """
    if as_json and hit_format not in {None, "json"}:
        raise click.UsageError(f"--json and --format {hit_format} are two: choose one")
    return "json" if as_json else hit_format or "text"


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
