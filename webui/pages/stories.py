"""The stories that editions share, the newest first, and those that one of them lacks."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.article import EDITION_LANGUAGES, Article
from index.periods import parse_period
from stories.folder import list_stories, stories_state
from stories.store import StoryFilter
from stories.story import Story
from webui.addresses import Address
from webui.answers import Answer, json_answer
from webui.asked import Asked
from webui.failures import WrongRequestError
from webui.hits import ShownTime, show_minute
from webui.interface import Interface
from webui.passages import Passage, label_of, passage_of
from webui.reading import Reader
from webui.rendering import Link, View, html_answer

PAGE_SIZE = 12
"""Stories on a page."""
MAX_PAGE = 1_000
MAX_SHOWN = 6
"""Articles of one story that are shown."""
_TITLE = 240


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
    """The earliest first; its title leads to the story."""
    more: str
    """How many articles there are, if not all are shown; else ``""``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesPage:
    """The context of ``stories.html``."""

    summary: str
    problem: str
    """Why there are no stories, in English; ``""`` when there may be."""
    stories: tuple[ShownStory, ...]
    address: str
    """Of the form for days."""
    since: str
    until: str
    kept: tuple[tuple[str, str], ...]
    """What else of the list stays when the days change."""
    choices: tuple[Link, ...]
    """All, and those that one edition lacks."""
    before: str
    """Address of the page before; ``""`` on the first one."""
    after: str


def answer(asked: Asked, reader: Reader) -> Answer:
    """Return a page of the list; parameters as of ``search_cli.py stories``."""
    state = stories_state(reader.site.folder)
    wanted, number = _wanted(asked), asked.number("page", 1, most=MAX_PAGE)
    stories: list[Story] = []
    total = 0
    if not state.problem:
        offset = (number - 1) * PAGE_SIZE
        folder = reader.site.folder
        stories, total = list_stories(folder, wanted, limit=PAGE_SIZE, offset=offset)
    if asked.wants_json:
        told = [story.as_json() for story in stories]
        return json_answer({"total": total, "stories": told})
    here = _here(asked)
    before = str(here.setting("page", str(number - 1))) if number > 1 else ""
    after = str(here.setting("page", str(number + 1))) if number * PAGE_SIZE < total else ""
    page = StoriesPage(
        summary=asked.interface.count("stories", total),
        problem=label_of(state.problem).replace(str(reader.site.folder), "…"),
        stories=tuple(_stories(asked, reader, stories)),
        address=here.path,
        since=asked.one("since"),
        until=asked.one("until"),
        kept=tuple((name, each) for name in ("edition", "missing") for each in asked.many(name)),
        choices=tuple(_choices(asked, here)),
        before=before,
        after=after,
    )
    title = asked.interface.words["stories"]["title"]
    return html_answer(asked, View(template="stories", title=title, page=page))


def _wanted(asked: Asked) -> StoryFilter:
    try:
        period = parse_period(asked.one("since"), asked.one("until"), now=asked.now)
    except (ValueError, OverflowError) as error:
        raise WrongRequestError(f"since or until: {error}") from error
    for name in ("edition", "missing"):
        for each in asked.many(name):
            if each not in EDITION_LANGUAGES:
                usage = ", ".join(EDITION_LANGUAGES)
                raise WrongRequestError(f"{name} cannot be {each[:80]!r}: use {usage}")
    return StoryFilter(
        since=period.since,
        until=period.until,
        editions=asked.many("edition"),
        missing=asked.many("missing"),
    )


def _here(asked: Asked) -> Address:
    names = ("since", "until", "edition", "missing")
    kept = tuple((name, each) for name in names for each in asked.many(name))
    return Address(asked.page("/stories").path, kept)


def _choices(asked: Asked, here: Address) -> Iterator[Link]:
    words, missing = asked.interface.words["stories"], asked.many("missing")
    yield Link(name=words["every"], address=str(here.without("missing")), is_here=not missing)
    for edition in EDITION_LANGUAGES:
        name = words["lacking"].format(edition=asked.interface.named("edition", edition))
        address = str(here.setting("missing", edition))
        yield Link(name=name, address=address, is_here=missing == (edition,))


def _stories(asked: Asked, reader: Reader, stories: list[Story]) -> Iterator[ShownStory]:
    ids = {each.id for story in stories for each in story.articles[:MAX_SHOWN]}
    found = reader.archive.articles(sorted(ids))
    for story in stories:
        count, articles = len(story.articles), story.articles[:MAX_SHOWN]
        shown = (_article(asked.interface, found[each.id]) for each in articles if each.id in found)
        yield ShownStory(
            address=str(asked.page(f"/story/{story.id}")),
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
