"""Linking again the articles of some days, and the stories that they are in."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.article import write_json
from meaning.encoder import Thresholds, Vectors
from stories.database import Database
from stories.eras import Eras
from stories.evidence import shared_evidence
from stories.grouping import Edge, Joined, edges_of, group
from stories.intake import profiles_of_ids
from stories.linking import place
from stories.links import Grade, Link, Pair, pair_of
from stories.matching import LONGEST_WINDOW_DAYS, Match, Placed, best_matches, pair_score
from stories.naming import keep_stories

ReadVectors = Callable[[Iterable[str]], Mapping[str, Vectors]]
"""Returns the centred vectors of articles by id."""
_MATCH = "id, other, score, cosine, names, seconds_apart, is_same_edition"
_HOUR_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What linking works with."""

    database: Database
    eras: Eras
    read_vectors: ReadVectors | None
    """``None``: by names alone."""
    thresholds: Thresholds
    confirmed: Collection[Pair] = frozenset()
    rejected: Collection[Pair] = frozenset()
    change: int = 0
    """The archive's change number, for stories that are new."""

    def is_barred(self, one: str, other: str) -> bool:
        """Whether the user has rejected a link."""
        return pair_of(one, other) in self.rejected


def relink(means: Means, days: Sequence[int], others: Collection[str] = ()) -> None:
    """Find the matches of the articles of some days anew, then the stories these touch.

    Runs inside a transaction. Costs what the days and their neighbours hold, and the stories that
    reach beyond.

    Args:
        means: What to work with.
        days: Ascending.
        others: More articles whose matches are to be found anew.
    """
    calendar = means.eras.calendar
    wanted = _wanted(means, days, others)
    near = sorted({each for day in wanted for each in calendar.around(day, LONGEST_WINDOW_DAYS)})
    placed = _place(means, near)
    ids = _rematch(means, wanted, placed)
    touched = _closure(means, {*ids, *others})
    rows = _matches_of(means.database, touched)
    needed = touched | {id for row in rows for id in (row.id, row.other)}
    # Of others no links are taken away, so none may be added.
    confirmed = [pair for pair in means.confirmed if not touched.isdisjoint(pair)]
    needed |= {id for pair in confirmed for id in pair}
    placed |= _place_ids(means, needed - placed.keys())
    edges = edges_of(rows, confirmed, means.thresholds)
    own = {id: placed[id] for id in sorted(touched) if id in placed}
    joined = group(own, edges, means.rejected, means.thresholds)
    keep_stories(means.database, touched, joined, own, means.change)
    _keep_links(means, touched, _links(means, rows, edges, joined, placed))


def _wanted(
    means: Means, days: Sequence[int], others: Collection[str]
) -> Mapping[int, Sequence[str]]:
    """Return the articles to match, by day: all of some days, and some others."""
    wanted = {day: [each.id for each in means.eras.articles([day])] for day in days}
    whole = frozenset(wanted)
    for profile in profiles_of_ids(means.database, others):
        if profile.day is not None and profile.day not in whole:
            wanted.setdefault(profile.day, []).append(profile.id)
    return dict(sorted(wanted.items()))


def scores_of(means: Means, pairs: Sequence[Pair]) -> dict[Pair, float]:
    """Return the scores of pairs of articles; of those that were not both taken in, none."""
    placed = _place_ids(means, {id for pair in pairs for id in pair})
    return {
        pair: pair_score(placed[pair[0]], placed[pair[1]], means.thresholds)[0]
        for pair in pairs
        if placed.keys() >= set(pair)
    }


def _place(means: Means, days: Iterable[int]) -> dict[str, Placed]:
    found = {each.profile.id: each for each in place(means.eras, days, None)}
    return _with_vectors(means, found)


def _place_ids(means: Means, ids: Collection[str]) -> dict[str, Placed]:
    """Return articles of other days; those that were not taken in are left out."""
    found = {}
    profiles = profiles_of_ids(means.database, ids)
    for profile in sorted(profiles, key=lambda each: each.day or 0):
        weights = {} if profile.day is None else means.eras.weights_of(profile, profile.day)
        found[profile.id] = Placed(profile=profile, weights=weights)
    return _with_vectors(means, found)


def _with_vectors(means: Means, placed: Mapping[str, Placed]) -> dict[str, Placed]:
    vectors = means.read_vectors(placed) if means.read_vectors else {}
    return {
        id: Placed(profile=each.profile, weights=each.weights, vector=vectors.get(id))
        for id, each in placed.items()
    }


