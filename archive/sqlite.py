"""The archive in one SQLite file."""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from archive.archive import (
    ArchiveDamagedError,
    Change,
    EditionCount,
    Outline,
    RawPage,
    Stored,
    StoreOutcome,
)
from archive.article import Article, read_time, with_content_hash, write_json, write_time
from archive.database import FILE_NAME, clear_errors, connect, open_transaction, transaction
from archive.frontier import Visit
from archive.sqlite_faults import find_faults
from archive.sqlite_frontier import SqliteFrontier
from archive.sqlite_runs import SqliteRuns

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_COLUMNS = tuple(each.name for each in fields(Article))
_JSON = frozenset({"authors", "tags", "related_urls", "language_votes", "provenance"})
_NEWEST = "version = (SELECT MAX(version) FROM versions AS v WHERE v.id = articles.id)"
_STORED = tuple(name for name in _COLUMNS if name != "gone")
_INSERT = (
    f"INSERT INTO versions ({', '.join(_STORED)}) "  # noqa: S608  our own field names
    f"VALUES ({', '.join(':' + name for name in _STORED)})"
)
_MEND = (
    f"UPDATE versions SET {', '.join(f'{name} = :{name}' for name in _STORED)} "  # noqa: S608
    "WHERE id = :id AND version = :version"
)
_COUNTS = """
SELECT edition, COUNT(*) AS articles, SUM(version) AS versions, SUM(has_text) AS with_text,
  SUM(language NOT IN ('', substr(id, 1, 2))) AS other_language,
  SUM(EXISTS (SELECT 1 FROM gone WHERE gone.id = newest.id)) AS gone,
  MIN(published) AS first, MAX(published) AS last
FROM (  -- in the order of the table: one walk over it
  SELECT id, MAX(version) AS version, edition, language, published, body <> '' AS has_text
  FROM versions GROUP BY id
) AS newest GROUP BY edition ORDER BY edition
"""
_IDS_AT_ONCE = 500
MAX_PAGE_BYTES = 64 * 2**20
"""A raw page is not decompressed beyond this; a crawl downloads no more than this either."""


class Arrival(NamedTuple):
    """What is stored together: an article, its page, and the end of the wait of its address."""

    article: Article
    """With its content hash."""
    page: RawPage | None
    visit: Visit | None


@contextmanager
def clear_values(path: Path) -> Iterator[None]:
    """Turn what cannot be read out of a row into :class:`ArchiveDamagedError`."""
    try:
        yield
    except (ValueError, TypeError, IndexError, zstd.ZstdError) as error:
        sentence = "it holds what no archive writes: restore it from a copy"
        raise ArchiveDamagedError(f"archive {path}: {sentence}") from error


