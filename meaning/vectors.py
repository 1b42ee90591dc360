"""The vectors of every article, in one SQLite file for each encoder. Derived, can be made anew."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from archive.sqlite_file import integrity_faults, is_empty
from meaning.database import (
    AGAIN,
    VectorsDamagedError,
    clear_errors,
    connect,
    create_tables,
    transaction,
)
from meaning.encoder import Encoder, Vectors
from meaning.means import Means, centred, language_means

_HALF = np.dtype("<f2")
_SINGLE = np.dtype("<f4")
_IDS_AT_ONCE = 500
_SLUG = re.compile(r"[^a-z0-9]+")
_MAX_SLUG = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """The newest version of an article, encoded."""

    id: str
    version: int
    language: str
    texts: bytes
    """Digest of the sentences, see :func:`digest`."""
    vectors: Vectors | None
    """``None``: the sentences are those that are stored already."""


def digest(sentences: Iterable[str]) -> bytes:
    """Return what two lists of sentences have in common only if they are the same."""
    return hashlib.sha256("\n".join(sentences).encode()).digest()[:16]


def store_path(folder: Path, encoder: str) -> Path:
    r"""Return where the vectors of an encoder lie in a data folder.

    >>> store_path(Path("data"), "use").as_posix()
    'data/meaning/use.sqlite'
    >>> store_path(Path("data"), "onnx:/models/A b").name
    'onnx-models-a-b-0853a8f2.sqlite'
    """
    slug = _SLUG.sub("-", encoder.lower()).strip("-")[:_MAX_SLUG]
    if slug != encoder:
        slug += "-" + hashlib.sha256(encoder.encode()).hexdigest()[:8]
    return folder / "meaning" / f"{slug}.sqlite"


class VectorStore:
    """Sentence vectors of the newest version of every article. Safe in several processes at once.

    A vector takes 1 kB (512 numbers of 16 bits), an article of 16 sentences 17 kB.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        """Open the store, and make it first if it is not there.

        Raises:
            MeaningError: It cannot be opened, is damaged, outdated, or of another encoder.
        """
        self.path = path
        self.encoder = encoder.name
        self.dimension = encoder.dimension
        self._connection = connect(path)
        try:
            self._prepare(encoder)
            self.means = self._read_means()
        except BaseException:
            self._connection.close()
            raise

    def vectors(self, id: str, version: int) -> Vectors | None:
        """Return a row for each of the article's sentences, each of length 1, as encoded.

        Row *n* is sentence *n* of :func:`meaning.article_sentences.article_sentences`. ``None`` if
        the article is not stored, or with another version only.
        """
        rows = self._read(
            "SELECT sentences, count FROM vectors WHERE id = ? AND version = ?", (id, version)
        )
        return self._array(rows[0][0], rows[0][1]) if rows else None

    def sentence_vectors(self, ids: Iterable[str]) -> Iterator[tuple[str, Vectors]]:
        """Yield id and centred sentence vectors of some articles, in no order.

        Their products are the cosines that thresholds are about. Ids that are not there, or whose
        article has no sentence, are left out.
        """
        for id, language, count, blob in self._of("language, count, sentences", "vectors", ids):
            if count:
                yield id, centred(self._array(blob, count), language, self.means)

    def article_vectors(self, ids: Iterable[str]) -> dict[str, Vectors]:
        """Return the vector of each article's newest version: its sentences' mean, centred.

        Of length 1, so that products are cosines. Ids that are not there, or whose article has no
        sentence, are left out.
        """
        return {
            id: centred(self._array(blob, 1), language, self.means)[0]
            for id, language, blob in self._of("language, mean", "means", ids)
        }

    def article_matrix(self) -> tuple[list[str], Vectors]:
        """Return the ids of all articles with a vector, ascending, and a row for each of them.

        About a second and 200 MB for 100,000 articles.
        """
        rows = self._read("SELECT id, language, mean FROM means ORDER BY id")
        matrix = np.empty((len(rows), self.dimension), np.float32)
        languages = np.array([row[1] for row in rows])
        for number, (_, _, blob) in enumerate(rows):
            matrix[number] = self._array(blob, 1)[0]
        for language in dict.fromkeys(languages.tolist()):
            chosen = languages == language
            matrix[chosen] = centred(matrix[chosen], language, self.means)
        return [row[0] for row in rows], matrix

    def digests(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the digest of the stored sentences of each article that is there."""
        return dict(self._of("texts", "vectors", ids))

    def count(self) -> int:
        """Return how many articles are stored."""
        return int(self._read("SELECT COUNT(*) FROM vectors")[0][0])

    def last_change(self) -> int:
        """Return the number of the last change taken in; 0 if none."""
        return int(self._state()[2])

    def update(self, articles: Sequence[Encoded], *, last_change: int, after: int) -> bool:
        """Take articles and the number of the last change in, in one transaction.

        Returns:
            Whether it was done: not if another process has gone on from ``after`` meanwhile, and
            not if sentences that were to be kept as they are have gone.

        Raises:
            MeaningError: Nothing was stored.
        """
        with transaction(self._connection, self.path):
            if self.last_change() != after or not self._has_kept(articles):
                return False
            for article in articles:
                self._keep(article)
            self._connection.execute("UPDATE state SET last_change = ?", (last_change,))
        return True

    def clear(self) -> None:
        """Forget all articles, so that the next sync begins at the first change."""
        with transaction(self._connection, self.path):
            for statement in ("DELETE FROM vectors", "DELETE FROM means"):
                self._connection.execute(statement)
            self._connection.execute("UPDATE state SET last_change = 0")

    def faults(self) -> list[str]:
        """Return what is wrong inside, a line each; empty when all is well. Reads everything."""
        with clear_errors(self.path):
            faults = integrity_faults(self._connection)
        wrong = self._read(
            "SELECT COUNT(*) FROM vectors WHERE LENGTH(sentences) <> count * ?",
            (self.dimension * _HALF.itemsize,),
        )[0][0]
        lost = self._read(
            "SELECT COUNT(*) FROM vectors WHERE (count > 0) <> EXISTS "
            "(SELECT 1 FROM means WHERE means.id = vectors.id)",
        )[0][0]
        faults += [f"{wrong} articles with vectors of another length"] if wrong else []
        return faults + ([f"{lost} articles without their mean vector"] if lost else [])

    def close(self) -> None:
        """Give the file back. Nothing is lost without it."""
        self._connection.close()

    def _prepare(self, encoder: Encoder) -> None:
        with clear_errors(self.path):
            if is_empty(self._connection):
                means = language_means(encoder)
                with transaction(self._connection, self.path):
                    if is_empty(self._connection):
                        self._create(means)
            # A commit that a power cut takes back is made again: its change number went with it.
            self._connection.execute("PRAGMA synchronous = NORMAL")
        name, dimension, _ = self._state()
        if (name, dimension) != (self.encoder, self.dimension):
            raise VectorsDamagedError(f"vectors {self.path}: they are of {name!r}: {AGAIN}")

    def _create(self, means: Means) -> None:
        create_tables(self._connection)
        self._connection.execute(
            "INSERT INTO state VALUES (?, ?, 0)", (self.encoder, self.dimension)
        )
        self._connection.executemany(
            "INSERT INTO languages VALUES (?, ?)",
            [(language, mean.astype(_SINGLE).tobytes()) for language, mean in means.items()],
        )

    def _read_means(self) -> Means:
        rows = self._read("SELECT language, mean FROM languages")
        if not rows or any(len(row[1]) != self.dimension * _SINGLE.itemsize for row in rows):
            raise self._damaged()
        return {language: np.frombuffer(blob, _SINGLE) for language, blob in rows}

    def _state(self) -> tuple[str, int, int]:
        rows = self._read("SELECT encoder, dimension, last_change FROM state")
        if len(rows) != 1:
            raise self._damaged()
        name, dimension, last_change = rows[0]
        return name, dimension, last_change

    def _has_kept(self, articles: Sequence[Encoded]) -> bool:
        kept = {each.id: each.texts for each in articles if each.vectors is None}
        return self.digests(kept) == kept

    def _keep(self, article: Encoded) -> None:
        if article.vectors is None:
            self._connection.execute(
                "UPDATE vectors SET version = ?, language = ? WHERE id = ?",
                (article.version, article.language, article.id),
            )
            self._connection.execute(
                "UPDATE means SET language = ? WHERE id = ?", (article.language, article.id)
            )
            return
        blob = article.vectors.astype(_HALF).tobytes()
        self._connection.execute(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?, ?, ?)",
            (
                article.id,
                article.version,
                article.language,
                article.texts,
                len(article.vectors),
                blob,
            ),
        )
        self._keep_mean(article, article.vectors)

    def _keep_mean(self, article: Encoded, vectors: Vectors) -> None:
        self._connection.execute("DELETE FROM means WHERE id = ?", (article.id,))
        if len(vectors):
            mean = vectors.mean(axis=0).astype(_HALF).tobytes()
            row = (article.id, article.language, mean)
            self._connection.execute("INSERT INTO means VALUES (?, ?, ?)", row)

    def _of(self, columns: str, table: str, ids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        different = list(dict.fromkeys(ids))
        for start in range(0, len(different), _IDS_AT_ONCE):
            chosen = different[start : start + _IDS_AT_ONCE]
            marks = ", ".join("?" * len(chosen))
            query = f"SELECT id, {columns} FROM {table} WHERE id IN ({marks}) ORDER BY id"  # noqa: S608  our own names
            yield from self._read(query, chosen)

    def _array(self, blob: bytes, count: int) -> Vectors:
        if len(blob) != count * self.dimension * _HALF.itemsize:
            raise self._damaged()
        array = np.frombuffer(blob, _HALF).reshape(count, self.dimension)
        return np.asarray(array, np.float32)

    def _read(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with clear_errors(self.path):
            return self._connection.execute(query, values).fetchall()

    def _damaged(self) -> VectorsDamagedError:
        return VectorsDamagedError(f"vectors {self.path}: it is damaged: {AGAIN}")


def open_vectors(folder: Path, encoder: Encoder) -> VectorStore:
    """Return the store of an encoder's vectors in a data folder, made if it is not there.

    Raises:
        MeaningError: It cannot be opened, is damaged, or outdated.
    """
    return VectorStore(store_path(folder, encoder.name), encoder)


def remove_vectors(folder: Path, encoder: str) -> None:
    """Delete the store of an encoder's vectors, whatever state it is in; no other one's.

    Raises:
        OSError: It may not be deleted.
    """
    path = store_path(folder, encoder)
    for suffix in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
