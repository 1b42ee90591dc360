"""Pages as HTML, in the shape of the real sites."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from replica import filler, metadata
from replica.catalogue import Catalogue
from replica.content import Embed, Figure, Heading, Page, Paragraph, section_of
from replica.editions import editions
from replica.layout import Layout, layout_of
from replica.slugs import new_slug
from replica.times import card_date, visible_time

TEMPLATES = Path(__file__).parent / "templates"
REDESIGNS: Mapping[str, str] = {
    "classes": "every class that tells where title, lead and body stand has another name",
    "no-tawsiyat": "the metadata object is gone",
    "empty-body": "the text is no longer in the page",
}
_CLASSES = {
    "section": "news-section read-section light_bg pd-top-0",
    "title": "details-white-box",
    "lead": "lg_para summary",
    "lead_again": "lg_para",
    "body": "p-content",
    "related": "dual-related",
}
_NEW_CLASSES = {
    "section": "story-page",
    "title": "story-head",
    "lead": "story-standfirst",
    "lead_again": "story-standfirst",
    "body": "story-text",
    "related": "story-more",
}
_BLOCK_NAMES = {Heading: "heading", Embed: "embed", Figure: "figure"}
_CARDS = 20
_CSS_SIZE, _JS_SIZE, _ICONS = 24_000, 20_000, 24
_WORDS_A_MINUTE = 200
_BREADCRUMB_LENGTH = 90
_LINKED_LENGTH = 4


class Card(NamedTuple):
    """A link to a page, with image and date."""

    title: str
    href: str
    section: str
    date: str
    image: str


class Part(NamedTuple):
    """One piece of a body: what to show, and by which part of the template."""

    name: str
    content: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Static:
    """The parts that are the same on all pages of an edition."""

    head: Markup
    header: Markup
    bottom: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """What the templates of a page of the catalogue are given as ``view``."""

    page: Page
    css: Mapping[str, str]
    """Class names by role."""
    heading: str
    url: str
    meta: Sequence[tuple[str, str, str]]
    tawsiyat: Markup
    """JSON; empty when the page has none."""
    json_ld: Markup
    """JSON; empty when the page has none."""
    breadcrumb: Sequence[tuple[str, str]]
    """Name and path; the last path is empty."""
    author_path: str
    by_person: bool
    """The author is a person, not the staff."""
    date: str
    minutes: int
    views: int
    body: Sequence[Part]
    lead_after: bool
    tags: Sequence[str]
    blurb: str
    cards: Sequence[Card]
    """Other pages of this author or coverage."""


class Renderer:
    """Makes the pages of one edition; what is the same on all of them is made once."""

    def __init__(self, catalogue: Catalogue, redesigns: frozenset[str] = frozenset()) -> None:
        """Take a catalogue, and names of :data:`REDESIGNS` to apply to every page."""
        self._edition = catalogue.edition
        self._pages = catalogue.here()
        self._redesigns = redesigns
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def page(self, page: Page) -> str:
        """Return the HTML of a page of the catalogue."""
        layout = layout_of(page)
        if "no-tawsiyat" in self._redesigns:
            layout = replace(layout, has_tawsiyat=False)
        view = self._view(page, layout)
        return self._render(f"{layout.template}.html", page.title, view=view)

    def listing(self, path: str, pages: Sequence[Page]) -> str:
        """Return the HTML of a section's page, or of the home page (``/``)."""
        return self._render(
            "listing.html",
            self._section_name(path) or self._edition.network,
            cards=[self._card(page) for page in pages[:_CARDS]],
            tawsiyat=self._static_tawsiyat(path),
        )

    def live(self) -> str:
        """Return the HTML of the page of the live broadcast."""
        title = self._edition.labels["live"]
        return self._render("live.html", title, tawsiyat=self._static_tawsiyat("/live"))

    def missing(self) -> str:
        """Return the HTML that comes with status 404."""
        return self._render("missing.html", self._edition.labels["missing"])

    @cached_property
    def _static(self) -> Static:
        edition, pages = self._edition, self._pages
        make: Any = self._templates.get_template("furniture.html").module
        cards = [self._card(page) for page in pages[:_CARDS]]
        recent = zip(cards[3:], edition.recent, strict=False)
        most_read = [*(card._replace(date=date) for card, date in recent), *cards[5:8]]
        others = [other for other in editions().values() if other is not edition]
        publisher = _raw(metadata.script_json(metadata.publisher(edition)))
        styles, scripts = filler.stylesheet(_CSS_SIZE), filler.script(_JS_SIZE)
        return Static(
            head=make.head(edition, _raw(styles), _raw(scripts), publisher),
            header=make.header(edition, others, _raw(filler.icons(_ICONS))),
            bottom=make.bottom(edition, most_read, cards[8:14]),
        )

    def _render(self, template: str, title: str, **values: Any) -> str:
        return self._templates.get_template(template).render(
            edition=self._edition, static=self._static, title=title, **values
        )

    def _view(self, page: Page, layout: Layout) -> PageView:
        edition = self._edition
        coverage = page.value("coverage") or (page.title if layout.template == "coverage" else "")
        by_person = page.author not in {"", edition.staff, edition.network}
        return PageView(
            page=page,
            css=_NEW_CLASSES if "classes" in self._redesigns else _CLASSES,
            heading=layout.heading,
            url=edition.origin + page.path,
            meta=list(metadata.meta_tags(page, edition)),
            tawsiyat=_script(metadata.tawsiyat(page, edition)) if layout.has_tawsiyat else Markup(),
            json_ld=_script(metadata.json_ld(page, edition)) if layout.has_json_ld else Markup(),
            breadcrumb=self._breadcrumb(page),
            author_path=f"/authors/{new_slug(page.author)}",
            by_person=by_person,
            date=visible_time(page.published, edition.months, datetime.now(UTC)),
            minutes=max(1, page.words // _WORDS_A_MINUTE),
            views=page.number % 900 + 20,
            body=() if "empty-body" in self._redesigns else list(self._body(page, layout)),
            lead_after=layout.lead_again == "after",
            tags=list(dict.fromkeys(page.keywords)),
            blurb=edition.blurb.replace("{coverage}", coverage) if coverage else "",
            cards=self._cards_of(page) if layout.template in {"author", "coverage"} else (),
        )

    def _body(self, page: Page, layout: Layout) -> Iterator[Part]:
        """Yield the article's blocks with what the site puts between them."""
        related = self._related(page)
        first, last = layout.body_again
        paragraphs = 0
        linker = _Linker(page)
        for block in (*page.blocks, *page.blocks[first:last]):
            if not isinstance(block, Paragraph):
                yield Part(_BLOCK_NAMES[type(block)], block)
                continue
            yield Part("paragraph", linker.link(block.text))
            paragraphs += 1
            if paragraphs == layout.related_after:
                yield Part("related", related)
        if layout.has_frame:
            yield Part("frame")
        if layout.has_read_more and related:
            yield Part("read_more", related[0])
        if layout.lead_again == "inside" and paragraphs:
            yield Part("lead")

    def _related(self, page: Page) -> list[Card]:
        others = self._pages
        places = (page.number % len(others), (page.number // 7) % len(others)) if others else ()
        return [self._card(others[place]) for place in places if others[place] is not page]

    def _cards_of(self, page: Page) -> list[Card]:
        """Return cards of the articles of an author or a coverage."""
        own = [
            each
            for each in self._pages
            if page.title in {each.author, each.value("coverage")} and each is not page
        ]
        return [self._card(each) for each in own[:_CARDS]]

    def _card(self, page: Page) -> Card:
        return Card(
            title=page.title,
            href=page.path,
            section=page.value("category") or page.value("posttype"),
            date=card_date(page.published, self._edition.months),
            image=page.thumbnail,
        )

    def _breadcrumb(self, page: Page) -> list[tuple[str, str]]:
        section = f"/{section_of(page.path)}"
        return [
            (self._edition.labels["home"], "/"),
            (self._section_name(section) or page.value("posttype"), section),
            (shorten(page.title, _BREADCRUMB_LENGTH, placeholder="..."), ""),
        ]

    def _section_name(self, path: str) -> str:
        for menu in self._edition.menu:
            for name, item_path in ((menu.name, menu.path), *menu.items):
                if item_path == path:
                    return name
        return ""

    def _static_tawsiyat(self, path: str) -> Markup:
        if "no-tawsiyat" in self._redesigns:
            return Markup()
        return _script(metadata.static_tawsiyat(self._edition, path, self._edition.brand))


class _Linker:
    """Puts a link on the first tag that a paragraph names, once a page."""

    def __init__(self, page: Page) -> None:
        self._tags = [tag for tag in dict.fromkeys(page.keywords) if len(tag) >= _LINKED_LENGTH]

    def link(self, text: str) -> Markup:
        escaped = escape(text)
        for tag in self._tags:
            before, found, after = escaped.partition(Markup(" {} ").format(tag))
            if found:
                self._tags = []
                return before + Markup(" <a href='/tags/{0}'>{0}</a> ").format(tag) + after
        return escaped


def _script(values: Mapping[str, Any]) -> Markup:
    return _raw(metadata.script_json(values))


def _raw(text: str) -> Markup:
    """Return text of our own, or JSON made safe for a script, as it is."""
    return Markup(text)  # noqa: S704
