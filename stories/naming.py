"""Which id a story keeps when its articles change."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from stories.database import Database
from stories.grouping import Joined
from stories.matching import Placed
from stories.story import story_id

_NEVER = 2**62


def keep_stories(
    database: Database,
    touched: Collection[str],
    joined: Iterable[Joined],
    placed: Mapping[str, Placed],
    change: int,
) -> None:
    """Store the stories of some articles in place of those that they were in.

    An old story goes on as the new one that has most of its articles. Where several go on as one,
    the oldest gives it its id, and the other ids become aliases of it.

    Args:
        database: Where stories are stored, in a transaction.
        touched: The articles; old and new stories are made of these only.
        joined: The new stories.
        placed: The articles by id.
        change: The archive's change number now.
    """
    groups = sorted((_in_order(story, placed), story) for story in joined)
    query = "SELECT article, story FROM members WHERE article IN ({ids})"
    old = dict(database.rows_of(query, touched))
    created = dict(
        database.rows_of("SELECT id, created FROM stories WHERE id IN ({ids})", old.values())
    )
    for id in created:
        database.write("DELETE FROM stories WHERE id = ?", (id,))
    database.write_all("DELETE FROM members WHERE article = ?", [(id,) for id in sorted(touched)])
    kept = _heirs(old, [ids for _, ids in ((story, order) for order, story in groups)])
    for number, (order, story) in enumerate(groups):
        ids = [id for _, id in order]
        names = sorted(kept.get(number, ()), key=lambda name: (created.get(name, change), name))
        name = names[0] if names else _new_id(database, ids, created)
        _keep(database, name, story, [placed[id] for id in ids], created.get(name, change))
        for alias in names[1:]:
            database.write("UPDATE aliases SET story = ? WHERE story = ?", (name, alias))
            database.write("INSERT OR REPLACE INTO aliases VALUES (?, ?)", (alias, name))


def _in_order(story: Joined, placed: Mapping[str, Placed]) -> list[tuple[int, str]]:
    """Return the times and ids of a story's articles, the earliest first."""
    times = {id: placed[id].profile.published for id in story.ids}
    return sorted((_NEVER if time is None else time, id) for id, time in times.items())


def _heirs(
    old: Mapping[str, str], groups: Sequence[Sequence[tuple[int, str]]]
) -> dict[int, list[str]]:
    """Return the old stories that go on as each group: where most of their articles are."""
    shares: Counter[tuple[str, int]] = Counter()
    for number, order in enumerate(groups):
        shares.update((old[id], number) for _, id in order if id in old)
    heirs: dict[str, int] = {}
    for name, number in sorted(shares, key=lambda each: (-shares[each], each[1])):
        heirs.setdefault(name, number)
    found: dict[int, list[str]] = {}
    for name, number in heirs.items():
        found.setdefault(number, []).append(name)
    return found


def _new_id(database: Database, ids: Sequence[str], former: Iterable[str]) -> str:
    candidates = [story_id([id]) for id in ids]
    taken = {
        id
        for query in (
            "SELECT id FROM stories WHERE id IN ({ids})",
            "SELECT alias FROM aliases WHERE alias IN ({ids})",
        )
        for (id,) in database.rows_of(query, candidates)
    }
    return story_id(ids, {*taken, *former})


def _keep(
    database: Database, name: str, story: Joined, members: Sequence[Placed], created: int
) -> None:
    times = [each.profile.published for each in members if each.profile.published is not None]
    editions = sorted({each.profile.edition for each in members})
    database.write(
        "INSERT OR REPLACE INTO stories VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            name,
            created,
            story.confidence,
            min(times, default=None),
            max(times, default=None),
            ",".join(editions),
            len(editions),
        ),
    )
    rows = [(each.profile.id, name) for each in members]
    database.write_all("INSERT INTO members VALUES (?, ?)", rows)
