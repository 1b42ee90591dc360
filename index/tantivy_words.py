"""What Tantivy is asked for a word, a phrase, a beginning or a misspelling.

Tantivy scores with BM25 (k1 1.2, b 0.75) as we do, but counts all articles whatever their language,
takes a phrase for as rare as its words together, and gives all that a beginning or a misspelling
finds the same score. Boosts put right what can be put right: each word is as rare as it is among
the articles of its language, and the forms that a beginning stands for are as rare as all together.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import repeat
from math import log, prod

from tantivy import Query

from index.matching import is_near, likely_distance
from index.tantivy_schema import (
    BODY_ONLY_NOT,
    PLACES,
    STEMS,
    clean,
    exact_field,
    place_word,
    schema,
    solid,
    stem_word,
)
from index.tantivy_snapshot import Snapshot, any_of, best_of, every, term, unscored, without
from index.tree import TEXT_FIELDS, Fuzzy, Leaf, Phrase, Prefix
from languages import word_forms

_TITLE = exact_field("title")
_TITLE_BOOST = 1.375
"""BM25 of a word that is twice in an article of mean length, of one that is there once."""
_OTHERS = 0.35
"""How much of its lower scores is added to the highest of a word with several forms or places."""
_MOST_SCORED = 100
"""Forms of a beginning or a misspelling that are scored one by one."""
_OF_THE_OTHERS = 0.5
"""What the others score, of what those do at least."""
_LETTERS_MOSTLY_RIGHT = 2
"""Of a misspelling; forms that do not begin so are found, but not scored one by one."""
_MOST_EXPANSIONS = 10_000
"""Forms that a place in a phrase may stand for; Tantivy gives up at 16,384."""
_PHRASE_RARITY = 1.25
"""How much rarer a phrase is taken to be than its rarest word."""


class WordCompiler:
    """Makes queries of the words of one query, on one snapshot."""

    def __init__(self, snapshot: Snapshot, chains: Sequence[str]) -> None:
        self._snapshot = snapshot
        self._chains = chains

    def in_text(self, leaf: Leaf, *, parts: Sequence[str] = TEXT_FIELDS) -> list[Query]:
        """Return queries, of which any finds a leaf in the text; ``parts``: those it may be in."""
        match leaf:
            case Phrase() | Prefix():
                return [self._as_written(leaf, parts)]
            case Fuzzy():
                stems = any_of(self._in_any_form(leaf.text, parts))
                return [best_of([self._as_written(leaf, parts), stems])]
        return self._in_any_form(leaf.text, parts)

    def in_label(self, leaf: Leaf, *, field: str) -> list[Query]:
        """Return the query for a leaf in a label of several words. It does not score."""
        return [unscored(self._in_a_row(leaf, field, self._exact_forms(leaf)))]

    def in_code(self, leaf: Leaf, *, field: str) -> list[Query]:
        """Return the query for a leaf that is a label of one piece. It does not score."""
        return [unscored(term(field, clean(leaf.text if field == "id" else leaf.text.lower())))]

    def _in_any_form(self, text: str, parts: Sequence[str]) -> list[Query]:
        """Return the query of each language that has the words."""
        found = []
        for chain in self._chains:
            words = [self._stems(forms.stems, chain, parts) for forms in word_forms(text, chain)]
            if words and all(words):
                found.append(every(list(map(best_of, words))))
        return found

    def _stems(self, stems: Iterable[str], chain: str, parts: Sequence[str]) -> list[Query]:
        """Return the query of each stem that is anywhere."""
        snapshot, found = self._snapshot, []
        articles = snapshot.articles_in_chain(chain)
        for stem in stems:
            word = stem_word(stem, chain)
            if rows := snapshot.frequency(STEMS, word):
                query, frequency = term(STEMS, word), snapshot.articles_with(STEMS, word)
                if len(parts) == 1:
                    query, frequency = self._in_part(parts[0], word, query, frequency)
                boost = _rarity(frequency, articles) / _rarity(rows, snapshot.rows)
                found.append(Query.boost_query(query, boost))
        return found

    def _in_part(self, part: str, word: str, query: Query, frequency: int) -> tuple[Query, int]:
        """Return the query for a stem in one part of the text, and how many articles it finds."""
        if part == "body":
            elsewhere = place_word(BODY_ONLY_NOT, word)
            fewer = frequency - self._snapshot.articles_with(PLACES, elsewhere)
            return without(query, [term(PLACES, elsewhere)]), fewer
        place = place_word(part, word)
        found = every([query, unscored(term(PLACES, place))])
        return found, self._snapshot.articles_with(PLACES, place)

    def _as_written(self, leaf: Leaf, parts: Sequence[str]) -> Query:
        words = self._exact_forms(leaf)
        fields = [exact_field(part) for part in parts]
        if isinstance(leaf, Phrase):
            frequency = self._snapshot.frequency
            fields = [each for each in fields if all(map(frequency, repeat(each), words))]
        if not words or not fields:
            return Query.empty_query()
        if len(words) == 1:
            found = self._forms_in(fields, leaf, words[0])
        else:
            found = self._phrases_in(fields, leaf, words)
        if fields[0] == _TITLE:  # before the others, if it is among them
            found[0] = Query.boost_query(found[0], _TITLE_BOOST)
        return best_of(found, _OTHERS)

    def _forms_in(self, fields: Sequence[str], leaf: Leaf, word: str) -> list[Query]:
        """Return the query of each field for a word in all its forms, which are equally rare."""
        snapshot = self._snapshot
        forms = {field: self._forms(leaf, field, word) for field in fields}
        articles = max(snapshot.articles, 1)
        shares = [
            [snapshot.articles_with(field, form) / articles for form in several]
            for field, several in forms.items()
        ]
        without_any = min(prod(1 - min(share, 1) for share in several) for several in shares)
        rarity = _rarity(round(articles * (1 - without_any)), articles)
        return [
            best_of(
                [
                    *(self._evened(field, form, rarity) for form in several),
                    *self._others(leaf, field, word, several, rarity),
                ],
                _OTHERS,
            )
            for field, several in forms.items()
        ]

    def _forms(self, leaf: Leaf, field: str, word: str) -> list[str]:
        """Return the forms of a word that are scored one by one, the most frequent first."""
        match leaf:
            case Prefix():
                forms = self._snapshot.words(field, word)
            case Fuzzy():
                forms = self._snapshot.words(field, word[:_LETTERS_MOSTLY_RIGHT])
                distance = likely_distance(word, leaf.distance)
                forms = [each for each in forms if is_near(word, each[0], distance)]
            case _:
                return [word]
        return [form for form, _ in forms[:_MOST_SCORED]]

    def _others(
        self, leaf: Leaf, field: str, word: str, forms: Sequence[str], rarity: float
    ) -> Iterator[Query]:
        """Yield the query for all forms of a word, if they can be more than those."""
        if isinstance(leaf, Fuzzy) or (isinstance(leaf, Prefix) and len(forms) >= _MOST_SCORED):
            every_form = self._in_a_row(leaf, field, [word])
            yield Query.const_score_query(every_form, _OF_THE_OTHERS * rarity)

    def _evened(self, field: str, form: str, rarity: float) -> Query:
        return _boosted(term(field, form), rarity, self._given_rarity(field, form))

    def _phrases_in(self, fields: Sequence[str], leaf: Leaf, words: Sequence[str]) -> list[Query]:
        """Return the query of each field for several words, as rare as they are in all fields."""
        queries = [self._in_a_row(leaf, field, words) for field in fields]
        if not isinstance(leaf, Phrase):
            return queries
        given = self._given_rarity
        rarest = min([self._most_articles(fields, word) for word in words])
        wanted = _PHRASE_RARITY * _rarity(rarest, self._snapshot.articles)
        return [
            _boosted(query, wanted, sum(map(given, repeat(field), words)))
            for query, field in zip(queries, fields, strict=True)
        ]

    def _most_articles(self, fields: Sequence[str], word: str) -> int:
        """Return how many articles have a word in the field that most have it in."""
        snapshot, most = self._snapshot, 0
        for field in reversed(fields):
            if snapshot.frequency(field, word) > most:  # seldom but in the last, the body
                most = max(most, snapshot.articles_with(field, word))
        return most

    def _exact_forms(self, leaf: Leaf) -> list[str]:
        return [solid(word.exact) for word in word_forms(leaf.text, self._chains[0])]

    def _in_a_row(self, leaf: Leaf, field: str, words: Sequence[str]) -> Query:
        """Return the query for words that follow each other in a field."""
        if not words:
            return Query.empty_query()
        match leaf:
            case Prefix():
                return self._beginning(field, words)
            case Fuzzy():
                return self._misspelt(field, words, leaf.distance)
        return _phrase(field, words)

    def _beginning(self, field: str, words: Sequence[str]) -> Query:
        *others, prefix = words
        pattern = f"{_escaped(prefix)}.*"
        if not others:
            return Query.regex_query(schema(), field, pattern)
        forms = self._snapshot.words(field, prefix)
        if len(forms) <= _MOST_EXPANSIONS:
            return Query.regex_phrase_query(schema(), field, [*map(_escaped, others), pattern])
        return any_of([_phrase(field, [*others, form]) for form, _ in forms])

    def _misspelt(self, field: str, words: Sequence[str], distance: int) -> Query:
        likely = [likely_distance(word, distance) for word in words]
        if not any(likely):
            return _phrase(field, words)
        if len(words) == 1:
            return Query.fuzzy_term_query(
                schema(), field, words[0], likely[0], transposition_cost_one=False
            )
        near = map(partial(near_words, self._snapshot), words, likely)
        patterns = ["|".join(map(_escaped, forms)) for forms in near]
        return Query.regex_phrase_query(schema(), field, [f"({each})" for each in patterns])

    def _given_rarity(self, field: str, word: str) -> float:
        """Return what Tantivy makes of a word."""
        return _rarity(self._snapshot.frequency(field, word), self._snapshot.rows)


def _phrase(field: str, words: Sequence[str]) -> Query:
    if len(words) == 1:
        return term(field, words[0])
    return Query.phrase_query(schema(), field, list(words))


def near_words(snapshot: Snapshot, word: str, distance: int) -> Iterator[str]:
    """Yield the exact forms in the text of articles that are so near to a word.

    A word that has no more wrong letters than ``distance`` has one of ``distance + 1`` pieces of
    the other unchanged: so most need not be looked at.
    """
    vocabulary = snapshot.vocabulary
    for candidate in set(_with_pieces(vocabulary, word, distance)):
        if is_near(word, candidate, distance):
            yield candidate


def _with_pieces(vocabulary: str, word: str, distance: int) -> Iterator[str]:
    size, rest = divmod(len(word), distance + 1)
    if not size:
        yield from filter(None, vocabulary.split("\n"))
        return
    start = 0
    for number in range(distance + 1):
        end = start + size + (number < rest)
        yield from _lines_with(vocabulary, word[start:end])
        start = end


def _lines_with(text: str, piece: str) -> Iterator[str]:
    place = text.find(piece)
    while place >= 0:
        end = text.index("\n", place)
        yield text[text.rindex("\n", 0, place) + 1 : end]
        place = text.find(piece, end)


def _boosted(query: Query, wanted: float, given: float) -> Query:
    return Query.boost_query(query, wanted / given) if given else query


def _rarity(frequency: int, rows: int) -> float:
    """Return the inverse frequency of BM25; of what is nowhere, as if it were once."""
    frequency = max(frequency, 1)
    return log((max(rows, frequency) + 1) / (frequency + 0.5))


def _escaped(word: str) -> str:
    """Return the regular expression for a word: the point of a number is its only mark."""
    return word.replace(".", r"\.")
