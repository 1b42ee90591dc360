"""How many numbers, countries and names of an article are found in its translation.

    python -m benchmarks.stories.numbers GOLD [--sentences] [--misses en-ar]

GOLD is a folder with the news that :mod:`benchmarks.stories.gold` names. Translations are
faithful, so whatever is not found on the other side is a mistake of ours, a slip of the
translator's, or another measure (pounds for kilograms). Numbers are quantities and years; on the
other side any number counts, as one language has ``89th minute`` where another has ``minute 89``.
Names are words that are printed as names; beside their share stands that of an unrelated article,
which is chance. Names begin in Latin letters, as Arabic has no capitals.
With ``--sentences`` each of the gold's single sentences is an article (no floors): the rules were
made looking at the news, and not at these.
"""

import argparse
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import permutations
from pathlib import Path

from benchmarks.floors import report
from benchmarks.stories.gold import LANGUAGES
from benchmarks.stories.news import News, read_news, read_sentences
from stories.countries import find_countries
from stories.names import find_names
from stories.numbers import Number, find_numbers, write_number
from stories.skeletons import are_alike

LARGE = 10
"""Numbers from here on have two digits, and are rarely chance."""

Find = Callable[[str, str], Collection[str]]


def numbers_told(text: str, language: str) -> set[str]:
    """Return the values of all quantities and years."""
    return {
        _written(number)
        for number in find_numbers(text, language)
        if number.kind in {"quantity", "year"}
    }


def large_numbers_told(text: str, language: str) -> set[str]:
    """Return the values with two digits or more."""
    return {
        _written(number)
        for number in find_numbers(text, language)
        if number.kind in {"quantity", "year"} and number.value >= LARGE
    }


def numbers_named(text: str, language: str) -> set[str]:
    """Return the values of all numbers but clock times."""
    return {_written(each) for each in find_numbers(text, language) if each.kind != "clock"}


def countries_named(text: str, language: str) -> set[str]:
    """Return the codes of all countries."""
    return {place.code for place in find_countries(text, language)}


def _written(number: Number) -> str:
    return write_number(number.value)


def share_found(articles: Iterable[News], pair: tuple[str, str], told: Find, named: Find) -> float:
    """Return the share of what one side tells that the other names."""
    found = total = 0
    for article in articles:
        these = told(_text(article, pair[0]), pair[0])
        others = named(_text(article, pair[1]), pair[1])
        found += sum(each in others for each in these)
        total += len(these)
    return found / total


def names_found(articles: Sequence[News], pair: tuple[str, str], shift: int = 0) -> float:
    """Return the share of one side's names that the other side has.

    Args:
        articles: All articles.
        pair: Language codes: from, to.
        shift: How many articles further the other side is taken: not 0 measures chance.
    """
    found = total = 0
    for place, article in enumerate(articles):
        other = articles[(place + shift) % len(articles)]
        names = [name for name in find_names(_text(article, pair[0]), pair[0]) if name.is_sure]
        others = [name.skeletons for name in find_names(_text(other, pair[1]), pair[1])]
        found += sum(any(are_alike(name.skeletons, each) for each in others) for name in names)
        total += len(names)
    return found / total


def _text(article: News, language: str) -> str:
    return "\n\n".join(article.sentences[language])


def misses(articles: Iterable[News], pair: tuple[str, str]) -> None:
    """Print each number that is not found, with the sentence pair."""
    for article in articles:
        others = numbers_named(_text(article, pair[1]), pair[1])
        for here, there in zip(*(article.sentences[code] for code in pair), strict=True):
            for missing in large_numbers_told(here, pair[0]) - others:
                print(f"{missing}\n  {here}\n  {there}\n")


def main() -> int:
    """Print the table; return 1 if a floor is not reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--sentences", action="store_true")
    parser.add_argument("--misses", metavar="FROM-TO")
    options = parser.parse_args()
    articles = read_sentences(options.gold) if options.sentences else read_news(options.gold)
    if options.misses:
        first, _, second = options.misses.partition("-")
        misses(articles, (first, second))
        return 0
    print(f"{len(articles)} articles\n")
    print("      two digits  all numbers    countries  names (chance)")
    reached = dict.fromkeys(("two digits", "all numbers", "countries"), 1.0)
    for pair in permutations(LANGUAGES, 2):
        shares = {
            "two digits": share_found(articles, pair, large_numbers_told, numbers_named),
            "all numbers": share_found(articles, pair, numbers_told, numbers_named),
            "countries": share_found(articles, pair, countries_named, countries_named),
        }
        reached = {name: min(value, shares[name]) for name, value in reached.items()}
        row = "".join(f"{value:13.3f}" for value in shares.values())
        print("-".join(pair) + row + (names_row(articles, pair) if pair[0] != "ar" else ""))
    return 0 if options.sentences else report(reached, "stories_numbers")


def names_row(articles: Sequence[News], pair: tuple[str, str]) -> str:
    """Return the share of names found, and that found by chance."""
    return f"{names_found(articles, pair):8.3f} ({names_found(articles, pair, 7):.3f})"


if __name__ == "__main__":
    sys.exit(main())
