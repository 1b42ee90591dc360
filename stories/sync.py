"""Bringing stories up to date with the archive, its vectors and the user's labels."""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, replace
from typing import Literal

from archive.archive import Archive
from meaning.encoder import NAMES_ONLY, Thresholds
from meaning.vectors import VectorStore
from stories.database import Database
from stories.eras import Calendar, Eras
from stories.grouping import RULES
from stories.intake import clear, profiles_of_days, take_in
from stories.labels import Labels
from stories.links import Pair
from stories.matching import LONGEST_WINDOW_DAYS
from stories.relinking import Means, relink, scores_of
from stories.store import SqliteStories

ARTICLES_AT_ONCE = 1500
"""Linked in one transaction, unless a single day has more."""
_SOME_DAYS = 400

Progress = Callable[[int, int], None]
"""Told how many days are linked, of how many."""
_Labelled = frozenset[tuple[str, str, str]]


def sync(
    archive: Archive,
    vectors: VectorStore | None,
    store: SqliteStories,
    labels: Labels,
    progress: Progress | None = None,
    *,
    thresholds: Thresholds | None = None,
) -> int:
    """Take in what is new in the archive, and link it; return how many articles that were.

    First articles are taken in, then the days near them are linked again, in the order of time:
    stories are the same whatever the order in which articles came. A crash leaves whole
    transactions, and the next call goes on from there. When two run at once they take turns.

    Args:
        archive: Where the articles are.
        vectors: Their vectors, brought up to date before; changes that these do not know yet are
            left for later. ``None``: link by names alone.
        store: What is brought up to date.
        labels: What the user said of links.
        progress: Called after every transaction that links.
        thresholds: Of the encoder; else the defaults.

    Raises:
        StoriesError: The stories cannot be written.
        ArchiveError: The archive cannot be read.
        MeaningError: The vectors cannot be read.
    """
    chosen = thresholds or (NAMES_ONLY if vectors is None else Thresholds())
    until = archive.last_change()
    if vectors is not None:
        until = min(until, vectors.last_change())
    taken = take_in(archive, store, until)
    _settle_basis(store.database, _basis_of(vectors, chosen))
    _spread(store.database)
    done = 0
    while _link_some(vectors, store, labels, chosen):
        left = store.database.value("SELECT COUNT(*) FROM todo")
        done += 1
        if progress is not None:
            progress(done, done + left)
    return taken


def rebuild(
    archive: Archive,
    vectors: VectorStore | None,
    store: SqliteStories,
    labels: Labels,
    progress: Progress | None = None,
    *,
    thresholds: Thresholds | None = None,
) -> int:
    """Make links and stories anew; return how many articles were taken in.

    Labels and the ids of stories stay.

    Raises:
        StoriesError: The stories cannot be written.
        ArchiveError: The archive cannot be read.
        MeaningError: The vectors cannot be read.
    """
    clear(store.database)
    return sync(archive, vectors, store, labels, progress, thresholds=thresholds)


def _basis_of(vectors: VectorStore | None, thresholds: Thresholds) -> str:
    """Return what links depend on besides articles and labels."""
    encoder = "none" if vectors is None else vectors.encoder
    values = asdict(replace(thresholds, align={}))
    return json.dumps([encoder, RULES, values])


def _settle_basis(database: Database, basis: str) -> None:
    with database.transaction():
        if database.value("SELECT basis FROM state") == basis:
            return
        database.write(
            "INSERT OR IGNORE INTO dirty SELECT DISTINCT day FROM articles WHERE day IS NOT NULL"
        )
        database.write("DELETE FROM members WHERE article NOT IN (SELECT id FROM articles)")
        database.write("DELETE FROM stories WHERE id NOT IN (SELECT story FROM members)")
        database.write("UPDATE state SET basis = ?", (basis,))


def _spread(database: Database) -> None:
    """Put all days on the list whose links may be others after the days that changed."""
    with database.transaction():
        dirty = [day for (day,) in database.rows("SELECT day FROM dirty ORDER BY day")]
        if not dirty:
            return
        calendar = _calendar(database)
        before = dict(database.rows("SELECT day, radius FROM eras"))
        radii = {day: calendar.radius(day) for day in calendar.days}
        changed = Calendar(dict.fromkeys(dirty, 1))
        weighed = [
            day
            for day, radius in radii.items()
            if before.get(day) != radius or changed.around(day, radius)
        ]
        todo = {
            each for day in (*dirty, *weighed) for each in calendar.around(day, LONGEST_WINDOW_DAYS)
        }
        database.write_all("INSERT OR IGNORE INTO todo VALUES (?)", [(day,) for day in todo])
        database.write("DELETE FROM dirty")
        if before != radii:
            database.write("DELETE FROM eras")
            database.write_all("INSERT INTO eras VALUES (?, ?)", radii.items())