def _rematch(
    means: Means, wanted: Mapping[int, Sequence[str]], placed: Mapping[str, Placed]
) -> set[str]:
    ids: set[str] = set()
    for day, chosen in wanted.items():
        rows = [placed[id] for id in chosen]
        around = means.eras.calendar.around(day, LONGEST_WINDOW_DAYS)
        near = [placed[each.id] for each in means.eras.articles(around)]
        found = list(best_matches(rows, near, means.thresholds, means.is_barred))
        ids.update(row.profile.id for row in rows)
        means.database.write_all(
            "DELETE FROM matches WHERE id = ?", [(row.profile.id,) for row in rows]
        )
        means.database.write_all("INSERT INTO matches VALUES (?, ?, ?, ?, ?, ?, ?)", found)
    return ids


def _closure(means: Means, ids: Collection[str]) -> set[str]:
    """Return articles with all that may come to be, or has been, in a story with one of them."""
    found: set[str] = set()
    new = set(ids)
    while new:
        found |= new
        more = {other for query in _NEIGHBOURS for (other,) in means.database.rows_of(query, new)}
        edges = _matches_of(means.database, new)
        more |= {
            id
            for edge in edges
            if edge.score >= means.thresholds.likely
            for id in (edge.id, edge.other)
        }
        more |= {id for pair in means.confirmed if not new.isdisjoint(pair) for id in pair}
        new = more - found
    return found


_NEIGHBOURS = (
    """SELECT n.article FROM members m JOIN members n ON n.story = m.story
    WHERE m.article IN ({ids})""",
    "SELECT b FROM links WHERE grade <> 'possible' AND a IN ({ids})",
    "SELECT a FROM links WHERE grade <> 'possible' AND b IN ({ids})",
)


def _matches_of(database: Database, ids: Collection[str]) -> list[Match]:
    """Return the matches that begin or end at some articles."""
    rows: set[tuple[object, ...]] = set()
    for column in ("id", "other"):
        query = f"SELECT {_MATCH} FROM matches WHERE {column} IN ({{ids}})"  # noqa: S608  our own names
        rows.update(database.rows_of(query, ids))
    return sorted(Match(*row)._replace(is_same_edition=bool(row[-1])) for row in rows)  # type: ignore[arg-type]


def _links(
    means: Means,
    rows: Iterable[Match],
    edges: Iterable[Edge],
    joined: Iterable[Joined],
    placed: Mapping[str, Placed],
) -> Iterable[Link]:
    story_of = {id: number for number, story in enumerate(joined) for id in story.ids}
    by_pair: dict[Pair, list[Match]] = {}
    for row in rows:
        by_pair.setdefault(pair_of(row.id, row.other), []).append(row)
    joining = {edge.pair for edge in edges}
    confirmed = {pair for pair in means.confirmed if pair in joining}
    for pair in sorted(by_pair.keys() | confirmed):
        one, other = (placed.get(id) for id in pair)
        if one is None or other is None or pair in means.rejected:
            continue
        story, same = story_of.get(pair[0]), story_of.get(pair[1])
        are_together = story is not None and story == same
        grade = _grade(pair, by_pair.get(pair, ()), means, are_together, joining)
        if grade is not None:
            yield _link(one, other, grade, means.thresholds)


def _grade(
    pair: Pair,
    matches: Sequence[Match],
    means: Means,
    are_together: bool,
    joining: Collection[Pair],
) -> Grade | None:
    if pair in means.confirmed:
        return "confirmed"
    if are_together:
        return "likely" if pair in joining else None
    is_mutual = len(matches) > 1 and not matches[0].is_same_edition
    return "possible" if is_mutual else None


def _link(one: Placed, other: Placed, grade: Grade, thresholds: Thresholds) -> Link:
    score, cosine, names = pair_score(one, other, thresholds)
    times = (one.profile.published, other.profile.published)
    apart = 0 if None in times else abs((times[0] or 0) - (times[1] or 0))
    return Link(
        a=one.profile.id,
        b=other.profile.id,
        score=score,
        cosine=cosine,
        names=names,
        hours_apart=round(apart / _HOUR_S, 2),
        grade=grade,
        shared=shared_evidence(one, other),
    )


def _keep_links(means: Means, touched: Iterable[str], links: Iterable[Link]) -> None:
    database = means.database
    ids = [(id,) for id in touched]
    for column in ("a", "b"):
        database.write_all(f"DELETE FROM links WHERE {column} = ?", ids)  # noqa: S608  our own names
    rows = [
        (
            *link.pair,
            link.score,
            link.cosine,
            link.names,
            link.hours_apart,
            link.grade,
            write_json(dict(link.shared)),
        )
        for link in links
    ]
    database.write_all("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
