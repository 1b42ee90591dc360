"""The grammar of queries, and what its rules become. Loaded at the first query that needs it."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple, cast

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedToken

from archive.article import EDITION_LANGUAGES, KINDS
from archive.notes import Code, Note
from index.dates import WrongDateError, parse_dates
from index.engine import QuerySyntaxError
from index.tree import (
    CODE_FIELDS,
    LABEL_FIELDS,
    TEXT_FIELDS,
    All,
    And,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    leaves,
)
from languages import analyse

_GRAMMAR = r"""
?start: either{part}
?either{x}: both{x} (_OR both{x})*
?both{x}: without{x} (_AND? without{x})*
?without{x}: x
    | "(" either{x} ")"
    | (_NOT | _MINUS) without{x} -> negation
?part: term
    | FIELD (term | "(" either{term} ")") -> field
    | CODE (code | "(" either{code} ")") -> field
    | _DATE WORD -> dates
?term: WORD -> word
    | PHRASE -> phrase
    | PREFIX -> prefix
    | FUZZY -> fuzzy
    | STRANGER -> stranger
    | _STAR -> everything
code: WORD | PHRASE

FIELD.2: /(FIELD_NAMES):\s*/i
CODE.2: /(CODE_NAMES):\s*/i
_DATE.2: /date:\s*/i
_AND.2: /ANDEND/
_OR.2: /OREND/
_NOT.2: /NOTEND/
_MINUS.2: /-(?=[^\s)])/
_STAR.2: /(?<![^\s()])\*END/
PHRASE.1: /"[^"]*"|«[^»]*»|[“”„][^“”„]*[“”„]/
STRANGER.1: /[a-z_]+:(?=["«“”„(])/i
PREFIX.1: /START LETTER+\*END/x
FUZZY.1: /START LETTER+~[12]?END/x
WORD: /START (?!(AND|OR|NOT)END) LETTER+/x
%ignore /\s+/
"""
_PARTS = {
    "FIELD_NAMES": "|".join(TEXT_FIELDS + LABEL_FIELDS),
    "CODE_NAMES": "|".join(CODE_FIELDS),
    "START": r"(?!-[^\s)])",
    "LETTER": r'[^\s()"«»“”„*~]',
    "END": r"(?![^\s()])",
}


def _one_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(names), re.IGNORECASE)


_FIELDS = (*TEXT_FIELDS, *LABEL_FIELDS, *CODE_FIELDS, "date")
_STRANGER = re.compile(r"([A-Za-z_]+):.")
"""A word that was meant to be a field."""


class _Form(NamedTuple):
    """What labels that are matched whole look like, and what is said of one that does not."""

    pattern: re.Pattern[str]
    usage: str
    wrong: Code = "not-one-of"


_CODES: Mapping[str, _Form] = {
    "kind": _Form(_one_of(KINDS), ", ".join(sorted(KINDS))),
    "edition": _Form(_one_of(EDITION_LANGUAGES), ", ".join(sorted(EDITION_LANGUAGES))),
    "lang": _Form(
        re.compile("[a-z]{2,3}", re.IGNORECASE), "a code such as ar, en, es", "not-a-language"
    ),
    "id": _Form(
        re.compile(f"({'|'.join(EDITION_LANGUAGES.values())}):.+"),
        *("one such as en:1850881", "not-an-id"),
    ),
}
_QUOTES = '"«»“”„'
_MIN_PREFIX = 2
_MIN_FUZZY = 3
_SHORT = 5
"""Letters up to which one wrong letter makes a word another word as it is."""

_NESTED = Note("nested-field", "a field cannot stand inside another field")
_UNEXPECTED: Mapping[str, Note] = {
    "$END": Note("nothing-after", "something is missing at the end"),
    "RPAR": Note("stray-parenthesis", "this parenthesis closes nothing, or has nothing inside"),
    **{
        f"_{word}": Note("lone-operator", f"{word} needs something before and after it", word=word)
        for word in ("OR", "AND")
    },
    **dict.fromkeys(("FIELD", "CODE", "_DATE"), _NESTED),
}
"""What is wrong, by the kind of token that was not expected."""


class _Mistake(Exception):  # noqa: N818  never leaves this module
    """A query that follows the grammar, but means nothing."""

    def __init__(self, note: Note, position: int) -> None:
        super().__init__(note)
        self.note = note
        self.position = position


class _Builder(Transformer[Token, "Node | None"]):
    """What the rules become. A word without letters or digits becomes ``None``: no condition."""

    def either(self, nodes: list[Node | None]) -> Node | None:
        return _joined(Or, nodes)

    def both(self, nodes: list[Node | None]) -> Node | None:
        return _joined(And, nodes)

    def negation(self, nodes: list[Node | None]) -> Node | None:
        (node,) = nodes
        if isinstance(node, Not):
            return node.node
        return None if node is None else Not(node)

    def field(self, parts: tuple[Token, Node | None]) -> Node:
        token, node = parts
        name = token.rstrip().rstrip(":").lower()
        if node is None:
            note = Note("bare-field", f"{name}: needs a word after it", field=f"{name}:")
            raise _Mistake(note, _end(token))
        _check_codes(name, node)
        return Field(name, node)

    def dates(self, tokens: list[Token]) -> Node:
        (token,) = tokens
        try:
            return parse_dates(str(token))
        except WrongDateError as error:
            raise _Mistake(error.note, _start(token)) from error

    def everything(self, _: list[Token]) -> Node:
        return All()

    def word(self, tokens: list[Token]) -> Node | None:
        (token,) = tokens
        _check_field(token)
        return Word(str(token), _start(token)) if _letters(token) else None

    def stranger(self, tokens: list[Token]) -> Node:
        (token,) = tokens
        raise _Mistake(_wrong_field(token.rstrip(":").lower()), _start(token))

    def code(self, tokens: list[Token]) -> Node:
        (token,) = tokens
        return Word(token.strip(_QUOTES).strip(), _start(token))

    def phrase(self, tokens: list[Token]) -> Node | None:
        (token,) = tokens
        text = token.strip(_QUOTES).strip()
        return Phrase(text, _start(token)) if _letters(text) else None

    def prefix(self, tokens: list[Token]) -> Node:
        (token,) = tokens
        _check_field(token)
        if _letters(token) < _MIN_PREFIX:
            raise _Mistake(_too_short("*", _MIN_PREFIX), _start(token))
        return Prefix(token.rstrip("*"), _start(token))

    def fuzzy(self, tokens: list[Token]) -> Node:
        (token,) = tokens
        _check_field(token)
        text, _, distance = token.partition("~")
        if _letters(text) < _MIN_FUZZY:
            raise _Mistake(_too_short("~", _MIN_FUZZY), _start(token))
        likely = 1 if _letters(text) <= _SHORT else 2
        return Fuzzy(text, int(distance or likely), _start(token))


def parse_tree(text: str) -> Node:
    """Return what a query of one word or more asks for.

    Raises:
        QuerySyntaxError: It is not of the grammar, or means nothing.
    """
    try:
        tree = cast("Node | None", _parser().parse(text))  # what _Builder returns
    except UnexpectedCharacters as error:
        place = cast("int", error.pos_in_stream)
        raise QuerySyntaxError(_wrong_character(text[place]), position=place, text=text) from error
    except UnexpectedToken as error:
        place = len(text) if error.token.type == "$END" else _start(error.token)
        wrong = _wrong_token(error.token, error.expected)
        raise QuerySyntaxError(wrong, position=place, text=text) from error
    except _Mistake as error:
        raise QuerySyntaxError(error.note, position=error.position, text=text) from error
    if tree is None:
        note = Note("no-word", "there is no word to search for")
        raise QuerySyntaxError(note, position=0, text=text)
    return tree


@cache
def _parser() -> Lark:
    grammar = _GRAMMAR
    for name, part in _PARTS.items():
        grammar = grammar.replace(name, part)
    return Lark(grammar, parser="lalr", transformer=_Builder(), maybe_placeholders=False)


def _joined(kind: type[And | Or], nodes: list[Node | None]) -> Node | None:
    """Return the nodes that say something, joined; nested ones of the same kind become one."""
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, kind):
            flat += node.nodes
        elif node is not None:
            flat.append(node)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def _check_field(token: Token) -> None:
    if field := _STRANGER.match(token):
        raise _Mistake(_wrong_field(field[1].lower()), _start(token))


def _check_codes(name: str, node: Node) -> None:
    if name not in _CODES:
        return
    form = _CODES[name]
    for _, leaf in leaves(node, negated=True):
        if not form.pattern.fullmatch(leaf.text):
            sentence = f"unknown {name}: use {form.usage}"
            note = Note(form.wrong, sentence, name=name, value=leaf.text, use=form.usage)
            raise _Mistake(note, leaf.position)


def _letters(text: str) -> int:
    """Return how many letters and digits there are to look for."""
    return sum(len(token.exact) for token in analyse(text, ""))


def _start(token: Token) -> int:
    return token.start_pos or 0


def _end(token: Token) -> int:
    return token.end_pos or 0


def _too_short(sign: str, least: int) -> Note:
    sentence = f"a {sign} needs {least} letters before it"
    return Note("short-word", sentence, sign=sign, least=least)


def _wrong_field(name: str) -> Note:
    if name in _FIELDS:
        return Note(_NESTED.code, f"{name}: cannot stand inside another field")
    use = ", ".join(_FIELDS)
    sentence = f"unknown field {name}: use {use}, or put the words in quotation marks"
    return Note("unknown-field", sentence, name=name, use=use)


def _wrong_token(token: Token, expected: Collection[str]) -> Note:
    if token.type == "$END" and "RPAR" in expected:
        return Note("open-parenthesis", "a parenthesis is not closed")
    return _UNEXPECTED.get(token.type) or _misplaced(token.strip())


def _wrong_character(character: str) -> Note:
    if character in _QUOTES:
        return Note("lone-quote", "this quotation mark is not one of a pair")
    if character in "*~":
        sentence = f"a {character} can only stand at the end of a word"
        return Note("sign-inside", sentence, sign=character)
    return _misplaced(character)


def _misplaced(text: str) -> Note:
    return Note("misplaced", f"{text} cannot stand here", value=text)
