"""All pages of an edition: by path, by section, by month."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from replica.content import Page, section_of
from replica.editions import Edition, Menu
from replica.times import BEIRUT

Month = tuple[int, int]
"""Year and month of publication, in Beirut time."""


class Catalogue:
    """The pages of one edition; fixed once made."""

    def __init__(self, edition: Edition, pages: Iterable[Page]) -> None:
        """Take pages.

        Args:
            edition: The edition; pages of others are left out.
            pages: In any order. Of two at one path, the one modified last is there.
        """
        self.edition = edition
        own = (page for page in pages if page.edition == edition.name)
        by_path = {page.path: page for page in sorted(own, key=_modified)}
        self.pages: tuple[Page, ...] = tuple(
            sorted(by_path.values(), key=lambda page: (page.published, page.path), reverse=True)
        )
        """Newest first."""
        self._by_path: Mapping[str, Page] = by_path
        self._by_section = _by_section(self.pages)

    def page(self, path: str) -> Page | None:
        """Return the page at a raw Unicode path, gone or not; ``None`` when unknown."""
        return self._by_path.get(path)

    def here(self) -> list[Page]:
        """Return the pages that are not gone, newest first."""
        return [page for page in self.pages if not page.gone]

    def section(self, path: str) -> Sequence[Page] | None:
        """Return the pages below a section's path, newest first; ``None`` when there is none."""
        pages = self._by_section.get(path.strip("/"))
        if pages is None and any(path in _menu_paths(menu) for menu in self.edition.menu):
            return ()
        return pages

    def months(self, *, news_only: bool = False) -> dict[Month, list[Page]]:
        """Return the pages by month of publication, newest month first.

        Within a month, the page modified last comes first. Pages that are gone are listed too.
        """
        months: dict[Month, list[Page]] = defaultdict(list)
        for page in self.pages:
            if not news_only or self.is_news(page):
                day = page.published.astimezone(BEIRUT)
                months[day.year, day.month].append(page)
        for pages in months.values():
            pages.sort(key=_modified, reverse=True)
        return dict(sorted(months.items(), reverse=True))

    def is_news(self, page: Page) -> bool:
        """Tell whether the news sitemap lists a page."""
        return page.path.split("/")[1] in self.edition.news_roots

    def changed(self, change: Callable[[int, Page], Page]) -> "Catalogue":
        """Return the catalogue with each page changed.

        Args:
            change: Takes the position of a page by path, from 1, and the page.
        """
        ordered = sorted(self.pages, key=lambda page: page.path)
        return Catalogue(self.edition, [change(n, page) for n, page in enumerate(ordered, 1)])


def _modified(page: Page) -> datetime:
    return page.modified


def _by_section(pages: Iterable[Page]) -> dict[str, list[Page]]:
    sections: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if not page.gone:
            parts = section_of(page.path).split("/")
            for count in range(1, len(parts) + 1):
                sections["/".join(parts[:count])].append(page)
    return dict(sections)


def _menu_paths(menu: Menu) -> set[str]:
    return {menu.path, *(path for _, path in menu.items)}
