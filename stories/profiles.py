"""What linking knows of an article: when and where it was published, and what it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archive.article import EDITION_LANGUAGES, Article
from stories.keys import article_keys, article_text, text_keys
from stories.names import find_names

RULES = 2
"""Goes up when the same article would give another profile: what is stored is then outdated."""
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_MOST_PRINTED = 400
_LONGEST_PRINTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An article as linking sees it."""

    id: str
    edition: str
    language: str
    """ISO 639-1, of the text."""
    kind: str
    title: str
    published: int | None
    """Seconds since 1970, UTC. ``None``: unknown; then only the user can link it."""
    keys: Mapping[str, int]
    """See :func:`stories.keys.article_keys`."""
    printed: Mapping[str, str]
    """Names and tags by their key, as the article prints them."""

    @property
    def day(self) -> int | None:
        """Days since 1970, UTC."""
        return None if self.published is None else day_number(self.published)


def profile_of(article: Article) -> Profile:
    """Return the profile of an article; some 8 ms."""
    language = article.language or EDITION_LANGUAGES[article.edition]
    return Profile(
        id=article.id,
        edition=article.edition,
        language=language,
        kind=article.kind,
        title=article.title,
        published=None if article.published is None else seconds_of(article.published),
        keys=article_keys(article),
        printed=dict(_printed(article, language)),
    )


def seconds_of(time: datetime) -> int:
    """Return an aware time as seconds since 1970, rounded down."""
    return (time - _EPOCH) // _SECOND


def time_of(seconds: int) -> datetime:
    """Return the time of :func:`seconds_of`."""
    return _EPOCH + seconds * _SECOND


def day_number(seconds: int) -> int:
    """Return the day of a time, both since 1970, UTC.

    >>> day_number(86_400), day_number(-1)
    (1, -1)
    """
    return seconds // (_DAY // _SECOND)


def _printed(article: Article, language: str) -> Iterator[tuple[str, str]]:
    """Yield keys with what the article prints for them, of one key the first last."""
    for tag in article.tags:
        for key in text_keys(tag, language):
            yield f"t:{key[2:]}", tag[:_LONGEST_PRINTED]
    for name in reversed(find_names(article_text(article), language)[:_MOST_PRINTED]):
        for skeleton in name.skeletons:
            yield f"s:{skeleton}", name.text[:_LONGEST_PRINTED]
