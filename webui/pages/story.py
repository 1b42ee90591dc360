"""A story: what each edition's article says of it, side by side, and what only one does."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from archive.notes import Note
from meaning.opening import encoder_name
from stories.comparing import ArticleMissingError, compare_folder
from stories.comparison import Comparison, Timing
from stories.lexicon import lexicon_path, read_lexicon
from stories.tellings import Telling
from webui.answers import Answer, json_answer
from webui.asked import Asked
from webui.failures import NotFoundError
from webui.hits import ShownTime, article_address, show_minute
from webui.interface import Interface
from webui.notes import say_note
from webui.passages import MAX_TITLE, Passage, label_of, passage_of
from webui.reading import Reader
from webui.rendering import Link, View, html_answer
from webui.story_blocks import SHOWS, Block, blocks_of, is_alone
from webui.story_conflicts import MAX_SENTENCE, Conflict, show_conflicts, show_number
from webui.story_links import Doubt, ShownPair, Verdicts, show_doubts, show_pair, verdicts_of

MAX_TEXT = 9_000
"""Characters of sentences in one row, of which each article has its share."""
MAX_PART = 15_000
"""Bytes of rows of sentences on one page, about; the rest is on others."""
_CELL = 90
"""Bytes of the cell of an article, without what is in it."""
_SENTENCE = 40
"""Bytes around a sentence."""
MAX_ROWS = 12
"""Of a table on what the articles name."""
MAX_CELLS = 60
"""Of the same: less rows for many articles."""
MAX_PAIRS = 6
"""So much evidence is shown."""
MAX_NOTES = 5
_SIDE_BY_SIDE = 3
_LONG_MIN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTelling:
    """One article of the story."""

    name: str
    """Its edition, with a number if that has several."""
    edition: str
    title: Passage
    address: str
    published: ShownTime | None
    lag: str
    """How long after the first."""
    alone: str
    """How many of its sentences no other article has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one article says in a row of sentences."""

    name: str
    edition: str
    texts: tuple[Passage, ...]
    """Empty: it does not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRow:
    """Sentences side by side."""

    cells: tuple[Cell, ...]
    """Of each article."""
    is_alone: bool
    """Whether each is in one edition only."""
    note: str
    """How alike they are, or that they stand alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLine:
    """A number, country or name, and how each article prints it."""

    name: str
    is_conflict: bool
    cells: tuple[Passage | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTable:
    """What the articles name, of one sort."""

    slug: str
    heading: str
    lines: tuple[NamedLine, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """The context of ``story.html``."""

    title: Passage
    summary: str
    notes: tuple[Passage, ...]
    """What a reader should know of the comparison."""
    method: str
    """What sentences were compared by."""
    tellings: tuple[ShownTelling, ...]
    """Oldest first: the timeline."""
    columns: str
    """Class of the rows: how many stand side by side."""
    conflicts: tuple[Conflict, ...]
    shows: tuple[Link, ...]
    """All sentences, those of several editions, those of one."""
    rows: tuple[SentenceRow, ...]
    parts: tuple[Link, ...]
    """Of more sentences than fit on one page; else empty."""
    tables: tuple[NamedTable, ...]
    pairs: tuple[ShownPair, ...]
    doubts: tuple[Doubt, ...]
    """Articles that may belong here, and what the reader said of others."""
    verdicts: Verdicts
    """Where and how to say what belongs together."""


def answer(asked: Asked, reader: Reader) -> Answer:
    """Return the page of a story, by its id, or by id or address of one of its articles."""
    name, notes = asked.names["id"], list[Note]()
    try:
        comparison = compare_folder(
            reader.site.folder,
            [name],
            encoder=encoder_name(),
            lexicon=read_lexicon(lexicon_path()),
            note=notes.append,
        )
    except ArticleMissingError as error:
        sentence = f"no story and no article {name[:200]}"
        raise NotFoundError(Note("no-story-or-article", sentence, name=name[:200])) from error
    if not comparison.tellings:
        sentence = f"no article of {name[:200]} is archived"
        raise NotFoundError(Note("none-archived", sentence, name=name[:200]))
    if asked.wants_json:
        return json_answer(comparison.as_json())
    page = _page(asked, reader, comparison, notes[:MAX_NOTES])
    return html_answer(asked, View(template="story", title=page.title.text, page=page))


def _page(asked: Asked, reader: Reader, comparison: Comparison, notes: Sequence[Note]) -> StoryPage:
    interface, tellings = asked.interface, comparison.tellings
    names = _names(interface, tellings)
    show = asked.one_of("show", SHOWS)
    parts = _parts(comparison, blocks_of(comparison, show))
    first = _own(interface, tellings) or tellings[0]
    number = asked.number("part", 1, most=len(parts))
    verdicts = verdicts_of(asked, reader)
    pair = partial(show_pair, asked, names)
    return StoryPage(
        title=passage_of((first.article.title or first.id)[:MAX_TITLE], first.article),
        summary=_summary(interface, comparison),
        notes=tuple(say_note(interface, note) for note in notes),
        method=interface.words["methods"][comparison.method],
        tellings=tuple(_tellings(asked, comparison, names)),
        columns=f"of-{min(len(tellings), _SIDE_BY_SIDE + 1)}",
        conflicts=tuple(show_conflicts(interface, comparison, names)),
        shows=tuple(_shows(asked, show)),
        rows=tuple(_row(interface, comparison, names, each) for each in parts[number - 1]),
        parts=tuple(_part_links(asked, len(parts), number)),
        tables=tuple(_tables(interface, comparison)),
        pairs=tuple(map(pair, comparison.evidence[:MAX_PAIRS])),
        doubts=show_doubts(asked, reader, [each.id for each in tellings]),
        verdicts=verdicts,
    )


def _own(interface: Interface, tellings: Sequence[Telling]) -> Telling | None:
    """Return the first article in the reader's language."""
    return next((each for each in tellings if each.language == interface.code), None)


