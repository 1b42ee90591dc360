"""How a query's tree becomes a query of Tantivy's, and its filters become part of that."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from tantivy import FieldType
from tantivy import Query as Tantivys

from index.chains import query_chains
from index.labels import code_filters, label_filters, section_filter
from index.query import Query
from index.tantivy_schema import (
    ARTICLE,
    EXACT_WEIGHT,
    PUBLISHED,
    STATUS,
    STEMS_WEIGHT,
    clean,
    microseconds,
    schema,
)
from index.tantivy_snapshot import Snapshot, any_of, every, term, unscored, without
from index.tantivy_words import WordCompiler
from index.tree import (
    CODE_FIELDS,
    LABEL_FIELDS,
    All,
    And,
    DateRange,
    Field,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    leaves,
)

_Finder = Callable[[Leaf], list[Tantivys]]
_UNSCORED_FIELDS = (*LABEL_FIELDS, *CODE_FIELDS)


def compiled(query: Query, tree: Node, snapshot: Snapshot) -> Tantivys:
    """Return what Tantivy is asked for a query whose text has been parsed to ``tree``."""
    matching = Evaluation(snapshot, query_chains(query, tree)).compile(tree)
    wanted = every([matching, *map(unscored, _filters(query, snapshot))])
    return wanted if query.versions else snapshot.newest(wanted)


def weight_of(tree: Node) -> str | None:
    """Return the field that corrects the scores of a query; ``None`` when nothing in it scores."""
    scored = {type(each.leaf) for each in leaves(tree) if each.field not in _UNSCORED_FIELDS}
    if not scored:
        return None
    return STEMS_WEIGHT if Word in scored else EXACT_WEIGHT


def all_articles() -> Tantivys:
    """Return the query for all versions of all articles."""
    return unscored(term(STATUS, ARTICLE))


def frequency(leaf: Leaf, chain: str, snapshot: Snapshot) -> int:
    """Return how many articles match a leaf in their text, in the newest version."""
    return snapshot.count(snapshot.newest(any_of(WordCompiler(snapshot, (chain,)).in_text(leaf))))


class Evaluation:
    """One query on one snapshot."""

    def __init__(self, snapshot: Snapshot, chains: Iterable[str]) -> None:
        self._words = WordCompiler(snapshot, tuple(chains))

    def compile(self, node: Node) -> Tantivys:
        """Return the query for a tree. Labels, dates and negations score 0."""
        return self._compile(node, self._words.in_text)

    def _compile(self, node: Node, find: _Finder) -> Tantivys:
        return any_of(self._alternatives(node, find))

    def _alternatives(self, node: Node, find: _Finder) -> list[Tantivys]:
        """Return queries, of all that any of them finds: Tantivy is faster when few are nested."""
        match node:
            case Word() | Phrase() | Prefix() | Fuzzy():
                return find(node)
            case And() | Not():
                return [self._all_of(node.nodes if isinstance(node, And) else (node,), find)]
            case Or():
                return [each for part in node.nodes for each in self._alternatives(part, find)]
            case Field():
                return self._alternatives(node.node, self._in_field(node.name))
            case All():
                return [all_articles()]
            case DateRange():
                return [unscored(_published(node.since, node.until))]

    def _all_of(self, nodes: Iterable[Node], find: _Finder) -> Tantivys:
        nodes = tuple(nodes)
        wanted = [self._compile(each, find) for each in nodes if not isinstance(each, Not)]
        unwanted = [self._compile(each.node, find) for each in nodes if isinstance(each, Not)]
        return without(every(wanted or [all_articles()]), unwanted)

    def _in_field(self, name: str) -> _Finder:
        if name in CODE_FIELDS:
            return partial(self._words.in_code, field=name)
        if name in LABEL_FIELDS:
            return partial(self._words.in_label, field=name)
        return partial(self._words.in_text, parts=(name,))


def _published(since: datetime | None, until: datetime | None) -> Tantivys:
    if since is None and until is None:
        return Tantivys.exists_query(PUBLISHED)
    return Tantivys.range_query(
        schema(),
        PUBLISHED,
        FieldType.Integer,
        None if since is None else microseconds(since),
        None if until is None else microseconds(until) - 1,
    )


def _filters(query: Query, snapshot: Snapshot) -> Iterator[Tantivys]:
    if query.since is not None or query.until is not None:
        yield _published(query.since, query.until)
    for field, wanted in (*code_filters(query), *label_filters(query)):
        yield _one_of(field, wanted)
    if query.sections:
        yield _one_of("section_name", _sections(query.sections, snapshot))


def _one_of(field: str, values: Iterable[str]) -> Tantivys:
    return Tantivys.term_set_query(schema(), field, sorted(map(clean, values)))


def _sections(wanted: Sequence[str], snapshot: Snapshot) -> Iterator[str]:
    """Return the sections of which one of these is the whole, or a part between slashes."""
    names = (name for name, _ in snapshot.words("section_name", ""))
    return filter(section_filter(wanted), names)
