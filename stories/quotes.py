"""Who is quoted: by name and verb, in either order, or as the source of a statement."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from languages import LANGUAGES
from stories.countries import find_countries, find_known_names
from stories.names import Name, find_names
from stories.places import read_table
from stories.words import Word, arabic_readings, folded_words, read_words

_TABLE = Path(__file__).with_name("speech.toml")
_MARK = re.compile(r"[“”„«»\"‹›]")
_CLOSING = frozenset("”»›")
_SINGLE = re.compile(r"(?<!\w)[‘'](?=\S)(?:[^‘'’\n]|(?<=\w)['’](?=\w)){1,500}[’'](?!\w)")
_QUOTATION_WORDS = 3
"""Of fewer words, marks are rather about a name or a doubt."""
_MASK = "\u0001"
_SENTENCE_END = re.compile(rf"[;:.!?؟؛…{_MASK}]")
_PART_END = re.compile(rf"[,،;:.!?؟؛…()\n{_MASK}]")
_BEFORE, _APPOSITION, _AFTER, _ARABIC, _SOURCE, _SOURCE_NAME = 2, 14, 8, 9, 6, 10
"""Words: between name and verb; of an apposition; between verb and name; of an Arabic speaker; of
an unnamed one before the verb; of a source."""
_SHORT_GAP = 3


class Speaker(NamedTuple):
    """Someone quoted in a sentence."""

    text: str
    """As printed; of an Arabic speaker, with office."""
    start: int
    end: int
    """Exclusive."""
    names: tuple[frozenset[str], ...]
    """Skeletons of the words of the name; none: an unnamed source, such as ``officials``."""
    quotation: str
    """The longest quotation of the sentence, with its marks; ``""``: indirect speech."""


class _Table(NamedTuple):
    verbs: frozenset[str]
    sources: re.Pattern[str]
    stops: frozenset[str]
    pronouns: frozenset[str]


class _Speech(NamedTuple):
    """A sentence without what stands between its quotation marks."""

    text: str
    plain: str
    """As long as the text."""
    language: str
    words: Sequence[Word]
    names: Sequence[Name]


def find_speakers(text: str, language: str) -> list[Speaker]:
    """Return who is quoted in a sentence, each once, in order.

    A name beside a verb of speech, before or after it; who a statement is ``according to``; and
    who stands before a colon and a quotation. A pronoun is nobody. In Arabic, which has no
    capitals, all that stands between the verb and what is said.

    >>> [each.text for each in find_speakers("“No one slept,” said Zaza Kintsuria.", "en")]
    ['Zaza Kintsuria']

    Args:
        text: One sentence.
        language: ISO 639-1 code; in a strange language nobody is found.
    """
    if language not in LANGUAGES:
        return []
    speech = _speech(text, language)
    quotation = _longest_quotation(text)
    spans = sorted({*_by_verb(speech), *_by_source(speech), *_before_colon(speech)})
    found = [_speaker(speech, start, end, quotation) for start, end in spans]
    return [
        each
        for place, each in enumerate(found)
        if each.text and not any(each.start < earlier.end for earlier in found[:place])
    ]


def _speech(text: str, language: str) -> _Speech:
    plain = text
    for start, end in quotations(text):
        plain = plain[:start] + _MASK * (end - start) + plain[end:]
    return _Speech(text, plain, language, read_words(plain), find_names(plain, language))


def quotations(text: str) -> list[tuple[int, int]]:
    """Return where a text quotes, marks included; also what is only closed, or only opened, in it.

    >>> quotations('and eleven times," union president Dario Vucemil said')
    [(0, 18)]
    """
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for mark in _MARK.finditer(text):
        if _closes(text, mark, is_open=opened is not None):
            spans.append((opened or 0, mark.end()))
            opened = None
        elif opened is None:
            opened = mark.start()
    if opened is not None:
        spans.append((opened, len(text)))
    singles = [match.span() for match in _SINGLE.finditer(text)]
    apart = [
        each
        for each in singles
        if not any(each[0] < end and start < each[1] for start, end in spans)
    ]
    return sorted([*spans, *apart])


def _closes(text: str, mark: re.Match[str], *, is_open: bool) -> bool:
    if mark[0] == '"':
        return is_open or (mark.start() > 0 and not text[mark.start() - 1].isspace())
    return mark[0] in _CLOSING


def _longest_quotation(text: str) -> str:
    found = [text[start:end] for start, end in quotations(text)]
    longest = max(found, key=len, default="")
    return longest if len(longest.split()) >= _QUOTATION_WORDS else ""


def _speaker(speech: _Speech, start: int, end: int, quotation: str) -> Speaker:
    names = tuple(
        name.skeletons for name in speech.names if start <= name.start and name.end <= end
    )
    return Speaker(speech.text[start:end], start, end, names, quotation)


def _by_verb(speech: _Speech) -> Iterator[tuple[int, int]]:
    find = _arabic_speaker if speech.language == "ar" else _latin_speaker
    for place, word in enumerate(speech.words):
        span = find(speech, place) if _is_verb(word, speech.language) else None
        if span is not None:
            yield span


def _is_verb(word: Word, language: str) -> bool:
    readings = arabic_readings(word.folded) if word.kind == "arabic" else (word.folded,)
    return not _table(language).verbs.isdisjoint(readings[:2])


def _latin_speaker(speech: _Speech, verb: int) -> tuple[int, int] | None:
    word = speech.words[verb]
    runs = _name_runs(speech)
    before = [run for run in runs if run[1] <= word.start and _is_beside(speech, run[1], word)]
    if before:
        return before[-1]
    after = [run for run in runs if run[0] >= word.end and _follows(speech, word, run[0])]
    if after:
        return after[0]
    apposed = [run for run in runs if run[1] <= word.start and _is_apposed(speech, run[1], word)]
    return apposed[0] if apposed else _unnamed(speech, verb)


def _is_beside(speech: _Speech, end: int, verb: Word) -> bool:
    between = speech.plain[end : verb.start]
    return not _PART_END.search(between) and len(between.split()) <= _BEFORE


def _is_apposed(speech: _Speech, end: int, verb: Word) -> bool:
    between = speech.plain[end : verb.start]
    return (
        not _SENTENCE_END.search(between)
        and between.lstrip().startswith(",")
        and between.rstrip().endswith(",")
        and len(between.split()) <= _APPOSITION
    )


def _follows(speech: _Speech, verb: Word, start: int) -> bool:
    between = speech.plain[verb.end : start]
    words = read_words(between)
    stops = _table(speech.language).stops
    opens = {word.folded for word in words[:1]}
    if _SENTENCE_END.search(between) or len(words) > _AFTER:
        return False
    if speech.language == "es":
        return not {word.folded for word in words} & {"que"} and not opens & stops
    is_inverted = _MASK in speech.plain[max(0, verb.start - _SHORT_GAP) : verb.start]
    return is_inverted and not {word.folded for word in words} & {"that"}


def _name_runs(speech: _Speech) -> list[tuple[int, int]]:
    """Return where names stand that may be a speaker's, with the capitalised words beside them."""
    spans = [(name.start, name.end) for name in speech.names]
    for finder in (find_known_names, find_countries):
        found = finder(speech.plain, speech.language)
        spans += [(each.start, each.end) for each in found if each.text[0].isupper()]
    stop_words = LANGUAGES[speech.language].stop_words
    named = {start for start, _ in spans}
    runs: list[tuple[int, int, bool]] = []
    for word in speech.words:
        if word.start not in named and (not word.text[0].isupper() or word.folded in stop_words):
            continue
        is_named = word.start in named
        if runs and _joins(speech.plain[runs[-1][1] : word.start]):
            runs[-1] = (runs[-1][0], word.end, runs[-1][2] or is_named)
        else:
            runs.append((word.start, word.end, is_named))
    return [
        (start, end)
        for start, end, is_named in runs
        if is_named and not _PREPOSITION.search(speech.plain[max(0, start - _LONGEST) : start])
    ]


