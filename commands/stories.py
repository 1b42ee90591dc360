"""Commands for stories: list them, read one, say what belongs together."""

import sys
from typing import TYPE_CHECKING, Any

import click

from commands.options import (
    bidi_option,
    color_option,
    json_option,
    pager_option,
    period_of,
    since_option,
    until_option,
)
from commands.story_upkeep import sync_stories
from printing.command_line import Command, say

if TYPE_CHECKING:
    from stories.coverage_events import EventFilter
    from stories.labels import Verdict


class EditionList(click.ParamType[tuple[str, ...]]):
    """Editions by name or language code, with commas between."""

    name = "editions"

    def __init__(self, most: int = 3) -> None:
        """Take so many at most."""
        self._most = most

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return their names."""
        from archive.article import EDITION_LANGUAGES

        names = {code: name for name, code in EDITION_LANGUAGES.items()}
        names |= {name: name for name in EDITION_LANGUAGES}
        if isinstance(value, tuple):
            return value
        given = [part.strip().lower() for part in str(value).split(",") if part.strip()]
        for part in given:
            if part not in names:
                self.fail(f"{part!r} is not one of {', '.join(sorted(names))}", param, ctx)
        if len(given) > self._most:
            self.fail(f"{len(given)} are too many: name at most {self._most}", param, ctx)
        return tuple(names[part] for part in given)


no_sync_option = click.option(
    "--no-sync", is_flag=True, help="Do not link new articles first; show what is known."
)


@click.command(cls=Command, epilog="Example: search_cli.py stories --editions en,ar --missing es")
@since_option
@until_option
@click.option("--editions", type=EditionList(), default="", help="All of these carry it: en,ar.")
@click.option("--missing", type=EditionList(), default="", help="None of these carries it: es.")
@click.option("--only", type=EditionList(1), default="", help="No other edition carries it: en.")
@click.option("--min-editions", default=1, type=click.IntRange(1, 3), help="At least so many.")
@click.option("--section", default="", metavar="NAME", help="Of its first article: politics.")
@click.option(
    "--on", default="", metavar="SPAN", help="Its first article: 2024-01-31, 2024-W05, 2024-01."
)
@click.option(
    "--of", type=EditionList(1), default="", help="Time and section are those of its first: en."
)
@click.option("--first", type=EditionList(1), default="", help="It came before the others: en.")
@click.option("--events", is_flag=True, help="Articles that are in no story, too.")
@click.option("--confirmed", is_flag=True, help="Only those with a link that you confirmed.")
@click.option("--limit", type=click.IntRange(0), help="At most so many; 20 unless --json.")
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0))
@click.option("--calibrate", is_flag=True, help="How the thresholds do against your labels.")
@no_sync_option
@json_option
@color_option
@bidi_option
@pager_option
def stories(*, calibrate: bool, no_sync: bool, as_json: bool, **options: Any) -> None:
    """List the stories that editions share, the newest first.

    An article that only one edition has is in no story, unless that edition came back to it:
    --events lists it, too, and so all that `coverage` counts. Articles that came since the last
    time are linked first.
    """
    from printing.terminal import terminal_of

    if not no_sync:
        sync_stories(is_needed=False)
    looks = {name: options.pop(name) for name in ("color", "bidi")}
    terminal = terminal_of(sys.stdout, **looks)
    if calibrate:
        _say_calibration(as_json=as_json)
        return
    _say_stories(terminal, as_json=as_json, **options)


@click.command(cls=Command, epilog="Example: search_cli.py story en:1850881")
@click.argument("name", metavar="ID|URL", required=False)
@click.option("--confirm", nargs=2, metavar="A B", help="Two articles tell one story.")
@click.option("--reject", nargs=2, metavar="A B", help="Two articles do not.")
@click.option("--forget", nargs=2, metavar="A B", help="Take back what you said of two articles.")
@no_sync_option
@json_option
@color_option
@bidi_option
@pager_option
def story(
    name: str | None,
    *,
    no_sync: bool,
    as_json: bool,
    pager: bool,
    color: str,
    bidi: str,
    **pairs: Any,
) -> None:
    """Show the story with this id, or the one an article is in, and what holds it together.

    What you confirm or reject is kept, wins over every score, and survives a rebuild.
    """
    from archive.data_folder import data_folder
    from printing.json_text import render_json
    from printing.pager import say_paged
    from printing.stories import render_story
    from printing.terminal import terminal_of
    from stories.folder import tell_story

    labelled = _label(**pairs)
    if name is None and labelled is None:
        raise click.UsageError("name a story or an article, or use --confirm, --reject, --forget")
    if not no_sync:
        sync_stories(is_needed=False)
    told = tell_story(data_folder(), name or str(labelled))
    if as_json:
        say(render_json(told.as_json()))
        return
    terminal = terminal_of(sys.stdout, color=color, bidi=bidi)
    say_paged(render_story(told, terminal), wanted=pager)


def _label(**pairs: tuple[str, str] | None) -> str | None:
    """Keep what the options say; return the id of an article of the last of them."""
    from archive.data_folder import data_folder
    from stories.folder import label

    verdicts: dict[str, Verdict | None] = {
        "confirm": "confirmed",
        "reject": "rejected",
        "forget": None,
    }
    found = None
    for option, pair in pairs.items():
        if pair:
            found, other = label(data_folder(), verdicts[option], *pair)
            say(f"{verdicts[option] or 'forgotten'}: {found} and {other}", err=True)
    return found


def _say_stories(
    terminal: Any, *, as_json: bool, pager: bool, limit: int | None, offset: int, **wanted: Any
) -> None:
    from archive.data_folder import data_folder
    from printing.json_text import render_json
    from printing.pager import say_paged
    from printing.stories import MOST_LISTED, render_stories, render_story_count
    from stories.coverage_folder import list_events

    most = limit if limit is not None or as_json else MOST_LISTED
    found, total = list_events(data_folder(), _filter(**wanted), limit=most, offset=offset)
    if as_json:
        say(render_json([each.as_json() for each in found]))
        return
    say_paged(render_stories(found, terminal), wanted=pager)
    say(render_story_count(len(found), total, offset), err=True)


def _filter(
    *,
    only: tuple[str, ...],
    of: tuple[str, ...],
    first: tuple[str, ...],
    events: bool,
    confirmed: bool,
    **others: Any,
) -> "EventFilter":
    from stories.coverage_events import EventFilter, others_than

    period = period_of(others.pop("since"), others.pop("until"))
    lacking = (each for edition in only for each in others_than(edition))
    try:
        return EventFilter(
            since=period.since,
            until=period.until,
            editions=(*others.pop("editions"), *only),
            missing=(*others.pop("missing"), *lacking),
            of="".join(of),
            first="".join(first),
            singles=events,
            min_grade="confirmed" if confirmed else "likely",
            **others,
        )
    except ValueError as error:
        raise click.UsageError(f"--on: {error}") from error


def _say_calibration(*, as_json: bool) -> None:
    from archive.data_folder import data_folder
    from meaning.opening import encoder_name
    from printing.json_text import render_json
    from printing.stories import render_calibration
    from stories.folder import calibrate_folder

    found = calibrate_folder(data_folder(), encoder_name())
    say(render_json(found.as_json()) if as_json else render_calibration(found))
