"""An archive of as many articles as a benchmark wants, a third of each edition.

English and Spanish articles are the newsroom's, varied: paragraphs of several stories put together
anew until there are enough words. Arabic ones are a file's own, and beyond their number theirs are
put together anew, too; without a file, the newsroom's. Into what is put together go invented names,
some rare and some not, so that the vocabulary grows with the number of articles as news does.
"""

import random
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

from archive import open_archive
from archive.article import EDITION_LANGUAGES, Article, with_content_hash
from archive.imports import article_of_row
from archive.json_lines import read_rows
from archive.urls import HOSTS
from replica.stories import Telling, read_stories

WORDS = 400
"""About so many has the body of an article that is put together."""
MIN_WORDS = 150
"""Shorter articles of a file (videos, most of them) are left out."""
MINUTES_BETWEEN = 17
"""From one article of an edition to the next: some 2,600 a month."""
SECTIONS = ("news/politics", "news/economy", "news/culture", "news/sport", "articles/opinion")
NEWEST = datetime(2026, 6, 30, 21, 0, tzinfo=UTC)
"""The first article of each edition is of this time, each further one older."""
_NAMES_EACH = 12
_SYLLABLES: Mapping[str, str] = {
    "english": "bar cal dor fen gar hal ister kel lam mor nor orv pel quar ren sol tam ulv wex yor",
    "spanish": "alva bre cor dal esta fue gar her ibar jara lor mon nava olmo pra quin rosa tor",
    "arabic": "با تو جر حل خم دا رو زي سر شا صف طو عم غا فر قو كي لا مر نو هد وا يز",
}
_KNOWN_NAMES = 300
"""So many names come again and again."""
_KNOWN_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the articles of one edition are put together from."""

    titles: tuple[str, ...]
    leads: tuple[str, ...]
    paragraphs: tuple[str, ...]
    tags: tuple[str, ...]


def fill_archive(folder: Path, count: int, file: Path | None = None) -> int:
    """Store articles in the archive of a folder; return how many words their bodies have.

    Args:
        folder: A data folder; the archive is made.
        count: Articles. The same number gives the same articles.
        file: Arabic articles: JSON Lines, plain or gzipped, as ``search_cli.py import`` reads them.
    """
    words = 0
    with closing(open_archive(folder, create=True)) as archive:
        for article in islice(made_articles(file), count):
            archive.store(article)
            words += len(article.body.split())
    return words


def made_articles(file: Path | None = None) -> Iterator[Article]:
    """Yield articles without end, the three editions in turn."""
    editions = [_made_of_newsroom(edition) for edition in ("english", "spanish")]
    editions.append(_of_file(file) if file else _made_of_newsroom("arabic"))
    time = NEWEST
    while True:
        for article in map(next, editions):
            yield with_content_hash(replace(article, published=time))
        time -= timedelta(minutes=MINUTES_BETWEEN)


def _made_of_newsroom(edition: str) -> Iterator[Article]:
    return _made(edition, _newsroom(edition))


def _newsroom(edition: str) -> Source:
    stories = [story.tellings.get(edition) for story in read_stories()]
    tellings: list[Telling] = [telling for telling in stories if telling is not None]
    return Source(
        titles=tuple(telling.title for telling in tellings),
        leads=tuple(telling.lead for telling in tellings),
        paragraphs=tuple(text for telling in tellings for text in telling.paragraphs),
        tags=tuple(tag for telling in tellings for tag in telling.tags),
    )


def _of_file(file: Path) -> Iterator[Article]:
    known = {article.id: article for article in _read(file)}
    articles = [each for each in known.values() if each.word_count >= MIN_WORDS]
    yield from articles
    source = Source(
        titles=tuple(article.title for article in articles),
        leads=tuple(article.lead for article in articles if article.lead),
        paragraphs=tuple(text for article in articles for text in article.body.split("\n\n")),
        tags=tuple(tag for article in articles for tag in article.tags),
    )
    yield from _made("arabic", source)


def _read(file: Path) -> Iterator[Article]:
    for _, row in read_rows(file, lambda line, reason: None):  # noqa: ARG005  its own business
        if row.get("title") and row.get("edition") in {"ar", "arabic"}:
            yield article_of_row({**row, "language": "ar"}, now=NEWEST)


def _made(edition: str, source: Source) -> Iterator[Article]:
    drawing = random.Random(edition)  # noqa: S311  always the same articles, nothing secret
    code, number = EDITION_LANGUAGES[edition], 0
    while True:
        number += 1
        postid = str(9_000_000 - number)
        section = drawing.choice(SECTIONS)
        path = f"{section}/{postid}/made" if edition == "spanish" else f"{section}/made-{postid}"
        body = _body(drawing, source, edition)
        yield Article(
            id=f"{code}:{postid}",
            edition=edition,
            url=f"https://{HOSTS[edition]}/{path}",
            postid=postid,
            kind="news",
            section=section,
            title=f"{drawing.choice(source.titles)}: {_name(drawing, edition)}",
            lead=drawing.choice(source.leads),
            body=body,
            tags=tuple(dict.fromkeys(drawing.choices(source.tags, k=4))),
            language=code,
            word_count=len(body.split()),
        )


def _body(drawing: random.Random, source: Source, edition: str) -> str:
    paragraphs: list[str] = []
    words = 0
    while words < WORDS:
        text = drawing.choice(source.paragraphs)
        words += len(text.split())
        paragraphs.append(text)
    for _ in range(_NAMES_EACH):
        place = drawing.randrange(len(paragraphs))
        paragraphs[place] = f"{paragraphs[place]} {_name(drawing, edition)}."
    return "\n\n".join(paragraphs)


def _name(drawing: random.Random, edition: str) -> str:
    """Return a name that no other article is likely to have, or one of those that many have."""
    if drawing.random() < _KNOWN_SHARE:
        return drawing.choice(_known_names(edition))
    return _new_name(drawing, edition)


@cache
def _known_names(edition: str) -> tuple[str, ...]:
    drawing = random.Random(f"names of {edition}")  # noqa: S311
    return tuple(_new_name(drawing, edition) for _ in range(_KNOWN_NAMES))


def _new_name(drawing: random.Random, edition: str) -> str:
    syllables = _SYLLABLES[edition].split()
    return "".join(drawing.choices(syllables, k=drawing.choice((3, 4)))).capitalize()
