"""What a comparison is told in: names of the articles, lags, numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from stories.comparison import Comparison, Timing
from stories.figures import Value
from stories.numbers import write_number

NOT_FOUND = "not found"
NONE = "–"
_MINUTES = 60
_LONG = 48
_YEARS = range(1900, 2101)


def labels_of(comparison: Comparison) -> Mapping[str, str]:
    """Return a short name of each article: its edition, numbered if that has several."""
    editions = [telling.article.edition for telling in comparison.tellings]
    several = Counter(editions)
    seen: Counter[str] = Counter()
    labels = {}
    for telling, edition in zip(comparison.tellings, editions, strict=True):
        seen[edition] += 1
        labels[telling.id] = f"{edition} {seen[edition]}" if several[edition] > 1 else edition
    return labels


def lag_of(timing: Timing) -> str:
    """Return how long after the first an article was published.

    >>> lag_of(Timing(id="en:1", published=None, minutes_after_first=507))
    '8 h 27 min later'
    """
    minutes = timing.minutes_after_first
    if minutes is None:
        return "undated"
    if minutes == 0:
        return "first" if timing.published else ""
    hours, rest = divmod(minutes, _MINUTES)
    if hours > _LONG:
        return f"{hours // 24} days {hours % 24} h later"
    return f"{hours} h {rest} min later" if hours else f"{rest} min later"


def number_of(value: Value) -> str:
    """Return a number as English writes it.

    >>> number_of(Value(Decimal("21000"), percent=False)), number_of(Value(Decimal("4.5"), True))
    ('21,000', '4.5 %')
    """
    plain = write_number(value.number)
    whole, point, part = plain.partition(".")
    shown = whole if is_year(value) else f"{Decimal(whole):,}"
    return f"{shown}{point}{part}" + (" %" if value.percent else "")


def is_year(value: Value) -> bool:
    """Whether a number may be a year, which is written without a separator."""
    return value.number == int(value.number) and value.number in _YEARS and not value.percent


def place_of(sentence: int) -> str:
    """Return which sentence it is."""
    return f"sentence {sentence}" if sentence else "the title"


def carried_by(comparison: Comparison) -> str:
    """Return which editions have the story, and which do not."""
    editions = dict.fromkeys(telling.article.edition for telling in comparison.tellings)
    told = f"in {_listed(editions)}"
    return f"{told}; not found in {_listed(comparison.missing)}" if comparison.missing else told


def headline_of(comparison: Comparison) -> str:
    """Return what is compared, in one line."""
    count = len(comparison.tellings)
    articles = f"{count} article" + "s" * (count != 1)
    if comparison.story is None:
        editions = dict.fromkeys(telling.article.edition for telling in comparison.tellings)
        return f"{articles}, chosen: {_listed(editions)}"
    sure = "" if comparison.confidence is None else f", confidence {comparison.confidence:.2f}"
    return f"story {comparison.story}{sure}: {articles} {carried_by(comparison)}"


def method_of(comparison: Comparison) -> str:
    """Return what sentences were compared by."""
    if comparison.method == "meaning":
        return "sentences compared by meaning, and by the names and numbers in them"
    return "sentences compared by the names and numbers in them only, which finds much less"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
