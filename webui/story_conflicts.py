"""Numbers of a story that cannot both be so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from printing.comparison_words import is_year
from stories.comparison import Comparison
from stories.figures import NumberRow, Value
from stories.numbers import write_number
from stories.tellings import Telling
from webui.interface import Interface
from webui.passages import Passage, passage_of

MAX_SENTENCE = 900
"""Characters of a sentence, less where many articles stand side by side."""
MAX_CONFLICTS = 6
MAX_STANDS = 3
"""Articles that are quoted for one side of a conflict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What one article says, with a mark on what it is shown for."""

    name: str
    edition: str
    text: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two numbers that cannot both be so."""

    heading: str
    places: tuple[Stand, ...]


def show_conflicts(
    interface: Interface, comparison: Comparison, names: Mapping[str, str]
) -> Iterator[Conflict]:
    """Yield what the articles of a comparison contradict each other in, each once.

    Args:
        interface: Whose language is wanted.
        comparison: Of the articles.
        names: Of the articles, by id.
    """
    words = interface.words["story"]
    rows = {row.value: row for row in comparison.numbers if row.against}
    for row in _beginnings(rows)[:MAX_CONFLICTS]:
        against = words["comma"].join(show_number(interface, each) for each in row.against)
        sides = (row, *(rows[each] for each in row.against if each in rows))
        yield Conflict(
            heading=words["against"].format(n=show_number(interface, row.value), others=against),
            places=tuple(
                _stand(comparison.telling(id), side, names[id])
                for side in sides
                for id in list(side.sentences)[:MAX_STANDS]
            ),
        )


def _beginnings(rows: Mapping[Value, NumberRow]) -> list[NumberRow]:
    """Return one row of each conflict: both sides of it are told with either."""
    groups: dict[frozenset[Value], NumberRow] = {}
    for row in rows.values():
        groups.setdefault(frozenset({row.value, *row.against}), row)
    return [row for group, row in groups.items() if not any(group < other for other in groups)]


def _stand(telling: Telling, row: NumberRow, name: str) -> Stand:
    sentence = telling.texts[row.sentences[telling.id][0]][:MAX_SENTENCE]
    part = next((each for each in row.printed[telling.id] if each in sentence), "")
    start = sentence.find(part)
    return Stand(
        name=name,
        edition=telling.article.edition,
        text=passage_of(sentence, telling.article, [(start, start + len(part))] if part else ()),
    )


def show_number(interface: Interface, value: Value) -> str:
    """Return a number as the interface writes it."""
    if value.percent:
        return interface.percent(value.number)
    return write_number(value.number) if is_year(value) else interface.number(value.number)
