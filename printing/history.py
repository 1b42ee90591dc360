"""The versions of an article, and what changed from each to the next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.article import Article
from archive.history import FieldChange, History, Step
from archive.text_diff import Op, Piece, words_of
from languages import clean_text
from printing.days import minute_of
from printing.directions import is_right_to_left
from printing.lines import FAINT, TITLE, paint, render_spans, render_text
from printing.reports import count_of
from printing.terminal import Terminal

_STYLES = {"=": "", "-": "31", "+": "32"}
"""Select Graphic Rendition: what went is red, what came is green."""
_PLAIN_MARKS = {"-": ("[-", "-]"), "+": ("{+", "+}")}
_COLOR_MARKS = {"-": ("-", "-"), "+": ("+", "+")}
_KEPT_WORDS = 8
"""On each side of a change; what is left out between is ``…``."""
_PARAGRAPH_END = "\n\n"
_SPACE_SIGNS = ("␣", "¶")
"""What stands for a space, and for the end of a paragraph, where nothing else has changed."""
_INDENT = "    "

Span = tuple[str, Op]
Spans = list[Span]


def render_history(history: History, terminal: Terminal) -> str:
    """Return a block for every version: its times, and its changes as ``[-went-]{+came+}``.

    Where there is colour, it is ``-went-`` in red and ``+came+`` in green.
    """
    newest = history.steps[-1].article
    versions = count_of(len(history.steps), "version")
    head = [
        f"{clean_text(history.id)}, {versions}",
        render_text(newest.title, terminal, style=TITLE),
    ]
    if history.gone:
        head.append(f"gone from the site since {minute_of(history.gone)}")
    blocks = (_render_step(step, terminal) for step in history.steps)
    return "\n\n".join(["\n".join(head), *blocks])


def _render_step(step: Step, terminal: Terminal) -> str:
    article = step.article
    times = (("fetched", article.fetched), ("modified", article.modified))
    told = [f"{name} {minute_of(time)}" for name, time in times if time]
    lines = [paint(", ".join([f"version {article.version}", *told]), FAINT, terminal)]
    if step.changes:
        lines.append(f"changed: {', '.join(change.field for change in step.changes)}")
    for change in step.changes:
        lines += [f"  {change.field}", *_render_change(change, article, terminal)]
    return "\n".join(lines)


def _render_change(change: FieldChange, article: Article, terminal: Terminal) -> Iterator[str]:
    marks = _COLOR_MARKS if terminal.color else _PLAIN_MARKS
    for paragraph in _paragraphs(_marked(_shortened(change.pieces), marks)):
        if any(clean_text(text) for text, _ in paragraph):
            yield render_spans(
                [(text, _STYLES[op]) for text, op in paragraph],
                terminal,
                indent=_INDENT,
                right_to_left=is_right_to_left("".join(text for text, _ in paragraph), article),
            )


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for place, piece in enumerate(pieces):
        is_first, is_last = place == 0, place == len(pieces) - 1
        short = _ends(piece.text, first=not is_first, last=not is_last)
        yield Piece("=", short) if piece.op == "=" else piece


def _ends(text: str, *, first: bool, last: bool) -> str:
    """Return the first words of a text, the last ones, or both, with ``…`` for the others."""
    core = text.rstrip()
    words = words_of(core)
    if len(words) <= _KEPT_WORDS * (first + last) + 1:
        return text
    start = "".join(words[:_KEPT_WORDS]) + " " if first else ""
    end = " " + "".join(words[-_KEPT_WORDS:]).lstrip(" ") + text[len(core) :] if last else ""
    return f"{start}…{end}"


def _marked(pieces: Iterable[Piece], marks: Mapping[str, tuple[str, str]]) -> Iterator[Span]:
    for op, text in pieces:
        if op == "=":
            yield text, op
        elif not text.strip():
            yield _between(_SPACE_SIGNS[_PARAGRAPH_END in text], marks[op]), op
        else:
            yield from _marked_lines(op, text.split(_PARAGRAPH_END), marks[op])


def _marked_lines(op: Op, lines: Sequence[str], marks: tuple[str, str]) -> Iterator[Span]:
    """Yield lines with marks of their own, and spaces outside of them."""
    for place, line in enumerate(lines):
        yield _PARAGRAPH_END if place else "", "="
        core = line.strip()
        before = line[: len(line) - len(line.lstrip())]
        if core:
            yield before, "="
            yield _between(core, marks), op
            yield line[len(before) + len(core) :], "="


def _between(text: str, marks: tuple[str, str]) -> str:
    return f"{marks[0]}{text}{marks[1]}"


def _paragraphs(spans: Iterable[Span]) -> Iterator[Spans]:
    paragraph: Spans = []
    for text, op in spans:
        first, *others = text.split(_PARAGRAPH_END)
        paragraph.append((first, op))
        for other in others:
            yield paragraph
            paragraph = [(other, op)]
    yield paragraph