def _names(interface: Interface, tellings: Sequence[Telling]) -> Mapping[str, str]:
    """Return a short name of each article: its edition, numbered if that has several."""
    several = Counter(each.article.edition for each in tellings)
    seen: Counter[str] = Counter()
    names = {}
    for each in tellings:
        edition = each.article.edition
        seen[edition] += 1
        name = interface.named("edition", edition)
        is_one_of_many = several[edition] > 1
        names[each.id] = f"{name} {interface.number(seen[edition])}" if is_one_of_many else name
    return names


def _summary(interface: Interface, comparison: Comparison) -> str:
    words = interface.words["story"]
    told = [interface.count("found", len(comparison.tellings))]
    if comparison.missing:
        missing = interface.words["story"]["comma"].join(
            interface.named("edition", each) for each in comparison.missing
        )
        told.append(words["missing"].format(editions=missing))
    if comparison.confidence is not None:
        told.append(words["confidence"].format(n=interface.number(round(comparison.confidence, 2))))
    return " · ".join(told)


def _tellings(
    asked: Asked, comparison: Comparison, names: Mapping[str, str]
) -> Iterator[ShownTelling]:
    for telling, timing in zip(comparison.tellings, comparison.timing, strict=True):
        article = telling.article
        alone = len(comparison.alignment.alone[telling.id])
        yield ShownTelling(
            name=names[telling.id],
            edition=article.edition,
            title=passage_of((article.title or article.id)[: MAX_SENTENCE // 3], article),
            address=article_address(asked, article),
            published=show_minute(article.published, asked.interface),
            lag=_lag(asked.interface, timing),
            alone=asked.interface.count("alone", alone) if len(names) > 1 else "",
        )


def _lag(interface: Interface, timing: Timing) -> str:
    words, minutes = interface.words["story"], timing.minutes_after_first
    if minutes is None:
        return words["undated"]
    if not minutes:
        return words["first"]
    if minutes < _LONG_MIN:
        return words["minutes_later"].format(n=interface.number(minutes))
    return words["hours_later"].format(n=interface.number(round(minutes / 60)))


def _shows(asked: Asked, show: str) -> Iterator[Link]:
    for name in SHOWS:
        address = asked.page(asked.path).setting("show", "" if name == SHOWS[0] else name)
        word = asked.interface.words["story"][name]
        yield Link(name=word, address=f"{address}#sentences", is_here=name == show)


def _parts(comparison: Comparison, blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks in parts that a page can carry; at least one part."""
    parts: list[list[Block]] = [[]]
    room = MAX_PART
    for block in blocks:
        size = _CELL * len(comparison.tellings) + sum(
            len(comparison.telling(id).texts[number][:MAX_SENTENCE].encode()) + _SENTENCE
            for id, numbers in block.sentences.items()
            for number in numbers
        )
        if size > room and parts[-1]:
            parts.append([])
            room = MAX_PART
        parts[-1].append(block)
        room -= size
    return parts


def _part_links(asked: Asked, count: int, number: int) -> Iterator[Link]:
    if count == 1:
        return
    here = asked.page(asked.path).setting("show", asked.one("show"))
    for each in range(1, count + 1):
        address = here.setting("part", str(each) if each > 1 else "")
        name = asked.interface.number(each)
        yield Link(name=name, address=f"{address}#sentences", is_here=each == number)


def _row(
    interface: Interface, comparison: Comparison, names: Mapping[str, str], block: Block
) -> SentenceRow:
    editions = {each.id: each.article.edition for each in comparison.tellings}
    words = interface.words["story"]
    is_only = len(names) > 1 and is_alone(block, editions)
    note = words["only_here"] if is_only else ""
    if not is_only and block.similarity is not None:
        note = words["similarity"].format(n=interface.number(round(block.similarity, 2)))
    return SentenceRow(
        cells=tuple(
            _cell(each, names[each.id], block.sentences.get(each.id, ()), len(names))
            for each in comparison.tellings
        ),
        is_alone=is_only,
        note=note,
    )


def _cell(telling: Telling, name: str, numbers: Sequence[int], count: int) -> Cell:
    most = min(MAX_SENTENCE, MAX_TEXT // (2 * count))
    texts = (telling.texts[number] for number in numbers[:4])
    return Cell(
        name=name,
        edition=telling.article.edition,
        texts=tuple(
            passage_of(text if len(text) <= most else f"{text[:most]}…", telling.article)
            for text in texts
        ),
    )


def _tables(interface: Interface, comparison: Comparison) -> Iterator[NamedTable]:
    tellings, words = comparison.tellings, interface.words["story"]
    numbers = [
        (show_number(interface, row.value), row.printed, bool(row.against))
        for row in comparison.numbers
    ]
    countries = [
        (str(interface.locale.territories.get(row.key, row.key)), row.printed, False)
        for row in comparison.countries
    ]
    named = [(_shown_name(row.printed), row.printed, False) for row in comparison.names]
    most = min(MAX_ROWS, MAX_CELLS // len(tellings))
    for slug, rows in (("numbers", numbers), ("countries", countries), ("names", named)):
        lines = [
            NamedLine(
                name=label_of(name),
                is_conflict=is_conflict,
                cells=tuple(_printed(each, printed.get(each.id, ())) for each in tellings),
            )
            for name, printed, is_conflict in rows[:most]
        ]
        if lines:
            heading, is_cut = words[slug], len(rows) > most
            yield NamedTable(slug=slug, heading=heading, lines=tuple(lines), is_cut=is_cut)


def _shown_name(printed: Mapping[str, Sequence[str]]) -> str:
    return next((texts[0] for texts in printed.values() if texts), "–")


def _printed(telling: Telling, texts: Sequence[str]) -> Passage | None:
    return passage_of(" / ".join(texts[:4])[:120], telling.article) if texts else None
