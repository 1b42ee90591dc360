"""Finding articles: words, filters, counts, pages of hits; also as JSON, CSV and Atom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.notes import Note
from index import Results, search
from index.folder import articles_behind
from printing.hit_formats import render_results
from printing.terminal import Terminal
from stories.across_folder import search_folder_across
from webui.addresses import Address
from webui.answers import ATOM, CSV, JSON, Answer, json_answer
from webui.asked import Asked
from webui.facets import Chip, Facet, show_chips, show_facets
from webui.feed import feed_answer
from webui.hits import ShownHit, show_hit
from webui.interface import Interface
from webui.notes import say_note
from webui.passages import Passage, label_of
from webui.reading import Reader
from webui.rendering import Feed, Link, SearchBox, View, html_answer
from webui.search_request import FILTERS, MAX_WINDOW, SORT_NAMES, SearchRequest, read_search

_AROUND = 2
"""Pages that can be gone to on each side of this one."""
_KEPT = (*FILTERS, "since", "until", "versions", "across", "sort")
"""What stays when the words change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateForm:
    """The form for the days of publication."""

    address: str
    since: str
    until: str
    kept: tuple[tuple[str, str], ...]
    """What else of the search stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """The context of ``search.html``."""

    summary: str
    """How many were found."""
    took: str
    """How long that took."""
    notice: str
    """What the reader should know of the index; ``""`` when there is nothing."""
    hits: tuple[ShownHit, ...]
    start: int
    """The rank of the first one, from 1."""
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    """The filters in use."""
    clear: str
    """The address of the search without any; ``""`` when there are none."""
    dates: DateForm
    sorts: tuple[Link, ...]
    versions: Link
    """The same search with older versions, or without them."""
    across: Link
    """The same search in all three languages, or not."""
    notes: tuple[Passage, ...]
    """What a search across languages could not do."""
    pages: tuple[Link, ...]
    before: str
    """Address of the page before; ``""`` on the first one."""
    after: str
    suggestion: Link | None
    """Did you mean …?"""
    is_cut: bool
    """Whether there are more hits than can be paged through."""
    feeds: tuple[Feed, ...]


def answer(asked: Asked, reader: Reader) -> Answer:
    """Return what is found, in the format that is asked for."""
    request = read_search(asked)
    results, notes = _found(reader, request)
    if request.format == "json":
        return json_answer(results.as_json())
    if request.format == "csv":
        text = render_results(results, "csv", Terminal()) + "\n"
        name = {"Content-Disposition": 'attachment; filename="search.csv"'}
        return Answer(body=text.encode(), media_type=CSV, headers=name)
    if request.format == "atom":
        return feed_answer(results, asked, title=_title(asked, request))
    behind = articles_behind(reader.archive, reader.index.last_change())
    page = _page(asked, request, results, behind, notes)
    box = SearchBox(
        address=str(asked.page("/search")), query=request.query.text, kept=_kept(asked, *_KEPT)
    )
    title = _title(asked, request)
    view = View(template="search", title=title, page=page, box=box, feeds=page.feeds)
    return html_answer(asked, view)


def _found(reader: Reader, request: SearchRequest) -> tuple[Results, tuple[Note, ...]]:
    """Return what is found, and what there is to say about it."""
    site = reader.site
    if request.across:
        found = search_folder_across(site.folder, site.engine, request.query)
        if found is not None:
            return found.results, found.notes
    return search(reader.archive, reader.index, request.query), ()


def _page(
    asked: Asked, request: SearchRequest, results: Results, behind: int, notes: tuple[Note, ...]
) -> SearchPage:
    interface, here = asked.interface, _here(asked)
    last = _last_page(request, results.total)
    has_more = request.page < last
    chips = show_chips(asked, here, request)
    return SearchPage(
        summary=_summary(interface, request, results),
        took=interface.words["search"]["took"].format(
            ms=interface.number(_shown_ms(results.took_ms))
        ),
        notice=interface.count("behind", behind) if behind else "",
        hits=tuple(show_hit(hit, asked) for hit in results.hits),
        start=request.first,
        facets=show_facets(asked, here, request, results.facets),
        chips=chips,
        clear=str(here.without(*FILTERS, "since", "until")) if chips else "",
        dates=DateForm(
            address=here.path,
            since=request.since,
            until=request.until,
            kept=_kept(asked, "q", *FILTERS, "versions", "across", "sort"),
        ),
        sorts=_sorts(interface, here, request),
        versions=_versions(interface, here, request),
        across=_across(interface, here, request),
        notes=tuple(say_note(interface, note) for note in notes),
        pages=tuple(_pages(interface, here, request.page, last)),
        before=str(here.setting("page", str(request.page - 1))) if request.page > 1 else "",
        after=str(here.setting("page", str(request.page + 1))) if has_more else "",
        suggestion=_suggestion(here, results),
        is_cut=request.page == last and results.total > MAX_WINDOW,
        feeds=tuple(_feeds(interface, here)),
    )


def _here(asked: Asked) -> Address:
    """Return the address of the search without what is only about this page of it."""
    here = asked.page("/search")
    kept = _kept(asked, "q", *_KEPT, "limit")
    return Address(here.path, kept)


def _kept(asked: Asked, *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name in names for value in asked.many(name))


def _title(asked: Asked, request: SearchRequest) -> str:
    words = asked.interface.words["search"]
    query = label_of(request.query.text)
    return words["title_of"].format(query=query) if query else words["title"]


def _summary(interface: Interface, request: SearchRequest, results: Results) -> str:
    words = interface.words["search"]
    if not results.total:
        return words["none"]
    found = interface.count("found", results.total)
    if not results.hits or len(results.hits) == results.total:
        return found
    first, last = request.first, request.first + len(results.hits) - 1
    shown = words["shown"].format(first=interface.number(first), last=interface.number(last))
    return f"{found} {shown}"


def _sorts(interface: Interface, here: Address, request: SearchRequest) -> tuple[Link, ...]:
    return tuple(
        Link(
            name=interface.words["search"][name],
            address=str(here.setting("sort", "" if sort == "relevance" else sort)),
            is_here=sort == request.query.sort,
        )
        for name, sort in SORT_NAMES.items()
    )


def _shown_ms(milliseconds: float) -> float:
    return round(milliseconds, 1 if milliseconds < _SHORT_MS else None)


_SHORT_MS = 10


def _versions(interface: Interface, here: Address, request: SearchRequest) -> Link:
    is_on = request.query.versions
    return Link(
        name=interface.words["search"]["versions"],
        address=str(here.without("across").setting("versions", "" if is_on else "1")),
        is_here=is_on,
    )


def _across(interface: Interface, here: Address, request: SearchRequest) -> Link:
    address = here.without("versions").setting("across", "" if request.across else "1")
    name = interface.words["search"]["across"]
    return Link(name=name, address=str(address), is_here=request.across)


def _last_page(request: SearchRequest, total: int) -> int:
    limit = request.query.limit
    return max(min(-(-total // limit), MAX_WINDOW // limit), 1)


def _pages(interface: Interface, here: Address, page: int, last: int) -> Iterator[Link]:
    """Yield the pages around this one, if there are any others."""
    if last == 1:
        return
    for number in range(max(page - _AROUND, 1), min(page + _AROUND, last) + 1):
        address = here.setting("page", str(number) if number > 1 else "")
        yield Link(name=interface.number(number), address=str(address), is_here=number == page)


def _suggestion(here: Address, results: Results) -> Link | None:
    better = results.did_you_mean
    return Link(name=label_of(better), address=str(here.setting("q", better))) if better else None


def _feeds(interface: Interface, here: Address) -> Iterator[Feed]:
    for name, media_type in _FEED_TYPES.items():
        address = str(here.setting("format", name))
        label = interface.words["formats"][name]
        yield Feed(name=label, address=address, media_type=media_type.partition(";")[0])


_FEED_TYPES: Mapping[str, str] = {"atom": ATOM, "json": JSON, "csv": CSV}
