"""What stands between the paragraphs of an article and is none of them.

The site puts related cards, labels with links, dates, tags, a blurb about the coverage and embedded
posts into and around the body. Each is known by its own mark here, whatever its class is called.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import groupby

from archive.kinds import fold_name
from crawler.editions import EditionSite
from crawler.page_lines import Line
from languages import parse_visible_date

_MAX_LABEL_CHARS = 400
_MAX_KEY_CHARS = 64
_MAX_DIFFERENCE = 12
"""Characters by which two writings of one text may differ."""
_START_CHARS = 20
_MAX_SOURCE_CHARS = 160
_BYLINE_LABELS = frozenset({"by", "por", "بقلم"})
_MAX_DATE_CHARS = 40
_MAX_CARD_CHARS = 200
_MAX_TAG_CHARS = 50
_MIN_REPEAT_CHARS = 20
"""A shorter paragraph may be said twice, such as the answers of an interview."""
_MOSTLY = 0.5
_WHOLLY = 0.9
_SENTENCE_ENDS = tuple(".!?؟…:;؛")
_CLOSING = "\"'”»’)]"
_COUNTS = re.compile(
    r"\d+\s*min(?:ute|uto)?s?\.?\s*(?:read|de lectura)"
    r"|(?:(?:مدة|وقت|زمن)\s*القراءة\s*:?\s*)?\d+\s*(?:دقيقة|دقائق|دقيقتان|د)(?:\s*(?:قراءة|للقراءة))?"
    r"|[\d.,]+\s*(?:views|visualizaciones|visitas|مشاهدة|مشاهدات)",
    re.IGNORECASE,
)
_POST = re.compile(
    r"pic\.(?:twitter|x)\.com/\w+\s*\Z"
    r"|\A\s*(?:&mdash;|[—–―-]{1,2})\s?[^()]{1,80}\(@\w{1,30}\)"
    r"|\(@\w{1,30}\)\s+\S+\s+\d{1,2},?\s+\d{4}\s*\Z"
    r"|\AView this post on Instagram|\AA post shared by |\AVer esta publicación en Instagram",
    re.IGNORECASE,
)
_POST_HINTS = ("pic.", "(@", "Instagram", "post shared by")
"""Without one of these a text is no post: much faster to see than by the pattern."""
_POST_LINK = re.compile(
    r"https?://(?:[\w-]+\.)?(?:(?:twitter|x)\.com/\w+/status/|instagram\.com/(?:p|reel|tv)/"
    r"|tiktok\.com/@|t\.me/\w+/\d|facebook\.com/[^?#]+/(?:posts|videos)/)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What is known of a page before its body is read, and tells furniture from text."""

    site: EditionSite
    fetched: datetime
    """Aware."""
    title: str = ""
    lead: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class Sifted:
    """Lines, parted."""

    kept: list[Line] = field(default_factory=list)
    dropped: list[Line] = field(default_factory=list)
    """Links to other articles, and what introduces them."""
    source: str = ""
    """From a source line among the paragraphs."""


def sift(lines: Iterable[Line], facts: PageFacts, *, own: bool) -> Sifted:
    """Part the paragraphs of an article from the furniture between them, each paragraph once.

    Args:
        lines: In the order of the page.
        facts: Of the page.
        own: They come from the body's own element. There, the lead is repeated before or behind
            the text; between its paragraphs stands the sentence that the lead was taken from.
    """
    sifted = Sifted()
    after_label = False
    for line in lines:
        if _is_link_line(line, facts) or (after_label and line.linked >= _MOSTLY):
            sifted.dropped.append(line)
            after_label = True
            continue
        source = "" if _is_sentence(line.text) else read_source(line.text, facts.site)
        sifted.source = sifted.source or source
        after_label = after_label and is_furniture(line, facts)
        if not source and not is_furniture(line, facts):
            sifted.kept.append(line)
    sifted.kept = _without_repeats(_without_trailing_tags(sifted.kept, facts))
    sifted.kept = _without_lead(sifted.kept, facts.lead, anywhere=not own)
    return sifted


def is_card_group(tag: str, lines: Sequence[Line], facts: PageFacts) -> bool:
    """Return whether a box, list or quotation is cards to other articles, or an embedded post.

    Of cards, all lines are links, dates, labels or short texts that end no sentence, and at least
    one shows that it is a card: a link to an article, a date alone, or a label that heads them.
    """
    if tag == "blockquote" and _is_post(lines):
        return True
    shows = (
        line.linked >= _MOSTLY or _is_date(line.text, facts) or _is_link_line(line, facts)
        for line in lines
    )
    return any(shows) and all(_is_card_line(line, facts) for line in lines)


def is_furniture(line: Line, facts: PageFacts) -> bool:
    """Return whether a line by itself is no part of the article's text."""
    text = line.text
    if (
        same_text(text, facts.title)
        or text.startswith(facts.site.furniture_starts)
        or _is_post_line(text)
    ):
        return True
    return len(text) <= _MAX_LABEL_CHARS and _is_short_furniture(line, facts)


def is_listed_line(text: str, site: EditionSite) -> bool:
    """Return whether a text is one of the page's own labels, such as "Most Read"."""
    return _short_key(text) in _furniture_keys(site)


