"""What every search engine does, and what can go wrong with one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from archive.article import Article
from archive.notes import Note
from index.query import Query
from index.tree import Leaf, Node

WRITER_TIMEOUT_S = 60.0
"""How long a writer waits for another."""


class SearchError(Exception):
    """What can go wrong with a search or an index, as one sentence that says what to do.

    ``SearchError``
    ├── ``IndexMissingError``   nothing has been indexed in this folder
    ├── ``IndexOutdatedError``  made by another version of this program, or damaged
    ├── ``IndexBusyError``      another process was writing to it for too long
    ├── ``IndexAccessError``    its files cannot be read or written: the disk, or permissions
    └── ``QuerySyntaxError``    the query cannot be read
    """


class IndexMissingError(SearchError):
    """Nothing has been indexed in this folder yet."""

    def __init__(self, sentence: str) -> None:
        super().__init__(Note("no-index", sentence))


class IndexOutdatedError(SearchError):
    """The index cannot be used, because of its version or because it is damaged: rebuild it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(Note("index-unusable", sentence))


class IndexBusyError(SearchError):
    """Another process was writing to the index for longer than the time limit."""


class IndexAccessError(SearchError):
    """The files of the index cannot be read or written; it is as it was before."""

    def __init__(self, sentence: str) -> None:
        super().__init__(Note("index-held", sentence))


class QuerySyntaxError(SearchError):
    """A query that cannot be read."""

    def __init__(self, message: Note, *, position: int, text: str) -> None:
        sentence = f"{message} (character {position + 1} of the query)"
        super().__init__(Note(message.code, sentence, **message.values))
        self.message = message
        """What is wrong, without the place."""
        self.position = position
        """Where, in characters from 0; the length of the text when something is missing there."""
        self.text = text

    def pointed(self) -> str:
        """Return the query, and below it a caret under the place: two lines."""
        line = " ".join(self.text.splitlines())
        return f"{line}\n{' ' * self.position}^"


class Located(NamedTuple):
    """Where a hit is: which version of which article."""

    id: str
    version: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an engine found: articles, or versions of articles if the query asks for them."""

    total: int
    """How many match, on all slices."""
    hits: tuple[Located, ...]
    """The asked slice. Equal scores: newest first, then by id, then the highest version first."""
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Facet name to value to number of matches, most frequent first (months in order)."""


class SearchIndex(Protocol):
    """A full-text index of the versions of articles; only queries that ask for it see old ones.

    Several processes may use one at once: any number search while one writes, and a search sees
    either all of a change or nothing of it. Within a process it may be shared between threads.
    """

    engine: str
    """The name it is opened by."""

    def last_change(self) -> int:
        """Return the archive's change number up to which articles are taken in; 0 when new."""

    def update(
        self, articles: Iterable[Article], *, last_change: int, after: int | None = None
    ) -> bool:
        """Take in articles in place of all versions of the same ids, with the change number.

        Args:
            articles: All versions of each that occurs, in any order; the one with the highest
                number is the newest. Of two with the same number the later one counts.
            last_change: What :meth:`last_change` returns from now on.
            after: The change number that the caller read on from. If the index has another one by
                the time it is ours to write, somebody else was faster: nothing is written.

        Returns:
            Whether it was written.

        Raises:
            IndexBusyError: Another process was writing for too long. Nothing was written.
        """

    def replace_all(self, articles: Iterable[Article], *, last_change: int) -> None:
        """Put these articles in place of everything, at once; searches see the old until then.

        Works on an index that is outdated or damaged, too.

        Args:
            articles: As for :meth:`update`, the versions of one article next to each other. Read
                one by one.
            last_change: What :meth:`last_change` returns from now on.

        Raises:
            IndexBusyError: Another process was writing for too long. Nothing was written.
        """

    def find(self, query: Query, tree: Node) -> Found:
        """Return the hits of a query whose text has been parsed to ``tree``.

        Raises:
            IndexOutdatedError: The index must be rebuilt.
        """

    def frequency(self, leaf: Leaf, chain: str) -> int:
        """Return how many articles match a leaf anywhere in their text, in the newest version.

        Args:
            leaf: A word, phrase, beginning or misspelling.
            chain: The code of the analysis that it gets: ``en``, ``ar`` or ``es``.
        """

    def spread(self, words: Sequence[Sequence[str]], chain: str) -> list[int]:
        """Return how many articles have each of some words anywhere in their text.

        The same as :meth:`frequency`, but at once for many words, in little time, and of one that
        many articles have about.

        Args:
            words: Each by its stems, of which the most frequent one counts.
            chain: The code of the analysis that gave the stems.
        """

    def words_near(self, word: str, distance: int, limit: int) -> list[tuple[str, int]]:
        """Return words in exact form that are spelt nearly so, and how many articles have each.

        Args:
            word: In exact form; returned itself if any article has it.
            distance: How many letters may be wrong, missing or too many.
            limit: How many words to return.

        Returns:
            Fewest wrong letters first, then most articles, then in alphabetical order.
        """

    def count(self) -> int:
        """Return the number of articles, whatever the number of their versions."""

    def ids(self, query: Query, tree: Node) -> set[str]:
        """Return the ids of all articles that :meth:`find` finds, whatever slice is asked for.

        Raises:
            IndexOutdatedError: The index must be rebuilt.
        """

    def optimise(self) -> None:
        """Put the index into its fastest and smallest form. Slow; for a quiet hour.

        Raises:
            IndexBusyError: Another process was writing for too long. Nothing was changed.
        """

    def close(self) -> None:
        """Give the files back. Nothing is lost without it."""
