"""How a query's tree becomes rows and scores.

Whoosh keeps the words; what a query means is worked out here, word by word: the rows of each word
with their scores in a dictionary, and dictionaries joined by AND, OR and NOT. Whoosh's own trees of
matchers cost a method call per level and row, and a word is looked for in several fields of stems;
all matches must be walked in any case, for totals and facets.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from index.tree import (
    CODE_FIELDS,
    LABEL_FIELDS,
    All,
    And,
    DateRange,
    Field,
    Leaf,
    Node,
    Not,
    Or,
)
from index.whoosh_schema import PART_BITS, PUBLISHED, microseconds_between
from index.whoosh_storage import Snapshot
from index.whoosh_words import Scores, WordFinder, common, total


class Evaluation:
    """One query on one snapshot."""

    def __init__(self, snapshot: Snapshot, chains: Sequence[str]) -> None:
        self._snapshot = snapshot
        self._words = WordFinder(snapshot, chains)

    def scores(self, node: Node) -> Scores:
        """Return the rows that a tree asks for. Labels, dates and negations score 0."""
        return self._scores(node, self._words.in_text)

    def _scores(self, node: Node, find: Callable[[Leaf], Scores]) -> Scores:
        match node:
            case And() | Not():
                return self._all_of(node.nodes if isinstance(node, And) else (node,), find)
            case Or():
                return total(self._scores(each, find) for each in node.nodes)
            case Field():
                return self._scores(node.node, self._in_field(node.name))
            case All() | DateRange():
                return dict.fromkeys(self._rows(node), 0.0)
        return find(node)

    def _all_of(self, nodes: Iterable[Node], find: Callable[[Leaf], Scores]) -> Scores:
        wanted = [self._scores(each, find) for each in nodes if not isinstance(each, Not)]
        unwanted = [self._scores(each.node, find) for each in nodes if isinstance(each, Not)]
        scores = common(wanted) if wanted else self._scores(All(), find)
        return {row: score for row, score in scores.items() if not any(row in s for s in unwanted)}

    def _in_field(self, name: str) -> Callable[[Leaf], Scores]:
        if name in CODE_FIELDS:
            return partial(self._words.in_code, field=name)
        if name in LABEL_FIELDS:
            return partial(self._words.in_label, field=name)
        return partial(self._words.in_text, parts=PART_BITS[name])

    def _rows(self, node: All | DateRange) -> set[int]:
        return self._snapshot.articles() if isinstance(node, All) else self._published(node)

    def _published(self, dates: DateRange) -> set[int]:
        wanted = microseconds_between(dates.since, dates.until)
        column = enumerate(self._snapshot.column(PUBLISHED))
        return {row for row, moment in column if moment in wanted} - self._snapshot.hidden
