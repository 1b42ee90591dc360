"""English: fold, then Snowball.

The chain, in order: (1) case, accents and compatibility forms fold (:mod:`languages.latin`);
(2) words part at everything but letters and digits (:mod:`languages.words`); (3) the Snowball
English stemmer. Folding comes first so that ``cafés`` and ``cafes`` have one stem.
"""

from types import MappingProxyType

from languages import latin
from languages.language import DateWords, Language, listed, numbered, seconds
from languages.stemming import snowball


def stems(_word: str, exact: str) -> tuple[str, ...]:
    """Return the stem of an English word, which its exact form tells.

    >>> stems("Harbours", "harbours")
    ('harbour',)
    """
    return (snowball("english", exact),)


ENGLISH = Language(
    code="en",
    name="English",
    edition="english",
    direction="ltr",
    script="Latn",
    fold=latin.fold,
    stems=stems,
    months=numbered(
        "january|jan / february|feb / march|mar / april|apr / may / june|jun / "
        "july|jul / august|aug / september|sept|sep / october|oct / "
        "november|nov / december|dec",
        first=1,
        fold=latin.fold,
    ),
    numerals=numbered(
        "a|an|one / two / three / four / five / six / seven / eight / nine / ten / eleven / twelve",
        first=1,
        fold=latin.fold,
    ),
    stop_words=listed(
        "a an and are as at be been but by for from had has have he her his in is it its of on or "
        "she that the their they this to was were which who will with",
        latin.fold,
    ),
    dates=DateWords(
        days_back=MappingProxyType({"today": 0, "yesterday": 1}),
        weekdays=numbered(
            "monday|mon / tuesday|tues|tue / wednesday|wed / "
            "thursday|thurs|thur|thu / friday|fri / saturday|sat / sunday|sun",
            first=0,
            fold=latin.fold,
        ),
        ago="{amount} ago",
        units_s=seconds(
            {
                1: "second|seconds|sec|secs",
                60: "minute|minutes|min|mins",
                3600: "hour|hours|hr|hrs",
                86_400: "day|days",
                604_800: "week|weeks",
            },
            latin.fold,
        ),
        amounts_s=MappingProxyType({}),
        morning=r"a\.? ?m\.?",
        evening=r"p\.? ?m\.?",
        ordinal="st|nd|rd|th",
        of="of",
        at="at",
        labels=(
            "published on",
            "published",
            "last updated",
            "updated",
            "posted on",
            "posted",
            "date",
        ),
        counts=("views", "view", "min read"),
    ),
)
