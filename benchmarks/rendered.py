"""Pages of the replica, rendered in this process, with what they were made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from replica.catalogue import Catalogue
from replica.content import Heading, Page, Paragraph
from replica.editions import editions
from replica.layout import layout_of
from replica.pages import Renderer
from replica.records import read_files
from replica.stories import read_stories
from replica.tellings import read_extras, read_newsroom

_ARTICLES = frozenset({"article", "video"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One page of an article."""

    page: Page
    """What the page says."""
    url: str
    html: bytes

    @property
    def paragraphs(self) -> list[str]:
        """The text as it was given: paragraphs and headings."""
        return [each.text for each in self.page.blocks if isinstance(each, Paragraph | Heading)]


def render(files: Sequence[Path], *, limit: int = 0) -> Iterator[Rendered]:
    """Yield the pages of the articles of all editions, one edition after the other.

    Args:
        files: JSON Lines, plain or gzipped; the replica's own newsroom if there is none.
        limit: At most so many of each edition, spread over all of its time; 0: all.
    """
    pages = list(read_files(files)) if files else [*read_newsroom(read_stories()), *read_extras()]
    for edition in editions().values():
        catalogue = Catalogue(edition, pages)
        renderer = Renderer(catalogue)
        articles = [each for each in catalogue.here() if layout_of(each).template in _ARTICLES]
        step = max(1, len(articles) // limit) if limit else 1
        for page in articles[::step][: limit or None]:
            html = renderer.page(page).encode(errors="replace")
            yield Rendered(page=page, url=edition.origin + page.path, html=html)
