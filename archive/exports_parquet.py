"""Articles as a Parquet file, for data frames. Only this file knows pyarrow."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import IO, Any

import pyarrow as pa
from pyarrow import parquet

from archive.archive import Archive
from archive.article import Article
from archive.exports import Versions, Written

_ROWS_AT_ONCE = 5_000
_CHARACTERS_AT_ONCE = 16 * 2**20
"""Of titles, leads and bodies: what lies in memory at a time."""
_TIME = pa.timestamp("us", tz="UTC")
_TEXTS = pa.list_(pa.string())
_TEXT_BY_NAME = pa.map_(pa.string(), pa.string())
_TYPES: Mapping[str, Any] = {
    **dict.fromkeys(("authors", "tags", "related_urls"), _TEXTS),
    **dict.fromkeys(("published", "modified", "fetched", "gone"), _TIME),
    **dict.fromkeys(("language_votes", "provenance"), _TEXT_BY_NAME),
    **dict.fromkeys(("video_duration_s", "word_count", "version"), pa.int64()),
    "language_confidence": pa.float64(),
}
"""Of the fields that are no text."""
SCHEMA = pa.schema([(each.name, _TYPES.get(each.name, pa.string())) for each in fields(Article)])
"""Every field, under its own name."""


class _Sink:
    """A stream that knows how much went into it; a pipe does not."""

    closed = False

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._size = 0

    def write(self, data: bytes) -> int:
        self._stream.write(data)
        self._size += len(data)
        return len(data)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        self._stream.flush()


def write_parquet(articles: Iterable[Versions], stream: IO[bytes], _: Archive, __: bool) -> Written:
    """Write the newest versions, compressed by Zstandard."""
    count = 0
    with parquet.ParquetWriter(_Sink(stream), SCHEMA, compression="zstd") as writer:
        for rows in _batches(versions[-1] for versions in articles):
            values = [{name: _value(row, name) for name in SCHEMA.names} for row in rows]
            writer.write_batch(pa.RecordBatch.from_pylist(values, schema=SCHEMA))
            count += len(rows)
    return Written(count)


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    rows: list[Article] = []
    size = 0
    for article in articles:
        rows.append(article)
        size += len(article.title) + len(article.lead) + len(article.body)
        if len(rows) >= _ROWS_AT_ONCE or size >= _CHARACTERS_AT_ONCE:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def _value(article: Article, name: str) -> Any:
    value = getattr(article, name)
    return list(value.items()) if isinstance(value, Mapping) else value
