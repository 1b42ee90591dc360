"""Search as the tutorials of Whoosh and Tantivy show it, to compare with.

    python -m benchmarks.search_speed_stock whoosh FOLDER WORDS SINCE UNTIL

As a program it does what ``search_cli.py search`` does, once: open, search between two dates, count
two facets, print ten hits with snippets.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from archive.article import Article

FACETS = ("edition", "section")
TEXTS = ("title", "lead", "body")
HITS = 10


class Page(NamedTuple):
    """What a search shows."""

    total: int
    facets: Mapping[str, Mapping[str, int]]
    hits: list[tuple[str, str, str]]
    """Id, title, snippet."""


class Searching(Protocol):
    """An index that is open."""

    def find(self, text: str) -> int:
        """Read the ids of the first ten hits of a query; return how many there are in all."""

    def page(self, text: str, since: datetime, until: datetime) -> Page:
        """Return the first page of a query, with facets and snippets."""


class StockWhoosh:
    """Whoosh with fields that store their text, and its own parser, filter, facets, highlights."""

    def __init__(self, searcher: Any, schema: Any) -> None:
        from whoosh.qparser.default import MultifieldParser

        self._searcher = searcher
        self._parser = MultifieldParser(list(TEXTS), schema)

    def find(self, text: str) -> int:
        """See :class:`Searching`."""
        results = self._searcher.search(self._parser.parse(text), limit=HITS)
        return len([hit["id"] for hit in results]) and len(results)

    def page(self, text: str, since: datetime, until: datetime) -> Page:
        """See :class:`Searching`. Facets switch the limit off: all that is found is highlighted."""
        from whoosh.query.ranges import DateRange

        between = DateRange("published", _naive(since), _naive(until))
        results = self._searcher.search(
            self._parser.parse(text), limit=HITS, filter=between, groupedby=list(FACETS)
        )
        hits = [(hit["id"], hit["title"], hit.highlights("body")) for hit in results]
        facets = {
            name: {value: len(rows) for value, rows in results.groups(name).items()}
            for name in FACETS
        }
        return Page(len(results), facets, hits[:HITS])


class RawTantivy:
    """Tantivy with its default tokenizer."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self._searcher = index.searcher()

    def find(self, text: str) -> int:
        """See :class:`Searching`."""
        found = self._searcher.search(self._parse(text), HITS, count=True)
        ids = [self._searcher.doc(address)["id"] for _, address in found.hits]
        return len(ids) and int(found.count)

    def page(self, text: str, since: datetime, until: datetime) -> Page:
        """See :class:`Searching`."""
        import tantivy

        between = tantivy.Query.range_query(
            self._index.schema,
            "published",
            tantivy.FieldType.Integer,
            int(since.timestamp()),
            int(until.timestamp()),
        )
        words = self._parse(text)
        must = tantivy.Occur.Must
        query = tantivy.Query.boolean_query([(must, words), (must, between)])
        found = self._searcher.search(query, HITS, count=True)
        counted = self._searcher.aggregate(
            query, {name: {"terms": {"field": name, "size": 50}} for name in FACETS}
        )
        facets = {
            name: {each["key"]: each["doc_count"] for each in counted[name]["buckets"]}
            for name in FACETS
        }
        marking = tantivy.SnippetGenerator.create(self._searcher, words, self._index.schema, "body")
        articles = [self._searcher.doc(address) for _, address in found.hits]
        hits = [
            (each["id"][0], each["title"][0], marking.snippet_from_doc(each).to_html())
            for each in articles
        ]
        return Page(int(found.count), facets, hits)

    def _parse(self, text: str) -> Any:
        return self._index.parse_query(text, list(TEXTS), conjunction_by_default=True)