class SqliteArchive:
    """An :class:`archive.archive.Archive` in one file; ``frontier`` shares its transactions."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.path = folder / FILE_NAME
        self._connection = connect(folder, create=create)
        self.frontier = SqliteFrontier(self._connection, self.path)
        self.runs = SqliteRuns(self._connection, self.path)

    def store(
        self,
        article: Article,
        page: RawPage | None = None,
        visit: Visit | None = None,
    ) -> Stored:
        """See :meth:`archive.archive.Archive.store`."""
        arrival = Arrival(with_content_hash(article), page, visit)
        (stored,), commit = self.begin_to_store([arrival])
        commit()
        return stored

    def begin_to_store(
        self, arrivals: Sequence[Arrival]
    ) -> tuple[list[Stored], Callable[[], None]]:
        """Do what :meth:`store` does with each, all in one transaction, up to its commit.

        The commit waits for the disk, which another thread can do: it must be called, and nothing
        is stored before it has returned. Whatever else writes meanwhile waits for it.

        Raises:
            ArchiveError: Nothing was stored, as when the commit raises it.
        """
        packed = [None if each.page is None else zstd.compress(each.page.body) for each in arrivals]
        with open_transaction(self._connection, self.path) as commit:
            stored = list(map(self._take_in, arrivals, packed))
        return stored, commit

    def restore(self, article: Article) -> Stored:
        """See :meth:`archive.archive.Archive.restore`."""
        article = with_content_hash(article)
        with transaction(self._connection, self.path):
            stored = self._keep(article, is_restored=True)
            self._link_url(article.url, article.id)
        return stored

    def mend(self, article: Article) -> bool:
        """See :meth:`archive.archive.Archive.mend`."""
        article = with_content_hash(article)
        with transaction(self._connection, self.path):
            old = self.article(article.id, article.version)
            if old is None or replace(article, gone=old.gone) == old:
                return False
            self._connection.execute(_MEND, _row(article))
            self._link_url(article.url, article.id)
            self._number(article.id, article.version)
        return True

    def mark_gone(self, id: str, at: datetime) -> None:
        """See :meth:`archive.archive.Archive.mark_gone`."""
        with transaction(self._connection, self.path):
            newest = self._connection.execute(
                "SELECT MAX(version) FROM versions WHERE id = ?",
                (id,),
            ).fetchone()[0]
            query = "INSERT OR IGNORE INTO gone (id, at) VALUES (?, ?)"
            if newest and self._connection.execute(query, (id, write_time(at))).rowcount:
                self._number(id, newest)

    def article(self, id: str, version: int | None = None) -> Article | None:
        """See :meth:`archive.archive.Archive.article`."""
        query = "SELECT * FROM articles WHERE id = ? ORDER BY version DESC LIMIT 1"
        values: tuple[str | int, ...] = (id,)
        if version is not None:
            query, values = "SELECT * FROM articles WHERE id = ? AND version = ?", (id, version)
        return next(iter(self._articles(query, values)), None)

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """See :meth:`archive.archive.Archive.articles`."""
        found: dict[str, Article] = {}
        for start in range(0, len(ids), _IDS_AT_ONCE):
            some = ids[start : start + _IDS_AT_ONCE]
            marks = ", ".join("?" * len(some))
            query = f"SELECT * FROM articles WHERE id IN ({marks}) AND {_NEWEST}"  # noqa: S608
            found |= {article.id: article for article in self._articles(query, some)}
        return found

    def versions(self, id: str) -> list[Article]:
        """See :meth:`archive.archive.Archive.versions`."""
        return self._articles("SELECT * FROM articles WHERE id = ? ORDER BY version", (id,))

    def page(self, id: str, version: int) -> RawPage | None:
        """See :meth:`archive.archive.Archive.page`."""
        rows = self._rows("SELECT * FROM pages WHERE id = ? AND version = ?", (id, version))
        with clear_values(self.path):
            return next((_page(row) for row in rows), None)

    def id_of_url(self, url: str) -> str | None:
        """See :meth:`archive.archive.Archive.id_of_url`."""
        rows = self._rows("SELECT id FROM urls WHERE url = ?", (url,))
        return next((row["id"] for row in rows), None)

    def id_of_content(self, content_hash: str, edition: str) -> str | None:
        """Return an article of the edition that has this content in some version."""
        query = "SELECT id FROM versions WHERE content_hash = ? AND edition = ? ORDER BY id LIMIT 1"
        return next((row["id"] for row in self._rows(query, (content_hash, edition))), None)

    def changes(self, after: int, limit: int = 1000) -> list[Change]:
        """See :meth:`archive.archive.Archive.changes`."""
        query = "SELECT number, id, version FROM changes WHERE number > ? ORDER BY number LIMIT ?"
        return [Change(*row) for row in self._rows(query, (after, limit))]

    def last_change(self) -> int:
        """See :meth:`archive.archive.Archive.last_change`."""
        rows = self._rows("SELECT COALESCE(MAX(number), 0) AS number FROM changes", ())
        return int(rows[0]["number"])

    def every_article(self) -> Iterator[Article]:
        """See :meth:`archive.archive.Archive.every_article`."""
        last = ""
        while True:
            query = f"SELECT * FROM articles WHERE id > ? AND {_NEWEST} ORDER BY id LIMIT ?"  # noqa: S608
            articles = self._articles(query, (last, _IDS_AT_ONCE))
            if not articles:
                return
            last = articles[-1].id
            yield from articles

    def every_version(self, edition: str = "", since: datetime | None = None) -> Iterator[Article]:
        """See :meth:`archive.archive.Archive.every_version`."""
        last = ("", 0)
        chosen = "(?3 = '' OR edition = ?3) AND (?4 = '' OR published >= ?4)"
        query = (
            f"SELECT * FROM articles WHERE (id, version) > (?1, ?2) AND {chosen} "  # noqa: S608
            f"ORDER BY id, version LIMIT {_IDS_AT_ONCE}"
        )
        while articles := self._articles(
            query, (*last, edition, write_time(since) if since else "")
        ):
            last = (articles[-1].id, articles[-1].version)
            yield from articles

    def outlines(self) -> list[Outline]:
        """Return what is counted of every article, by id; none of its texts is read."""
        query = "SELECT id, edition, section, published FROM versions ORDER BY id, version"
        newest = {row[0]: row for row in self._rows(query, ())}
        with clear_values(self.path):
            return [
                Outline(id, edition, section, published and read_time(published))
                for id, edition, section, published in newest.values()
            ]

    def counts(self) -> list[EditionCount]:
        """See :meth:`archive.archive.Archive.counts`."""
        rows = self._rows(_COUNTS, ())
        with clear_values(self.path):
            return [_edition_count(row) for row in rows]

    def faults(self) -> list[str]:
        """See :meth:`archive.archive.Archive.faults`."""
        return find_faults(self._connection, self.path)

    def stop_waiting(self) -> None:
        """Fail at once, from now on, when another process holds the database."""
        with clear_errors(self.path):
            self._connection.execute("PRAGMA busy_timeout = 0")

    def forbid_writing(self) -> None:
        """Let nothing be written through this connection from now on."""
        with clear_errors(self.path):
            self._connection.execute("PRAGMA query_only = ON")

    def close(self) -> None:
        """See :meth:`archive.archive.Archive.close`."""
        self._connection.close()

    def _articles(self, query: str, values: Sequence[Any]) -> list[Article]:
        rows = self._rows(query, values)
        with clear_values(self.path):
            return [_article(row) for row in rows]

    def _rows(self, query: str, values: Sequence[Any]) -> list[sqlite3.Row]:
        with clear_errors(self.path):
            return self._connection.execute(query, values).fetchall()

    def _take_in(self, arrival: Arrival, packed: bytes | None) -> Stored:
        article, page, visit = arrival
        stored = self._keep(article)
        self._link_url(article.url, article.id)
        if page is not None and packed is not None and stored.outcome != "unchanged":
            self._keep_page(stored, page, packed)
        if visit is not None:
            self._link_url(visit.url, article.id)
            self.frontier.settle(visit, outcome=_visit_outcome(visit, stored.outcome))
        return stored

    def _keep(self, article: Article, *, is_restored: bool = False) -> Stored:
        forget = "DELETE FROM gone WHERE id = ?"
        is_back = self._connection.execute(forget, (article.id,)).rowcount > 0
        newest = self._connection.execute(
            "SELECT version, content_hash FROM versions WHERE id = ? ORDER BY version DESC LIMIT 1",
            (article.id,),
        ).fetchone()
        is_next = is_restored and newest is not None and article.version == newest["version"] + 1
        if newest and newest["content_hash"] == article.content_hash and not is_next:
            change = self._number(article.id, newest["version"]) if is_back else 0
            return Stored(article.id, newest["version"], change, "unchanged")
        version = 1 if newest is None else newest["version"] + 1
        self._connection.execute(_INSERT, _row(article) | {"version": version})
        change = self._number(article.id, version)
        return Stored(article.id, version, change, "new" if version == 1 else "changed")

    def _number(self, id: str, version: int) -> int:
        query = "INSERT INTO changes (id, version) VALUES (?, ?)"
        return self._connection.execute(query, (id, version)).lastrowid or 0

    def _link_url(self, url: str, id: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO urls (url, id) VALUES (?, ?)", (url, id))

    def _keep_page(self, stored: Stored, page: RawPage, packed: bytes) -> None:
        self._connection.execute(
            "INSERT INTO pages (id, version, url, status, headers, body, fetched) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                stored.id,
                stored.version,
                page.url,
                page.status,
                write_json(dict(page.headers)),
                packed,
                write_time(page.fetched),
            ),
        )


def _visit_outcome(visit: Visit, stored: StoreOutcome) -> StoreOutcome | Any:
    return stored if visit.outcome in {"new", "changed", "unchanged"} else visit.outcome


def _row(article: Article) -> dict[str, Any]:
    return {
        name: write_json(value) if name in _JSON else value
        for name, value in article.as_json().items()
    }


def _article(row: sqlite3.Row) -> Article:
    values = {name: json.loads(row[name]) if name in _JSON else row[name] for name in _COLUMNS}
    return Article.from_json(values)


def _page(row: sqlite3.Row) -> RawPage:
    unpacking = zstd.ZstdDecompressor()
    body = unpacking.decompress(row["body"], MAX_PAGE_BYTES)
    if not unpacking.eof:
        raise ValueError("a raw page that has no end")
    return RawPage(
        url=row["url"],
        status=row["status"],
        headers=json.loads(row["headers"]),
        body=body,
        fetched=read_time(row["fetched"]),
    )


def _edition_count(row: sqlite3.Row) -> EditionCount:
    values = dict(row)
    for name in ("first", "last"):
        values[name] = None if values[name] is None else read_time(values[name])
    return EditionCount(**values)
