"""What a reader should know of an answer, in the language of the interface."""

from pathlib import Path

from archive.notes import Note
from webui.interface import Interface
from webui.passages import Passage, Segment, label_of


def say_note(interface: Interface, note: Note) -> str:
    """Return a note as the interface says it."""
    number = note.values.get("n")
    if isinstance(number, int) and note.code in interface.counts:
        return interface.count(note.code, number)
    shown = {
        name: interface.number(value) if isinstance(value, int) else label_of(value)
        for name, value in note.values.items()
    }
    return interface.words["notes"][note.code].format(**shown)


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
        text, language, direction = (
            say_note(interface, problem),
            interface.code,
            interface.direction,
        )
    else:
        text, language, direction = label_of(problem).replace(str(folder), "…"), "en", "ltr"
    return Passage(segments=(Segment(text),), language=language, direction=direction)
