"""The versions of an article, and word by word what changed from one to the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.archive import Archive
from archive.article import Article
from archive.history import FieldChange, compare, find_history
from archive.lookup import find_article
from archive.text_diff import Piece
from languages import clean_text
from webui.answers import Answer, json_answer
from webui.asked import Asked
from webui.failures import no_article, no_version
from webui.hits import article_address
from webui.pages.article import MAX_VERSION
from webui.passages import MAX_TITLE, direction_of, label_of, language_of, passage_of
from webui.reading import Reader
from webui.rendering import View, html_answer

MAX_VERSIONS = 50
"""Newest ones that are listed."""
MAX_CHANGED = 12_000
"""Characters of one change that are shown."""

_KEPT = 120
"""Characters on each side of a change; what is left out between is ``…``."""
_CODES = frozenset({"kind", "section", "published", "url"})
_OPS = {"=": "same", "-": "removed", "+": "added"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPiece:
    """A stretch of text that stayed, went or came."""

    kind: str
    """``same``, ``removed`` or ``added``."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """How a field changed."""

    label: str
    pieces: tuple[DiffPiece, ...]
    language: str
    direction: str
    is_cut: bool
    """Whether there is more of it than is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """A version to choose."""

    name: str
    told: str
    """When it was fetched."""
    changes: str
    """Address of what changed in it; ``""`` for the first one."""
    text: str
    """Address of its text."""
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """The context of ``history.html``."""

    id: str
    title: str
    language: str
    """Of the title and the texts."""
    direction: str
    article: str
    """Address of the article."""
    versions: tuple[ShownVersion, ...]
    """Newest first."""
    heading: str
    """Which two versions are compared; ``""`` when there is one only."""
    changes: tuple[ShownChange, ...]


def answer(asked: Asked, reader: Reader) -> Answer:
    """Return what changed in one version, the newest unless told; as JSON in all of them."""
    name = asked.names["id"]
    if asked.wants_json:
        history = find_history(reader.archive, name)
        if history is None:
            raise no_article(name)
        return json_answer(history.as_json())
    newest = find_article(reader.archive, name)
    if newest is None:
        raise no_article(name)
    number = asked.number("version", newest.version, most=MAX_VERSION)
    if number > newest.version:
        raise no_version(newest.id, number)
    page = _page(asked, reader.archive, newest, number)
    words = asked.interface.words["history"]
    title = words["title_of"].format(title=page.title)
    return html_answer(asked, View(template="history", title=title, page=page))


def _page(asked: Asked, archive: Archive, newest: Article, number: int) -> HistoryPage:
    words, interface = asked.interface.words["history"], asked.interface
    new, old = archive.article(newest.id, number), archive.article(newest.id, number - 1)
    pair = (old, new) if old and new else None
    old_name, new_name = interface.number(number - 1), interface.number(number)
    title = passage_of((newest.title or newest.id)[:MAX_TITLE], newest)
    return HistoryPage(
        id=label_of(newest.id),
        title=title.text,
        language=title.language,
        direction=title.direction,
        article=article_address(asked, newest),
        versions=tuple(_versions(asked, archive, newest, number)),
        heading=words["compared"].format(old=old_name, new=new_name) if pair else "",
        changes=tuple(_shown(asked, each, pair[1]) for each in compare(*pair)) if pair else (),
    )


def _versions(
    asked: Asked, archive: Archive, newest: Article, number: int
) -> Iterator[ShownVersion]:
    words, interface = asked.interface.words["history"], asked.interface
    page = asked.page(f"/article/{newest.id}/history")
    for each in range(newest.version, max(newest.version - MAX_VERSIONS, 0), -1):
        article = archive.article(newest.id, each)
        if article is not None:
            yield ShownVersion(
                name=words["version"].format(version=interface.number(each)),
                told=interface.minute(article.fetched),
                changes=str(page.setting("version", str(each))) if each > 1 else "",
                text=article_address(asked, article, is_newest=each == newest.version),
                is_here=each == number,
            )


def _shown(asked: Asked, change: FieldChange, article: Article) -> ShownChange:
    is_code = change.field in _CODES
    text = "".join(piece.text for piece in change.pieces)
    pieces, is_cut = _cut(list(_shortened(change.pieces)))
    return ShownChange(
        label=asked.interface.words["fields"][change.field],
        pieces=pieces,
        language="" if is_code else language_of(article),
        direction="ltr" if is_code else direction_of(text, article),
        is_cut=is_cut,
    )


def _shortened(pieces: Sequence[Piece]) -> Iterator[DiffPiece]:
    """Yield what changed, with some of the text around."""
    for place, piece in enumerate(pieces):
        is_first, is_last = place == 0, place == len(pieces) - 1
        text = piece.text
        if piece.op == "=":
            text = _ends(text, 0 if is_first else _KEPT, 0 if is_last else _KEPT)
        yield DiffPiece(kind=_OPS[piece.op], text=_visible(text))


def _ends(text: str, first: int, last: int) -> str:
    """Return so much of the beginning and the end of a text, whole words, ``…`` between."""
    if len(text) <= first + last + 1:
        return text
    start = text[:first].rpartition(" ")[0] + " " if first else ""
    end = " " + text[len(text) - last :].partition(" ")[2] if last else ""
    return f"{start}…{end}"


def _visible(text: str) -> str:
    """Return text of several paragraphs without what readers do not see; spaces stay."""
    return "\n\n".join(map(_line, text.split("\n\n")))


def _line(text: str) -> str:
    cleaned = clean_text(f"[{text}]")[1:-1]
    before = " " if text[:1].isspace() and not cleaned.startswith(" ") else ""
    return before + cleaned


def _cut(pieces: list[DiffPiece]) -> tuple[tuple[DiffPiece, ...], bool]:
    kept: list[DiffPiece] = []
    room = MAX_CHANGED
    for piece in pieces:
        if room <= 0:
            return tuple(kept), True
        kept.append(DiffPiece(kind=piece.kind, text=piece.text[:room]))
        room -= len(piece.text)
    return tuple(kept), room < 0