def relabel(
    vectors: VectorStore | None, store: SqliteStories, labels: Labels, thresholds: Thresholds
) -> None:
    """Make the stories anew that new labels touch, whatever else is out of date.

    Labels of articles that were not taken in yet wait for :func:`sync`.
    """
    _link_some(vectors, store, labels, thresholds, labels_only=True)


def _link_some(
    vectors: VectorStore | None,
    store: SqliteStories,
    labels: Labels,
    thresholds: Thresholds,
    *,
    labels_only: bool = False,
) -> bool:
    """Link the first days of the list again; return whether there was anything to do."""
    database = store.database
    with database.transaction():
        labelled: _Labelled = frozenset((*each.pair, each.verdict) for each in labels.all())
        used: _Labelled = frozenset(database.rows("SELECT a, b, verdict FROM used_labels"))
        new = _taken_in(database, labelled ^ used) if labels_only else labelled ^ used
        calendar = _calendar(database)
        days = [] if labels_only else _first_days(database, calendar)
        if not days and not new:
            return False
        means = replace(
            _means(vectors, store, calendar, thresholds),
            confirmed=_pairs(labelled, "confirmed"),
            rejected=_pairs(labelled, "rejected"),
        )
        relink(means, days, _ids_of(new))
        database.write_all("DELETE FROM todo WHERE day = ?", [(day,) for day in days])
        _use_labels(database, used ^ new, used)
    return True


def _ids_of(labelled: _Labelled) -> set[str]:
    return {id for a, b, _ in labelled for id in (a, b)}


def _taken_in(database: Database, labelled: _Labelled) -> _Labelled:
    """Return the labels of articles that are known here."""
    query = "SELECT id FROM articles WHERE id IN ({ids})"
    known = {id for (id,) in database.rows_of(query, _ids_of(labelled))}
    return frozenset(each for each in labelled if known.issuperset(each[:2]))


def score_pairs(
    vectors: VectorStore | None,
    store: SqliteStories,
    pairs: Iterable[Pair],
    thresholds: Thresholds,
) -> dict[Pair, float]:
    """Return the scores of pairs of articles; of those that were not both taken in, none."""
    means = _means(vectors, store, _calendar(store.database), thresholds)
    return scores_of(means, list(pairs))


def _means(
    vectors: VectorStore | None,
    store: SqliteStories,
    calendar: Calendar,
    thresholds: Thresholds,
) -> Means:
    return Means(
        database=store.database,
        eras=Eras(calendar, lambda wanted: profiles_of_days(store.database, wanted)),
        read_vectors=None if vectors is None else vectors.article_vectors,
        thresholds=thresholds,
        change=store.last_change(),
    )


def _pairs(
    labelled: Collection[tuple[str, str, str]], verdict: Literal["confirmed", "rejected"]
) -> frozenset[Pair]:
    return frozenset((a, b) for a, b, each in labelled if each == verdict)


def _first_days(database: Database, calendar: Calendar) -> list[int]:
    """Return the days to link now: of the list as many as fit."""
    rows = database.rows("SELECT day FROM todo ORDER BY day LIMIT ?", (_SOME_DAYS,))
    days: list[int] = []
    articles = 0
    for (day,) in rows:
        articles += calendar.count(day, day)
        if days and articles > ARTICLES_AT_ONCE:
            break
        days.append(day)
    return days


def _use_labels(database: Database, labelled: _Labelled, used: _Labelled) -> None:
    if labelled != used:
        database.write("DELETE FROM used_labels")
        database.write_all("INSERT INTO used_labels VALUES (?, ?, ?)", sorted(labelled))


def _calendar(database: Database) -> Calendar:
    query = "SELECT day, COUNT(*) FROM articles WHERE day IS NOT NULL GROUP BY day"
    return Calendar(dict(database.rows(query)))
