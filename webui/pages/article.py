"""One article: its text as published, what is known of it and from where, and others like it."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.article import Article, write_time
from archive.lookup import find_article
from index import Query, SearchError
from index.similar import find_similar
from webui.addresses import Address, outside_address
from webui.answers import Answer, json_answer
from webui.asked import MAX_VALUE, Asked
from webui.failures import no_article, no_version
from webui.hits import ShownHit, ShownTime, show_hit, show_minute
from webui.passages import MAX_TITLE, Passage, label_of, passage_of
from webui.reading import Reader
from webui.rendering import Link, View, html_answer
from webui.story_links import story_of
from webui.text_parts import MAX_PART, parts_of

SIMILAR = 5
"""So many similar articles are shown."""
MAX_VERSION = 1_000_000
MAX_VALUES = 40
"""Tags, names or addresses that are shown of one article."""

_CODES = frozenset({"id", "section"})
"""Facts that are no words: shown as they are, left to right."""
_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that is known of an article."""

    label: str
    values: tuple[Link, ...]
    """Each with the address of the search for it, or ``""``."""
    source: str
    """Where the page had it; ``""`` when that is not known."""
    source_code: str
    """The same in the archive's own word."""
    time: str
    """RFC 3339, UTC, of a fact that is a time; else ``""``."""
    is_code: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """The context of ``article.html``."""

    id: str
    title: Passage
    lead: Passage | None
    paragraphs: tuple[Passage, ...]
    """Of this part of the text."""
    parts: tuple[Link, ...]
    """Of a text too long for one page; else empty."""
    edition: str
    edition_name: str
    kind: str
    published: ShownTime | None
    byline: str
    original: str
    """Where it was published; ``""`` if that is no web address."""
    notices: tuple[str, ...]
    """An older version, gone from its site."""
    newest: str
    """Address of the newest version, if this is an older one; else ``""``."""
    facts: tuple[Fact, ...]
    versions: str
    """How many there are."""
    history: str
    """Address of what changed between them; ``""`` when there is one version."""
    similar: tuple[ShownHit, ...]
    story: str
    """Address of the story it belongs to; ``""`` when it is in none."""
    story_editions: str
    """Who carries it."""


def answer(asked: Asked, reader: Reader) -> Answer:
    """Return the page of an article, by its id or its address; or the article as JSON."""
    name = asked.names["id"]
    version = asked.number("version", 0, most=MAX_VERSION) or None
    article = find_article(reader.archive, name, version)
    newest = article if version is None else find_article(reader.archive, name)
    if newest is None:
        raise no_article(name)
    if article is None:
        raise no_version(newest.id, version or 0)
    if asked.wants_json:
        return json_answer(article.as_json())
    page = _page(asked, reader, article, newest)
    return html_answer(asked, View(template="article", title=page.title.text, page=page))


def _page(asked: Asked, reader: Reader, article: Article, newest: Article) -> ArticlePage:
    interface = asked.interface
    here = asked.page(f"/article/{article.id}")
    parts = parts_of(article.body)
    number = asked.number("part", 1, most=len(parts))
    count = newest.version
    story = story_of(reader.site.folder, article.id)
    editions = () if story is None else story.editions
    return ArticlePage(
        id=label_of(article.id),
        title=passage_of((article.title or article.id)[:MAX_TITLE], article),
        lead=passage_of(article.lead[:MAX_PART], article) if article.lead and number == 1 else None,
        paragraphs=tuple(passage_of(text, article) for text in parts[number - 1]),
        parts=tuple(_part_links(asked, here, len(parts), number)),
        edition=article.edition,
        edition_name=interface.named("edition", article.edition),
        kind="" if article.kind == "news" else interface.named("kind", article.kind),
        published=show_minute(article.published, interface),
        byline=", ".join(map(label_of, article.authors[:MAX_VALUES])),
        original=outside_address(article.url),
        notices=_notices(asked, article, newest),
        newest=str(here) if article.version < count else "",
        facts=tuple(_facts(asked, article)),
        versions=interface.count("versions", count),
        history=str(asked.page(f"/article/{article.id}/history")) if count > 1 else "",
        similar=_similar(asked, reader, article),
        story="" if story is None else str(asked.page(f"/story/{story.id}")),
        story_editions=" · ".join(interface.named("edition", each) for each in editions),
    )


