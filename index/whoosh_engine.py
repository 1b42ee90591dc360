"""Search with Whoosh, in a folder of files: no server.

Whoosh's parts in use are its writer, its codec and its file lock: commits are atomic, a killed
writer leaves the index as it was, and its lock goes with it. What is done without its searcher, and
why, is said in ``whoosh_storage`` and ``whoosh_evaluation``. No text of articles is stored: that is
the archive's.

Whoosh reads its table of segments with ``pickle``: whoever can write into the folder of an index
can run code in the program that opens it. Never open an index from elsewhere; make one from the
archive.
"""
# mypy: disallow-untyped-calls=False
# Whoosh is typed in parts.

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from operator import attrgetter
from pathlib import Path
from threading import RLock
from typing import Any

from whoosh.index import TOC, FileIndex
from whoosh.util.filelock import try_for

from archive.article import Article
from index.chains import query_chains
from index.engine import WRITER_TIMEOUT_S, Found, IndexBusyError, IndexMissingError
from index.matching import nearest_words
from index.query import Query
from index.rebuilding import made_of
from index.tree import Leaf, Node
from index.versions import told_apart
from index.whoosh_evaluation import Evaluation
from index.whoosh_schema import EXACT, SCHEMA, state_row, stems_field, version_row
from index.whoosh_selection import counts, page, passing
from index.whoosh_storage import (
    INDEX_NAME,
    UNREADABLE,
    MappedStorage,
    Snapshot,
    access_named,
    damage_named,
    newest_generation,
    open_snapshot,
)
from index.whoosh_words import Scores, WordFinder
from index.whoosh_writing import RowWriter, new_writer, write_segments

MAX_SEGMENTS = 12
"""With more, a commit merges the smaller ones: searches pay for each."""

_LOCK = f"{INDEX_NAME}_WRITELOCK"
"""The name of the lock of Whoosh's own writers."""
_LOCK_DELAY_S = 0.1


