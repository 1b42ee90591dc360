"""What an article names, as keys that are equal in every language."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from archive.article import Article
from stories.countries import find_countries, find_known_names
from stories.days import find_days
from stories.names import find_names, name_skeletons
from stories.numbers import Number, find_numbers, write_number
from stories.words import read_words

Keys = Mapping[str, int]
"""Key to how often it occurs: ``n:17``, ``n:15%``, ``h:630`` (clock), ``d:03-15``, ``m:03``,
``w:thu``, ``c:YE``, ``o:NATO``, ``s:ntn`` (skeleton), ``t:…`` (tag), ``i:…`` (image file)."""

_MOST_KEYS = 5_000
_LONGEST_KEY = 120
_TAGS = 64
_SMALL = 2
"""Numbers up to this are no evidence."""


def article_text(article: Article) -> str:
    """Return an article's title, lead and body; without a lead that the body repeats."""
    lead = "" if article.lead in article.body else article.lead
    return f"{article.title}\n\n{lead}\n\n{article.body}"


def article_keys(article: Article) -> Keys:
    """Return the keys of an article's text, its tags and its image."""
    language = article.language or article.id.partition(":")[0]
    keys = Counter(text_keys(article_text(article), language))
    keys.update(_tag_keys(article.tags, language))
    keys.update(_image_keys(article.image_url))
    return dict(keys.most_common(_MOST_KEYS))


def text_keys(text: str, language: str) -> Keys:
    """Return the keys of a text: numbers, days, countries, known names, skeletons."""
    keys: Counter[str] = Counter()
    keys.update(key for number in find_numbers(text, language) for key in _number_keys(number))
    keys.update(day.key for day in find_days(text, language))
    keys.update(f"c:{place.code}" for place in find_countries(text, language))
    keys.update(f"o:{place.code}" for place in find_known_names(text, language))
    keys.update(
        f"s:{skeleton}" for name in find_names(text, language) for skeleton in name.skeletons
    )
    return keys


def _number_keys(number: Number) -> Iterator[str]:
    if number.kind == "clock":
        yield f"h:{write_number(number.value)}"
    elif number.kind != "day" and (number.value > _SMALL or number.percent):
        yield f"n:{write_number(number.value)}"


def _tag_keys(tags: Iterable[str], language: str) -> Iterator[str]:
    """Yield what the tags name: a country's or known name's code, else the words' skeletons."""
    for tag in tuple(tags)[:_TAGS]:
        places = [*find_countries(tag, language), *find_known_names(tag, language)]
        for place in places:
            yield f"t:{place.code}"
        if not places:
            for word in read_words(tag):
                yield from (f"t:{skeleton}" for skeleton in name_skeletons(word, language))


def _image_keys(url: str) -> Iterator[str]:
    """Yield the name of an image's file, without folders, which the editions do not share."""
    try:
        name = PurePosixPath(unquote(urlsplit(url).path)).name
    except ValueError:  # no address
        return
    if name:
        yield f"i:{name.lower()[:_LONGEST_KEY]}"


def shared(these: Keys, others: Keys, idf: Callable[[str], float]) -> float:
    """Return how much two articles name in common: the cosine of their keys, 0 to 1.

    A key weighs its idf times 1 + ln(occurrences).

    Args:
        these: Keys of one article.
        others: Keys of the other; the order does not matter.
        idf: How telling a key is; not negative.
    """
    if len(others) < len(these):
        these, others = others, these
    common = math.fsum(
        _weight(key, count, idf) * _weight(key, others[key], idf)
        for key, count in these.items()
        if key in others
    )
    if not common:
        return 0.0
    return min(1.0, common / (_length(these, idf) * _length(others, idf)))


def _length(keys: Keys, idf: Callable[[str], float]) -> float:
    return math.sqrt(math.fsum(_weight(key, count, idf) ** 2 for key, count in keys.items()))


def _weight(key: str, count: int, idf: Callable[[str], float]) -> float:
    return idf(key) * (1 + math.log(count))


def shared_keys(these: Keys, others: Keys, idf: Callable[[str], float]) -> list[str]:
    """Return the keys of both articles, the most telling first."""
    common = [key for key in these if key in others]
    return sorted(common, key=lambda key: (-idf(key), key))