def index_whoosh(folder: Path, articles: Iterable[Article], *, by_language: bool = False) -> None:
    """Make an index of Whoosh's; ``by_language``: with a stemmer for each language."""
    from whoosh.index import create_in

    folder.mkdir(parents=True)
    writer = create_in(str(folder), _whoosh_schema(by_language=by_language)).writer()
    for article in articles:
        writer.add_document(**_fields(article, by_language=by_language))
    writer.commit()


def add_to_whoosh(folder: Path, article: Article) -> None:
    """Take in an article anew."""
    from whoosh.index import open_dir

    writer = open_dir(str(folder)).writer()
    writer.update_document(**_fields(article, by_language=False))
    writer.commit()


@contextmanager
def opened_whoosh(folder: Path) -> Iterator[StockWhoosh]:
    """Lend an index of Whoosh's for searching."""
    from whoosh.index import open_dir

    index = open_dir(str(folder))
    with index.searcher() as searcher:
        yield StockWhoosh(searcher, index.schema)


def index_tantivy(folder: Path, articles: Iterable[Article], *, heap_mb: int = 256) -> None:
    """Make an index of Tantivy's."""
    import tantivy

    folder.mkdir(parents=True)
    schema = tantivy.SchemaBuilder()
    for name in ("id", *FACETS):
        schema.add_text_field(name, stored=True, fast=True, tokenizer_name="raw")
    for name in TEXTS:
        schema.add_text_field(name, stored=True)
    schema.add_integer_field("published", stored=True, indexed=True, fast=True)
    index = tantivy.Index(schema.build(), str(folder))
    writer = index.writer(heap_mb << 20)
    for article in articles:
        values = {name: getattr(article, name) for name in ("id", *FACETS, *TEXTS)}
        published = int(article.published.timestamp()) if article.published else 0
        writer.add_document(tantivy.Document(**values, published=published))
    writer.commit()
    writer.wait_merging_threads()


@contextmanager
def opened_tantivy(folder: Path) -> Iterator[RawTantivy]:
    """Lend an index of Tantivy's for searching."""
    import tantivy

    yield RawTantivy(tantivy.Index.open(str(folder)))


def _whoosh_schema(*, by_language: bool) -> Any:
    from whoosh import fields
    from whoosh.analysis.analyzers import LanguageAnalyzer

    texts = {
        f"{name}_{code}": fields.TEXT(stored=True, analyzer=LanguageAnalyzer(code))
        for name in TEXTS
        for code in ("en", "ar", "es")
    }
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        url=fields.ID(stored=True),
        tags=fields.KEYWORD(stored=True, commas=True),
        published=fields.DATETIME(stored=True, sortable=True),
        **{name: fields.ID(stored=True, sortable=True) for name in (*FACETS, "kind")},
        **(texts if by_language else {name: fields.TEXT(stored=True) for name in TEXTS}),
    )


def _fields(article: Article, *, by_language: bool) -> dict[str, Any]:
    ending = f"_{article.language}" if by_language else ""
    return {
        "id": article.id,
        "url": article.url,
        "tags": ",".join(article.tags),
        "published": article.published and _naive(article.published),
        "kind": article.kind,
        **{name: getattr(article, name) for name in FACETS},
        **{f"{name}{ending}": getattr(article, name) for name in TEXTS},
    }


def _naive(time: datetime) -> datetime:
    return time.replace(tzinfo=None)  # Whoosh knows no zones


_OPENERS: Mapping[str, Callable[[Path], Any]] = {
    "whoosh": opened_whoosh,
    "tantivy": opened_tantivy,
}


def main() -> None:
    """Print one page."""
    engine, folder, text, since, until = sys.argv[1:]
    with _OPENERS[engine](Path(folder)) as index:
        period = (datetime.fromisoformat(time) for time in (since, until))
        found = index.page(text, *period)
    print(found.total)
    for id_, title, snippet in found.hits:
        print(id_, title, snippet, sep="\n")
    for name, values in found.facets.items():
        print(name, Counter(values).most_common())


if __name__ == "__main__":
    main()
