"""Where the processor time of an article goes, stage by stage, over the pages of an archive."""

import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from itemadapter import ItemAdapter

from archive import RawPage, open_archive
from archive.article import Article, with_content_hash
from archive.data_folder import index_folder
from archive.frontier import Visit
from archive.intake import build_article, normalise, tag_language
from crawler.editions import SITES
from crawler.items import ArticleItem
from crawler.pages import parse_page
from index import open_index, sync

INDEX = "index, in its own process"
_WARM_PAGES = 20
In = TypeVar("In")
Out = TypeVar("Out")


def measure_stages(data_folder: Path, new_folder: Path) -> dict[str, float]:
    """Return the processor time of each stage in milliseconds a page.

    Args:
        data_folder: An archive with raw pages; it is only read.
        new_folder: Where a second archive and its index are made.
    """
    with closing(open_archive(data_folder)) as archive:
        stored = [(each, archive.page(each.id, each.version)) for each in archive.every_article()]
    pages = [(article, page) for article, page in stored if page is not None]
    measured: dict[str, float] = {}
    items = _time(measured, "parse", _parse, pages)
    _time(measured, "normalise", _normalise, items)
    _time(measured, "language", _tag, items)
    articles = _time(measured, "build and hash", _build, items)
    raw = [page for _, page in pages]
    with closing(open_archive(new_folder, create=True)) as archive:

        def store(pair: tuple[Article, RawPage]) -> None:
            archive.store(pair[0], pair[1], _visit(*pair))

        _time(measured, "archive", store, list(zip(articles, raw, strict=True)))
        _time(measured, INDEX, lambda _: _sync(new_folder), [None], pages=len(pages))
    return measured


def _time(
    measured: dict[str, float],
    stage: str,
    do: Callable[[In], Out],
    values: Iterable[In],
    *,
    pages: int = 0,
) -> list[Out]:
    values = list(values)
    if not pages:
        for value in values[:_WARM_PAGES]:
            do(value)
    started = time.process_time()
    results = [do(value) for value in values]
    measured[stage] = (time.process_time() - started) * 1000 / (pages or len(values))
    return results


def _parse(pair: tuple[Article, RawPage]) -> ArticleItem:
    article, page = pair
    site = SITES[article.edition]
    return parse_page(page.body.decode(), page.url, site, fetched=page.fetched)


def _normalise(item: ArticleItem) -> None:
    normalise(ItemAdapter(item))


def _tag(item: ArticleItem) -> None:
    tag_language(ItemAdapter(item), page=item.page_language)


def _build(item: ArticleItem) -> Article:
    return with_content_hash(build_article(ItemAdapter(item)))


def _visit(article: Article, page: RawPage) -> Visit:
    return Visit(edition=article.edition, url=page.url, outcome="new", at=page.fetched)


def _sync(folder: Path) -> None:
    with (
        closing(open_archive(folder)) as archive,
        closing(open_index(index_folder(folder), create=True)) as index,
    ):
        sync(archive, index)