class WhooshIndex:
    """An :class:`index.engine.SearchIndex` in a folder."""

    engine = "whoosh"

    def __init__(
        self, folder: Path, *, create: bool = False, writer_timeout_s: float = WRITER_TIMEOUT_S
    ) -> None:
        self._folder = folder
        self._storage = MappedStorage(folder)
        self._writer_timeout_s = writer_timeout_s
        self._reading = RLock()
        self._snapshot: Snapshot | None = None
        with access_named(folder):
            if create:
                self._create()
            is_missing = newest_generation(folder) is None
        if is_missing:
            raise IndexMissingError(f"nothing is indexed in {folder}: run `search_cli.py sync`")

    def last_change(self) -> int:
        """See :meth:`index.engine.SearchIndex.last_change`."""
        with self._newest() as snapshot:
            return snapshot.last_change

    def count(self) -> int:
        """See :meth:`index.engine.SearchIndex.count`."""
        with self._newest() as snapshot:
            return snapshot.count()

    def ids(self, query: Query, tree: Node) -> set[str]:
        """See :meth:`index.engine.SearchIndex.ids`."""
        with self._newest() as newest:
            scores, snapshot = _found(query, tree, newest)
            return {snapshot.text("id", row) for row in scores}

    def find(self, query: Query, tree: Node) -> Found:
        """See :meth:`index.engine.SearchIndex.find`."""
        with self._newest() as newest:
            scores, snapshot = _found(query, tree, newest)
            return Found(
                total=len(scores),
                hits=tuple(page(scores, query, snapshot)),
                facets=counts(scores, query.facets, snapshot),
            )

    def frequency(self, leaf: Leaf, chain: str) -> int:
        """See :meth:`index.engine.SearchIndex.frequency`."""
        with self._newest() as snapshot:
            return len(WordFinder(snapshot, (chain,)).in_text(leaf))

    def spread(self, words: Sequence[Sequence[str]], chain: str) -> list[int]:
        """See :meth:`index.engine.SearchIndex.spread`."""
        field = stems_field(chain)
        with self._newest() as snapshot:
            return [max(snapshot.articles_with(field, each) for each in stems) for stems in words]

    def words_near(self, word: str, distance: int, limit: int) -> list[tuple[str, int]]:
        """See :meth:`index.engine.SearchIndex.words_near`."""
        with self._newest() as snapshot:
            near = snapshot.words_near(EXACT, word, distance)
            counted = {each: sum(1 for _ in snapshot.postings(EXACT, each)) for each in near}
        return nearest_words(word, counted, limit)

    def update(
        self, articles: Iterable[Article], *, last_change: int, after: int | None = None
    ) -> bool:
        """See :meth:`index.engine.SearchIndex.update`."""
        versions = list(told_apart(sorted(articles, key=attrgetter("id"))))
        with self._locked():
            with closing(open_snapshot(self._folder)) as snapshot:
                if after is not None and snapshot.last_change != after:
                    return False
                replaced = snapshot.rows_of({version.article.id for version in versions})
            with closing(new_writer(self._storage)) as writer:
                for row in replaced:
                    writer.delete_document(row)
                for version in versions:
                    writer.add_document(**version_row(version))
                writer.add_document(**state_row(last_change))
                writer.commit(mergetype=_merge_smaller)
        return True

    def replace_all(self, articles: Iterable[Article], *, last_change: int) -> None:
        """See :meth:`index.engine.SearchIndex.replace_all`."""
        with self._locked():
            self._make_readable()
            work = partial(write_segments, self._folder, last_change)
            segments = list(made_of(articles, work))
            with closing(new_writer(self._storage)) as writer:
                writer.commit(mergetype=lambda *_: segments)

    def optimise(self) -> None:
        """See :meth:`index.engine.SearchIndex.optimise`."""
        with self._locked():
            open_snapshot(self._folder).close()
            with closing(new_writer(self._storage)) as writer:
                writer.commit(mergetype=_merge_all)

    def close(self) -> None:
        """See :meth:`index.engine.SearchIndex.close`."""
        with self._reading:
            if self._snapshot is not None:
                self._snapshot.close()
            self._snapshot = None

    @contextmanager
    def _newest(self) -> Iterator[Snapshot]:
        """Lend the index as it stands now, to one thread at a time."""
        with self._reading, damage_named(self._folder), access_named(self._folder):
            newest = newest_generation(self._folder)
            if self._snapshot is None or self._snapshot.generation != newest:
                self.close()
                self._snapshot = open_snapshot(self._folder)
            yield self._snapshot

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep all other writers out, of this process and of others."""
        with access_named(self._folder):
            lock = self._storage.lock(_LOCK)
            if not try_for(lock.acquire, self._writer_timeout_s, _LOCK_DELAY_S):
                raise IndexBusyError(
                    f"another process has been writing to the index in {self._folder} for more "
                    f"than {self._writer_timeout_s:g} seconds: try again later"
                )
            try:
                yield
            finally:
                lock.release()

    def _create(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if newest_generation(self._folder) is None:
            with self._locked():
                if newest_generation(self._folder) is None:
                    TOC.create(self._storage, SCHEMA, INDEX_NAME)

    def _make_readable(self) -> None:
        """Put an empty index in place of a damaged one; the lock must be held."""
        try:
            FileIndex(self._storage, SCHEMA, INDEX_NAME)
        except UNREADABLE:
            TOC.create(self._storage, SCHEMA, INDEX_NAME)


def _found(query: Query, tree: Node, newest: Snapshot) -> tuple[Scores, Snapshot]:
    """Return the rows that a query finds with their scores, and the snapshot that has them."""
    snapshot = newest.with_old_versions() if query.versions else newest
    matching = Evaluation(snapshot, query_chains(query, tree)).scores(tree)
    return passing(matching, query, snapshot), snapshot


def _merge_smaller(writer: RowWriter, segments: list[Any]) -> list[Any]:
    """Return the segments to keep as they are, having merged the others into the new one.

    When there are too many, the smaller half goes, and whatever is no larger than what goes before
    it: so an article is written again a few times at most, however many commits follow.
    """
    if len(segments) < MAX_SEGMENTS:
        return segments
    merged = 0
    by_size = sorted(segments, key=lambda segment: segment.doc_count_all())
    for place, segment in enumerate(by_size):
        size = segment.doc_count_all()
        if place > MAX_SEGMENTS // 2 and size > merged:
            writer.take_over(by_size[:place])
            return by_size[place:]
        merged += size
    return _merge_all(writer, segments)


def _merge_all(writer: RowWriter, segments: list[Any]) -> list[Any]:
    writer.take_over(segments)
    return []
