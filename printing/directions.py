"""Which way the lines of an article run."""

import unicodedata

from archive.article import EDITION_LANGUAGES, Article
from languages import LANGUAGES

_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def is_right_to_left(text: str, article: Article) -> bool:
    """Whether a text of an article runs so, whatever its first letter.

    It does where the article's language does, if any of its letters do.
    """
    language = LANGUAGES.get(article.language or EDITION_LANGUAGES[article.edition])
    return (
        language is not None
        and language.direction == "rtl"
        and any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)
    )
