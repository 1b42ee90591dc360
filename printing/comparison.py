"""A comparison on a terminal, and in a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from languages import clean_text
from printing.columns import Cell, column_width, render_columns
from printing.comparison_words import (
    NONE,
    NOT_FOUND,
    headline_of,
    labels_of,
    lag_of,
    method_of,
    number_of,
    place_of,
)
from printing.days import NO_DAY, minute_of
from printing.directions import is_right_to_left
from printing.lines import FAINT, TITLE, paint, render_spans, render_text
from printing.reports import count_of
from printing.tables import render_table
from printing.terminal import Terminal
from stories.comparison import Comparison
from stories.comparison_json import country_name, image_file, shown_name
from stories.figures import NumberRow
from stories.likeness import Evidence
from stories.tellings import Telling

_HEADING = "1;4"
_CONFLICT = "1;31"
_INDENT = "  "
_MOST_ROWS = 40
"""Of a table of numbers or names; JSON and HTML have them all."""


class _View(NamedTuple):
    """What is shown, and where."""

    comparison: Comparison
    labels: Mapping[str, str]
    terminal: Terminal


def render_comparison(comparison: Comparison, terminal: Terminal) -> str:
    """Return what the articles say beside one another: conflicts of numbers first.

    On a wide terminal texts stand in columns, else below one another.
    """
    view = _View(comparison, labels_of(comparison), terminal)
    head = (
        f"{_note(view, headline_of(comparison))}\n{_note(view, method_of(comparison), style=FAINT)}"
    )
    sections = (
        ("Conflicting numbers", _conflicts(view)),
        ("Articles", _articles(view)),
        ("Said by several", _rows(view)),
        *((f"Only in {view.labels[each.id]}", _alone(view, each)) for each in comparison.tellings),
        ("Numbers", _numbers(view)),
        ("Countries", _places(view)),
        ("Names", _names(view)),
        ("Quoted", _quoted(view)),
        ("Words counted", _terms(view)),
        ("Tags", _tags(view)),
        ("Evidence", _evidence(view)),
    )
    blocks = [
        f"{paint(title, _HEADING, terminal)}\n{body}"
        for title, lines in sections
        if (body := "\n".join(lines))
    ]
    return "\n\n".join([head, *blocks])


def _note(view: _View, text: str, indent: str = "", style: str = "") -> str:
    """Return words of our own."""
    return render_text(text, view.terminal, style=style, indent=indent, right_to_left=False)


def _conflicts(view: _View) -> Iterator[str]:
    for row in view.comparison.numbers:
        if row.against:
            others = " and ".join(map(number_of, row.against))
            where = ", ".join(view.labels[id] for id in row.sentences)
            spans = [(number_of(row.value), _CONFLICT), (f" in {where}; against {others}", "")]
            yield render_spans(spans, view.terminal, indent=_INDENT)
            yield from _where(view, row)


def _where(view: _View, row: NumberRow) -> Iterator[str]:
    for id, sentences in row.sentences.items():
        telling = view.comparison.telling(id)
        yield _sentence(view, telling, sentences[0], _INDENT * 3)


def _sentence(view: _View, telling: Telling, number: int, indent: str) -> str:
    return _paragraph(telling.texts[number], telling, view.terminal, indent)


def _paragraph(
    text: str, telling: Telling, terminal: Terminal, indent: str = "", style: str = ""
) -> str:
    right_to_left = is_right_to_left(text, telling.article)
    return render_text(text, terminal, style=style, indent=indent, right_to_left=right_to_left)


def _articles(view: _View) -> Iterator[str]:
    tellings = view.comparison.tellings
    width = column_width(len(tellings), view.terminal, _INDENT)
    if width:
        yield from _beside(view, width)
    for telling, timing in zip(tellings, view.comparison.timing, strict=True):
        if not width:
            yield _note(view, f"{view.labels[telling.id]}, {lag_of(timing)}", _INDENT, TITLE)
            yield _paragraph(telling.article.title, telling, view.terminal, _INDENT * 2, TITLE)
            if clean_text(telling.article.lead):
                yield _paragraph(telling.article.lead, telling, view.terminal, _INDENT * 2)
        yield from _facts(view, telling, label=bool(width))


def _beside(view: _View, width: int) -> Iterator[str]:
    tellings, timing = view.comparison.tellings, view.comparison.timing
    heads = [
        Cell(f"{view.labels[each.id]}, {lag_of(time)}", style=TITLE)
        for each, time in zip(tellings, timing, strict=True)
    ]
    yield render_columns(heads, view.terminal, width, _INDENT)
    titles = [_cell(each.article.title, each, TITLE) for each in tellings]
    yield render_columns(titles, view.terminal, width, _INDENT)
    leads = [_cell(each.article.lead, each) for each in tellings]
    yield render_columns(leads, view.terminal, width, _INDENT)


def _cell(text: str, telling: Telling, style: str = "") -> Cell:
    return Cell(text, is_right_to_left(text, telling.article), style)


def _facts(view: _View, telling: Telling, *, label: bool) -> Iterator[str]:
    article = telling.article
    alone = len(view.comparison.alignment.alone[telling.id])
    times = [f"published {minute_of(article.published) or NO_DAY}"]
    if article.modified and article.modified != article.published:
        times.append(f"updated {minute_of(article.modified)}")
    words = article.word_count or len(article.body.split())
    lengths = f"{count_of(words, 'word')}, {count_of(len(telling.sentences), 'sentence')}"
    facts = [
        article.id,
        *times,
        f"{article.kind}, {article.section}" if article.section else article.kind,
        f"{lengths}, {alone} of them only here",
        f"image {image_file(article)}" if image_file(article) else "no image",
    ]
    if label:
        facts.insert(0, view.labels[telling.id])
    text = "; ".join(facts)
    yield render_text(text, view.terminal, style=FAINT, indent=_INDENT * 2, right_to_left=False)


def _rows(view: _View) -> Iterator[str]:
    width = column_width(len(view.comparison.tellings), view.terminal, _INDENT)
    for row in view.comparison.alignment.rows:
        yield _note(view, f"similarity {row.similarity:.2f}", _INDENT, FAINT)
        if width:
            cells = [
                _joined(each, row.sentences.get(each.id, ())) for each in view.comparison.tellings
            ]
            yield render_columns(cells, view.terminal, width, _INDENT)
            continue
        for telling in view.comparison.tellings:
            for number in row.sentences.get(telling.id, ()):
                yield _labelled(view, telling, number)


def _joined(telling: Telling, numbers: Sequence[int]) -> Cell:
    if not numbers:
        return Cell(NONE, style=FAINT)
    return _cell(" ".join(telling.texts[number] for number in numbers), telling)


def _labelled(view: _View, telling: Telling, number: int) -> str:
    label = paint(f"{view.labels[telling.id]}:", FAINT, view.terminal)
    return f"{_INDENT * 2}{label}\n{_sentence(view, telling, number, _INDENT * 3)}"


def _alone(view: _View, telling: Telling) -> Iterator[str]:
    alone = view.comparison.alignment.alone[telling.id]
    if len(view.comparison.tellings) == 1:
        return
    for each in alone:
        nearest = each.nearest
        like = f", to {place_of(nearest.sentence)} of {view.labels[nearest.id]}" if nearest else ""
        note = f"{place_of(each.sentence)}; best similarity {each.best_similarity:.2f}{like}"
        yield _sentence(view, telling, each.sentence, _INDENT)
        yield _note(view, note, _INDENT * 2, FAINT)


def _numbers(view: _View) -> Iterator[str]:
    rows = [
        [number_of(row.value) + (" (conflict)" if row.against else ""), *_told(view, row.printed)]
        for row in view.comparison.numbers
    ]
    yield from _table(view, "number", rows)


def _places(view: _View) -> Iterator[str]:
    rows = [
        [f"{country_name(row.key)} ({row.key})", *_told(view, row.printed)]
        for row in view.comparison.countries
    ]
    yield from _table(view, "country", rows)


def _names(view: _View) -> Iterator[str]:
    rows = [[shown_name(row.printed), *_told(view, row.printed)] for row in view.comparison.names]
    yield from _table(view, f"name ({NONE}: not found)", rows)


def _quoted(view: _View) -> Iterator[str]:
    rows = [
        [
            shown_name(row.printed) + (" (unnamed)" if row.is_named is False else ""),
            *_told(view, row.printed),
        ]
        for row in view.comparison.quoted
    ]
    yield from _table(view, "quoted", rows)


def _terms(view: _View) -> Iterator[str]:
    ids = [telling.id for telling in view.comparison.tellings]
    rows = [[row.name, *(str(row.counts[id]) for id in ids)] for row in view.comparison.terms]
    yield from _table(view, "term", rows)


def _told(view: _View, printed: Mapping[str, Sequence[str]]) -> list[str]:
    return [
        " / ".join(printed[telling.id]) if telling.id in printed else NONE
        for telling in view.comparison.tellings
    ]


def _table(view: _View, head: str, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if not rows:
        return
    labels = [view.labels[telling.id] for telling in view.comparison.tellings]
    width = column_width(len(labels) + 1, view.terminal, _INDENT)
    if width:
        for row in [[head, *labels], *rows[:_MOST_ROWS]]:
            yield render_columns([Cell(text) for text in row], view.terminal, width, _INDENT)
    elif view.terminal.width:
        yield from _listed(rows[:_MOST_ROWS], labels, view.terminal)
    else:
        yield render_table([head, *labels], rows[:_MOST_ROWS], view.terminal)
    if len(rows) > _MOST_ROWS:
        yield _note(view, f"and {len(rows) - _MOST_ROWS} more: see --json or --html", _INDENT)


def _listed(
    rows: Iterable[Sequence[str]], labels: Sequence[str], terminal: Terminal
) -> Iterator[str]:
    """Yield rows for a narrow terminal: one below the other."""
    indent = _INDENT * 2
    for row in rows:
        yield render_text(row[0], terminal, indent=_INDENT)
        cells = dict(zip(labels, row[1:], strict=True))
        for label, text in cells.items():
            if text != NONE:
                yield render_spans([(f"{label}: ", FAINT), (text, "")], terminal, indent=indent)
        if absent := [label for label, text in cells.items() if text == NONE]:
            text = f"{NOT_FOUND} in {', '.join(absent)}"
            yield render_text(text, terminal, style=FAINT, indent=indent)


def _tags(view: _View) -> Iterator[str]:
    for telling in view.comparison.tellings:
        if telling.article.tags:
            label = paint(f"{view.labels[telling.id]}: ", FAINT, view.terminal)
            lines = _paragraph(", ".join(telling.article.tags), telling, view.terminal, _INDENT * 2)
            yield f"{_INDENT}{label}\n{lines}"


def _evidence(view: _View) -> Iterator[str]:
    for each in view.comparison.evidence:
        yield render_text(_told_evidence(view, each), view.terminal, indent=_INDENT)
        for kind, values in each.shared.items():
            if values:
                text = f"{kind}: {', '.join(values)}"
                yield render_text(text, view.terminal, style=FAINT, indent=_INDENT * 2)


def _told_evidence(view: _View, evidence: Evidence) -> str:
    cosine = "" if evidence.cosine is None else f", meaning {evidence.cosine:.2f}"
    apart = "" if evidence.hours_apart is None else f", {evidence.hours_apart:.1f} h apart"
    grade = evidence.grade or "not linked; computed from these articles alone"
    pair = f"{view.labels[evidence.a]} and {view.labels[evidence.b]}"
    return (
        f"{pair}: score {evidence.score:.2f}{cosine}, names {evidence.names:.2f}{apart} ({grade})"
    )
