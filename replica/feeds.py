"""The feed of an edition. Nobody has seen a real one: this is RSS 2.0 as most write it."""

from collections.abc import Iterator
from email.utils import format_datetime
from itertools import islice
from xml.sax.saxutils import escape

from replica.catalogue import Catalogue

FEED_PATH = "/rss"
_NEWEST = 20


def feed(catalogue: Catalogue) -> str:
    """Return the newest pages as RSS."""
    edition = catalogue.edition
    head = f"<title>{escape(edition.network)}</title><link>{edition.origin}/</link>"
    items = "".join(islice(_items(catalogue), _NEWEST))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<rss version="2.0"><channel>{head}\n{items}</channel></rss>\n'
    )


def _items(catalogue: Catalogue) -> Iterator[str]:
    for page in catalogue.here():
        url = escape(f"{catalogue.edition.origin}{page.path}")
        yield (
            f"<item><title>{escape(page.title)}</title><link>{url}</link>"
            f"<guid isPermaLink='false'>{escape(page.postid)}</guid>"
            f"<pubDate>{format_datetime(page.published)}</pubDate></item>\n"
        )
