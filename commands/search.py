"""Commands that find articles: by a query, or by another article."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from commands.articles import fail_to_find
from commands.options import (
    across_option,
    author_option,
    bidi_option,
    color_option,
    country_option,
    edition_option,
    engine_option,
    hit_format_of,
    hit_format_option,
    json_option,
    kind_option,
    lang_option,
    limit_option,
    offset_option,
    pager_option,
    period_of,
    section_option,
    since_option,
    sort_option,
    tag_option,
    until_option,
)
from printing.command_line import Command, comma_separated, say

if TYPE_CHECKING:
    from index import Query
    from index.folder import Answer

_WITH_FACETS = frozenset({"text", "json"})


def _show_syntax(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the language of queries and end, if that is wanted."""
    if not wanted:
        return
    from printing.guide import render_guide
    from printing.pager import say_paged
    from printing.terminal import terminal_of

    say_paged(render_guide(terminal_of(sys.stdout)))
    ctx.exit()


@click.command(
    cls=Command,
    # Without -h: it would be the beginning of -harvest, a word to be left out.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    epilog="Example: search_cli.py search '\"wheat harvest\" -barley' --edition arabic --since 7d",
)
@click.argument("words", metavar="QUERY…", nargs=-1)
@click.option(
    "--help-syntax",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_syntax,
    help="Say what a query may have, with examples.",
)
@edition_option
@lang_option
@kind_option
@section_option
@tag_option
@author_option
@country_option
@since_option
@until_option
@click.option("--versions", is_flag=True, help="Find older versions of articles, too.")
@across_option
@sort_option
@limit_option
@offset_option
@click.option("--facets", default="", callback=comma_separated, help="edition,section,month, …")
@click.option("--explain", is_flag=True, help="Say what was understood, word by word.")
@hit_format_option
@json_option
@color_option
@bidi_option
@pager_option
@engine_option
@click.pass_context
def search(
    context: click.Context,
    /,
    *,
    words: tuple[str, ...],
    engine: str,
    explain: bool,
    across: bool,
    **options: Any,
) -> None:
    """Find articles: words, "phrases", prefix*, fuzzy~, title:word, OR, -without.

    An article needs one of the values of a repeated option, and something of each option. Articles
    that are gone from the site are found, too.
    """
    if words == ("-h",):
        say(context.get_help())
        return
    looks = _looks(options)
    query = _query(words, **options)
    if query.facets and looks["hit_format"] not in _WITH_FACETS:
        raise click.UsageError("--facets is for text and JSON: leave it out, or the format")
    if across and query.versions:
        raise click.UsageError("--across finds newest versions: leave it out, or --versions")
    _say_answer(_found(engine, query, explain=explain, across=across), **looks)


@click.command(cls=Command, epilog="Example: search_cli.py similar en:1850881")
@click.argument("name", metavar="ID|URL")
@edition_option
@since_option
@until_option
@across_option
@limit_option
@offset_option
@hit_format_option
@json_option
@color_option
@bidi_option
@pager_option
@engine_option
def similar(name: str, *, engine: str, across: bool, **options: Any) -> None:
    """Find articles like one, in its own language, the most similar first.

    They share the words that the article has often and most others do not have. With --across,
    articles in all languages: first those of the same story.
    """
    looks = _looks(options)
    answer = _found_like(engine, name, _query((), **options), across=across)
    if answer is None:
        fail_to_find(name)
    _say_answer(answer, **looks)


def _found(engine: str, query: "Query", *, explain: bool, across: bool) -> "Answer":
    from archive.data_folder import data_folder
    from index.folder import search_folder

    if across:
        from stories.across_folder import search_folder_across

        with _meaning_failures():
            answer = search_folder_across(data_folder(), engine, query, explained=explain)
        if answer is not None:
            return answer
    return search_folder(data_folder(), engine, query, explained=explain)


def _found_like(engine: str, name: str, query: "Query", *, across: bool) -> "Answer | None":
    from archive.data_folder import data_folder

    if across:
        from stories.across_folder import similar_in_folder_across

        with _meaning_failures():
            return similar_in_folder_across(data_folder(), engine, name, query)
    from index.folder import similar_in_folder

    return similar_in_folder(data_folder(), engine, name, query)


@contextmanager
def _meaning_failures() -> Iterator[None]:
    """Turn what can go wrong with vectors into one line. Not for every command: NumPy is slow."""
    from meaning.encoder import MeaningError

    try:
        yield
    except MeaningError as error:
        raise click.ClickException(str(error)) from error


def _looks(options: dict[str, Any]) -> dict[str, Any]:
    """Take those of the options that say how to print; return them."""
    looks = {name: options.pop(name) for name in ("color", "bidi", "pager")}
    format_ = hit_format_of(options.pop("hit_format"), as_json=options.pop("as_json"))
    return {"hit_format": format_, **looks}


def _say_answer(answer: "Answer", *, hit_format: str, pager: bool, **looks: Any) -> None:
    from printing.explanations import render_explanation
    from printing.hit_formats import render_results
    from printing.hits import render_suggestion, render_summary
    from printing.pager import say_paged
    from printing.reports import render_behind
    from printing.terminal import terminal_of

    results = answer.results
    aside = terminal_of(sys.stderr, **looks)
    say(render_behind(answer.behind), err=True)
    for note in answer.notes:
        say(note, err=True)
    if hit_format != "json":
        say(render_explanation(results.explanation, aside), err=True)
    text = render_results(results, hit_format, terminal_of(sys.stdout, **looks))
    say_paged(text, wanted=pager and hit_format == "text")
    say(render_summary(results), err=True)
    say(render_suggestion(results, aside), err=True)


def _query(words: tuple[str, ...], *, since: str, until: str, **options: Any) -> "Query":
    from index import Query

    if unknown := next((word for word in words if word.startswith("--")), None):
        raise click.NoSuchOption(unknown)
    period = period_of(since, until)
    try:
        return Query(text=" ".join(words), since=period.since, until=period.until, **options)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
