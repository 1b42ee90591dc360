"""The countries and the names of several articles: which article has which, and where."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from languages import LANGUAGES
from stories.countries import find_countries, find_known_names
from stories.names import Name, find_names
from stories.places import Place
from stories.skeletons import are_alike
from stories.tellings import Telling
from stories.words import Word, read_words

_MOST_NAMES = 200
"""Of one article."""
_BETWEEN = frozenset(
    {" ", "-", "‑", " de ", " del ", " de la ", " al-", " Al-", " el-", " bin ", "'", "’"}
)
"""What may stand between two words of one name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """A country or a name, and where it stands."""

    key: str
    """Of a country and of a body its code, of another name ``""``."""
    printed: Mapping[str, tuple[str, ...]]
    """As each article writes it, without repeats; empty if another script hides how."""
    sentences: Mapping[str, tuple[int, ...]]
    """By article, ascending; only articles in which it was found."""


class _Found(NamedTuple):
    """Something named in a sentence."""

    id: str
    sentence: int
    text: str


def country_rows(tellings: Sequence[Telling]) -> tuple[NamedRow, ...]:
    """Return a row for each country, those in most articles first."""
    return _by_code(tellings, find_countries)


def name_rows(tellings: Sequence[Telling]) -> tuple[NamedRow, ...]:
    """Return a row for each name of a person, place or body, those in most articles first.

    Bodies and cities that the table has are known by their code. Of others the names in Latin
    letters are looked for in all articles by their consonants; Arabic words are not told from
    names, so a name that only Arabic articles have is not listed. Where a row has no article, the
    name was not found, which is not to say that it is not there.
    """
    words = {
        telling.id: [find_names(text, telling.language) for text in telling.texts]
        for telling in tellings
    }
    people = [_row(each, tellings, words) for each in _names(tellings)]
    return _sorted([*_by_code(tellings, find_known_names), *people])


def _by_code(
    tellings: Sequence[Telling], find: Callable[[str, str], Iterable[Place]]
) -> tuple[NamedRow, ...]:
    found: dict[str, list[_Found]] = defaultdict(list)
    for telling in tellings:
        for sentence, text in enumerate(telling.texts):
            for place in find(text, telling.language):
                found[place.code].append(_Found(telling.id, sentence, place.text))
    return _sorted([_named_row(code, each) for code, each in found.items()])


def _sorted(rows: Iterable[NamedRow]) -> tuple[NamedRow, ...]:
    return tuple(sorted(rows, key=lambda row: -len(row.sentences)))


def _named_row(key: str, found: Iterable[_Found]) -> NamedRow:
    sentences: dict[str, set[int]] = defaultdict(set)
    printed: dict[str, dict[str, None]] = defaultdict(dict)
    for id, sentence, text in found:
        sentences[id].add(sentence)
        printed[id][text] = None
    return NamedRow(
        key=key,
        printed={id: tuple(texts) for id, texts in printed.items()},
        sentences={id: tuple(sorted(numbers)) for id, numbers in sentences.items()},
    )


@dataclass(slots=True)
class _Person:
    """A name of one or several words, in all its lengths: ``Zaza Kintsuria``, ``Kintsuria``."""

    words: list[frozenset[str]]
    """Skeletons, of the longest form."""
    found: list[_Found] = field(default_factory=list)


def _names(tellings: Sequence[Telling]) -> list[_Person]:
    people: list[_Person] = []
    for telling in tellings:
        for sentence, name in _full_names(telling):
            skeletons = name.skeletons
            person = next((each for each in people if same_name(each.words, skeletons)), None)
            if person is None:
                person = _Person(skeletons)
                people.append(person)
            if len(skeletons) > len(person.words):
                person.words = skeletons
            text = telling.texts[sentence][name.start : name.end]
            person.found.append(_Found(telling.id, sentence, text))
    return people


def same_name(these: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> bool:
    """Whether two names may be one: all words of the shorter are like words of the longer one."""
    few, many = sorted((these, others), key=len)
    return all(any(alike(word, each) for each in many) for word in few)


def alike(these: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two words may be one name: as :func:`are_alike`, but only long ones may differ.

    Every Arabic word is compared, so that near misses of shorter ones are mostly other words.
    """
    if not these.isdisjoint(others):
        return True
    return are_alike(
        [each for each in these if len(each) >= _LONG],
        [each for each in others if len(each) >= _LONG],
    )


_LONG = 5
"""Consonants."""


class _FullName(NamedTuple):
    """A name as it is printed in one place."""

    start: int
    end: int
    skeletons: list[frozenset[str]]


def _full_names(telling: Telling) -> Iterator[tuple[int, _FullName]]:
    """Yield the sentence and the place of each name that is printed as one."""
    count = 0
    for sentence, text in enumerate(telling.texts):
        for name in full_names(text, telling.language):
            count += 1
            if count > _MOST_NAMES:
                return
            yield sentence, name


def full_names(text: str, language: str) -> Iterator[_FullName]:
    """Yield the names that capitals show in a sentence, with short words beside: ``Nerea …``."""
    sure = {name.start: name for name in find_names(text, language) if name.is_sure}
    run: list[Word] = []
    for word in read_words(text):
        if not _is_capital(word, language):
            continue
        if run and text[run[-1].end : word.start] not in _BETWEEN:
            yield from _full_name(run, sure)
            run = []
        run.append(word)
    yield from _full_name(run, sure)


def _is_capital(word: Word, language: str) -> bool:
    known = LANGUAGES.get(language)
    return (
        word.kind == "latin"
        and word.text[0].isupper()
        and word.folded not in (known.stop_words if known else ())
    )


def _full_name(run: Sequence[Word], sure: Mapping[int, Name]) -> Iterator[_FullName]:
    names = [sure[word.start] for word in run if word.start in sure]
    if names:
        skeletons = [name.skeletons for name in names]
        yield _FullName(run[0].start, run[-1].end, skeletons)


def _row(
    person: _Person, tellings: Sequence[Telling], words: Mapping[str, Sequence[Sequence[Name]]]
) -> NamedRow:
    """Return where a name stands, also where it is in Arabic letters or opens a sentence."""
    found = list(person.found)
    for telling in tellings:
        if all(each.id != telling.id for each in person.found):
            found += _elsewhere(person, telling, words[telling.id])
    return _named_row("", found)


def _elsewhere(
    person: _Person, telling: Telling, words: Sequence[Sequence[Name]]
) -> Iterator[_Found]:
    for sentence, (text, names) in enumerate(zip(telling.texts, words, strict=True)):
        matched = [
            name for name in names if any(alike(name.skeletons, word) for word in person.words)
        ]
        enough = (len(person.words) + 1) // 2
        if len(matched) >= enough:
            start, end = matched[0].start, matched[-1].end
            close = end - start <= _LONGEST
            yield _Found(telling.id, sentence, text[start:end] if close else matched[-1].text)


_LONGEST = 40
"""Characters of a name; words further apart are printed alone."""
