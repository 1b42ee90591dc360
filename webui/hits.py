"""Hits as a page shows them."""

from dataclasses import dataclass
from datetime import datetime

from archive.article import Article, write_time
from index import Hit
from webui.addresses import outside_address
from webui.asked import Asked
from webui.interface import Interface
from webui.passages import MAX_TITLE, Passage, label_of, passage_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTime:
    """A time for readers and for programs."""

    text: str
    """In Beirut."""
    machine: str
    """RFC 3339, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHit:
    """One article that was found."""

    id: str
    address: str
    """Of its page here."""
    original: str
    """On the site it comes from; ``""`` if it is no web address."""
    title: Passage
    snippet: Passage
    edition: str
    edition_name: str
    kind: str
    """``""`` for plain news."""
    section: str
    published: ShownTime | None
    notes: tuple[str, ...]
    """What a reader should know before going there: an older version, gone from its site."""


def show_hit(hit: Hit, asked: Asked) -> ShownHit:
    """Return a hit as a page shows it."""
    article, interface = hit.article, asked.interface
    return ShownHit(
        id=label_of(article.id),
        address=article_address(asked, article, is_newest=hit.newest),
        original=outside_address(article.url),
        title=passage_of(article.title[:MAX_TITLE], article, hit.title_marks),
        snippet=passage_of(hit.snippet.text, article, hit.snippet.marks),
        edition=article.edition,
        edition_name=interface.named("edition", article.edition),
        kind="" if article.kind == "news" else interface.named("kind", article.kind),
        section=label_of(article.section),
        published=show_day(article, interface),
        notes=_notes(hit, interface),
    )


def article_address(asked: Asked, article: Article, *, is_newest: bool = True) -> str:
    """Return the address of an article's page, or of one of its versions."""
    page = asked.page(f"/article/{article.id}")
    return str(page if is_newest else page.setting("version", str(article.version)))


def show_day(article: Article, interface: Interface) -> ShownTime | None:
    """Return the day of publication; ``None`` when it is not known."""
    if article.published is None:
        return None
    return ShownTime(text=interface.day(article.published), machine=write_time(article.published))


def show_minute(time: datetime | None, interface: Interface) -> ShownTime | None:
    """Return day and minute of a time; ``None`` when it is not known."""
    if time is None:
        return None
    return ShownTime(text=interface.minute(time), machine=write_time(time))


def _notes(hit: Hit, interface: Interface) -> tuple[str, ...]:
    words, article = interface.words["article"], hit.article
    older = words["older"].format(version=interface.number(article.version))
    gone = words["gone"].format(day=interface.day(article.gone))
    return tuple(note for note, holds in ((older, not hit.newest), (gone, article.gone)) if holds)
