"""Which fields the articles of a run have, and where that says that the site has changed."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from archive.article import Article

FIELD_PREFIX = "news-fields/"
TEXT_KINDS = frozenset({"news", "opinion", "analysis", "feature", "blog", "press"})
"""Kinds whose articles have a body."""
FLOORS: Mapping[str, float] = {"published": 0.95, "body": 0.9, "own-body": 0.9}
"""Every edition, always: shares that no healthy run falls below, with or without past runs."""
EDITION_FLOORS: Mapping[str, Mapping[str, float]] = {"arabic": {"tawsiyat": 0.9}}
"""What is certain of one edition only: every Arabic page has had the site's own object."""
MIN_ARTICLES = 10
"""Of fewer articles no share is judged."""
MAX_FALL = 0.2
"""A share may be this much below the median of the past runs."""
PAST_RUNS = 10


def fields_present(article: Article) -> Iterator[str]:
    """Yield what is counted of an article: the fields it has, and where they came from.

    ``articles`` and ``texts`` (articles of a kind that has text) are what shares are taken of;
    ``own-body``: the body came by the site's own selectors; ``tawsiyat``: the site's own object
    was there.
    """
    yield "articles"
    for name in ("lead", "authors", "tags", "published", "image_url", "section", "postid"):
        if getattr(article, name):
            yield name
    if "tawsiyat" in article.provenance.values():
        yield "tawsiyat"
    if article.kind in TEXT_KINDS:
        yield "texts"
        if article.body:
            yield "body"
            if article.provenance.get("body") != "fallback":
                yield "own-body"


def coverage(stats: Mapping[str, Any]) -> dict[str, float]:
    """Return the share of articles that have each field, 0 to 1; nothing without articles."""
    counts = {
        name.removeprefix(FIELD_PREFIX): int(value)
        for name, value in stats.items()
        if name.startswith(FIELD_PREFIX)
    }
    articles, texts = counts.pop("articles", 0), counts.pop("texts", 0)
    shares = dict.fromkeys((*FLOORS, "tawsiyat", "lead", "tags", "authors", "image_url"), 0.0)
    whole = {"body": texts, "own-body": texts}
    for name in shares | counts:
        of = whole.get(name, articles)
        shares[name] = round(counts.get(name, 0) / of, 4) if of else 1.0
    return shares if articles else {}


def find_falls(
    edition: str,
    shares: Mapping[str, float],
    articles: int,
    past: Sequence[Mapping[str, Any]],
) -> Iterator[str]:
    """Yield a line for each field that too few articles have.

    Args:
        edition: Whose.
        shares: Of this run; see :func:`coverage`.
        articles: Of this run.
        past: Reports of past runs, newest first; unhealthy and small ones are passed over.
    """
    if articles < MIN_ARTICLES:
        return
    floors = {**FLOORS, **EDITION_FLOORS.get(edition, {})}
    good = [each for each in past if each["healthy"] and each["articles"] >= MIN_ARTICLES]
    for name, share in shares.items():
        before = [each["coverage"][name] for each in good[:PAST_RUNS] if name in each["coverage"]]
        usual = median(before) if before else 0.0
        floor = max(floors.get(name, 0.0), usual - MAX_FALL)
        if share < floor:
            usually = f", usually {usual:.0%}" if before else ""
            yield f"only {share:.0%} of the articles have {name}{usually}: has the site changed?"
