"""The stories that editions share, the newest first, those that one lacks or alone has.

With ``events``, ``of``, ``on`` and ``section`` it lists what a number of the coverage counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.article import EDITION_LANGUAGES, Article
from index.dates import WrongDateError
from stories.coverage_events import WITHOUT, EventFilter, others_than
from stories.coverage_folder import list_events
from stories.folder import stories_state
from stories.story import Story
from webui.addresses import Address
from webui.answers import Answer, json_answer
from webui.asked import Asked, wrong_date
from webui.facets import Chip
from webui.hits import ShownTime, show_minute
from webui.interface import Interface
from webui.notes import say_problem
from webui.passages import Passage, label_of, passage_of
from webui.reading import Reader
from webui.rendering import Link, View, html_answer

PAGE_SIZE = 12
"""Stories on a page."""
MAX_PAGE = 1_000
MAX_SHOWN = 6
"""Articles of one story that are shown."""
_TITLE = 240
_FORM = ("since", "until", "section")
"""Filters that can be typed."""
_CHIPS = ("edition", "first", "of", "on", "section", "events")
"""Those that are shown one by one."""
_CHOICES = ("missing", "only")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArticle:
    """An article of a story."""

    title: Passage
    edition: str
    edition_name: str
    published: ShownTime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStory:
    """A story of the list."""

    address: str
    articles: tuple[ShownArticle, ...]
    """The earliest first; its title leads to the story, or to itself if it is in none."""
    more: str
    """How many articles there are, if not all are shown; else ``""``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesPage:
    """The context of ``stories.html``."""

    summary: str
    problem: Passage | None
    """Why there are no stories, if there are none."""
    stories: tuple[ShownStory, ...]
    address: str
    """Of the form for days and section."""
    since: str
    until: str
    section: str
    kept: tuple[tuple[str, str], ...]
    """What else of the list stays when these change."""
    choices: tuple[Link, ...]
    """All, those that one edition lacks, and those that it alone has."""
    chips: tuple[Chip, ...]
    clear: str
    """Address of all stories; ``""`` without chips."""
    before: str
    """Address of the page before; ``""`` on the first one."""
    after: str


def answer(asked: Asked, reader: Reader) -> Answer:
    """Return a page of the list; parameters as of ``search_cli.py stories``."""
    state = stories_state(reader.site.folder)
    wanted, number = _wanted(asked), asked.number("page", 1, most=MAX_PAGE)
    stories: list[Story] = []
    total = 0
    if wanted.singles or not state.problem:
        offset = (number - 1) * PAGE_SIZE
        folder = reader.site.folder
        stories, total = list_events(folder, wanted, limit=PAGE_SIZE, offset=offset)
    if asked.wants_json:
        told = [story.as_json() for story in stories]
        return json_answer({"total": total, "stories": told})
    here = _here(asked)
    chips = tuple(_chips(asked, here))
    before = str(here.setting("page", str(number - 1))) if number > 1 else ""
    after = str(here.setting("page", str(number + 1))) if number * PAGE_SIZE < total else ""
    page = StoriesPage(
        summary=asked.interface.count("events" if wanted.singles else "stories", total),
        problem=say_problem(asked.interface, state.problem, reader.site.folder),
        stories=tuple(_stories(asked, reader, stories)),
        address=here.path,
        since=asked.one("since"),
        until=asked.one("until"),
        section=asked.one("section"),
        kept=here.without(*_FORM).parameters,
        choices=tuple(_choices(asked, here)),
        chips=chips,
        clear=here.path if chips else "",
        before=before,
        after=after,
    )
    title = asked.interface.words["stories"]["title"]
    return html_answer(asked, View(template="stories", title=title, page=page))


def _wanted(asked: Asked) -> EventFilter:
    period = asked.period()
    for name in ("edition", "missing", "of", "first", "only"):
        asked.many_of(name, EDITION_LANGUAGES)
    only = asked.one("only")
    try:
        return EventFilter(
            since=period.since,
            until=period.until,
            editions=(*asked.many("edition"), *filter(None, (only,))),
            missing=(*asked.many("missing"), *(others_than(only) if only else ())),
            of=asked.one("of"),
            first=asked.one("first"),
            on=asked.one("on"),
            section=asked.one("section"),
            singles=asked.one_of("events", ("0", "1")) == "1",
        )
    except WrongDateError as error:
        raise wrong_date("on", error) from error


def _here(asked: Asked) -> Address:
    names = dict.fromkeys((*_FORM, *_CHOICES, *_CHIPS))
    kept = tuple((name, each) for name in names for each in asked.many(name))
    return Address(asked.page("/stories").path, kept)


def _choices(asked: Asked, here: Address) -> Iterator[Link]:
    words = asked.interface.words["stories"]
    bare = here.without(*_CHOICES)
    chosen = [pair for pair in here.parameters if pair[0] in _CHOICES]
    yield Link(name=words["every"], address=str(bare), is_here=not chosen)
    for choice, word in zip(_CHOICES, ("lacking", "only"), strict=True):
        for edition in EDITION_LANGUAGES:
            name = words[word].format(edition=asked.interface.named("edition", edition))
            there = bare.adding(choice, edition)
            if choice == "only":  # most of what one edition alone has is in no story
                there = there.setting("events", "1")
            yield Link(name=name, address=str(there), is_here=chosen == [(choice, edition)])


def _chips(asked: Asked, here: Address) -> Iterator[Chip]:
    words = asked.interface.words["stories"]
    for name in _CHIPS:
        for value in asked.many(name):
            shown = label_of(value)
            if name in ("edition", "first", "of"):
                shown = asked.interface.named("edition", value)
            elif name == "events":
                shown = words["singles"]
            elif value == WITHOUT:
                shown = asked.interface.words["coverage"]["without"]
            yield Chip(label=words[name], value=shown, address=str(here.dropping(name, value)))


def _stories(asked: Asked, reader: Reader, stories: list[Story]) -> Iterator[ShownStory]:
    ids = {each.id for story in stories for each in story.articles[:MAX_SHOWN]}
    found = reader.archive.articles(sorted(ids))
    for story in stories:
        count, articles = len(story.articles), story.articles[:MAX_SHOWN]
        shown = (_article(asked.interface, found[each.id]) for each in articles if each.id in found)
        place = "story" if count > 1 else "article"
        yield ShownStory(
            address=str(asked.page(f"/{place}/{story.id}")),
            articles=tuple(shown),
            more=asked.interface.count("found", count) if count > MAX_SHOWN else "",
        )


def _article(interface: Interface, article: Article) -> ShownArticle:
    return ShownArticle(
        title=passage_of((article.title or article.id)[:_TITLE], article),
        edition=article.edition,
        edition_name=interface.named("edition", article.edition),
        published=show_minute(article.published, interface),
    )
