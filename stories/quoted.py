"""Who is quoted in several articles, the same speaker in one row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from stories.named import NamedRow, alike, same_name
from stories.names import find_names
from stories.quotes import Speaker, find_speakers
from stories.tellings import Telling
from stories.words import read_words

_MOST_SPEAKERS = 100
"""Of one article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedRow:
    """A speaker, and where they are quoted."""

    is_named: bool | None
    """Whether it is a name, not ``officials``; ``None``: Arabic, which has no capitals to tell."""
    printed: Mapping[str, tuple[str, ...]]
    """As each article writes it, without repeats; in Arabic with office."""
    sentences: Mapping[str, tuple[int, ...]]
    """By article, ascending."""
    quotations: Mapping[str, tuple[str, ...]]
    """By article: what is quoted of them word for word, with its marks."""


class _Said(NamedTuple):
    """A speaker where they are quoted."""

    id: str
    language: str
    sentence: int
    speaker: Speaker


@dataclass(slots=True)
class _Voice:
    """All places where one speaker is quoted."""

    said: list[_Said] = field(default_factory=list)


def quoted_rows(tellings: Sequence[Telling], names: Iterable[NamedRow]) -> tuple[QuotedRow, ...]:
    """Return a row for each speaker, those in most articles first.

    A speaker in Latin letters is one in Arabic if the consonants of most of the name's words, and
    of the last one, stand there.

    Args:
        tellings: The articles.
        names: The names in them.
    """
    sure = {
        word.folded
        for row in names
        for texts in row.printed.values()
        for text in texts
        for word in read_words(text)
    }
    voices: list[_Voice] = []
    for said in sorted(_all_said(tellings), key=lambda each: each.language == "ar"):
        voice = next((each for each in voices if _is_of(said, each)), None)
        if voice is None:
            voice = _Voice()
            voices.append(voice)
        voice.said.append(said)
    rows = [_row(voice.said, sure) for voice in voices]
    return tuple(sorted(rows, key=lambda row: (-len(row.sentences), row.is_named is False)))


def _all_said(tellings: Sequence[Telling]) -> Iterator[_Said]:
    for telling in tellings:
        count = 0
        for sentence, text in enumerate(telling.texts):
            for speaker in find_speakers(text, telling.language):
                count += 1
                if count <= _MOST_SPEAKERS:
                    yield _Said(telling.id, telling.language, sentence, speaker)


def _is_of(said: _Said, voice: _Voice) -> bool:
    return any(_is_same(said, other) for other in voice.said)


def _is_same(one: _Said, other: _Said) -> bool:
    if one.language == other.language and _folded(one) == _folded(other):
        return True
    these, others = one.speaker.names, other.speaker.names
    if not these or not others:
        return False
    arabic = [each.language == "ar" for each in (one, other)]
    if not any(arabic):
        return same_name(these, others)
    if all(arabic):
        return same_name(these, others) and min(len(these), len(others)) > 1
    name, phrase = (others, these) if arabic[0] else (these, others)
    return _stands_in(name, phrase)


def _stands_in(name: Sequence[frozenset[str]], phrase: Sequence[frozenset[str]]) -> bool:
    found = [any(alike(word, each) for each in phrase) for word in name]
    return found[-1] and sum(found) * 2 >= len(found)


def _folded(said: _Said) -> tuple[str, ...]:
    return tuple(word.folded for word in read_words(said.speaker.text))


def _row(said: Sequence[_Said], sure: AbstractSet[str]) -> QuotedRow:
    sentences: dict[str, set[int]] = defaultdict(set)
    printed: dict[str, dict[str, None]] = defaultdict(dict)
    quotations: dict[str, dict[str, None]] = defaultdict(dict)
    for each in said:
        sentences[each.id].add(each.sentence)
        printed[each.id][each.speaker.text] = None
        if each.speaker.quotation:
            quotations[each.id][each.speaker.quotation] = None
    return QuotedRow(
        is_named=_is_named(said, sure),
        printed={id: tuple(texts) for id, texts in printed.items()},
        sentences={id: tuple(sorted(numbers)) for id, numbers in sentences.items()},
        quotations={id: tuple(texts) for id, texts in quotations.items()},
    )


def _is_named(said: Sequence[_Said], sure: AbstractSet[str]) -> bool | None:
    if all(each.language == "ar" for each in said):
        return None
    return any(not sure.isdisjoint(_names_of(each)) for each in said)


def _names_of(said: _Said) -> set[str]:
    names = find_names(said.speaker.text, said.language)
    starts = {name.start for name in names}
    return {word.folded for word in read_words(said.speaker.text) if word.start in starts}
