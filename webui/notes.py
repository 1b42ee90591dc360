"""What a reader should know, in the language of the interface."""

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from archive.notes import Note
from webui.interface import Interface
from webui.passages import Passage, Segment, label_of


def say_note(interface: Interface, note: Note) -> Passage:
    """Return a note as the interface says it."""
    return Passage(
        segments=tuple(_segments(interface, note)),
        language=interface.code,
        direction=interface.direction,
    )


def say_problem(interface: Interface, problem: str, folder: Path) -> Passage | None:
    """Return why something is not there: in English, unless it is a note; ``None`` for ``""``.

    Args:
        interface: Whose language is wanted.
        problem: A sentence.
        folder: The data folder; where it lies is not told.
    """
    if not problem:
        return None
    if isinstance(problem, Note):
        return say_note(interface, problem)
    text = told(problem, folder)
    return Passage(segments=(Segment(text),), language="en", direction="ltr")


def told(sentence: str, folder: Path) -> str:
    """Return a sentence in English, on one line and without the place of the data folder."""
    return label_of(sentence.replace(str(folder), "…"))


def _segments(interface: Interface, note: Note) -> Iterator[Segment]:
    number = note.values.get("n")
    if isinstance(number, int) and note.code in interface.counts:
        yield Segment(interface.count(note.code, number))
        return
    for text, name, _, _ in Formatter().parse(interface.words["notes"][note.code]):
        yield Segment(text)
        if name:
            value = note.values[name]
            shown = interface.number(value) if isinstance(value, int) else label_of(value)
            yield Segment(shown, is_quoted=True)
