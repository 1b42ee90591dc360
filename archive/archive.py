"""The archive as its users see it: every version of every article, every raw page.

The archive is the truth; whatever is derived from it (index, vectors, stories) remembers the last
change number it has taken in, and reads on from there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from archive.article import Article
from archive.frontier import Visit

StoreOutcome = Literal["new", "changed", "unchanged"]


class ArchiveError(Exception):
    """What can go wrong with an archive, as one sentence that says what to do.

    ``ArchiveError``
    ├── ``ArchiveMissingError``   nothing has been archived in this folder
    ├── ``ArchiveBusyError``      another process held the database for too long
    ├── ``ArchiveFullError``      the disk is full
    ├── ``ArchiveReadOnlyError``  the folder or the file may not be written
    ├── ``ArchiveDamagedError``   the file is damaged, or no archive of ours
    ├── ``ImportFileError``       a file of articles cannot be read (``archive.json_lines``)
    └── ``ExportError``           articles cannot be written to a file (``archive.exports``)
    """


class ArchiveMissingError(ArchiveError):
    """Nothing has been archived in this folder yet."""


class ArchiveBusyError(ArchiveError):
    """Another process held the database for longer than the time limit."""


class ArchiveFullError(ArchiveError):
    """The disk is full; what was stored before is whole."""


class ArchiveReadOnlyError(ArchiveError):
    """The folder or the database file may not be written."""


class ArchiveDamagedError(ArchiveError):
    """The database file is damaged, or is no archive that this program can read."""


class Stored(NamedTuple):
    """What storing an article came to."""

    id: str
    version: int
    """The version that now holds this content."""
    change: int
    """The change number given; 0 when nothing changed."""
    outcome: StoreOutcome


class Change(NamedTuple):
    """One step of the growing change sequence."""

    number: int
    id: str
    version: int


class Outline(NamedTuple):
    """As much of an article's newest version as is counted."""

    id: str
    edition: str
    section: str
    published: datetime | None
    """Aware, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """A page as it came over the wire, after content decoding."""

    url: str
    """The canonical address, even when it was fetched from a mirror."""
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched: datetime
    """Aware, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCount:
    """What the archive holds of one edition."""

    edition: str
    articles: int
    versions: int
    with_text: int
    """Articles whose newest version has a body."""
    other_language: int
    """Articles whose text is in another language than their edition."""
    gone: int = 0
    """Articles that the site no longer has."""
    first: datetime | None
    """Earliest publication, aware, UTC."""
    last: datetime | None


class Archive(Protocol):
    """Articles in versions, with a change sequence. Safe to use from several processes at once."""

    def store(
        self,
        article: Article,
        page: RawPage | None = None,
        visit: Visit | None = None,
    ) -> Stored:
        """Keep an article if its content is new, in one transaction with page, visit and change.

        Content that equals the newest version's changes nothing but the visit. Nothing is ever
        overwritten. ``article.version`` is ignored.

        Raises:
            ArchiveError: Nothing was stored.
        """

    def restore(self, article: Article) -> Stored:
        """Keep a version that an export tells, as :meth:`store` does without a page.

        If it bears the number after the newest version's it is kept even if both say the same: a
        better parser may have made two versions alike, and the numbers of later ones depend on it.

        Raises:
            ArchiveError: Nothing was stored.
        """

    def mend(self, article: Article) -> bool:
        """Replace the fields of a stored version by what a better parser read from its own page.

        Returns:
            Whether anything was different; then the change sequence goes on by one. An unknown id
            or version changes nothing: no version is ever invented.
        """

    def mark_gone(self, id: str, at: datetime) -> None:
        """Record that the site no longer has an article, if that is not recorded yet.

        An unknown id changes nothing.
        """

    def article(self, id: str, version: int | None = None) -> Article | None:
        """Return one version of an article, the newest unless told; ``None`` if there is none."""

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """Return the newest versions by id; ids the archive does not have are left out."""

    def versions(self, id: str) -> list[Article]:
        """Return all versions of an article, oldest first."""

    def page(self, id: str, version: int) -> RawPage | None:
        """Return the raw page of a version; ``None`` if it came without one."""

    def id_of_url(self, url: str) -> str | None:
        """Return the id of the article that was found at a canonical address."""

    def changes(self, after: int, limit: int = 1000) -> list[Change]:
        """Return the changes numbered above ``after``, ascending, at most ``limit``."""

    def last_change(self) -> int:
        """Return the newest change number; 0 for an empty archive."""

    def every_article(self) -> Iterator[Article]:
        """Yield the newest version of every article, by id."""

    def every_version(self, edition: str = "", since: datetime | None = None) -> Iterator[Article]:
        """Yield every version by id and number, of one edition or all, published since a time."""

    def faults(self) -> list[str]:
        """Return what is wrong inside, a line each; empty when all is well. Reads everything."""

    def counts(self) -> list[EditionCount]:
        """Return what is held of each edition that has any article, by edition name."""

    def close(self) -> None:
        """Give the files back. Nothing is lost without it."""