def _part_links(asked: Asked, here: Address, count: int, number: int) -> Iterator[Link]:
    if count == 1:
        return
    version = asked.one("version")
    for each in range(1, count + 1):
        address = here.setting("version", version).setting("part", str(each) if each > 1 else "")
        name = asked.interface.number(each)
        yield Link(name=name, address=str(address), is_here=each == number)


def _notices(asked: Asked, article: Article, newest: Article) -> tuple[str, ...]:
    words, interface = asked.interface.words["article"], asked.interface
    older = words["older"].format(version=interface.number(article.version))
    gone = words["gone"].format(day=interface.day(article.gone))
    holds = ((older, article.version < newest.version), (gone, article.gone is not None))
    return tuple(notice for notice, is_so in holds if is_so)


def _similar(asked: Asked, reader: Reader, article: Article) -> tuple[ShownHit, ...]:
    """Return articles like it; none when there is no index to ask: the text is there all the same.

    An article is read more often than it is compared, so a broken index must not hide it.
    """
    try:
        results = find_similar(reader.archive, reader.index, article, Query(limit=SIMILAR))
    except SearchError:
        return ()
    return tuple(show_hit(hit, asked) for hit in results.hits)


def _facts(asked: Asked, article: Article) -> Iterator[Fact]:
    interface = asked.interface
    for name, values in _values(asked, article):
        shown = tuple(value for value in values[:MAX_VALUES] if value.name)
        source = article.provenance.get(name, "")
        time = getattr(article, name) if name in _TIMES else None
        if shown:
            yield Fact(
                label=interface.words["fields"][name],
                values=shown,
                source=label_of(interface.named("sources", source)),
                source_code=label_of(source),
                time=write_time(time) if time else "",
                is_code=name in _CODES,
            )


_TIMES = frozenset({"published", "modified", "fetched", "gone"})


def _values(asked: Asked, article: Article) -> Iterator[tuple[str, list[Link]]]:
    """Yield the names of fields and their values, in the order of the page."""
    interface = asked.interface
    yield "id", [Link(name=label_of(article.id), address="")]
    for name in ("title", "lead", "body"):
        shown_above = interface.words["fields"]["text"] if getattr(article, name) else ""
        yield name, [Link(name=shown_above, address="")]
    yield "edition", [_found(asked, "edition", article.edition)]
    yield "section", [_found(asked, "section", article.section)]
    yield "kind", [_found(asked, "kind", article.kind)]
    for name in ("published", "modified"):
        yield name, [Link(name=interface.minute(getattr(article, name)), address="")]
    yield "authors", [_found(asked, "author", name) for name in article.authors]
    yield "source", [Link(name=label_of(article.source), address="")]
    yield "country", [_found(asked, "country", article.country)]
    yield "coverage", [Link(name=label_of(article.coverage), address="")]
    yield "tags", [_found(asked, "tag", tag) for tag in article.tags]
    yield "image_caption", [Link(name=label_of(article.image_caption), address="")]
    yield "language", [Link(name=interface.language(label_of(article.language)), address="")]
    words = interface.count("words", article.word_count) if article.word_count else ""
    yield "word_count", [Link(name=words, address="")]
    yield "video_duration_s", [Link(name=_duration(article.video_duration_s), address="")]
    yield "fetched", [Link(name=interface.minute(article.fetched), address="")]
    yield "gone", [Link(name=interface.minute(article.gone), address="")]


def _found(asked: Asked, name: str, value: str) -> Link:
    """Return a value with the search for it."""
    address = asked.page("/search").setting(name, value) if len(value) <= MAX_VALUE else ""
    shown = asked.interface.named(name, value) if name in ("edition", "kind") else value
    return Link(name=label_of(shown), address=str(address))


def _duration(seconds: int | None) -> str:
    return f"{seconds // _MINUTE}:{seconds % _MINUTE:02d}" if seconds else ""
