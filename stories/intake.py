"""Taking articles in: what linking knows of each, and which days are to be linked again."""

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from archive.archive import Archive, Change
from archive.article import Article
from stories.database import Database
from stories.profiles import Profile, profile_of
from stories.store import SqliteStories

BATCH = 500
"""Changes per transaction."""
_MOST_BYTES = 2**20
_COLUMNS = "id, edition, language, kind, title, published, keys"


def take_in(archive: Archive, store: SqliteStories, until: int, batch: int = BATCH) -> int:
    """Take articles in up to a change; return how many. Links come later.

    Args:
        archive: Where the articles are; if it has fewer changes than were taken in, it is another
            one, and all begins anew.
        store: What is brought up to date.
        until: A change number.
        batch: Changes per transaction.
    """
    if store.last_change() > archive.last_change():
        clear(store.database)
    taken = 0
    while (after := store.last_change()) < until:
        changes = [each for each in archive.changes(after, batch) if each.number <= until]
        if not changes:
            break
        rows = _rows(_newest(archive, changes), store.database)
        with store.database.transaction():
            if store.last_change() != after:  # another process has gone on meanwhile
                continue
            for row in rows:
                _keep(store.database, row)
            store.database.write("UPDATE state SET last_change = ?", (changes[-1].number,))
        taken += len({change.id for change in changes})
    return taken


def clear(database: Database) -> None:
    """Forget all articles and links; ids of stories are kept for those that come back."""
    with database.transaction():
        for table in ("articles", "dirty", "todo", "eras", "used_labels", "matches", "links"):
            database.write(f"DELETE FROM {table}")  # noqa: S608  our own names
        database.write("UPDATE state SET last_change = 0, basis = ''")


def profiles_of_days(database: Database, days: Sequence[int]) -> Iterable[Profile]:
    """Yield the articles of some days."""
    query = f"SELECT {_COLUMNS} FROM articles WHERE day IN ({{ids}}) ORDER BY id"  # noqa: S608
    return (_profile(database, row) for row in database.rows_of(query, days))


def profiles_of_ids(database: Database, ids: Iterable[str]) -> Iterable[Profile]:
    """Yield some articles; those that were not taken in are left out."""
    query = f"SELECT {_COLUMNS} FROM articles WHERE id IN ({{ids}}) ORDER BY id"  # noqa: S608
    return (_profile(database, row) for row in database.rows_of(query, ids))


def _newest(archive: Archive, changes: Sequence[Change]) -> list[Article]:
    return list(archive.articles(sorted({change.id for change in changes})).values())


def _rows(articles: Sequence[Article], database: Database) -> list[tuple[Any, ...]]:
    query = "SELECT id, content FROM articles WHERE id IN ({ids})"
    known = dict(database.rows_of(query, [article.id for article in articles]))
    return [
        article_row(article) for article in articles if known.get(article.id) != _content(article)
    ]


def _content(article: Article) -> str:
    published = "" if article.published is None else article.published.isoformat()
    return f"{article.content_hash}|{published}|{article.language}|{article.image_url}"


def article_row(article: Article) -> tuple[Any, ...]:
    """Return the row of an article."""
    profile = profile_of(article)
    packed = zlib.compress(json.dumps([profile.keys, profile.printed]).encode())
    return (
        article.id,
        article.edition,
        profile.language,
        article.kind,
        article.title,
        profile.published,
        profile.day,
        _content(article),
        packed,
    )


def _keep(database: Database, row: Sequence[Any]) -> None:
    id, day = row[0], row[6]
    old = database.value("SELECT day FROM articles WHERE id = ?", (id,))
    for each in {old, day} - {None}:
        database.write("INSERT OR IGNORE INTO dirty VALUES (?)", (each,))
    if old != day:
        database.write("DELETE FROM matches WHERE id = ?", (id,))
    database.write("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _profile(database: Database, row: Sequence[Any]) -> Profile:
    try:
        unpacking = zlib.decompressobj()
        keys, printed = json.loads(unpacking.decompress(row[6], _MOST_BYTES))
    except (ValueError, zlib.error) as error:
        raise database.damaged("it holds what no program writes") from error
    return Profile(
        id=row[0],
        edition=row[1],
        language=row[2],
        kind=row[3],
        title=row[4],
        published=row[5],
        keys=keys,
        printed=printed,
    )