def _joins(between: str) -> bool:
    return between.strip(" -'’‑").lower() in _PARTICLES and "\n" not in between


_PARTICLES = frozenset(
    [
        "",
        ".",
        "de",
        "del",
        "la",
        "de la",
        "of",
        "bin",
        "ibn",
        "al",
        "el",
        "abu",
        "da",
        "van",
        "von",
    ],
)
_PREPOSITION = re.compile(r"\b(?:of|in|from|at|near|to|on|en|desde|hasta|a)(?: the| la| el)? \Z")
_LONGEST = 20


def _unnamed(speech: _Speech, verb: int) -> tuple[int, int] | None:
    """Return the few words before a verb that begin a part of the sentence: ``police said``."""
    if speech.language != "en":
        return None
    table, end = _table("en"), speech.words[verb].start
    kept: list[Word] = []
    for word in reversed(speech.words[max(0, verb - _SOURCE) : verb]):
        if _PART_END.search(speech.plain, word.end, kept[-1].start if kept else end):
            break
        kept.append(word)
    if not kept or len(kept) == _SOURCE or {word.folded for word in kept} & table.pronouns:
        return None
    articles = [word for word in kept if word.folded in _ARTICLES]
    return (articles[0] if articles else kept[-1]).start, kept[0].end


_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their"})


