"""Articles into files for other programs: what is chosen, in one of four formats, bit by bit.

==========  ============================================================================
``jsonl``   every version with all its fields; what ``import`` reads back is the same archive
``csv``     the newest versions, for spreadsheets
``parquet``  the newest versions, for data frames
``warc``    the raw pages of every version, for web archives
==========  ============================================================================
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from gzip import GzipFile
from importlib import import_module
from itertools import groupby
from operator import attrgetter
from typing import IO, Any, NamedTuple, cast

from archive.archive import Archive
from archive.article import EDITION_LANGUAGES, Article
from archive.exports_output import STANDARD_OUTPUT, ExportError, opened_output
from archive.frontier import Days

PACKED_SUFFIX = ".gz"
"""What the name of a file ends in that is to be compressed."""

Versions = Sequence[Article]
"""All versions of one article, oldest first."""


class Written(NamedTuple):
    """What a format has written."""

    total: int
    left_out: int = 0


_Write = Callable[[Iterable[Versions], IO[bytes], Archive, bool], Written]
"""Writes articles; is told whether the file is to be compressed."""


class Format(NamedTuple):
    """How articles are written."""

    place: str
    """Where its function is; imported when it is needed."""
    noun: str
    """What it writes, one by one."""
    is_text: bool = False
    library: str = ""
    """What it needs beyond the program's own dependencies; ``""`` for nothing."""


FORMATS: Mapping[str, Format] = {
    "jsonl": Format("archive.exports_text:write_jsonl", "version", is_text=True),
    "csv": Format("archive.exports_text:write_csv", "article", is_text=True),
    "parquet": Format("archive.exports_parquet:write_parquet", "article", library="pyarrow"),
    "warc": Format("archive.exports_warc:write_warc", "page", library="warcio"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles to export; all unless told."""

    editions: tuple[str, ...] = ()
    days: Days = field(default_factory=Days)
    """Of publication of the newest version; with a side given, articles without date stay out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What an export came to."""

    format: str
    output: str
    articles: int
    """Articles chosen."""
    written: int
    """Of what the format writes: versions, articles or pages."""
    left_out: int
    """Versions that the format can say nothing of: without a raw page, for WARC."""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return asdict(self)


def export_articles(
    archive: Archive,
    format: str,  # noqa: A002  its name everywhere
    output: str,
    *,
    selection: Selection | None = None,
    force: bool = False,
    progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """Write articles by id, all versions of one together.

    Args:
        archive: Where they are.
        format: One of :data:`FORMATS`.
        output: A file, which appears when it is whole; ``-`` for standard output. A name that
            ends in ``.gz`` makes it compressed.
        selection: Which articles.
        force: Whether a file that is there may be replaced.
        progress: Is told the number of articles done, after each.

    Raises:
        ExportError: The file is there already or cannot be written, or a library is missing.
        ArchiveError: The archive cannot be read.
    """
    write = _writer(format)
    if format == "parquet" and output.endswith(PACKED_SUFFIX):
        raise ExportError(f"parquet is compressed already: choose a name without {PACKED_SUFFIX}")
    chosen = _Counted(_choose(archive, selection or Selection()), progress)
    with opened_output(output, force=force) as stream, _packed(stream, format, output) as packed:
        written = write(chosen, packed, archive, _is_packed(output))
    return ExportReport(
        format=format,
        output=output,
        articles=chosen.count,
        written=written.total,
        left_out=written.left_out,
    )


class _Counted:
    """Articles on their way through, counted."""

    def __init__(
        self, articles: Iterable[Versions], progress: Callable[[int], None] | None
    ) -> None:
        self._articles = articles
        self._progress = progress
        self.count = 0

    def __iter__(self) -> Iterator[Versions]:
        for versions in self._articles:
            yield versions
            self.count += 1
            if self._progress is not None:
                self._progress(self.count)


def _choose(archive: Archive, selection: Selection) -> Iterator[Versions]:
    known = sorted(EDITION_LANGUAGES, key=lambda edition: EDITION_LANGUAGES[edition])
    wanted = [each for each in known if each in selection.editions] if selection.editions else [""]
    for edition in wanted:
        for _, group in groupby(archive.every_version(edition), key=attrgetter("id")):
            versions = tuple(group)
            if _is_within(versions[-1], selection.days):
                yield versions


def _is_within(article: Article, days: Days) -> bool:
    if days == Days():
        return True
    return article.published is not None and article.published in days


def _writer(format: str) -> _Write:  # noqa: A002
    library = FORMATS[format].library
    module, _, name = FORMATS[format].place.partition(":")
    try:
        return cast("_Write", getattr(import_module(module), name))
    except ModuleNotFoundError as error:
        if not library or (error.name or "").partition(".")[0] != library:
            raise
        message = f"{format} needs {library}: run `pip install 'triptych[{format}]'`"
        raise ExportError(message) from error


def _is_packed(output: str) -> bool:
    """Whether a format that compresses bit by bit should: a stream has no name to tell it."""
    return output == STANDARD_OUTPUT or output.endswith(PACKED_SUFFIX)


def _packed(stream: IO[bytes], format: str, output: str) -> AbstractContextManager[IO[bytes]]:  # noqa: A002
    """Return the stream, or one that compresses what goes through it, the same on every day."""
    if FORMATS[format].is_text and output.endswith(PACKED_SUFFIX):
        return cast("IO[bytes]", GzipFile(filename="", mode="wb", fileobj=stream, mtime=0))
    return nullcontext(stream)