def read_source(text: str, site: EditionSite) -> str:
    """Return what a source line names, without its label; ``""`` when the text is no such line."""
    if len(text) > _MAX_SOURCE_CHARS:
        return ""
    label, colon, source = text.partition(":")
    is_line = colon and _short_key(label) in _keys(site.source_labels)
    return source.strip(" \u00a0|") if is_line else ""


def same_text(one: str, other: str) -> bool:
    """Return whether two texts differ in nothing but case, marks, punctuation and spaces."""
    if not one or not other or abs(len(one) - len(other)) > _MAX_DIFFERENCE:
        return False
    starts = sorted((_letters(one[:_START_CHARS]), _letters(other[:_START_CHARS])), key=len)
    return starts[1].startswith(starts[0]) and _letters(one) == _letters(other) != ""


def _is_post(lines: Sequence[Line]) -> bool:
    links = (link for line in lines for link in line.links)
    return any(_is_post_line(line.text) for line in lines) or any(map(_POST_LINK.match, links))


def _is_post_line(text: str) -> bool:
    for hint in _POST_HINTS:
        if hint in text:
            return _POST.search(text) is not None
    return False


def _is_short_furniture(line: Line, facts: PageFacts) -> bool:
    text = line.text
    if _COUNTS.fullmatch(text) or (text.endswith(facts.authors) and _is_byline(text, facts)):
        return True
    if len(text) > _MAX_KEY_CHARS:
        return False
    may_be_date = not line.is_heading and line.tag != "li"
    return is_listed_line(text, facts.site) or (may_be_date and _is_date(text, facts))


def _is_link_line(line: Line, facts: PageFacts) -> bool:
    """Return whether a line leads to another article: a label and a link, or nothing but a link."""
    text, labels = line.text, _keys(facts.site.link_labels)
    if len(text) > _MAX_LABEL_CHARS:
        return False
    label, colon, _ = text.partition(":")
    if _short_key(label if colon else text) in labels:
        return True
    if line.linked >= _WHOLLY:
        return not line.is_heading and len(text) <= _MAX_CARD_CHARS
    return line.linked >= _MOSTLY and fold_name(text).startswith(
        tuple(f"{each}-" for each in labels)
    )


def _is_card_line(line: Line, facts: PageFacts) -> bool:
    if line.linked >= _MOSTLY or _is_link_line(line, facts) or is_furniture(line, facts):
        return True
    return len(line.text) < _MAX_CARD_CHARS and not _ends_sentence(line.text)


def _is_date(text: str, facts: PageFacts) -> bool:
    if len(text) > _MAX_DATE_CHARS:
        return False
    return parse_visible_date(text, facts.site.language, now=facts.fetched) is not None


def _is_byline(text: str, facts: PageFacts) -> bool:
    label, _, name = text.partition(" ")
    return name in facts.authors and _short_key(label) in _BYLINE_LABELS


def _without_trailing_tags(lines: list[Line], facts: PageFacts) -> list[Line]:
    """Return the lines without names of tags at their end, if one of them is a tag of the page.

    Two tags or more may have one paragraph behind them: what the coverage is about.
    """
    tags = {fold_name(tag) for tag in facts.tags}
    for blurbs, least in ((0, 1), (1, 2)):
        last = len(lines) - blurbs
        end = last
        while end > 0 and _is_name(lines[end - 1]):
            end -= 1
        if sum(_short_key(line.text) in tags for line in lines[end:last]) >= least:
            return lines[:end]
    return lines


def _is_sentence(text: str) -> bool:
    return len(text) > _MAX_KEY_CHARS and _ends_sentence(text)


def _without_lead(lines: list[Line], lead: str, *, anywhere: bool) -> list[Line]:
    if anywhere:
        return [line for line in lines if not same_text(line.text, lead)]
    start, end = 0, len(lines)
    while start < end and same_text(lines[start].text, lead):
        start += 1
    while start < end and same_text(lines[end - 1].text, lead):
        end -= 1
    return lines[start:end]


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def _is_name(line: Line) -> bool:
    short = len(line.text) <= _MAX_TAG_CHARS and ":" not in line.text
    return short and not line.is_heading and not _ends_sentence(line.text)


def _without_repeats(lines: list[Line]) -> list[Line]:
    """Return the lines without runs that came before; a run of a few letters may come again."""
    if len({line.text for line in lines}) == len(lines):
        return lines
    seen: set[str] = set()
    marked = []
    for line in lines:
        marked.append((line.text in seen, line))
        seen.add(line.text)
    kept: list[Line] = []
    for is_repeat, group in groupby(marked, key=lambda pair: pair[0]):
        run = [line for _, line in group]
        if not is_repeat or sum(len(line.text) for line in run) < _MIN_REPEAT_CHARS:
            kept += run
    return kept


def _short_key(text: str) -> str:
    """Return the folded form of a text that is short enough to be a label, else ``""``."""
    return fold_name(text) if len(text) <= _MAX_KEY_CHARS else ""


def _letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("\u0640", "")).casefold()
    return "".join(filter(str.isalnum, decomposed))


@cache
def _keys(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold_name, labels))


@cache
def _furniture_keys(site: EditionSite) -> frozenset[str]:
    return (_keys(site.furniture) | _keys(site.link_labels)) - {""}