def _arabic_speaker(speech: _Speech, verb: int) -> tuple[int, int] | None:
    """Return what stands between a verb and ``that``, a colon or a quotation."""
    start = speech.words[verb].end
    kept = _arabic_phrase(speech, verb + 1, start)
    if not kept or kept[0].folded in LANGUAGES["ar"].stop_words:
        return None
    comma = _COMMA.match(speech.plain, kept[-1].end)
    if comma:
        place = speech.words.index(kept[-1]) + 1
        more = _arabic_phrase(speech, place, comma.end())
        is_name = more and len(more) <= _ARABIC_NAME and not more[0].folded.startswith("و")
        kept += more if is_name else []
    end = kept[-1].end
    inverted = _MASK in speech.plain[: speech.words[verb].start]
    return (kept[0].start, end) if inverted or _says(speech, end) else None


_COMMA = re.compile("[،,] ")
_ARABIC_NAME = 4


def _arabic_phrase(speech: _Speech, first: int, start: int) -> list[Word]:
    stops = _table("ar").stops
    kept: list[Word] = []
    for word in speech.words[first : first + _ARABIC]:
        if word.folded in stops or _PART_END.search(speech.plain, start, word.start):
            break
        kept.append(word)
        start = word.end
    return kept


def _says(speech: _Speech, start: int) -> bool:
    """Whether something said follows a speaker."""
    rest = speech.plain[start : start + _NEAR]
    colon = rest.find(":")
    if colon >= 0 and rest[colon + 1 :].lstrip().startswith(_MASK):
        return True
    if rest.lstrip().startswith((":", _MASK)):
        return True
    near = (word for word in speech.words if start <= word.start < start + _NEAR)
    return any(word.folded in _THAT for word in near)


_THAT = folded_words("إن أن إنه أنه إنها أنها إنهم أنهم إننا أننا بأن بأنه بأنها")
_NEAR = 60


def _by_source(speech: _Speech) -> Iterator[tuple[int, int]]:
    for match in _table(speech.language).sources.finditer(speech.plain):
        part = _PART_END.search(speech.plain, match.end())
        end = part.start() if part else len(speech.plain)
        words = [word for word in speech.words if match.end() <= word.start and word.end <= end]
        runs = [run for run in _name_runs(speech) if match.end() <= run[0]]
        apposed = [run for run in runs if speech.plain[end : run[0]] == ", "]
        inside = [run for run in runs if run[1] <= end]
        if (apposed or inside) and speech.language != "ar":
            yield (apposed or inside)[0]
        elif words and words[0].folded not in _table(speech.language).pronouns:
            kept = words[:_SOURCE_NAME]
            while len(kept) > 1 and kept[-1].folded in LANGUAGES[speech.language].stop_words:
                kept.pop()
            yield kept[0].start, kept[-1].end


def _before_colon(speech: _Speech) -> Iterator[tuple[int, int]]:
    """Yield the few words at the beginning that a colon and a quotation follow."""
    colon = speech.plain.find(":")
    if colon > 0 and speech.plain[colon + 1 :].lstrip().startswith(_MASK):
        words = [word for word in speech.words if word.end <= colon]
        verbs = [word for word in words if _is_verb(word, speech.language)]
        if 0 < len(words) <= _COLON_WORDS and not verbs:
            yield words[0].start, words[-1].end


_COLON_WORDS = 4


@cache
def _table(language: str) -> _Table:
    row = read_table(_TABLE)[language]
    sources = "|".join(re.escape(each) for each in row["sources"].split("|"))
    before = r"(?<!\w)و?" if language == "ar" else r"\b"
    after = "" if language == "ar" else r"\b"
    return _Table(
        verbs=folded_words(row["verbs"]),
        sources=re.compile(rf"{before}(?:{sources}){after}\s?", re.IGNORECASE),
        stops=folded_words(row["stops"]),
        pronouns=folded_words(row["pronouns"]),
    )
