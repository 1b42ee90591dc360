"""The sources of a page's fields, in the order in which they are believed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from archive.kinds import kind_of, path_id, refusal_of
from archive.tawsiyat import read_classes, read_line, read_postid, read_tawsiyat
from archive.urls import edition_of_url
from crawler.editions import EditionSite
from crawler.page_head import ShownFields
from crawler.page_json import Node, address_of, find_tawsiyat
from crawler.page_metadata import LinkedFields, MetaFields, TitleElement, strip_site_name
from crawler.page_tree import PageTree

_ELLIPSES = ("...", "…")
_MIN_CUT_CHARS = 20
"""A shorter text before an ellipsis is meant so, not cut off."""
_NOTHING: tuple[Any, str] = ("", "")
_ORIGIN_OF = {"title element": "meta"}
"""Sources that go by another's name in an article's provenance."""


class Fields(Protocol):
    """What one source tells; mostly read no sooner than it is asked for."""

    def get(self, field: str, /) -> Any:
        """Return the value of an article field; nothing if the source does not tell it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSources:
    """What each source of a page tells, as article fields."""

    site: EditionSite
    tawsiyat: Node
    """The site's own object itself, ``{}`` without one."""
    fields: Mapping[str, Fields]
    """By source, the best first."""

    def told(self, field: str) -> Iterator[tuple[Any, str]]:
        """Yield the values of a field and where they come from, the best first.

        The site's own object tells of every page whether it has a video, and how long it is.
        """
        if field == "video_duration_s" and "video_duration" in self.tawsiyat:
            if value := self.fields["tawsiyat"].get(field):
                yield value, "tawsiyat"
            return
        for name, fields in self.fields.items():
            value = fields.get(field)
            if value and field == "title":
                value = strip_site_name(value, self.site.names)
            if value:
                yield value, _ORIGIN_OF.get(name, name)

    def first(self, field: str) -> tuple[Any, str]:
        """Return the best value of a field and its source, ``("", "")`` if no source has it.

        A text that is cut off with an ellipsis is completed from a source that has all of it.
        """
        value, origin = self.fields["tawsiyat"].get(field), "tawsiyat"
        if not value or field == "title":
            value, origin = next(self.told(field), _NOTHING)
        if isinstance(value, str) and value.endswith(_ELLIPSES) and (start := _cut_start(value)):
            whole = ((v, o) for v, o in self.told(field) if len(v) > len(value))
            return next((each for each in whole if each[0].startswith(start)), (value, origin))
        return value, origin

    def address(self, given: str) -> tuple[str, str]:
        """Return the page's canonical address and its source.

        Where a page names another edition's address, the home page or a section for its own, that
        is a mistake, and the given address stays.
        """
        for url, origin in self.told("url"):
            if edition_of_url(url) == self.site.name and not refusal_of(url):
                return url, origin
        return given, "url"

    def refusal(self, *urls: str) -> str:
        """Return why the page at these addresses is no article, ``""`` if nothing says so."""
        posttype = read_classes(self.tawsiyat.get("classes")).get("posttype", "")
        if self.tawsiyat:
            own, type_ = (
                self.fields["tawsiyat"].get("url") or "",
                read_line(self.tawsiyat.get("type")),
            )
            if reason := refusal_of(own, posttype=posttype, type=type_):
                return reason
            urls = tuple(url for url in dict.fromkeys(urls) if url != own)
        reasons = (refusal_of(url, posttype=posttype) for url in urls)
        is_profile = not self.tawsiyat and self.fields["meta"].get("og_type") == "profile"
        return next(filter(None, reasons), "author-page" if is_profile else "")

    def kind(self, url: str) -> tuple[str, str]:
        """Return the kind and its source: the site's names, the address, the type in JSON-LD."""
        if kind := self.fields["tawsiyat"].get("kind"):
            return kind, "tawsiyat"
        if kind := kind_of(url):
            return kind, "url"
        kind = self.fields["json-ld"].get("kind")
        return (kind, "json-ld") if kind else ("", "")


def read_sources(page: PageTree, given: str, site: EditionSite) -> PageSources:
    """Return the sources of the page at a canonical address, but for its text."""
    id_in_path = path_id(given) if site.name == "spanish" else ""
    meta = MetaFields(page.root, given)

    def fits(node: Node) -> bool:
        postid = meta.get("postid") or id_in_path
        if postid and read_postid(node.get("postid")) == postid:
            return True
        address = address_of(node)
        return bool(address) and address in {meta.url, given}

    tawsiyat = find_tawsiyat(page, fits)
    own = read_tawsiyat(tawsiyat)
    if language := own.pop("language", ""):
        own["page_language"] = language
    fields: dict[str, Fields] = {
        "tawsiyat": own,
        "json-ld": LinkedFields(page, given, fits),
        "meta": meta,
        "dom": ShownFields(page, given, site),
        "url": {"postid": id_in_path},
        "title element": TitleElement(page.root),
    }
    return PageSources(site=site, tawsiyat=tawsiyat, fields=fields)


def _cut_start(value: str) -> str:
    """Return what stands before the ellipsis that a text ends with, if it is long enough."""
    start = value.rstrip("….").rstrip()
    return start if len(start) >= _MIN_CUT_CHARS else ""
