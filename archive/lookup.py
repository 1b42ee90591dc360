"""Finding an article by what a reader has of it: its id, or its address."""

from archive.archive import Archive
from archive.article import Article
from archive.urls import canonical_url


def find_article(archive: Archive, name: str, version: int | None = None) -> Article | None:
    """Return an article, the newest version unless told; ``None`` if there is none.

    Args:
        archive: Where to look.
        name: Its id, or any form of its address, with or without ``https://``.
        version: The number of another version.
    """
    if "/" not in name:
        return archive.article(name, version)
    try:
        url = canonical_url(name if "://" in name else f"https://{name}")
    except ValueError:
        return None
    id_ = archive.id_of_url(url)
    return None if id_ is None else archive.article(id_, version)
