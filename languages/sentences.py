"""Where sentences end in English, Arabic and Spanish. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

MAX_LENGTH = 1000
"""Characters of one sentence. What goes on for longer is no prose; it is cut, at a space if it has
one: an encoder reads no more anyway."""

_MIN_CLAUSE_WORDS = 4
"""On either side of an Arabic semicolon that parts two sentences."""


class Sentence(NamedTuple):
    """Where one sentence stands in a text, without the spaces around it."""

    start: int
    end: int
    """Exclusive."""


_OPENING = r"[\s\"'“”‘’«‹(\[¿¡$€£#—–-]*"
_CLOSING = r"[\"'“”’»›)\]]{0,5}"
_END = re.compile(
    rf"""
      (?P<mark> [.!?؟۔…]{{1,20}} ) {_CLOSING} (?=\s|$)   # as it should be
    | (?<=[ء-ي]{{2}}) [.!؟۔] {_CLOSING} (?=[«“"]?[ء-ي]{{2}})  # the space was forgotten, as often
    | (?<=[a-záéíóúñ]{{2}}) [.!?] {_CLOSING} (?=[“«"¿¡]?[A-ZÁÉÍÓÚÑ][a-záéíóúñ])
    | (?P<semicolon> ؛ ) (?=\s)
    """,
    re.VERBOSE,
)
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_NEXT = re.compile(rf"{_OPENING}(?P<word>\w{{1,30}})?")
_LAST_WORD = re.compile(r"(?:^|[\s\"'“”‘’«‹(\[¿¡/—–-])(?P<word>[^\s\"'“”‘’«‹(\[¿¡/—–-]{1,20})$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_WORD = re.compile(r"\w+")
_LOOK_BACK = 30


class _Habits(NamedTuple):
    """What a full stop may mean in one language; all without their last full stop."""

    never_last: frozenset[str]
    """Stand before a name or a noun: no sentence ends with them."""
    before_numbers: frozenset[str]
    """No sentence ends with them if a digit follows."""
    may_end: frozenset[str]
    """May end a sentence; then a word of ``starters`` follows."""
    starters: frozenset[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NONE = _Habits(frozenset(), frozenset(), frozenset(), frozenset())
_HABITS: Mapping[str, _Habits] = {
    "en": _Habits(
        never_last=_words(
            "Mr Mrs Ms Dr Prof Gen Col Lt Maj Capt Cmdr Sgt Adm Sen Rep Gov Pres Rev Hon St Mt Ft "
            "Messrs Amb Sec Supt Brig vs v e.g i.e cf viz Lt.Col Maj.Gen Brig.Gen approx",
        ),
        before_numbers=_words("No Nos no nos Art art Fig fig p pp Vol vol ch Ch Sec sec par Par"),
        may_end=_words(
            "Jr Sr Inc Ltd Co Corp Bros etc al a.m p.m U.S U.K U.N E.U D.C Ph.D Jan Feb Mar Apr "
            "Jun Jul Aug Sep Sept Oct Nov Dec Ave Blvd Rd est",
        ),
        starters=_words(
            "The He She It They We You I In On At By For From But And Or As If When While After "
            "Before Since Although Despite A An This That These Those There Their His Her Its Our "
            "My What Who Where Why How According Earlier Later Meanwhile However Some Many Most "
            "Several Both Two Three No Not Police Officials Witnesses",
        ),
    ),
    "es": _Habits(
        never_last=_words(
            "Sr Sra Srta Sres Sras Dr Dra Drs Prof Profa Lic Ing Arq Gral Gen Cnel Cap Tte Sgto "
            "Alm Pdte Mons Fr D Dña Da Dn Sto Sta Ud Uds Vd Vds Avda Av Gob Excmo Ilmo Hno Hna "
            "EE FF RR CC JJ p.ej ej vs v.gr cf aprox",
        ),
        before_numbers=_words(
            "núm Núm n N No art Art arts pág Pág págs p pp vol Vol cap c fig Fig"
        ),
        may_end=_words(
            "UU AA OO MM etc a.m p.m a.C d.C S.A EE.UU EEUU JJ.OO FF.AA RR.HH Cía Ltda Jr ene "
            "feb mar abr jun jul ago sep sept oct nov dic",
        ),
        starters=_words(
            "El La Los Las Lo Un Una Unos Unas En Con Por Para De Del Desde Según Sin Sobre Tras "
            "Ante Al A Y Pero Aunque Cuando Mientras Además También Asimismo Este Esta Estos "
            "Estas Ese Esa Esto Eso Su Sus No Se Ya Es Fue Hay Como Si Que Ambos Dos Tres",
        ),
    ),
    "ar": _Habits(
        never_last=_words("د أ م ج ص أ.د أ.م ا.د م.م د.م ش السيد.د دكتور.م"),
        before_numbers=_words("ص ج م رقم ط"),
        may_end=_words("ق.م ب.م م.ت إلخ الخ ه هـ"),
        starters=frozenset(),
    ),
}


def split_sentences(text: str, language: str) -> list[Sentence]:
    """Return the sentences of a text in order. Each has a letter or digit; a line end parts two.

    An abbreviation, an initial, a decimal or the number of a list ends none, nor does a mark that
    a small letter follows. In time in proportion to the text.

    >>> text = "Dr. Rima Daloub saw 3.5 tonnes. “Enough?” she asked."
    >>> [text[start:end] for start, end in split_sentences(text, "en")]
    ['Dr. Rima Daloub saw 3.5 tonnes.', '“Enough?” she asked.']

    Args:
        text: Plain text; :func:`languages.clean_text` need not have seen it.
        language: ISO 639-1. Of one that is not ours the abbreviations are not known.
    """
    habits = _HABITS.get(language, _NONE)
    return [
        sentence
        for line in _LINE.finditer(text)
        for start, end in _pieces(text, line.start(), line.end(), habits)
        for sentence in _cut(text, start, end)
        if _says_something(text, sentence)
    ]


def _pieces(text: str, start: int, end: int, habits: _Habits) -> Iterator[tuple[int, int]]:
    for mark in _END.finditer(text, start, end):
        if _ends(text, start, end, mark, habits):
            yield start, mark.end()
            start = mark.end()
    yield start, end


def _ends(text: str, start: int, end: int, mark: re.Match[str], habits: _Habits) -> bool:
    if mark["semicolon"]:
        return _parts_two_sentences(text, start, end, mark.start())
    following = _NEXT.match(text, mark.end(), end)
    after = (following["word"] if following else "") or ""
    if after and after[0].islower():
        return False
    return mark[0][0] != "." or not _is_abbreviation(text, start, mark, after, habits)


def _is_abbreviation(
    text: str, start: int, mark: re.Match[str], after: str, habits: _Habits
) -> bool:
    """Whether the full stop belongs to the word before it, and the sentence goes on after it."""
    if not after or mark["mark"] != ".":
        return False
    back = max(start, mark.start() - _LOOK_BACK)
    found = _LAST_WORD.search(text[back : mark.start()])
    word = found["word"] if found else ""
    if word.isdecimal():
        return not text[start : mark.start() - len(word)].strip()
    if word in habits.never_last or (word in habits.before_numbers and after[0].isdecimal()):
        return True
    return _may_go_on(word, habits) and after not in habits.starters


def _may_go_on(word: str, habits: _Habits) -> bool:
    is_initial = bool(_INITIALS.fullmatch(word)) and (word[0].isupper() or "." in word)
    return is_initial or word in habits.may_end or bool(_ACRONYM.fullmatch(word))


def _parts_two_sentences(text: str, start: int, end: int, at: int) -> bool:
    sides = (text[max(start, at - 100) : at], text[at + 1 : min(end, at + 100)])
    return all(len(_WORD.findall(side)) >= _MIN_CLAUSE_WORDS for side in sides)


def _cut(text: str, start: int, end: int) -> Iterator[Sentence]:
    while end - start > MAX_LENGTH:
        space = text.rfind(" ", start + 1, start + MAX_LENGTH)
        middle = space if space > 0 else start + MAX_LENGTH
        yield _trimmed(text, start, middle)
        start = middle
    yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Sentence:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Sentence(start + left, start + max(left, len(piece.rstrip())))


def _says_something(text: str, sentence: Sentence) -> bool:
    return any(map(str.isalnum, text[sentence.start : sentence.end]))
