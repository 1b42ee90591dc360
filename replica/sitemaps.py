"""The sitemaps of an edition, written as the site writes them.

Addresses are those of the real host, in raw Unicode. Months are not padded, newest first; the
index has no ``lastmod``.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from xml.sax.saxutils import escape

from replica.catalogue import Catalogue, Month
from replica.content import Page
from replica.editions import Edition
from replica.times import sitemap_time

_PROLOGUE = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS_SPACES = (
    f'{_SPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


class Sitemaps:
    """The texts of all sitemaps of a catalogue; each made when it is first asked for."""

    def __init__(self, catalogue: Catalogue, root: str = "/sitemaps") -> None:
        """Take a catalogue, and the path below which its sitemaps lie."""
        self._edition = catalogue.edition
        self.index = f"{self._edition.origin}{root}/all.xml"
        self._makers: dict[str, Callable[[], str]] = {}
        for name, months in (
            ("all", catalogue.months()),
            ("news", catalogue.months(news_only=True)),
        ):
            paths = [_path(root, name, month) for month in months]
            self._makers[f"{root}/{name}.xml"] = partial(self._index, paths)
            for path, pages in zip(paths, months.values(), strict=True):
                self._makers[path] = partial(self._month, name, pages)
        self._texts: dict[str, str] = {}

    def text(self, path: str) -> str | None:
        """Return the sitemap at a path, or ``None`` when there is none."""
        if path in self._makers and path not in self._texts:
            self._texts[path] = self._makers[path]()
        return self._texts.get(path)

    def _index(self, paths: Iterable[str]) -> str:
        origin = self._edition.origin
        rows = (f"<sitemap><loc>{origin}{path}</loc></sitemap>\n" for path in paths)
        return f"{_PROLOGUE}<sitemapindex {_SPACE}>\n{''.join(rows)}</sitemapindex>\n"

    def _month(self, name: str, pages: Iterable[Page]) -> str:
        rows = (_news_rows if name == "news" else _rows)(self._edition, pages)
        space = _NEWS_SPACES if name == "news" else _SPACE
        return f"{_PROLOGUE}<urlset {space}>\n{''.join(rows)}</urlset>\n"


def _path(root: str, name: str, month: Month) -> str:
    return f"{root}/{name}/sitemap-{month[0]}-{month[1]}.xml"


def _rows(edition: Edition, pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        time = f"<lastmod>{sitemap_time(page.modified)}</lastmod>" if edition.sitemap_times else ""
        yield f"<url><loc>{escape(edition.origin + page.path)}</loc>{time}</url>\n"


def _news_rows(edition: Edition, pages: Iterable[Page]) -> Iterator[str]:
    publication = (
        f"<news:publication><news:name>{escape(edition.network)}</news:name>"
        f"<news:language>{edition.language}</news:language></news:publication>"
    )
    for page in pages:
        image = page.thumbnail.partition("&width")[0]
        yield (
            f"<url><loc>{escape(edition.origin + page.path)}</loc>"
            f"<lastmod>{sitemap_time(page.modified)}</lastmod>"
            f"<news:news>{publication}"
            f"<news:publication_date>{sitemap_time(page.published)}</news:publication_date>"
            f"<news:title>{escape(page.title)}</news:title>"
            f"<news:keywords>{escape(','.join(page.keywords))}</news:keywords></news:news>"
            f"<image:image><image:loc>{escape(image)}</image:loc></image:image></url>\n"
        )
