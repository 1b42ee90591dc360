"""Whether numbers that contradict one another are found, and no others, in invented articles.

    python -m benchmarks.stories.conflicts

Precision and recall of conflicts in ``conflicts.toml``, and in the stories of the newsroom (on
whose conflicts the method was made; not on the others). With meaning, and with names alone.
"""

import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from archive.article import EDITION_LANGUAGES, Article
from benchmarks.floors import report
from meaning.article_sentences import article_language, article_sentences
from meaning.encoder import Vectors
from meaning.means import centred, language_means
from meaning.use_encoder import UseEncoder
from replica.stories import Story, read_stories
from stories.comparison import compare
from stories.comparison_json import number_value

_SET = Path(__file__).with_name("conflicts.toml")
_EDITIONS = {code: edition for edition, code in EDITION_LANGUAGES.items()}
_MILLION = 1_000_000
Pair = frozenset[float]


class Case(NamedTuple):
    """Articles about one story, and the pairs of numbers in which they differ."""

    articles: Sequence[Article]
    conflicts: frozenset[Pair]


def invented() -> Iterator[Case]:
    """Yield the cases of the file."""
    for number, row in enumerate(tomllib.loads(_SET.read_text(encoding="utf-8"))["pair"], 1):
        articles = [
            _article(code, number, texts[0], "\n\n".join(texts[1:]))
            for code, texts in row.items()
            if code in _EDITIONS
        ]
        yield Case(articles, frozenset(frozenset(map(float, pair)) for pair in row["conflicts"]))


def newsroom() -> Iterator[Case]:
    """Yield the newsroom's stories that several editions carry."""
    for number, story in enumerate(read_stories(), 1):
        if len(story.tellings) > 1:
            articles = [
                _article(
                    EDITION_LANGUAGES[edition],
                    number,
                    told.title,
                    _body(told.lead, told.paragraphs),
                )
                for edition, told in story.tellings.items()
            ]
            yield Case(articles, frozenset(_gold(story)))


def _body(lead: str, paragraphs: Iterable[str]) -> str:
    return "\n\n".join((lead, *paragraphs))


def _gold(story: Story) -> Iterator[Pair]:
    for conflict in story.conflicts:
        scale = _MILLION if "million" in conflict["what"] else 1
        values = {
            float(value) * scale for name, value in conflict.items() if name != "what" and value
        }
        yield from map(frozenset, combinations(values, 2))


def _article(code: str, number: int, title: str, body: str) -> Article:
    return Article(
        id=f"{code}:{number}",
        edition=_EDITIONS[code],
        url="",
        title=title,
        body=body,
        language=code,
    )


def conflicts_found(case: Case, encoder: UseEncoder | None) -> set[Pair]:
    """Return the pairs of numbers that are set against each other."""
    vectors = None if encoder is None else dict(_vectors(case.articles, encoder))
    comparison = compare(case.articles, vectors=vectors)
    return {
        frozenset((float(number_value(row.value.number)), float(number_value(other.number))))
        for row in comparison.numbers
        for other in row.against
    }


def _vectors(articles: Sequence[Article], encoder: UseEncoder) -> Iterator[tuple[str, Vectors]]:
    means = language_means(encoder)
    for article in articles:
        texts = [sentence.text for sentence in article_sentences(article)]
        yield article.id, centred(encoder.encode(texts), article_language(article), means)


def main() -> int:
    """Print the table; return 1 if a floor is not reached."""
    reached: dict[str, float] = {}
    print("                          conflicts  precision  recall")
    for name, cases in (("invented", list(invented())), ("newsroom", list(newsroom()))):
        for encoder in (UseEncoder(), None):
            found = [(case, conflicts_found(case, encoder)) for case in cases]
            right = sum(len(pairs & case.conflicts) for case, pairs in found)
            there = sum(len(case.conflicts) for case in cases)
            told = sum(len(pairs) for _, pairs in found)
            precision, recall = right / max(told, 1), right / there
            method = "meaning" if encoder else "names alone"
            print(f"{name:10}{method:14}{there:11}{precision:11.2f}{recall:8.2f}")
            if encoder:
                reached |= {f"precision, {name}": precision, f"recall, {name}": recall}
            if "--misses" in sys.argv:
                _misses(found)
    return report(reached, "comparison_conflicts")


def _misses(found: Iterable[tuple[Case, set[Pair]]]) -> None:
    for case, pairs in found:
        for what, some in (("missed", case.conflicts - pairs), ("wrong", pairs - case.conflicts)):
            for pair in some:
                print(f"    {what} {sorted(pair)}: {case.articles[0].title}")


if __name__ == "__main__":
    sys.exit(main())
