"""Stories and links as they are stored: one SQLite file, derived, can be made anew."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from stories.database import Database
from stories.labels import Label
from stories.links import Grade, Link
from stories.profiles import RULES, seconds_of, time_of
from stories.story import Story, StoryArticle

FILE_NAME = "stories.sqlite"
_VERSION = 100 + RULES
_SCHEMA = """
CREATE TABLE articles (
  id TEXT PRIMARY KEY,
  edition TEXT NOT NULL,
  language TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  published INTEGER,                -- seconds since 1970, UTC
  day INTEGER,                      -- days since 1970, UTC
  content TEXT NOT NULL,            -- hash of what was read
  keys BLOB NOT NULL                -- JSON, deflated: keys, and what is printed for them
);
CREATE INDEX articles_by_day ON articles (day);
-- Days of which articles came, changed or went; and days to be linked again.
CREATE TABLE dirty (day INTEGER PRIMARY KEY);
CREATE TABLE todo (day INTEGER PRIMARY KEY);
CREATE TABLE eras (day INTEGER PRIMARY KEY, radius INTEGER NOT NULL);
CREATE TABLE used_labels (
  a TEXT NOT NULL, b TEXT NOT NULL, verdict TEXT NOT NULL, PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE TABLE matches (
  id TEXT NOT NULL,
  other TEXT NOT NULL,
  score REAL NOT NULL,
  cosine REAL,
  names REAL NOT NULL,
  seconds_apart INTEGER NOT NULL,
  is_same_edition INTEGER NOT NULL,
  PRIMARY KEY (id, other)
) WITHOUT ROWID;
CREATE INDEX matches_by_other ON matches (other);
CREATE TABLE links (
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  score REAL NOT NULL,
  cosine REAL,
  names REAL NOT NULL,
  hours_apart REAL NOT NULL,
  grade TEXT NOT NULL,
  shared TEXT NOT NULL,             -- JSON object
  PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX links_by_b ON links (b);
CREATE TABLE stories (
  id TEXT PRIMARY KEY,
  created INTEGER NOT NULL,         -- the archive's change number then
  confidence REAL NOT NULL,
  first INTEGER,                    -- publication of the earliest article, and of the last
  last INTEGER,
  editions TEXT NOT NULL,           -- comma-separated, sorted
  edition_count INTEGER NOT NULL
);
CREATE INDEX stories_by_first ON stories (first);
CREATE TABLE members (article TEXT PRIMARY KEY, story TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX members_by_story ON members (story);
CREATE TABLE aliases (alias TEXT PRIMARY KEY, story TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE state (last_change INTEGER NOT NULL, basis TEXT NOT NULL);
INSERT INTO state VALUES (0, '')
"""
_LINK = "a, b, score, cosine, names, hours_apart, grade, shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFilter:
    """Which stories are wanted; the default is all."""

    since: datetime | None = None
    """Aware, inclusive: the first article was published then or later."""
    until: datetime | None = None
    """Aware, exclusive."""
    editions: tuple[str, ...] = ()
    """All of these carry it."""
    missing: tuple[str, ...] = ()
    """None of these does."""
    min_editions: int = 1
    min_grade: Grade = "likely"
    """``confirmed``: the user has confirmed a link of it."""


class StoryStore(Protocol):
    """Stories and links to read."""

    def story(self, id: str) -> Story | None:
        """Return a story by its id, or by one that it had before; ``None`` if there is none."""

    def story_of(self, article_id: str) -> Story | None:
        """Return the story that an article is in; ``None`` if it is in none."""

    def stories(
        self, wanted: StoryFilter | None = None, limit: int | None = None, offset: int = 0
    ) -> list[Story]:
        """Return stories, those that began last first."""

    def count(self, wanted: StoryFilter | None = None) -> int:
        """Return how many stories there are."""

    def links_of(self, article_id: str) -> list[Link]:
        """Return the links of an article, also the possible ones; the best first."""

    def last_change(self) -> int:
        """Return the archive's change number up to which articles were taken in."""


class SqliteStories:
    """A :class:`StoryStore` in one file. Safe to use from several processes at once."""

    def __init__(self, folder: Path) -> None:
        """Open the file in a folder, and make it first if it is not there.

        Raises:
            StoriesError: It cannot be opened, is damaged or outdated.
        """
        self.path = folder / FILE_NAME
        remedy = "make it anew with `rebuild`"
        self.database = Database(self.path, _SCHEMA, _VERSION, remedy=remedy)

    def story(self, id: str) -> Story | None:
        """See :meth:`StoryStore.story`."""
        now = self.database.value("SELECT story FROM aliases WHERE alias = ?", (id,))
        return next(iter(self.some([now or id])), None)

    def story_of(self, article_id: str) -> Story | None:
        """See :meth:`StoryStore.story_of`."""
        id = self.database.value("SELECT story FROM members WHERE article = ?", (article_id,))
        return self.story(id) if id else None

    def stories(
        self, wanted: StoryFilter | None = None, limit: int | None = None, offset: int = 0
    ) -> list[Story]:
        """See :meth:`StoryStore.stories`."""
        where, values = _condition(wanted or StoryFilter())
        query = f"SELECT id FROM stories WHERE {where} ORDER BY first DESC, id LIMIT ? OFFSET ?"  # noqa: S608
        rows = self.database.rows(query, (*values, -1 if limit is None else limit, offset))
        return self.some([id for (id,) in rows])

    def count(self, wanted: StoryFilter | None = None) -> int:
        """See :meth:`StoryStore.count`."""
        where, values = _condition(wanted or StoryFilter())
        return int(self.database.value(f"SELECT COUNT(*) FROM stories WHERE {where}", values))  # noqa: S608

    def members(self, wanted: StoryFilter | None = None) -> dict[str, list[str]]:
        """Return the ids of the articles of each story by its own id, without reading more."""
        where, values = _condition(wanted or StoryFilter())
        query = f"SELECT id, article FROM stories JOIN members ON story = id WHERE {where}"  # noqa: S608
        found: dict[str, list[str]] = {}
        for story, article in self.database.rows(query, values):
            found.setdefault(story, []).append(article)
        return found

    def links_of(self, article_id: str) -> list[Link]:
        """See :meth:`StoryStore.links_of`."""
        query = f"SELECT {_LINK} FROM links WHERE a = ?1 OR b = ?1 ORDER BY score DESC, a, b"  # noqa: S608
        return [self._link(row) for row in self.database.rows(query, (article_id,))]

    def last_change(self) -> int:
        """See :meth:`StoryStore.last_change`."""
        return int(self.database.value("SELECT last_change FROM state"))

    def encoder(self) -> str:
        """Return the name of the encoder whose vectors were used; ``none`` without one."""
        basis = self.database.value("SELECT basis FROM state")
        return str(json.loads(basis)[0]) if basis else "none"

    def article_count(self) -> int:
        """Return how many articles were taken in."""
        return int(self.database.value("SELECT COUNT(*) FROM articles"))

    def used_labels(self) -> list[Label]:
        """Return the labels that links were made with, by ids."""
        rows = self.database.rows("SELECT a, b, verdict FROM used_labels ORDER BY a, b")
        return [Label((a, b), verdict) for a, b, verdict in rows]

    def is_linked(self) -> bool:
        """Whether all that was taken in is linked."""
        query = "SELECT EXISTS (SELECT 1 FROM dirty) OR EXISTS (SELECT 1 FROM todo)"
        return not self.database.value(query)

    def faults(self) -> list[str]:
        """Return what is wrong inside, a line each; empty when all is well. Reads everything."""
        faults = self.database.faults()
        for what, query in _MUST_BE_NONE.items():
            if count := self.database.value(query):
                faults.append(f"{count} {what}")
        return faults

    def close(self) -> None:
        """Give the file back. Nothing is lost without it."""
        self.database.close()

    def some(self, ids: Sequence[str]) -> list[Story]:
        """Return stories by their ids, in this order; without those that are not there."""
        query = "SELECT id, confidence FROM stories WHERE id IN ({ids})"
        confidences = dict(self.database.rows_of(query, ids))
        articles = self._articles(confidences)
        links = self._links(confidences)
        return [
            Story(
                id=id,
                articles=tuple(articles[id]),
                links=tuple(links[id]),
                confidence=confidences[id],
            )
            for id in ids
            if articles.get(id)  # none while they are made anew
        ]

    def _articles(self, ids: Iterable[str]) -> dict[str, list[StoryArticle]]:
        query = (
            "SELECT story, id, edition, title, published FROM members JOIN articles "
            "ON article = id WHERE story IN ({ids}) ORDER BY published IS NULL, published, id"
        )
        found: dict[str, list[StoryArticle]] = {id: [] for id in ids}
        for story, id, edition, title, published in self.database.rows_of(query, found):
            time = None if published is None else time_of(published)
            found[story].append(StoryArticle(id=id, edition=edition, title=title, published=time))
        return found

    def _links(self, ids: Iterable[str]) -> dict[str, list[Link]]:
        query = (
            f"SELECT m.story, {_LINK} FROM members m JOIN members n ON n.story = m.story "  # noqa: S608
            "JOIN links ON a = m.article AND b = n.article "
            "WHERE m.story IN ({ids}) AND grade <> 'possible' ORDER BY score DESC, a, b"
        )
        found: dict[str, list[Link]] = {id: [] for id in ids}
        for story, *row in self.database.rows_of(query, found):
            found[story].append(self._link(row))
        return found

    def _link(self, row: Sequence[Any]) -> Link:
        try:
            shared = {name: tuple(values) for name, values in json.loads(row[7]).items()}
        except ValueError as error:
            raise self.database.damaged("it holds what no program writes") from error
        return Link(
            a=row[0],
            b=row[1],
            score=row[2],
            cosine=row[3],
            names=row[4],
            hours_apart=row[5],
            grade=row[6],
            shared=shared,
        )


_MUST_BE_NONE = {
    "stories with fewer than two articles": """
        SELECT COUNT(*) FROM stories WHERE
        (SELECT COUNT(*) FROM members WHERE story = stories.id) < 2""",
    "articles in stories that are not there": """
        SELECT COUNT(*) FROM members WHERE story NOT IN (SELECT id FROM stories)""",
    "articles in stories that were not taken in": """
        SELECT COUNT(*) FROM members WHERE article NOT IN (SELECT id FROM articles)""",
}


def _condition(wanted: StoryFilter) -> tuple[str, list[Any]]:
    parts, values = ["edition_count >= ?"], [wanted.min_editions]
    bounds: list[Any] = values
    for comparison, time in ((">=", wanted.since), ("<", wanted.until)):
        if time is not None:
            parts.append(f"first {comparison} ?")
            bounds.append(seconds_of(time))
    for negation, names in (("", wanted.editions), ("NOT ", wanted.missing)):
        for name in names:
            parts.append(f"',' || editions || ',' {negation}LIKE ?")
            bounds.append(f"%,{name},%")
    if wanted.min_grade == "confirmed":
        parts.append(
            "EXISTS (SELECT 1 FROM members JOIN links ON article IN (a, b) "
            "WHERE story = stories.id AND grade = 'confirmed')"
        )
    return " AND ".join(parts), bounds
