"""The sources of a page's fields, in the order in which they are believed."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from archive.kinds import kind_of, path_id, refusal_of
from archive.tawsiyat import read_classes, read_tawsiyat, refusal_reason
from archive.urls import edition_of_url
from crawler.editions import EditionSite
from crawler.page_head import read_dom
from crawler.page_json import find_json_ld, find_tawsiyat
from crawler.page_metadata import read_json_ld, read_meta, read_title_element, strip_site_name

_ELLIPSES = ("...", "…")
_MIN_CUT_CHARS = 20
"""A shorter text before an ellipsis is meant so, not cut off."""
_SHOWN = ("title", "lead", "authors", "tags")
"""Fields that the page's elements are asked for where nothing better tells them."""
_ORIGIN_OF = {"title element": "meta"}
"""Sources that go by another's name in an article's provenance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSources:
    """What each source of a page tells, as article fields; absent ones are left out."""

    tawsiyat: Mapping[str, Any]
    """The site's own object itself, ``{}`` without one."""
    fields: Mapping[str, Mapping[str, Any]]
    """By source, the best first."""

    def told(self, field: str) -> Iterator[tuple[Any, str]]:
        """Yield the values of a field and where they come from, the best first."""
        for name, fields in self.fields.items():
            if fields.get(field):
                yield fields[field], _ORIGIN_OF.get(name, name)

    def first(self, field: str) -> tuple[Any, str]:
        """Return the best value of a field and its source, ``("", "")`` if no source has it.

        A text that is cut off with an ellipsis is completed from a source that has all of it.
        """
        value, origin = next(self.told(field), ("", ""))
        start = _cut_start(value)
        if start:
            whole = ((v, o) for v, o in self.told(field) if len(v) > len(value))
            return next((each for each in whole if each[0].startswith(start)), (value, origin))
        return value, origin

    def address(self, given: str, site: EditionSite) -> tuple[str, str]:
        """Return the page's canonical address and its source.

        Where a page names another edition's address, the home page or a section for its own, that
        is a mistake, and the given address stays.
        """
        for url, origin in self.told("url"):
            if edition_of_url(url) == site.name and not refusal_of(url):
                return url, origin
        return given, "url"

    def refusal(self, *urls: str) -> str:
        """Return why the page at these addresses is no article, ``""`` if nothing says so."""
        if self.tawsiyat and (reason := refusal_reason(self.tawsiyat)):
            return reason
        posttype = read_classes(self.tawsiyat.get("classes")).get("posttype", "")
        reasons = (refusal_of(url, posttype=posttype) for url in urls)
        is_profile = not self.tawsiyat and self.fields["meta"].get("og_type") == "profile"
        return next(filter(None, reasons), "author-page" if is_profile else "")

    def kind(self, url: str) -> tuple[str, str]:
        """Return the kind and its source: the site's names, the address, the type in JSON-LD."""
        kinds = {
            "tawsiyat": self.fields["tawsiyat"].get("kind", ""),
            "url": kind_of(url),
            "json-ld": self.fields["json-ld"].get("kind", ""),
        }
        return next(((kind, name) for name, kind in kinds.items() if kind), ("", ""))


def read_sources(root: etree._Element, given: str, site: EditionSite) -> PageSources:
    """Read all sources of the page at a canonical address, but for its text."""
    id_in_path = path_id(given) if site.name == "spanish" else ""
    meta = read_meta(root, given)
    urls = [url for url in (meta.get("url", ""), given) if url]
    tawsiyat = find_tawsiyat(root, urls, meta.get("postid", "") or id_in_path)
    own = read_tawsiyat(tawsiyat)
    if language := own.pop("language", ""):
        own["page_language"] = language
    fields: dict[str, dict[str, Any]] = {
        "tawsiyat": own,
        "json-ld": read_json_ld(find_json_ld(root, urls), given),
        "meta": meta,
        "dom": {},
        "url": {"postid": id_in_path},
        "title element": {"title": read_title_element(root)},
    }
    told = ChainMap(*(fields[name] for name in ("tawsiyat", "json-ld", "meta")))
    wanted = [name for name in _SHOWN if not told.get(name) or _cut_start(told[name])]
    fields["dom"] = read_dom(root, given, site, wanted)
    for each in fields.values():
        if each.get("title"):
            each["title"] = strip_site_name(each["title"], site.names)
    return PageSources(tawsiyat=tawsiyat, fields=fields)


def _cut_start(value: Any) -> str:
    if not isinstance(value, str) or not value.endswith(_ELLIPSES):
        return ""
    start = value.rstrip("….").rstrip()
    return start if len(start) >= _MIN_CUT_CHARS else ""
