"""How many pages are read exactly, field by field: ours beside trafilatura and newspaper4k.

    python -m benchmarks.extraction
    python -m benchmarks.extraction FILE.jsonl.gz … --limit 500

The replica renders the articles of the files (its own newsroom without one) in the many forms that
pages have; what a program reads from a page must equal what it was made from. A text is compared as
readers see it (:func:`languages.clean_text`), paragraph by paragraph, in order; of one that comes
twice the second is left out on both sides, and so are the lead before or behind the text, and lines
of a file that lead to other articles. "near body" is the mean of F1 over paragraphs. To be fair to
general programs, a day is enough for a time, and names may be parted in any way.
"""

import argparse
import logging
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from archive.frontier import BEIRUT
from archive.intake import normalise
from benchmarks.floors import report
from benchmarks.rendered import Rendered, render
from benchmarks.rivals import NEWSPAPER_MISSING, Extract, Extractor, rivals
from crawler.editions import SITES
from crawler.items import RefusedPageError
from crawler.pages import parse_page
from languages import clean_text

FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
OURS = "ours"
SHOWN = 5
_PARTS_OF_NAMES = re.compile(r"[\s|،,;]+|\b(?:and|y|By|Por)\b")
_LINK_LINE = re.compile(
    r"(?:[اإ]قرأ [أا]يض[اًا]{1,2}|Read (?:more|also)|Lea también)\s*:", re.IGNORECASE
)
FIELDS = ("title", "lead", "body", "near body", "no text", "published", "authors", "tags")


@dataclass(slots=True)
class Score:
    """Of one program in one edition: by field."""

    compared: Counter[str] = field(default_factory=Counter)
    """Pages."""
    equal: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Pages that are exact; of "near body", the sum of their F1."""
    misses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Addresses of the first pages that differ, by field."""

    def share(self, name: str) -> float:
        """Return the share of exact pages, or the mean F1; 1 if there is nothing to compare."""
        return self.equal[name] / self.compared[name] if self.compared[name] else 1.0


Scores = Mapping[tuple[str, str], Score]
"""By edition and program."""


def compare(pages: Iterable[Rendered], extractors: Mapping[str, Extractor]) -> Scores:
    """Return how each program does on the pages, which are read one at a time."""
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    for page in pages:
        for name, extract in ({OURS: partial(_ours, page)} | dict(extractors)).items():
            score = scores[page.page.edition, name]
            for what, degree in _judge(page, extract(page.html, page.url)):
                score.compared[what] += 1
                score.equal[what] += degree
                if degree < 1 and len(score.misses[what]) < SHOWN:
                    score.misses[what].append(page.url)
    return scores


def print_table(scores: Scores) -> None:
    """Print the shares, a row for each program in each edition."""
    print(f"{'':22}{'pages':>7}" + "".join(f"{name:>11}" for name in FIELDS))
    for (edition, program), score in scores.items():
        shares = "".join(
            f"{score.share(name):11.4f}" if score.compared[name] else f"{'-':>11}"
            for name in FIELDS
        )
        print(f"{edition:9}{program:13}{score.compared['title']:7}{shares}")


def misses(scores: Scores) -> Iterator[str]:
    """Yield a line for each field of which we do not read all pages, with pages that differ."""
    for (edition, program), score in scores.items():
        for name in score.misses if program == OURS else ():
            yield f"{edition} {name}: {score.share(name):.4f}: {score.misses[name]}"


def _judge(page: Rendered, found: Extract) -> Iterator[tuple[str, float]]:
    told = page.page
    yield "title", clean_text(found.title) == clean_text(told.title)
    yield "lead", clean_text(found.lead) == clean_text(told.lead)
    yield "authors", _names(found.authors) == _names(told.author)
    yield "tags", _lines(found.tags) == _lines(told.keywords)
    days = {told.published.astimezone(zone).date() for zone in (UTC, BEIRUT)}
    yield "published", found.published in days
    expected, text = _text(page.paragraphs, told.lead), _text(found.paragraphs, told.lead)
    yield "body" if expected else "no text", expected == text
    if expected:
        yield "near body", _f1(expected, text)


def _text(paragraphs: Iterable[str], lead: str) -> list[str]:
    lines = [line for line in _lines(paragraphs) if not _LINK_LINE.match(line)]
    for place in (0, -1):
        if lines and _letters(lines[place]) == _letters(lead):
            del lines[place]
    return lines


def _f1(expected: Sequence[str], found: Sequence[str]) -> float:
    """Return the harmonic mean of the shares of paragraphs that were found, and that are right.

    >>> round(_f1(["a", "b", "c"], ["b", "d"]), 3)
    0.4
    """
    return 2 * len(set(expected) & set(found)) / (len(expected) + len(found))


def _letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(filter(str.isalnum, decomposed))


def _ours(page: Rendered, html: bytes, url: str) -> Extract:
    """Return what the crawler reads, normalised as it is for the archive."""
    try:
        item = parse_page(html, url, SITES[page.page.edition], fetched=FETCHED)
    except RefusedPageError:
        return Extract()
    values = {name: getattr(item, name) for name in item.__dataclass_fields__}
    normalise(values)
    # To us, a time is exact or wrong.
    exact = item.published is not None and _second(item.published) == _second(page.page.published)
    return Extract(
        title=values["title"],
        lead=values["lead"],
        paragraphs=tuple(values["body"].split("\n\n")),
        authors=" | ".join(values["authors"]),
        tags=frozenset(values["tags"]),
        published=page.page.published.astimezone(UTC).date() if exact else None,
    )


def _lines(texts: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(filter(None, map(clean_text, texts)))


def _names(text: str) -> list[str]:
    return [part for part in _PARTS_OF_NAMES.split(clean_text(text)) if part]


def _second(time: datetime) -> datetime:
    return time.astimezone(UTC).replace(microsecond=0)


def main() -> int:
    """Compare and print; 0 when our shares reach the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE")
    parser.add_argument("--limit", type=int, default=0, help="pages of each edition; 0: all")
    parser.add_argument("--ours", action="store_true", help="without the other programs")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    extractors = {} if options.ours else rivals()
    scores = compare(render(options.files, limit=options.limit), extractors)
    print_table(scores)
    if "newspaper4k" not in rivals():
        print(NEWSPAPER_MISSING)
    for line in misses(scores):
        print(line)
    ours = [score for (_, program), score in scores.items() if program == OURS]
    lowest = {name: min(score.share(name) for score in ours) for name in FIELDS}
    return report(lowest, "extraction")


if __name__ == "__main__":
    sys.exit(main())
