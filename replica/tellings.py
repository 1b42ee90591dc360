"""The newsroom's tellings and the extras as pages of an edition."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from replica.content import Block, Embed, Figure, Page, Paragraph, classes_of, number_of
from replica.editions import Edition, editions
from replica.slugs import new_slug, old_slug
from replica.stories import Post, Story, Telling
from replica.times import BEIRUT

EXTRAS_FILE = Path(__file__).parent / "extras.toml"
_FIRST_ID = 1_667_109
_FIRST_TIME = datetime(2023, 1, 21, 21, 17, tzinfo=BEIRUT)
_VIDEO_KINDS = frozenset({"video", "newscast", "podcast"})
_WITHOUT_ID = frozenset({"author", "coverage", "newscast"})


def read_newsroom(stories: Iterable[Story]) -> Iterator[Page]:
    """Yield a page for each telling of each story."""
    for story in stories:
        for telling in story.tellings.values():
            yield page_of_telling(story, telling)


def read_extras(path: Path = EXTRAS_FILE) -> Iterator[Page]:
    """Yield videos, newscasts, galleries, author pages …, and pages that are gone."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    for name, extras in raw.items():
        for values in extras:
            yield _page_of_extra(editions()[name], values)


def postid(edition: Edition, published: datetime, title: str) -> str:
    """Return the post id: it grows with time, but for the Spanish edition, as on the site.

    >>> postid(editions()["arabic"], _FIRST_TIME + timedelta(minutes=3), "")
    '1667112'
    """
    if edition.id_in_path:
        return str(1_000_000 + number_of(published.isoformat(), title) % 1_200_000)
    return str(_FIRST_ID + int((published - _FIRST_TIME) / timedelta(minutes=1)))


def page_of_telling(story: Story, telling: Telling) -> Page:
    """Return the page of one edition's article about a story.

    The address depends on this telling only: adding stories moves none of the others.
    """
    edition = editions()[telling.edition]
    number = number_of(story.id, telling.edition)
    key = postid(edition, telling.published, telling.title)
    author = " | ".join(telling.authors) or edition.staff
    return Page(
        edition=edition.name,
        path=_telling_path(edition, story, telling, key),
        postid=key,
        title=telling.title,
        lead=f"{telling.lead} " if number % 4 == 0 else telling.lead,
        blocks=tuple(_blocks(telling)),
        published=telling.published,
        modified=telling.modified,
        classes=classes_of(
            [
                ("posttype", edition.posttypes[telling.kind]),
                ("category", edition.categories[story.topic] if telling.kind == "news" else ""),
                ("country", telling.country),
                ("coverage", telling.coverage),
                ("author", author),
            ]
        ),
        keywords=_keywords(telling, number),
        author=author,
        source=telling.source,
        thumbnail=thumbnail(edition, telling.published, key),
        image_caption=telling.image_caption,
    )


def thumbnail(edition: Edition, published: datetime, key: str) -> str:
    """Return the address of an image that exists on no server."""
    digits = f"{number_of('image', edition.name, key):016x}{number_of(key):016x}"
    name = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    day = published.astimezone(BEIRUT)
    folder = f"{day.year}/{day.month}/{day.day}"
    host = f"alpha-{edition.language}-media.almayadeen.net"
    return f"https://{host}/media/image/{folder}/{name}.jpg?v=2&width=1000"


def _telling_path(edition: Edition, story: Story, telling: Telling, key: str) -> str:
    number = number_of("path", story.id, telling.edition)
    if edition.id_in_path and number % 4 == 0:
        return f"/news/{key}/{new_slug(telling.title)}"
    section = edition.sections[story.topic if telling.kind == "news" else telling.kind]
    slug = old_slug(telling.title) if number % 3 == 0 else new_slug(telling.title)
    return f"/{section}/{key}/{slug}" if edition.id_in_path else f"/{section}/{slug}"


def _keywords(telling: Telling, number: int) -> tuple[str, ...]:
    repeats = (telling.tags[0],) if number % 3 == 0 and telling.tags else ()
    more = (each for each in (telling.coverage, telling.country) if each)
    return (*telling.tags, *more, *repeats)


def _blocks(telling: Telling) -> Iterator[Block]:
    for count, text in enumerate(telling.paragraphs, start=1):
        yield Paragraph(text)
        for post in telling.posts:
            if post.after == count:
                yield _embed(post)


def _embed(post: Post) -> Embed:
    day = f"{post.day:%B} {post.day.day}, {post.day.year}"
    picture = f"pic.twitter.com/{number_of(post.handle, post.text) % 36**8:08x}"
    return Embed(
        lines=(f"{post.text} {picture}",),
        signature=f"{post.author} ({post.handle}) {day}",
        language=post.language,
    )


def _page_of_extra(edition: Edition, values: Mapping[str, Any]) -> Page:
    kind, published = values["kind"], values["published"]
    key = postid(edition, published, values["title"])
    is_video = kind in _VIDEO_KINDS
    author = edition.network if is_video or kind in {"author", "coverage"} else edition.staff
    return Page(
        edition=edition.name,
        path=_extra_path(edition, values, key),
        postid=key,
        title=values["title"],
        lead=values["lead"],
        blocks=tuple(Figure(caption) for caption in values.get("images", ())),
        published=published,
        modified=published + timedelta(seconds=values.get("duration", 0)),
        type="videoobject" if kind == "newscast" else "article",
        classes=classes_of([("posttype", edition.posttypes[kind]), ("author", author)]),
        keywords=tuple(values.get("tags", ())),
        author=author,
        thumbnail=thumbnail(edition, published, key),
        video_duration=str(values["duration"]) if "duration" in values else None,
        word_count="0" if is_video else "",
        gone=values.get("gone", False),
    )


def _extra_path(edition: Edition, values: Mapping[str, Any], key: str) -> str:
    kind, parts = values["kind"], [values["section"]]
    if kind == "newscast":
        day = values["published"].astimezone(BEIRUT)
        parts += [str(day.year), str(day.month), str(day.day)]
    elif edition.id_in_path and kind not in _WITHOUT_ID:
        parts.append(key)
    return "/" + "/".join((*parts, new_slug(values["title"])))
