"""Search with Tantivy, in a folder of files: no server, and fast with hundreds of thousands.

Same words, same matches, same counts as the Whoosh engine; of scores only the order is alike, since
Tantivy rounds the lengths of articles and counts those that were replaced until it merges their
segment away.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter
from pathlib import Path
from threading import RLock

from archive.article import Article
from index.engine import WRITER_TIMEOUT_S, Found, IndexMissingError
from index.matching import nearest_words
from index.query import Query
from index.rebuilding import made_of
from index.tantivy_evaluation import compiled, frequency, weight_of
from index.tantivy_schema import (
    STEMS,
    exact_field,
    state_row,
    stem_word,
    version_row,
)
from index.tantivy_selection import counts, page
from index.tantivy_snapshot import Snapshot, any_of, term, unscored
from index.tantivy_storage import (
    Mark,
    Watch,
    access_named,
    create,
    has_index,
    join,
    locked,
    open_newest,
    replace_state,
    replacing,
    write_all,
    writing,
)
from index.tantivy_words import near_words
from index.tree import TEXT_FIELDS, Leaf, Node
from index.versions import told_apart


class TantivyIndex:
    """An :class:`index.engine.SearchIndex` in a folder."""

    engine = "tantivy"

    def __init__(
        self, folder: Path, *, create: bool = False, writer_timeout_s: float = WRITER_TIMEOUT_S
    ) -> None:
        self._folder = folder
        self._writer_timeout_s = writer_timeout_s
        self._opening = RLock()
        self._watch = Watch(folder)
        self._snapshot: Snapshot | None = None
        self._mark: Mark | None = None
        with access_named(folder):
            if create:
                self._create()
            is_missing = not has_index(folder)
        if is_missing:
            raise IndexMissingError(f"nothing is indexed in {folder}: run `search_cli.py sync`")

    def last_change(self) -> int:
        """See :meth:`index.engine.SearchIndex.last_change`."""
        return self._newest().last_change

    def count(self) -> int:
        """See :meth:`index.engine.SearchIndex.count`."""
        return self._newest().articles

    def ids(self, query: Query, tree: Node) -> set[str]:
        """See :meth:`index.engine.SearchIndex.ids`."""
        snapshot = self._newest()
        wanted = unscored(compiled(query, tree, snapshot))
        _, hits = snapshot.best(wanted, max(snapshot.rows, 1))
        return set(snapshot.ids(place for _, place in hits))

    def find(self, query: Query, tree: Node) -> Found:
        """See :meth:`index.engine.SearchIndex.find`."""
        snapshot = self._newest()
        wanted = compiled(query, tree, snapshot)
        found = page(query, wanted, snapshot, weight_of(tree))
        return Found(
            total=found.total, hits=found.hits, facets=counts(wanted, query.facets, snapshot)
        )

    def frequency(self, leaf: Leaf, chain: str) -> int:
        """See :meth:`index.engine.SearchIndex.frequency`."""
        return frequency(leaf, chain, self._newest())

    def spread(self, words: Sequence[Sequence[str]], chain: str) -> list[int]:
        """See :meth:`index.engine.SearchIndex.spread`."""
        articles_with = self._newest().articles_with
        return [
            max(articles_with(STEMS, stem_word(each, chain)) for each in stems) for stems in words
        ]

    def words_near(self, word: str, distance: int, limit: int) -> list[tuple[str, int]]:
        """See :meth:`index.engine.SearchIndex.words_near`."""
        snapshot = self._newest()
        counted = {
            near: _articles_with(near, snapshot) for near in near_words(snapshot, word, distance)
        }
        return nearest_words(word, counted, limit)

    def update(
        self, articles: Iterable[Article], *, last_change: int, after: int | None = None
    ) -> bool:
        """See :meth:`index.engine.SearchIndex.update`."""
        versions = list(told_apart(sorted(articles, key=attrgetter("id"))))
        with locked(self._folder, self._writer_timeout_s):
            if after is not None and self.last_change() != after:
                return False
            with writing(self._folder, open_newest(self._folder)) as writer:
                for id_ in {version.article.id for version in versions}:
                    writer.delete("id", id_)
                for version in versions:
                    writer.add(version_row(version))
                replace_state(writer, state_row(last_change))
        return True

    def replace_all(self, articles: Iterable[Article], *, last_change: int) -> None:
        """See :meth:`index.engine.SearchIndex.replace_all`."""
        with locked(self._folder, self._writer_timeout_s), replacing(self._folder) as new:
            work = partial(write_part, new, last_change)
            join(new, [part for part in made_of(articles, work) if part != new])

    def optimise(self) -> None:
        """See :meth:`index.engine.SearchIndex.optimise`.

        Tantivy merges small segments as it goes, and cannot be told to merge the others: what it
        keeps of articles that were replaced goes when the index is made anew.
        """
        with (
            locked(self._folder, self._writer_timeout_s),
            writing(self._folder, open_newest(self._folder)),
        ):
            pass

    def close(self) -> None:
        """See :meth:`index.engine.SearchIndex.close`."""
        with self._opening:
            self._snapshot = self._mark = None

    def _newest(self) -> Snapshot:
        """Return the index as it stands now."""
        with self._opening:
            mark = self._watch.mark()
            if self._snapshot is None or mark is None or mark != self._mark:
                with access_named(self._folder):
                    self._snapshot = Snapshot(self._folder, open_newest(self._folder))
                self._mark = mark
            return self._snapshot

    def _create(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if not has_index(self._folder):
            with locked(self._folder, self._writer_timeout_s):
                if not has_index(self._folder):
                    create(self._folder)


def write_part(
    folder: Path, last_change: int, share: int, articles: Iterable[Article]
) -> Iterator[Path]:
    """Yield the folder of an index of all versions of articles: a work to be shared.

    Args:
        folder: Of the index to be, where the first share goes; others go into parts of it.
        last_change: The state of the index, which the first share gets.
        share: The number of the share, from 0.
        articles: All versions of an article next to each other.
    """
    part = folder / str(share) if share else folder
    state = [] if share else [state_row(last_change)]
    write_all(part, chain(state, map(version_row, told_apart(articles))))
    yield part


def _articles_with(word: str, snapshot: Snapshot) -> int:
    places = [term(exact_field(part), word) for part in TEXT_FIELDS]
    return snapshot.count(snapshot.newest(any_of(places)))
